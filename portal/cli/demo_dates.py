"""Reads the dates of the demo files, which are counted from the week of loading, so that the demo never ages; and
knows the days on which nobody meets."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from portal.holidays import package

LAND = "ST"  # of the demo's town
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SATURDAY = WEEKDAYS.index("sat")
SCHOOL_YEAR_BEGINS = 8  # August


@dataclass(frozen=True, slots=True)
class DemoCalendar:
    """Turns relative days into dates, seen from `today`."""

    today: date

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    def day(self, spec: dict[str, Any]) -> date:
        """{weeks, weekday}: from this week's Monday; {school_year, month, week, weekday}: the n-th such weekday."""
        weekday = WEEKDAYS.index(spec.get("weekday", "mon"))
        if "school_year" not in spec:
            return self.monday + timedelta(weeks=int(spec["weeks"]), days=weekday)
        first = date(self._year(int(spec["school_year"]), int(spec["month"])), int(spec["month"]), 1)
        nth = first + timedelta(days=(weekday - first.weekday()) % 7, weeks=int(spec.get("week", 1)) - 1)
        return nth if nth.month == first.month else nth - timedelta(weeks=1)

    def _year(self, school_year: int, month: int) -> int:
        begins = self.today.year if self.today.month >= SCHOOL_YEAR_BEGINS else self.today.year - 1
        return begins + school_year + (1 if month < SCHOOL_YEAR_BEGINS else 0)


def is_closed(day: date) -> bool:
    """A public holiday, Christmas Eve or New Year's Eve."""
    return day in _public_holidays(day.year) or (day.month, day.day) in {(12, 24), (12, 31)}


def open_day(day: date, *, step: timedelta) -> date:
    """The day, or the first one that is not closed in steps from it: a week for what has its weekday, a day for a deadline,
    which then is a working day."""
    is_free, by_day = is_closed(day), abs(step.days) == 1
    while is_free:
        day += step
        is_free = is_closed(day) or (by_day and day.weekday() >= SATURDAY)
    return day


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(one.first_day for one in package.public_holidays(LAND, [year]))


def clock_time(spec: dict[str, Any]) -> tuple[int, int]:
    """ "10:30" as hour and minute; a missing time is 9:00."""
    hour, _, minute = str(spec.get("time", "09:00")).partition(":")
    return int(hour), int(minute or 0)
