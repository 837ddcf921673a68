"""The months of a school year: the small grid for the eye, the rows for reading, and what goes on from earlier months."""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from babel.dates import get_month_names
from markupsafe import Markup

from portal.careers.year import YearEntry
from portal.holidays.queries import SpecialDay
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind, HolidayKind
from portal.vocabulary.offers import OFF
from portal.web.careers import year_rows, year_shelf
from portal.web.careers.year_shelf import Rows
from portal.web.kit import formats, languages
from portal.web.kit.year_parts import DayCell, StillOn, YearMonth

MOST_STILL_ON = 3
_WEEKS = Calendar()  # Monday first
_MONDAY = date(2024, 1, 1)
_EMPTY = DayCell(0)
Looks: TypeAlias = dict[date, set[str]]
Placed: TypeAlias = list[tuple[date, bool, Markup]]


def build(
    year: SchoolYear, rows: Rows, days: Sequence[SpecialDay], today: date, *, with_grid: bool
) -> tuple[YearMonth, ...]:
    """All twelve months; without grids only those that hold a row."""
    looks = looks_of([entry for entry, _html in rows], days, year) if with_grid else {}
    months = (_month(first, year, rows, days, today, looks) for first in year.months())
    return tuple(month for month in months if with_grid or month.rows_html)


def _month(
    first: date, year: SchoolYear, rows: Rows, days: Sequence[SpecialDay], today: date, looks: Looks
) -> YearMonth:
    last = _next_month(first) - timedelta(days=1)
    begins = (
        date.min if first == year.first else first
    )  # what began before the year stands in its first month
    mine = [(entry, html) for entry, html in rows if begins <= entry.first_day <= last]
    special = [day for day in days if begins <= day.first_day <= last]
    still_on = _still_on(first, rows) if looks and begins == first else []
    return YearMonth(
        anchor=anchor(first),
        name=month_name(first),
        year=str(first.year),
        short=formats.month_short(first, first),
        count=len(mine) + sum(day.kind is HolidayKind.ACTION_DAY for day in special),
        rows_html=year_shelf.joined(_in_order(mine, special, today)),
        weekdays=weekdays() if looks else (),
        weeks=_grid(first, looks) if looks else (),
        still_on=tuple(still_on[:MOST_STILL_ON]),
        still_on_more=len(still_on[MOST_STILL_ON:]),
        is_current=first <= today <= last,
    )


def _in_order(
    mine: Sequence[tuple[YearEntry, Markup]], special: Sequence[SpecialDay], today: date
) -> list[Markup]:
    """By the first day; what colours the day before what happens on it."""
    placed: Placed = [(entry.first_day, True, html) for entry, html in _bundled(mine, today)]
    placed += [(day.first_day, False, year_shelf.rendered(year_rows.special_row(day))) for day in special]
    return [html for _day, _is_entry, html in sorted(placed, key=lambda one: one[:2])]


def _bundled(mine: Sequence[tuple[YearEntry, Markup]], today: date) -> Iterator[tuple[YearEntry, Markup]]:
    """The rows of a month, a series in it as one: a weekly course must not bury the rest."""
    htmls = {id(entry): html for entry, html in mine}
    for together in year_rows.in_series([entry for entry, _html in mine]):
        if len(together) == 1:
            yield together[0], htmls[id(together[0])]
        else:
            yield together[0], year_shelf.rendered(year_rows.series_row(together, today))


def _still_on(first: date, rows: Rows) -> list[StillOn]:
    """The windows that are open since an earlier month."""
    return [
        StillOn(entry.title, year_rows.prefix(entry), languages.of_content())
        for entry, _html in rows
        if entry.kind is EntryKind.WINDOW
        and entry.status not in OFF
        and entry.first_day < first <= entry.last_day
    ]


def looks_of(entries: Sequence[YearEntry], days: Sequence[SpecialDay], year: SchoolYear) -> Looks:
    """Class names for each day of the year: what the grid shows of entries that take place, and of days off."""
    looks: Looks = {year.first + timedelta(days=n): set() for n in range((year.last - year.first).days + 1)}
    for day in days:
        look = "act" if day.kind is HolidayKind.ACTION_DAY else "free"
        _mark(looks, day.first_day, day.last_day, look)
    for entry in entries:
        if entry.status in OFF:
            continue
        if entry.kind is EntryKind.WINDOW:
            _mark(looks, entry.first_day, entry.last_day, "wi")
            _mark(looks, entry.first_day, entry.first_day, "w1")
            _mark(looks, entry.last_day, entry.last_day, "w2")
        elif entry.kind is EntryKind.DEADLINE:
            _mark(looks, entry.last_day, entry.last_day, "dl")
        else:
            _mark(looks, entry.first_day, entry.last_day, "ev")
    return looks


def _mark(looks: Looks, first: date, last: date, look: str) -> None:
    """Mark the days of a span, as far as they are in the year."""
    day = max(first, next(iter(looks)))
    while day <= last and day in looks:
        looks[day].add(look)
        day += timedelta(days=1)


def _grid(first: date, looks: Looks) -> tuple[tuple[DayCell, ...], ...]:
    return tuple(
        tuple(_cell(first, day, looks) for day in week)
        for week in _WEEKS.monthdatescalendar(first.year, first.month)
    )


def _cell(first: date, day: date, looks: Looks) -> DayCell:
    if day.month != first.month:
        return _EMPTY
    weekend = {"we"} if day.weekday() >= 5 else set()
    return DayCell(day.day, " ".join(sorted(looks.get(day, set()) | weekend)))


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def anchor(first: date) -> str:
    return f"m-{first.year}-{first.month:02}"


def month_name(first: date) -> str:
    names = get_month_names("wide", context="stand-alone", locale=languages.current())
    return str(names[first.month])


def weekdays() -> tuple[str, ...]:
    """'Mo' to 'So'."""
    return tuple(formats.weekday_short(_MONDAY + timedelta(days=offset)) for offset in range(7))
