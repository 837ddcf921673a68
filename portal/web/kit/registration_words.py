"""A run in the words of letters to people who registered: what, when, where, whom to ask, and what became of its dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from portal import clock, text
from portal.models import Occurrence, Offer, Run
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OFF, AttendanceMode, OccurrenceStatus
from portal.web.kit import formats
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

MOST_DATES = 12
CHANGES: Mapping[str, str] = {
    "cancelled": N_("Abgesagt: %(was)s"),
    "postponed": N_("Verschoben, der neue Termin steht noch nicht fest: %(was)s"),
    "gone": N_("Entfällt: %(was)s"),
    "moved": N_("Verlegt: statt %(was)s jetzt %(now)s"),
    "elsewhere": N_("Anderer Ort: %(now)s, %(where)s"),
    "on": N_("Findet doch statt: %(now)s"),
    "new": N_("Neuer Termin: %(now)s"),
}
WHOLE: Mapping[str, str] = {
    "cancelled": N_("Das Angebot ist abgesagt. Keiner der Termine findet statt."),
    "postponed": N_("Das Angebot ist verschoben. Die neuen Termine stehen noch nicht fest."),
}
_OFF = frozenset({"cancelled", "postponed", "gone"})


class Timed(Protocol):
    """When something is: a date, or what is remembered of one."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def all_day(self) -> bool: ...
    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """When a date was to be before it was changed."""

    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class RegisteredFor:
    """For templates/mail/registration.txt: finished words in the language of the letter."""

    title: str
    institution: str
    lines: tuple[str, ...]
    contact: str


def told(
    run: Run, *, now: datetime | None = None, dates: Sequence[Occurrence] | None = None
) -> RegisteredFor:
    """The run in the present language, with these dates or all that are still to come."""
    if dates is None:
        dates = [one for one in run.occurrences if one.status not in OFF and (not now or one.ends_at > now)]
    lines = [_("Wann: %(when)s", when=when(one)) for one in dates[:MOST_DATES]]
    more = len(dates) - MOST_DATES
    if more > 0:
        lines.append(ngettext("und %(num)s weiterer Termin", "und %(num)s weitere Termine", more))
    if not lines:
        lines = [_("Wann: %(when)s", when=period) for period in (_period(run),) if period]
    places = list(dict.fromkeys(where(run, one) for one in dates)) or [where(run, None)]
    lines += [_("Wo: %(where)s", where=place) for place in places if place]
    return RegisteredFor(
        text.one_line(run.offer.title), run.offer.institution.name, tuple(lines), _contact(run.offer)
    )


def when(one: Timed) -> str:
    """'Dienstag, 12. Januar 2027, 10:00 bis 11:30 Uhr'."""
    if not one.all_day:
        return f"{day(one)}, {formats.time_span(one.starts_at, one.ends_at)}"
    if one.first_day == one.last_day:
        return day(one)
    return formats.span(one.first_day, one.last_day, today=date.min)


def day(one: Timed) -> str:
    """'Dienstag, 12. Januar 2027'."""
    return formats.long_date(one.first_day if one.all_day else clock.local(one.starts_at).date())


def moment(at: datetime) -> str:
    """'Dienstag, 12. Januar 2027, 10:00 Uhr'."""
    return _(
        "%(day)s, %(time)s Uhr", day=formats.long_date(clock.local(at).date()), time=formats.clock_time(at)
    )


def where(run: Run, one: Occurrence | None) -> str:
    """'Halle 2, Raum 3, Am Markt 1, Dessau-Roßlau'."""
    if (run.attendance_mode or run.offer.attendance_mode) is AttendanceMode.ONLINE:
        return _("Online")
    place = (one.place if one else None) or run.place or run.offer.place
    room = one.room if one else None
    if place is None:
        return room or ""
    return ", ".join(part for part in (place.name, room, place.street, place.town) if part)


def changes(run: Run, given: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What became of dates (attendance/publishing.py), as lines; without what has changed again since."""
    dates = {str(one.uuid): one for one in run.occurrences}
    return tuple(line for one in given if (line := _change(run, one, dates)))


def is_all_off(given: Sequence[Mapping[str, Any]]) -> bool:
    """Whether nothing came of it but dates that do not take place."""
    return all(one["fate"] in _OFF for one in given)


def _change(run: Run, given: Mapping[str, Any], dates: Mapping[str, Occurrence]) -> str:
    fate = given["fate"]
    if "date" not in given:
        return _(WHOLE[fate])
    was = _remembered(given["was"]) if "was" in given else None
    one = dates.get(given["date"])
    if fate == "gone":
        return _(CHANGES[fate], was=when(was)) if was else ""
    if one is None or (fate in _OFF) != (one.status in OFF):
        return ""
    if fate in _OFF:
        return _(CHANGES[_off(one)], was=when(was or one))
    words = {"now": when(one), "where": where(run, one), "was": when(was) if was else ""}
    return _(CHANGES[fate], **words)


def _off(one: Occurrence) -> str:
    return "postponed" if one.status is OccurrenceStatus.POSTPONED else "cancelled"


def _remembered(given: Mapping[str, Any]) -> Remembered:
    return Remembered(
        datetime.fromisoformat(given["starts_at"]),
        datetime.fromisoformat(given["ends_at"]),
        bool(given["all_day"]),
        date.fromisoformat(given["first_day"]),
        date.fromisoformat(given["last_day"]),
    )


def _period(run: Run) -> str:
    """When, where no date says it."""
    if run.schedule_note:
        return text.one_line(run.schedule_note)
    if run.starts_on is None:
        return ""
    return formats.span(run.starts_on, run.ends_on or run.starts_on, today=date.min)


def _contact(offer: Offer) -> str:
    """'Frau Muster, 0340 0000-1, kontakt@verein.example'."""
    institution = offer.institution
    parts = (
        offer.contact_name,
        offer.contact_phone or offer.registration_phone or institution.phone,
        offer.contact_email or offer.registration_email or institution.email,
    )
    return ", ".join(part for part in parts if part)
