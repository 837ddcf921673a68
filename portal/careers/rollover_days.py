"""What is known of the days of two school years, as plain data: public holidays, school breaks, action days with where they
go. Read elsewhere (the table of special days) and passed in."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.schoolyear import SchoolYear

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A public holiday or a school break, `first_day`..`last_day`, both included."""

    name: str
    first_day: date
    last_day: date

    def has(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class ActionDay:
    """An action day in the old year and in the new one; `is_stored`: the new one stands in the table, else a rule says so."""

    name: str
    old: date
    new: date
    is_stored: bool = True


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The special days of two school years that follow each other."""

    holidays: tuple[NamedSpan, ...] = ()
    breaks: tuple[NamedSpan, ...] = ()
    action_days: tuple[ActionDay, ...] = ()

    def holiday(self, day: date) -> str:
        """The name of the public holiday on a day; '' on any other."""
        return next((one.name for one in self.holidays if one.has(day)), "")

    def school_break(self, day: date) -> NamedSpan | None:
        return next((one for one in self.breaks if one.has(day)), None)

    def school_break_within(self, first: date, last: date) -> str:
        """The name of a break that touches these days; '' where none does."""
        touching = (one.name for one in self.breaks if one.first_day <= last and one.last_day >= first)
        return next(touching, "")

    def same_break(self, old: NamedSpan, day: date) -> NamedSpan | None:
        """The break of this name a year later, seen from a day in the old one."""
        wanted, target = SchoolYear.of(day).next, old.first_day + timedelta(days=364)
        named = [
            one for one in self.breaks if one.name == old.name and wanted.has(one.first_day, one.last_day)
        ]
        near = min(named, key=lambda one: abs((one.first_day - target).days), default=None)
        return near if near and near != old else None

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, and no public holiday."""
        return day.weekday() < 5 and not self.holiday(day)

    def is_school_day(self, day: date) -> bool:
        """A working day outside the breaks."""
        return self.is_working_day(day) and self.school_break(day) is None

    def school_days(self, first: date, last: date) -> int:
        """How many school days these days hold, both included."""
        days = (first + n * _DAY for n in range((last - first).days + 1))
        return sum(self.is_school_day(day) for day in days)
