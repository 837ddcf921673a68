"""Where a date of one school year goes in the next: pure decisions about days. Times of the clock stay as they are
(rollover_sheet.py). Every answer lies in the school year after the one it comes from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.careers import rollover_words as words
from portal.careers.rollover_days import SchoolCalendar
from portal.careers.rollover_words import Said, said
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LONG = 28  # days; a longer window begins on its date, a shorter one on its weekday
NEAR_ACTION = 28  # days; what lies further from an action day has nothing to do with it
MOST_WEEKS_AROUND = 3


@dataclass(frozen=True, slots=True)
class Past:
    """A date as it was. `series`: first and last date of the series or block that it moves with; None where it stands alone."""

    kind: EntryKind
    first_day: date
    last_day: date
    title: str = ""
    series: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Shifted:
    """Where it goes, why, and what somebody should look at."""

    first_day: date
    last_day: date
    rule: tuple[Said, ...]
    warnings: tuple[Said, ...] = ()


def shift(past: Past, calendar: SchoolCalendar) -> Shifted:
    """The date one school year later. A deadline with two days is a time to register in: both keep day and month."""
    if past.kind is EntryKind.DEADLINE:
        return _deadline(past, calendar)
    if past.kind is EntryKind.WINDOW and (past.last_day - past.first_day).days >= LONG:
        return _long_window(past, calendar)
    found = _with_action_day(past, calendar) or _in_series(past, calendar) or _in_break(past, calendar)
    if found:
        return found
    return _short_window(past, calendar) if past.kind is EntryKind.WINDOW else _event(past, calendar)


def same_weekday(day: date) -> date:
    """The first, second, third, fourth or last such weekday of the same month a year later: 52 or 53 weeks."""
    number = _number(day)
    first = date(day.year + 1, day.month, 1)
    found = first + timedelta(days=(day.weekday() - first.weekday()) % 7, weeks=number - 1)
    return found if found.month == day.month else found - WEEK


def weeks_on(day: date) -> int:
    """52 or 53: how many weeks later the same weekday of the same week of the month is."""
    return (same_weekday(day) - day).days // 7


def same_date(day: date) -> date:
    """The same day and month a year later; from 29 February the last day of that month."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def _number(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _is_last(day: date) -> bool:
    return (day + WEEK).month != day.month


def _nth(template: str, day: date, number: int, **more: str) -> Said:
    return said(
        template,
        nth=words.NTHS[number - 1],
        weekday=words.WEEKDAYS[day.weekday()],
        month=words.MONTHS[day.month - 1],
        **more,
    )


def _spanned(past: Past, first: date, rule: Said, calendar: SchoolCalendar, *more: Said) -> Shifted:
    """From this day on, as many days as before."""
    last = first + (past.last_day - past.first_day)
    warnings = _obstacle(first, past.first_day, calendar)
    return Shifted(first, last, (rule,), (*((warnings,) if warnings else ()), *more))


def _event(past: Past, calendar: SchoolCalendar) -> Shifted:
    base = same_weekday(past.first_day)
    first, rule, warnings = _off_free_days(past.first_day, base, calendar)
    if first == base and _number(past.first_day) == 4 and _is_last(past.first_day) and not _is_last(base):
        last = said(words.LAST_TOO, weekday=words.WEEKDAYS[base.weekday()], day=words.numbers(base + WEEK))
        warnings = (*warnings, last)
    return Shifted(first, first + (past.last_day - past.first_day), (rule,), warnings)


def _off_free_days(old: date, base: date, calendar: SchoolCalendar) -> tuple[date, Said, tuple[Said, ...]]:
    """The base itself, or the nearest such weekday on which nothing is in the way; with a warning where there is none."""
    rule = _nth(words.NTH, base, _number(old))
    obstacle = _obstacle(base, old, calendar)
    if obstacle is None:
        return base, rule, ()
    for day in _around(base):
        if SchoolYear.of(day) == SchoolYear.of(base) and _obstacle(day, old, calendar) is None:
            name = dict(obstacle.values).get("name", "")
            number = 5 if _is_last(day) and _number(day) > 4 else _number(day)
            return day, _nth(words.AROUND, day, number, name=name), ()
    return base, rule, (obstacle,)


def _around(base: date) -> Iterator[date]:
    for weeks in range(1, MOST_WEEKS_AROUND + 1):
        yield base + weeks * WEEK
        yield base - weeks * WEEK


def _obstacle(day: date, old: date, calendar: SchoolCalendar) -> Said | None:
    """What is on a day that was not on the old one: a holiday, a school break, a weekend."""
    holiday = calendar.holiday(day)
    if holiday and not calendar.holiday(old):
        return said(words.ON_HOLIDAY, name=holiday)
    school_break = calendar.school_break(day)
    if school_break and not calendar.school_break(old):
        return said(words.IN_BREAK, name=school_break.name)
    if day.weekday() > 4 and old.weekday() <= 4:
        return said(words.ON_WEEKEND)
    return None


def _with_action_day(past: Past, calendar: SchoolCalendar) -> Shifted | None:
    """What bears the name of an action day keeps its distance from it."""
    for action in calendar.action_days:
        distance = past.first_day - action.old
        if abs(distance.days) > NEAR_ACTION or not _names(action.name, past.title):
            continue
        first = action.new + distance
        if SchoolYear.of(first) != SchoolYear.of(past.first_day).next:
            continue
        more = () if action.is_stored else (said(words.RULE_ONLY),)
        return _spanned(past, first, said(words.ACTION, name=action.name), calendar, *more)
    return None


def _names(action: str, title: str) -> bool:
    """Whether a title names an action day: "Girls'Day und Boys'Day" answers to "Girls' Day", "BOYS-DAY" ..."""
    plain = re.sub(r"\W", "", title).casefold()
    parts = (re.sub(r"\W", "", part).casefold() for part in re.split(r" und | and |/|,", action))
    return any(len(part) > 3 and part in plain for part in parts)


def _in_series(past: Past, calendar: SchoolCalendar) -> Shifted | None:
    """The dates of a series or block go as far as its first one, so that the rhythm stays; days off are named, not avoided.
    Where the last one would leave the school year, all go a week less far."""
    if past.series is None:
        return None
    head = Past(past.kind, past.series[0], past.series[0], past.title)
    led = _in_break(head, calendar) or _event(head, calendar)
    wanted, usual = SchoolYear.of(head.first_day).next, (led.first_day - head.first_day).days // 7
    for weeks in (usual, usual - 1):
        if all(SchoolYear.of(day + weeks * WEEK) == wanted for day in past.series):
            is_led = past.first_day + weeks * WEEK == led.first_day
            rule = led.rule[0] if is_led else said(words.SERIES, weeks=weeks)
            return _spanned(past, past.first_day + weeks * WEEK, rule, calendar)
    return None


def _in_break(past: Past, calendar: SchoolCalendar) -> Shifted | None:
    """What took place in a school break does so in the same one, on the same weekday."""
    old = calendar.school_break(past.first_day)
    new = calendar.same_break(old, past.first_day) if old else None
    if old is None or new is None:
        return None
    base = past.first_day + round((new.first_day - old.first_day).days / 7) * WEEK
    for first in (base, base + WEEK, base - WEEK):
        is_there = new.first_day <= first <= new.last_day
        if is_there and SchoolYear.of(first) == SchoolYear.of(past.first_day).next:
            return _spanned(past, first, said(words.BREAK, name=new.name), calendar)
    return None


def _deadline(past: Past, calendar: SchoolCalendar) -> Shifted:
    first = _working(past.first_day, calendar)
    last = _working(past.last_day, calendar)
    is_moved = last != same_date(past.last_day)
    rule = said(words.NEXT_WORKING_DAY if is_moved else words.FIXED)
    obstacle = _obstacle(last, past.last_day, calendar)
    return Shifted(min(first, last), last, (rule,), (obstacle,) if obstacle else ())


def _working(old: date, calendar: SchoolCalendar) -> date:
    """Day and month of the old one, or the next working day; unless the old one was no working day either."""
    day = same_date(old)
    if not calendar.is_working_day(old):
        return day
    found = day
    while not calendar.is_working_day(found):
        found += DAY
    if SchoolYear.of(found) == SchoolYear.of(day):
        return found
    while not calendar.is_working_day(day):  # the last days of July: back, not into the next school year
        day -= DAY
    return day


def _long_window(past: Past, calendar: SchoolCalendar) -> Shifted:
    first = _working(past.first_day, calendar)
    days = (past.last_day - past.first_day).days
    is_moved = first != same_date(past.first_day)
    rule = said(words.NEXT_WORKING_DAY if is_moved else words.FIXED)
    return Shifted(first, first + timedelta(days=days), (rule, said(words.DAYS, days=days + 1)))


def _short_window(past: Past, calendar: SchoolCalendar) -> Shifted:
    """Begins as an event does, and has as many school days as before."""
    first, rule, warnings = _off_free_days(past.first_day, same_weekday(past.first_day), calendar)
    days = calendar.school_days(past.first_day, past.last_day)
    last = _after_school_days(first, days, past, calendar) if days else None
    if last is None:
        length = (past.last_day - past.first_day).days
        return Shifted(
            first, first + timedelta(days=length), (rule, said(words.DAYS, days=length + 1)), warnings
        )
    if calendar.school_break_within(first, last) and not calendar.school_break_within(
        past.first_day, past.last_day
    ):
        name = calendar.school_break_within(first, last)
        warnings = (*warnings, said(words.IN_BREAK, name=name))
    return Shifted(first, last, (rule, said(words.SCHOOL_DAYS, days=days)), warnings)


def _after_school_days(first: date, days: int, past: Past, calendar: SchoolCalendar) -> date | None:
    """The day by which so many school days have passed, with the free days that followed them before; None if too far."""
    last, left = first, days - calendar.is_school_day(first)
    most = (past.last_day - past.first_day).days + LONG
    while left > 0:
        last += DAY
        left -= calendar.is_school_day(last)
        if (last - first).days > most:
            return None
    trailing = past.last_day.weekday() - 4
    if trailing > 0 and last.weekday() == 4 and not calendar.is_school_day(past.last_day):
        last += trailing * DAY
    return last
