"""The school year as a wall planner, A3 or A1: which entry stands in which cell, which window hangs in which lane.

What fits, and what gets a number and goes into the list, at the foot or on a sheet of its own, the template finds out: only
it can measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.careers.year import YearEntry
from portal.print.careers_sheet import PrintedDay, PrintedEntry, SheetWords, breakable, head, joined
from portal.print.typesetting import typeset
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind, HolidayKind

MOST_LANES = 3
MOST_DAYS = 8  # of a series, in a list at the foot
SATURDAY = 5


class PosterFormat(StrEnum):
    """The sizes of paper, landscape; the value is that of the address."""

    A3 = "a3"
    A1 = "a1"

    @property
    def scale(self) -> float:
        """How much larger than A3 everything is: by the narrower side, so that nothing falls off the paper."""
        return {PosterFormat.A3: 1.0, PosterFormat.A1: 2.0}[self]

    @property
    def millimetres(self) -> tuple[int, int]:
        return {PosterFormat.A3: (420, 297), PosterFormat.A1: (841, 594)}[self]


@dataclass(frozen=True, slots=True)
class PosterWords:
    """The words of the poster alone. `legend` by sort of thing; `sheet_heading` stands over a list
    that has a sheet of its own."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    legend: Mapping[str, str]
    list_heading: str
    sheet_heading: str
    empty: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A window's part in one month: in a lane, from day to day, and whether it begins and ends there."""

    entry: int
    lane: int
    first: int
    last: int
    begins: bool
    ends: bool

    def data(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in Bar.__slots__}


def poster(
    year: SchoolYear,
    entries: Sequence[PrintedEntry],
    days: Sequence[PrintedDay],
    *,
    words: SheetWords,
    poster_words: PosterWords,
    paper: PosterFormat,
    now: datetime,
) -> bytes:
    """The PDF. What does not take place is left out: a wall has no room for it, and nobody goes there."""
    shown = [printed for printed in entries if not printed.is_off and _is_in(year, printed.entry)]
    width, height = paper.millimetres
    numbers, groups = grouped(shown)
    data = {
        **head(words),
        "width": width,
        "height": height,
        "scale": paper.scale,
        "legend": poster_words.legend,
        "list_heading": poster_words.list_heading,
        "sheet_heading": poster_words.sheet_heading,
        "empty": "" if shown else poster_words.empty,
        "entries": [_entry(printed, group) for printed, group in zip(shown, numbers, strict=True)],
        "groups": groups,
        "months": months(year, [printed.entry for printed in shown], days, poster_words),
    }
    return typeset("careers_poster", data, now=now)


def _is_in(year: SchoolYear, entry: YearEntry) -> bool:
    return year.has(entry.first_day, entry.last_day)


def grouped(shown: Sequence[PrintedEntry]) -> tuple[list[int], list[dict[str, object]]]:
    """Entries of the same title and place are one line of the list, with all their days: the number of the
    line per entry, and the lines. `days` are all, `day` as many as a foot has room for."""
    places: dict[tuple[int, str, str], int] = {}
    numbers = [places.setdefault((one.entry.offer_id, one.title, one.where), len(places)) for one in shown]
    lines: list[dict[str, object]] = [
        {"title": breakable(title), "where": breakable(where)} for _offer, title, where in places
    ]
    days: dict[int, list[str]] = {}
    for one, number in zip(shown, numbers, strict=True):
        days.setdefault(number, []).append(one.day)
    for number, told in days.items():
        rest = [] if len(told) <= MOST_DAYS else ["…"]
        lines[number]["day"] = ", ".join([*told[:MOST_DAYS], *rest])
        lines[number]["days"] = ", ".join(told)
    return numbers, lines


def _entry(printed: PrintedEntry, group: int) -> dict[str, object]:
    return {
        "group": group,
        "kind": printed.entry.kind.value,
        "title": breakable(printed.title),
        "day": printed.day,
        "where": breakable(printed.where),
        "spoken": joined(
            f"{printed.sort}: {printed.when}", printed.title, printed.where, printed.whom, printed.status
        ),
    }


def months(
    year: SchoolYear, entries: Sequence[YearEntry], days: Sequence[PrintedDay], words: PosterWords
) -> list[dict[str, object]]:
    """The twelve columns. Entries are named by their place in the sequence."""
    bars = {month: lanes(month, entries) for month in year.months()}
    placed = {bar.entry for hung in bars.values() for bar in hung}
    tiles: dict[date, list[int]] = {}
    for number, entry in enumerate(entries):
        if number not in placed:
            tiles.setdefault(max(entry.first_day, year.first), []).append(number)
    return [
        {
            "name": words.months[month.month - 1],
            "year": str(month.year),
            "bars": [bar.data() for bar in bars[month]],
            "days": [
                {**_day(day, days, words), "tiles": tiles.get(day, []), "lanes": lanes_on(day, bars[month])}
                for day in days_of(month)
            ],
        }
        for month in year.months()
    ]


def lanes(month: date, entries: Sequence[YearEntry]) -> list[Bar]:
    """The windows of a month side by side, lane 0 at the right; one that finds no lane free is not among them."""
    last_of_month = days_of(month)[-1]
    windows = sorted(
        (entry.first_day, entry.last_day, number)
        for number, entry in enumerate(entries)
        if entry.kind is EntryKind.WINDOW and entry.first_day <= last_of_month and entry.last_day >= month
    )
    free_from = [0] * MOST_LANES
    bars = []
    for first_day, last_day, number in windows:
        begins, ends = first_day >= month, last_day <= last_of_month
        first, last = first_day.day if begins else 1, last_day.day if ends else last_of_month.day
        lane = next((lane for lane, free in enumerate(free_from) if free < first), None)
        if lane is not None:
            free_from[lane] = last
            bars.append(Bar(number, lane, first, last, begins, ends))
    return bars


def lanes_on(day: date, bars: Sequence[Bar]) -> int:
    """How many lanes, from the right, are taken on this day."""
    return max((bar.lane + 1 for bar in bars if bar.first <= day.day <= bar.last), default=0)


def days_of(month: date) -> list[date]:
    """The days of the month that begins on this day."""
    following = (month + timedelta(days=31)).replace(day=1)
    return [month + timedelta(days=offset) for offset in range((following - month).days)]


def _day(day: date, days: Sequence[PrintedDay], words: PosterWords) -> dict[str, object]:
    special = [one for one in days if one.first_day <= day <= one.last_day]
    special.sort(key=lambda one: one.kind is HolidayKind.SCHOOL_BREAK)
    kinds = {one.kind for one in special}
    return {
        "number": day.day,
        "weekday": words.weekdays[day.weekday()],
        "is_weekend": day.weekday() >= SATURDAY,
        "is_holiday": HolidayKind.PUBLIC_HOLIDAY in kinds,
        "is_break": HolidayKind.SCHOOL_BREAK in kinds,
        "label": joined(*(one.name for one in special if _is_named_on(one, day))),
        "spoken": joined(*(f"{one.name}: {one.when}" for one in special if day == one.first_day)),
    }


def _is_named_on(special: PrintedDay, day: date) -> bool:
    """A break bears its name on its first day in each month, anything else on each of its days."""
    if special.kind is not HolidayKind.SCHOOL_BREAK:
        return True
    return day in (special.first_day, day.replace(day=1))
