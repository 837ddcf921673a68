"""Proposed dates in the reader's language: when they are, and the sentences that say how they were found."""

from datetime import date, time

from portal.careers.rollover_words import TEMPLATES, WORDS, Said, read
from portal.models import ProposedDate
from portal.web.kit import formats
from portal.web.kit.words import gettext as _


def when(row: ProposedDate) -> str:
    """'Donnerstag, 25. November 2027, 14:00 bis 17:00 Uhr'; days alone where it has no time."""
    days = formats.span(row.first_day, row.last_day, today=date.min)
    if row.start_minutes is None or row.end_minutes is None:
        return days
    start = formats.clock_time(clock_of(row.start_minutes))
    if row.end_minutes <= row.start_minutes and row.first_day == row.last_day:
        return f"{days}, " + _("%(time)s Uhr", time=start)
    end = formats.clock_time(clock_of(row.end_minutes))
    return f"{days}, " + _("%(start)s bis %(end)s Uhr", start=start, end=end)


def clock_of(minutes: int) -> time:
    """Minutes since midnight as a time of day; the midnight that a day ends at is 0:00."""
    return time(minutes // 60 % 24, minutes % 60)


def sentences(kept: str | None) -> tuple[str, ...]:
    """What is kept in German, in the present language."""
    return tuple(_said(one) for one in read(kept))


def _said(one: Said) -> str:
    if one.template not in TEMPLATES:
        return str(one)
    values = {name: _(value) if value in WORDS else value for name, value in one.values}
    return _(one.template, **values)
