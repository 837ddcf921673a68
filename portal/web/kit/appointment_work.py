"""Erases requests for appointments, with the letters about them that were tried out in the folder."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.guidance import appointments
from portal.guidance.appointments import Erased
from portal.mail.delivery import FolderOffice


def erase(session: Session, now: datetime) -> int:
    """What is over; how many."""
    return gone(appointments.forget(session, now))


def gone(erased: Erased) -> int:
    """Letters in the folder go too; how many requests went."""
    FolderOffice(current_app.extensions["agora_settings"].mail_dir).forget(erased.letter_ids)
    return erased.requests
