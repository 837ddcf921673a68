"""An offer as letters name it: title, institution, next date, place. Of work that is not public yet, what it is to become."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock, text
from portal.models import Place
from portal.offers import rules
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.vocabulary.offers import AttendanceMode
from portal.vocabulary.workflow import CHANGE_LABELS, ChangeKind
from portal.web.kit import addresses, formats
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import queries
from portal.workflow.queries import WorkingCopy


@dataclass(frozen=True, slots=True)
class OfferInLetter:
    """For templates/mail/offer.txt: finished words in the language of the letter."""

    title: str
    institution: str
    lines: tuple[str, ...]
    changes: str = ""


def told(session: Session, copy: WorkingCopy, now: datetime) -> OfferInLetter:
    """The offer in the present language, with its next date and the place of that."""
    sheet = copy.sheet
    dates = {id(one): (run, one) for run in sheet.runs for one in run.dates}
    next_one = rules.next_date((one for _run, one in dates.values()), now)
    run, day = dates[id(next_one)] if next_one else (sheet.runs[0] if sheet.runs else None, None)
    when = _when(day) if day else ""
    ahead = sum(one.ends_at > now for _run, one in dates.values()) - 1
    if ahead > 0:
        more = ngettext("und %(num)s weiterer Termin", "und %(num)s weitere Termine", ahead)
        when = _("%(date)s, %(more)s", date=when, more=more)
    where = _where(session, sheet, run, day)
    lines = (
        _("Wann: %(when)s", when=when) if when else "",
        _("Wo: %(where)s", where=where) if where else "",
    )
    return OfferInLetter(
        text.one_line(sheet.title),
        copy.offer.institution.name,
        tuple(line for line in lines if line),
        _changes(copy),
    )


def copy_of(session: Session, offer_id: int) -> WorkingCopy | None:
    """The offer with its pending work; None when it is gone."""
    return queries.working_copy(session, offer_id)


def public_address(copy: WorkingCopy) -> str:
    """Its public page, in the present language."""
    return addresses.absolute(addresses.offer(copy.offer.id, copy.offer.slug))


def _when(day: DateSheet) -> str:
    """'Dienstag, 12. Januar 2027, 10:00 bis 11:30 Uhr'."""
    if day.all_day:
        if day.first_day == day.last_day:
            return formats.long_date(day.first_day)
        return formats.span(day.first_day, day.last_day, today=day.first_day)
    return f"{formats.long_date(clock.local(day.starts_at).date())}, {formats.time_span(day.starts_at, day.ends_at)}"


def _where(session: Session, sheet: OfferSheet, run: RunSheet | None, day: DateSheet | None) -> str:
    if ((run and run.attendance_mode) or sheet.attendance_mode) is AttendanceMode.ONLINE:
        return _("Online")
    place_id = (day and day.place_id) or (run and run.place_id) or sheet.place_id
    place = session.get(Place, place_id) if place_id else None
    if place is None:
        return ""
    room = day.room if day else None
    return ", ".join(part for part in (place.name, room, place.street, place.town) if part)


def _changes(copy: WorkingCopy) -> str:
    """'Texte, Termine': what the pending work touches."""
    kinds = {ChangeKind(kind) for kind in copy.edit.change_kinds} if copy.edit else set()
    return ", ".join(_(CHANGE_LABELS[kind]) for kind in ChangeKind if kind in kinds)
