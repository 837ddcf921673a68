"""Every act about registrations under one name, for the doors and for the job worker."""

from portal.attendance.answering import accept, accept_by_call, cancel, confirm, confirm_by_call
from portal.attendance.asking import Asked, add_by_hand, ask
from portal.attendance.lapsing import lapse
from portal.attendance.managing import message, move, note_presence
from portal.attendance.seating import settle

__all__ = [
    "Asked",
    "accept",
    "accept_by_call",
    "add_by_hand",
    "ask",
    "cancel",
    "confirm",
    "confirm_by_call",
    "lapse",
    "message",
    "move",
    "note_presence",
    "settle",
]
