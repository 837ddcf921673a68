"""When an advice point is open: weekly hours, exceptions to them, public holidays. Pure: the moment, the holidays and the rows
are arguments; hours are minutes since midnight on the town's clocks, so that changes to daylight saving need no care."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from portal import clock

DAY_MINUTES = 24 * 60
LOOKS_AHEAD = 60  # days within which the next opening is looked for
LONGEST = 366  # days of the longest exception
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class WeekSpan:
    """Open on a weekday (0 Monday to 6 Sunday) from `opens` to `closes`, the latter not included."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class OtherHours:
    """Something else from `first_day` to `last_day`, both included: other hours, or closed where `opens` is None."""

    first_day: date
    last_day: date
    opens: int | None = None
    closes: int | None = None
    note: str = ""
    note_en: str = ""

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days

    def has(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The spans of one day; `is_usual` False when an exception or a holiday decides, which `reason` names."""

    spans: tuple[Span, ...]
    reason: str = ""
    is_usual: bool = True


class Openness(StrEnum):
    """Whether somebody is there now."""

    OPEN = "open"
    CLOSED = "closed"
    BY_ARRANGEMENT = "by_arrangement"


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open `until`; or closed, for a `reason` where there is a special one, and open again at `opens` (None: not soon)."""

    openness: Openness
    until: datetime | None = None
    opens: datetime | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return self.openness is Openness.OPEN


def state(
    hours: Sequence[WeekSpan], exceptions: Sequence[OtherHours], holidays: Mapping[date, str], now: datetime
) -> OpenState:
    """Whether it is open at a moment, until when, or when it opens again."""
    local = clock.local(now)
    today, minute = local.date(), local.hour * 60 + local.minute
    plan = plan_of(hours, exceptions, holidays, today)
    for opens, closes in plan.spans:
        if opens <= minute < closes:
            return OpenState(Openness.OPEN, until=moment(today, closes))
    has_hours = hours or any(one.opens is not None and one.last_day >= today for one in exceptions)
    if not has_hours:
        return OpenState(Openness.BY_ARRANGEMENT)
    reason = "" if plan.spans or plan.is_usual else plan.reason
    return OpenState(Openness.CLOSED, opens=_next(hours, exceptions, holidays, today, minute), reason=reason)


def _next(
    hours: Sequence[WeekSpan],
    exceptions: Sequence[OtherHours],
    holidays: Mapping[date, str],
    today: date,
    minute: int,
) -> datetime | None:
    for ahead in range(LOOKS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        for opens, _closes in plan_of(hours, exceptions, holidays, day).spans:
            if ahead or opens > minute:
                return moment(day, opens)
    return None


def plan_of(
    hours: Iterable[WeekSpan], exceptions: Iterable[OtherHours], holidays: Mapping[date, str], day: date
) -> DayPlan:
    """What holds on a day. An exception goes before a holiday, and of two exceptions the one for fewer days: closed all of
    December but for a morning of the 20th is two lines."""
    special = [one for one in exceptions if one.has(day)]
    if special:
        fewest = min(one.days for one in special)
        nearest = [one for one in special if one.days == fewest]
        spans = joined((one.opens, one.closes) for one in nearest if one.opens is not None and one.closes)
        return DayPlan(spans, next((one.note for one in nearest if one.note), ""), is_usual=False)
    usual = joined((one.opens, one.closes) for one in hours if one.weekday == day.weekday())
    if day in holidays:
        return DayPlan((), holidays[day], is_usual=not usual)
    return DayPlan(usual)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap as one; empty ones are left out."""
    found: list[Span] = []
    for opens, closes in sorted(spans):
        if closes <= opens:
            continue
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return tuple(found)


def week(hours: Iterable[WeekSpan]) -> tuple[tuple[tuple[int, ...], tuple[Span, ...]], ...]:
    """The week with equal days together: weekdays and their spans, by the first day; days without hours are left out."""
    known = list(hours)
    of_day = {day: joined((one.opens, one.closes) for one in known if one.weekday == day) for day in range(7)}
    kinds = dict.fromkeys(spans for spans in of_day.values() if spans)
    return tuple((tuple(day for day in of_day if of_day[day] == spans), spans) for spans in kinds)


def runs_of_days(days: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Weekdays in a row together: (0, 1, 2, 4) -> (0, 1, 2), (4,)."""
    steps = groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])
    return tuple(tuple(day for _index, day in group) for _step, group in steps)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Days in a row on which something else holds for one reason: these spans, or closed."""

    first_day: date
    last_day: date
    spans: tuple[Span, ...]
    reason: str


def ahead(
    hours: Sequence[WeekSpan],
    exceptions: Sequence[OtherHours],
    holidays: Mapping[date, str],
    today: date,
    days: int = 42,
) -> tuple[Ahead, ...]:
    """The exceptions that begin within the next weeks, days in a row put together. A holiday on a day without hours is none."""
    found: list[Ahead] = []
    for number in range(days + LONGEST):
        day = today + timedelta(days=number)
        plan = plan_of(hours, exceptions, holidays, day)
        last = found[-1] if found else None
        goes_on = last and last.last_day == day - timedelta(days=1) and not plan.is_usual
        if last and goes_on and (last.spans, last.reason) == (plan.spans, plan.reason):
            found[-1] = Ahead(last.first_day, day, last.spans, last.reason)
        elif number >= days:
            break
        elif not plan.is_usual:
            found.append(Ahead(day, day, plan.spans, plan.reason))
    return tuple(found)


def moment(day: date, minute: int) -> datetime:
    """A minute of a day on the town's clocks; 1440 is the next midnight."""
    shifted = day + timedelta(days=minute // DAY_MINUTES)
    return clock.as_utc(shifted, minute % DAY_MINUTES // 60, minute % 60)


def read_hours(rows: Iterable[Mapping[str, Any]]) -> tuple[WeekSpan, ...]:
    """Stored hours as values, in order."""
    return tuple(sorted(WeekSpan(int(row["weekday"]), int(row["opens"]), int(row["closes"])) for row in rows))


def read_exceptions(rows: Iterable[Mapping[str, Any]]) -> tuple[OtherHours, ...]:
    """Stored exceptions as values, by their first day."""
    found = (
        OtherHours(
            date.fromisoformat(row["first_day"]),
            date.fromisoformat(row.get("last_day") or row["first_day"]),
            row.get("opens"),
            row.get("closes"),
            row.get("note") or "",
            row.get("note_en") or "",
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.first_day, one.last_day, one.opens or 0)))


def hour_rows(hours: Iterable[WeekSpan]) -> list[dict[str, Any]]:
    """Hours as they are stored."""
    return [{"weekday": one.weekday, "opens": one.opens, "closes": one.closes} for one in sorted(hours)]


def exception_rows(exceptions: Iterable[OtherHours]) -> list[dict[str, Any]]:
    """Exceptions as they are stored."""
    return [
        {
            "first_day": one.first_day.isoformat(),
            "last_day": one.last_day.isoformat(),
            "opens": one.opens,
            "closes": one.closes,
            "note": one.note,
            "note_en": one.note_en,
        }
        for one in exceptions
    ]
