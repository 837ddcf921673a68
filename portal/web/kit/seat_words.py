"""Places that are counted here, in words: how many are free, how long the line is."""

from typing import Protocol

from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

FEW = 3  # from so many free places on their number is said


class Counted(Protocol):
    """The places of a run. `capacity` and `free` are None where nobody has limited them."""

    @property
    def capacity(self) -> int | None: ...
    @property
    def free(self) -> int | None: ...
    @property
    def waiting(self) -> int: ...


def is_full(seats: Counted) -> bool:
    """Whether who comes now stands in line: no place is free, or others wait already."""
    return seats.free is not None and (seats.free <= 0 or seats.waiting > 0)


def status(seats: Counted) -> p.Status:
    """'Plätze frei', 'Noch 2 Plätze', 'Warteliste, 3 vor Ihnen'."""
    if is_full(seats):
        return p.Status(in_words(seats), "full", "full")
    if seats.free is not None and seats.free <= FEW:
        return p.Status(in_words(seats), "few", "few")
    return p.Status(_("Plätze frei"), "ok", "check")


def in_words(seats: Counted) -> str:
    """The same with the number wherever there is one: '4 Plätze frei'."""
    if seats.free is None:
        return _("Plätze frei")
    if is_full(seats):
        if not seats.waiting:
            return _("Voll, Warteliste offen")
        return ngettext("Warteliste, %(num)s vor Ihnen", "Warteliste, %(num)s vor Ihnen", seats.waiting)
    if seats.free <= FEW:
        return ngettext("Noch %(num)s Platz", "Noch %(num)s Plätze", seats.free)
    return ngettext("%(num)s Platz frei", "%(num)s Plätze frei", seats.free)
