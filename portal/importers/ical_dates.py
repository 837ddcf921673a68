"""The dates of a series of events within a window, as recurring-ical-events expands them: rules, further dates,
left-out and moved ones. What comes out is plain: starts, ends, and what became of single dates."""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # the library carries no types
from icalendar import Calendar, Event
from icalendar.prop import vDDDLists, vDDDTypes, vText

from portal.importers import ical_rules
from portal.importers.base import Remark, RowRefused
from portal.importers.ical_events import EventGone, ForeignEvent, Moment
from portal.offers.series import MOST_DATES

_DAY = timedelta(days=1)
_INDEX = "X-AGORA-INDEX"
Entry = dict[str, object]


@dataclass(frozen=True, slots=True)
class Window:
    """The days that dates are taken for, both included, and the day on which that is asked. It moves on with the
    months, not with the days, so that an import of an unchanged calendar changes nothing the next morning."""

    first: date
    last: date
    today: date
    zone: ZoneInfo

    @classmethod
    def around(cls, today: date, zone: ZoneInfo) -> "Window":
        """From twelve months ago to the end of the month in two years."""
        first = today.replace(year=today.year - 1, day=1)
        beyond = today.replace(year=today.year + 2, day=1) + timedelta(days=31)
        return cls(first, beyond.replace(day=1) - _DAY, today, zone)


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates of a series, as the column `dates` of a row holds them (see schedule.Planner)."""

    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...] = ()


def expanded(events: Sequence[ForeignEvent], window: Window) -> Dates:
    """The dates of events with one UID: the series itself, if it is among them, and changed single dates. Raises
    RowRefused with what an administrator should know where there are none."""
    master = next((event for event in events if event.replaces is None), None)
    events = [_aligned(event, master) for event in events]
    found = _occurrences(events, window)
    standing = [one for one in found if not one.cancelled]
    gone = _gone(events, master, [one for one in found if one.cancelled], window)
    if not standing:
        raise _all_cancelled(gone) if gone else _without_dates(events, window)
    rules = [rule for event in events for rule in event.rules]
    is_dense = any(ical_rules.is_within_a_day(rule) for rule in rules)
    kept, remarks = _cut(sorted(standing, key=_Found.order), window, is_dense)
    if any(ical_rules.is_endless(rule) for rule in rules):
        remarks.append(Remark("RRULE", f"Wiederholung ohne Ende: Termine bis {window.last:%d.%m.%Y}"))
    return Dates((*(one.entry() for one in kept), *gone), tuple(remarks))


@dataclass(frozen=True, slots=True)
class _Found:
    start: Moment
    end: Moment | None
    instead_of: Moment | None
    cancelled: bool

    def order(self) -> tuple[int, str]:
        day = _day(self.start)
        return (day.toordinal(), self.start.isoformat())

    def entry(self) -> Entry:
        end = self.end
        if end is not None and not isinstance(self.start, datetime):
            end = max(_day(end) - _DAY, self.start)  # DTEND is the day after; Agora counts the last day
        entry: Entry = {"start": self.start, "end": None if end == self.start and _is_timed(end) else end}
        return entry if self.instead_of is None else {**entry, "instead_of": self.instead_of}


def _occurrences(events: Sequence[ForeignEvent], window: Window) -> list[_Found]:
    calendar = Calendar()
    for index, event in enumerate(events):
        calendar.add_component(_plain(event, index, window))
    start = datetime.combine(window.first, time(0), window.zone)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateutil warns of rules with both COUNT and UNTIL
        stop = datetime.combine(window.last + _DAY, time(0), window.zone)
        found = recurring_ical_events.of(calendar).between(start, stop)
    return [_found(component, events) for component in found]


def _plain(event: ForeignEvent, index: int, window: Window) -> Event:
    """The event with nothing but what decides on its dates."""
    plain = Event()
    plain["UID"], plain[_INDEX] = vText("series"), vText(str(index))
    plain["DTSTART"], plain["SEQUENCE"] = vDDDTypes(event.start), event.sequence
    if event.end is not None:
        plain["DTEND"] = vDDDTypes(event.end)
    if event.rules:
        plain["RRULE"] = [ical_rules.checked(rule, event, window.first, window.last) for rule in event.rules]
    if event.added:
        plain["RDATE"] = [vDDDLists([value]) for value in event.added]
    if event.skipped:
        plain["EXDATE"] = [vDDDLists([value]) for value in event.skipped]
    if event.replaces is not None:
        plain["RECURRENCE-ID"] = vDDDTypes(event.replaces)
        if event.onwards:
            plain["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return plain


def _found(component: Any, events: Sequence[ForeignEvent]) -> _Found:
    event = events[int(str(component[_INDEX]))]
    start, end = component["DTSTART"].dt, component["DTEND"].dt
    single = event.replaces is not None and not event.onwards
    instead_of = event.replaces if single and event.replaces != start else None
    return _Found(start, end, instead_of, event.status == "CANCELLED" and event.replaces is not None)


def _gone(
    events: Sequence[ForeignEvent], master: ForeignEvent | None, cancelled: Iterable[_Found], window: Window
) -> list[Entry]:
    """The starts of dates that the calendar says do not take place: where they were, and where they stood last."""
    starts = [start for one in cancelled for start in (one.start, one.instead_of) if start is not None]
    if master is not None:
        starts += [value for event in events for value in event.skipped]
    within = dict.fromkeys(start for start in starts if window.first <= _day(start) <= window.last)
    return [{"start": start, "end": start, "cancelled": True} for start in within]


def _cut(found: list[_Found], window: Window, is_dense: bool) -> tuple[list[_Found], list[Remark]]:
    """At most MOST_DATES dates, if they reach into the future and are not the hours of some weeks."""
    if len(found) <= MOST_DATES:
        return found, []
    kept = found[:MOST_DATES]
    if is_dense or _day(kept[-1].start) < window.today:
        reason = f"mehr als {MOST_DATES} Termine in zu kurzer Zeit"
        raise RowRefused("RRULE", len(found), reason, "Die Regel in der Quelle prüfen.")
    last = f"{_day(kept[-1].start):%d.%m.%Y}"
    return kept, [Remark("RRULE", f"mehr als {MOST_DATES} Termine: die ersten {MOST_DATES}", f"bis {last}")]


def _all_cancelled(gone: Sequence[Entry]) -> EventGone:
    reason = "alle Termine sind abgesagt oder ausgenommen"
    return EventGone("dates", gone[0]["start"], reason, "Nichts zu tun: Frühere Importe werden abgesagt.")


def _without_dates(events: Sequence[ForeignEvent], window: Window) -> RowRefused:
    starts = [_day(event.start) for event in events]
    span = " – ".join(dict.fromkeys(f"{day:%d.%m.%Y}" for day in (min(starts), max(starts))))
    value = f"{span} {events[0].texts.get('SUMMARY', '')}"
    if min(starts) > window.last:
        reason = f"liegt ganz in der Zukunft, nach dem {window.last:%d.%m.%Y}"
        return RowRefused("dates", value, reason, "Näher am Termin noch einmal importieren.")
    if max(starts) >= window.first and not any(event.added for event in events):
        return RowRefused("dates", value, "die Regel ergibt keinen Termin", "UNTIL und EXDATE prüfen.")
    reason = f"liegt ganz in der Vergangenheit, vor dem {window.first:%d.%m.%Y}"
    return RowRefused("dates", value, reason, "Nichts zu tun: Vergangenes wird nicht übernommen.")


def _aligned(event: ForeignEvent, master: ForeignEvent | None) -> ForeignEvent:
    """RECURRENCE-ID and EXDATE of the sort that the series has: programs write days for times and times for
    days."""
    base = master or event
    replaces = None if event.replaces is None else _alike(event.replaces, base.start)
    skipped = tuple(_alike(value, base.start) for value in event.skipped)
    return replace(event, replaces=replaces, skipped=skipped)


def _alike(value: Moment, start: Moment) -> Moment:
    if not isinstance(start, datetime):
        return _day(value)
    return value if isinstance(value, datetime) else datetime.combine(value, start.timetz())


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _is_timed(moment: Moment | None) -> bool:
    return isinstance(moment, datetime)
