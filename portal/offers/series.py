"""Dates of a series: weekly ones between two days, days in a row, single dates and whole days, less the days
to skip. Pure arithmetic on wall-clock times: "18:00" stays 18:00 across the change to summer time."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal import clock

MOST_DATES = 1000
EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One date as an Occurrence stores it: moments in UTC, days as the wall clock has them, both included."""

    starts_at: datetime
    ends_at: datetime
    first_day: date
    last_day: date
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """Regular dates as one says them: "from 5 October, Tuesdays 18 to 19:30, ten times, not in the school breaks".

    It ends with `last` (included) or after `count` dates, one of the two. `weekdays` are Monday 0 to Sunday 6; an `end`
    not after `start` is meant on the day after; `every` n-th week counts from the week of `first`. Raises ValueError
    for what makes no series.
    """

    first: date
    weekdays: frozenset[int]
    start: time
    end: time
    last: date | None = None
    count: int | None = None
    every: int = 1
    skip_special_days: bool = True

    def __post_init__(self) -> None:
        if (self.last is None) == (self.count is None):
            raise ValueError("a series ends with a last day or after a number of dates, one of the two")
        if self.count is not None and not 1 <= self.count <= MOST_DATES:
            raise ValueError(f"a series has 1 to {MOST_DATES} dates")
        if self.every < 1 or not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("a series needs weekdays 0 to 6 and a distance of at least one week")


@dataclass(frozen=True, slots=True)
class Expansion:
    """The dates of a rule. `skipped` are days left out, `warnings` days kept, each with what is on that day."""

    slots: tuple[Slot, ...]
    skipped: tuple[tuple[date, str], ...] = ()
    warnings: tuple[tuple[date, str], ...] = ()


def expand(rule: SeriesRule, special_days: Mapping[date, str], zone: ZoneInfo = clock.TOWN_ZONE) -> Expansion:
    """The dates of a rule beside the special days (day -> name, as `holidays.queries.days_off` gives them).

    With `skip_special_days` they are left out, named in `skipped` and do not count; without, they stay and are named in
    `warnings`. What counts is the day on which a date begins. Raises ValueError for more than MOST_DATES dates.
    """
    slots: list[Slot] = []
    skipped, warnings = [], []
    for day in _week_by_week(rule.first, rule.last or date.max, rule.weekdays, rule.every):
        if len(slots) == rule.count:
            break
        if day in special_days and rule.skip_special_days:
            skipped.append((day, special_days[day]))
            continue
        if len(slots) == MOST_DATES:
            raise ValueError(f"a series has at most {MOST_DATES} dates")
        if day in special_days:
            warnings.append((day, special_days[day]))
        slots.append(timed(day, rule.start, rule.end, zone))
    return Expansion(tuple(slots), tuple(skipped), tuple(warnings))


def timed(day: date, start: time, end: time, zone: ZoneInfo = clock.TOWN_ZONE) -> Slot:
    """A date on `day`; an `end` that is not after `start` is meant on the day after."""
    last = day if end > start else day + _DAY
    return between(_moment(day, start, zone), _moment(last, end, zone), zone)


def between(start: datetime, end: datetime, zone: ZoneInfo = clock.TOWN_ZONE) -> Slot:
    """A date between two aware moments. Its last day is the one that it reaches into, not a midnight it ends
    at."""
    first = start.astimezone(zone).date()
    last = (end.astimezone(zone) - timedelta(microseconds=1)).date()
    return Slot(start.astimezone(UTC), end.astimezone(UTC), first, max(first, last))


def whole_days(first: date, last: date, zone: ZoneInfo = clock.TOWN_ZONE) -> Slot:
    """An all-day date over `first`..`last`, both included."""
    starts, ends = _moment(first, time(0), zone), _moment(last + _DAY, time(0), zone)
    return Slot(starts, ends, first, last, all_day=True)


def weekly(
    first: date,
    last: date,
    weekdays: Collection[int],
    start: time,
    end: time,
    *,
    every: int = 1,
    skip: Collection[date] = frozenset(),
    zone: ZoneInfo = clock.TOWN_ZONE,
) -> list[Slot]:
    """The dates on `weekdays` (Monday 0) from `first` to `last`, both included, in every n-th week counted
    from the week of `first`. Raises ValueError for more than MOST_DATES dates, for `every` below 1 and for
    unknown weekdays."""
    return [timed(day, start, end, zone) for day in days(first, last, weekdays, every=every, skip=skip)]


def days(
    first: date,
    last: date,
    weekdays: Collection[int] = EVERY_DAY,
    *,
    every: int = 1,
    skip: Collection[date] = frozenset(),
) -> list[date]:
    """The days of such a series. Raises ValueError as `weekly` does."""
    if every < 1 or not set(weekdays) <= EVERY_DAY:
        raise ValueError("a series needs weekdays 0 to 6 and a distance of at least one week")
    found: list[date] = []
    for day in _week_by_week(first, last, weekdays, every):
        if day in skip:
            continue
        if len(found) == MOST_DATES:
            raise ValueError(f"a series has at most {MOST_DATES} dates")
        found.append(day)
    return found


def count_from(
    first: date,
    count: int,
    weekdays: Collection[int],
    *,
    every: int = 1,
    skip: Collection[date] = frozenset(),
) -> list[date]:
    """The first `count` days of a series that begins on or after `first`; skipped days do not count."""
    horizon = first + timedelta(weeks=every * (min(count, MOST_DATES) + len(skip) + 1))
    return days(first, horizon, weekdays, every=every, skip=skip)[:count] if weekdays else []


def _week_by_week(first: date, last: date, weekdays: Collection[int], every: int) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        for weekday in sorted(set(weekdays)):
            day = monday + timedelta(days=weekday)
            if first <= day <= last:
                yield day
        if (date.max - monday).days < 7 * every + 7:
            return
        monday += timedelta(weeks=every)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
