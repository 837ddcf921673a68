"""What the editors' pages show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class YearLink:
    """A school year that one can turn to."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """One special day in words. `clash` says what else is on the days of a suggestion; `checked` may be empty."""

    id: int
    name: str
    name_en: str
    kind: str
    days: str
    source: str
    checked: str
    note: str
    revision: int
    edit_url: str
    confirm_url: str
    remove_url: str
    is_confirmed: bool = True
    clash: str = ""
    lang: str = ""  # language of name, source and note where it is not the page's


@dataclass(frozen=True, slots=True)
class DaysPage:
    """editorial/days.html: suggestions of all years on top, then the days of one school year."""

    year: str  # "2026/27"
    years: tuple[YearLink, ...]
    suggestions: tuple[DayRow, ...]
    rows: tuple[DayRow, ...]
    new_url: str
    suggest_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed in the meantime, or that one has typed differently."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True, slots=True)
class DayPage:
    """editorial/day.html with `form`: a new day (`revision` 0) or a stored one. After a conflict `differences` show both
    versions, and `revision` is the one that saving again replaces."""

    title: str
    save_label: str
    back_url: str
    revision: int = 0
    remove_url: str = ""
    differences: tuple[Difference, ...] = ()
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class RemovePage:
    """editorial/remove.html: are you sure, and what it means."""

    title: str
    text: str
    label: str
    row: DayRow
    back_url: str
