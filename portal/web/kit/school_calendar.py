"""The special days that dates of one school year are shifted by into the next (careers/rollover_days.py), from the table that
editors keep and the rules for action days."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.careers.rollover_days import ActionDay, NamedSpan, SchoolCalendar
from portal.holidays import queries as holidays
from portal.holidays import rules as holiday_rules
from portal.holidays.queries import SpecialDay
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import HolidayKind

AROUND = timedelta(days=70)  # breaks that begin before the year and go into it


def school_calendar(session: Session, year: SchoolYear) -> SchoolCalendar:
    """The special days of a school year and the one before it; public holidays and breaks as far as they are confirmed."""
    stored = holidays.between(session, year.previous.first - AROUND, year.last + AROUND, confirmed_only=False)
    return SchoolCalendar(
        holidays=_spans(stored, HolidayKind.PUBLIC_HOLIDAY),
        breaks=_spans(stored, HolidayKind.SCHOOL_BREAK),
        action_days=(*_by_rule(stored, year), *_by_name(stored, year)),
    )


def has_breaks(session: Session, year: SchoolYear) -> bool:
    """Whether somebody has entered the school breaks that lie in a year, not only the summer that begins it."""
    found = holidays.between(session, year.first, year.last, kinds=(HolidayKind.SCHOOL_BREAK,))
    return any(day.first_day >= year.first for day in found)


def _spans(days: Iterable[SpecialDay], kind: HolidayKind) -> tuple[NamedSpan, ...]:
    return tuple(
        NamedSpan(day.name, day.first_day, day.last_day)
        for day in days
        if day.kind is kind and day.is_confirmed
    )


def _by_rule(stored: Sequence[SpecialDay], year: SchoolYear) -> tuple[ActionDay, ...]:
    """Action days that a rule knows: in either year as they are stored, else as the rule says."""
    found = []
    olds = holiday_rules.suggest(year.start, stored)
    news = {one.code: one for one in holiday_rules.suggest(year.start + 1, stored)}
    for old in olds:
        new = news[old.code]
        was = next((day.first_day for day in stored if holiday_rules.answers(day, old)), old.day)
        is_ = next((day for day in stored if holiday_rules.answers(day, new)), None)
        day = is_.first_day if is_ else new.day
        found.append(ActionDay(old.name, was, day, is_stored=bool(is_ and is_.is_confirmed)))
    return tuple(found)


def _by_name(stored: Sequence[SpecialDay], year: SchoolYear) -> tuple[ActionDay, ...]:
    """Other action days that bear the same name in both years."""
    actions = [day for day in stored if day.kind is HolidayKind.ACTION_DAY]
    olds = {day.name: day for day in actions if year.previous.first <= day.first_day <= year.previous.last}
    return tuple(
        ActionDay(day.name, olds[day.name].first_day, day.first_day, is_stored=day.is_confirmed)
        for day in actions
        if day.name in olds and year.first <= day.first_day <= year.last
    )
