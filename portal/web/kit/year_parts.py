"""The small shapes that the Jahres-Berufswahl-Kalender is made of: rows, months, the band of twelve months, filters.

As in `parts.py`: finished words, finished addresses, no database objects and no flask.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from markupsafe import Markup

from portal.web.kit.parts import NOTHING, Choice, Status

Sort: TypeAlias = Literal["event", "deadline", "window", "holiday", "action"]
"""How a row is drawn: filled tile, dashed frame, bar with two ends, hatching, plain frame."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """One row of a month. `when` says the sort in words ("Frist: bis Freitag, 27. November 2026").

    `top` and `bottom` are what the tile says, for the eye alone. `soon` ("in 4 Tagen") only where it is what comes next.
    """

    sort: Sort
    when: str
    title: str
    url: str = ""
    prefix: str = ""  # "Anmeldeschluss:"
    shape: str = ""
    top: str = ""
    bottom: str = ""
    meta: tuple[str, ...] = ()
    status: Status | None = None
    reason: str = ""  # why it is off, or what has changed
    is_off: bool = False  # does not take place on this day: the title is struck out
    soon: str = ""
    lang: str = ""  # language of title, reason and insurance where it is not the page's
    insurance: str = ""  # how pupils are insured there


class DayCell(NamedTuple):
    """One day of the small grid; day 0 is an empty cell. `look` holds class names of schoolyear.css."""

    day: int
    look: str = ""


@dataclass(frozen=True, slots=True)
class StillOn:
    """A window that began in an earlier month and goes on in this one."""

    title: str
    prefix: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month with its rows as HTML, rendered by `year_entry`. Without `weeks` it has no grid (list view)."""

    anchor: str  # "m-2026-08"
    name: str
    year: str
    short: str
    count: int
    rows_html: Markup = NOTHING
    weekdays: tuple[str, ...] = ()
    weeks: tuple[tuple[DayCell, ...], ...] = ()
    still_on: tuple[StillOn, ...] = ()
    still_on_more: int = 0
    is_current: bool = False


class BandLabel(NamedTuple):
    """The beginning of a month on the band."""

    x: float
    label: str


class BandSpan(NamedTuple):
    """A stretch of the band: a school break, or a window on its lane at `y`."""

    x: float
    width: float
    y: float = 0.0


class BandMark(NamedTuple):
    """One day, or some days close together as one: `count` is 1 or how many stand for it."""

    x: float
    count: int = 1  # type: ignore[assignment]  # nobody asks a mark for tuple.count()


@dataclass(frozen=True, slots=True)
class YearBand:
    """The shape of the year, for the eye alone; all lengths in units of the drawing, which is `width` wide."""

    height: float
    months: tuple[BandLabel, ...]
    breaks: tuple[BandSpan, ...]
    windows: tuple[BandSpan, ...]
    end: float  # half the height of a window's two ends
    events: tuple[BandMark, ...]
    events_y: float
    deadlines: tuple[BandMark, ...]
    deadlines_y: float
    actions: tuple[BandMark, ...] = ()
    actions_y: float = 0.0
    today_x: float | None = None
    width: int = 1200


@dataclass(frozen=True, slots=True)
class FilterPick:
    """A question with several answers, folded: `state` says what is chosen ("alle", "2 gewählt")."""

    name: str
    label: str
    state: str
    options: tuple[Choice, ...]
    is_set: bool = False
