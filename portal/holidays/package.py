"""What the Python package `holidays` knows about a German Land: public holidays, and school breaks folded from its single
days. The only module that knows the package; it is imported on first use, since that costs a tenth of a second that the
pages for readers need not wait for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from portal.errors import SettingsProblem
from portal.vocabulary.calendar import HolidayKind

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

_FIRST, _LAST = 1991, 2099  # the package knows nothing before; nobody plans beyond
_DAY = timedelta(days=1)
_CATEGORIES = {HolidayKind.PUBLIC_HOLIDAY: "public", HolidayKind.SCHOOL_BREAK: "school"}
_TITLES = {HolidayKind.PUBLIC_HOLIDAY: "Feiertage", HolidayKind.SCHOOL_BREAK: "Schulferien"}


@dataclass(frozen=True, slots=True)
class PackageDay:
    """A public holiday or a school break, `first_day`..`last_day`, both included."""

    kind: HolidayKind
    name: str
    name_en: str
    first_day: date
    last_day: date
    source: str


def lands() -> dict[str, str]:
    """The names of the Länder by their codes: 'ST' is Sachsen-Anhalt."""
    from holidays.countries.germany import Germany

    return {code: name for name, code in Germany.subdivisions_aliases.items()}


def last_year(land: str) -> int:
    """The last year of which the package knows school breaks, if only up to the summer."""
    return max(_table(land, HolidayKind.SCHOOL_BREAK, "de")).year


def public_holidays(land: str, years: Iterable[int]) -> tuple[PackageDay, ...]:
    """The public holidays of these years."""
    return _spans(land, HolidayKind.PUBLIC_HOLIDAY, frozenset(years))


def school_breaks(land: str, years: Iterable[int]) -> tuple[PackageDay, ...]:
    """The school breaks that touch these years; one that passes New Year is one."""
    return _spans(land, HolidayKind.SCHOOL_BREAK, frozenset(years))


def _spans(land: str, kind: HolidayKind, years: frozenset[int]) -> tuple[PackageDay, ...]:
    english = _english(land, kind)
    source = f"Python-Paket holidays, {version('holidays')}, {_TITLES[kind]} in {lands()[_known(land)]}"
    return tuple(
        PackageDay(kind, name, english.get(name, name), first, last, source)
        for name, first, last in _folded(_named(_table(land, kind, "de")))
        if years & {first.year, last.year}
    )


def _folded(days: Iterable[tuple[date, str]]) -> list[tuple[str, date, date]]:
    """Days of one name that follow each other as one span, in the order of their first days."""
    spans: list[tuple[str, date, date]] = []
    latest: dict[str, int] = {}  # where the latest span of a name stands
    for day, name in days:
        at = latest.get(name)
        if at is not None and spans[at][2] + _DAY == day:
            spans[at] = (name, spans[at][1], day)
        else:
            latest[name] = len(spans)
            spans.append((name, day, day))
    return spans


def _named(table: "HolidayBase") -> Iterator[tuple[date, str]]:
    """Day and name in order; a day with two names, such as 1 May 2008, twice."""
    for day in sorted(table):
        for name in table.get_list(day):
            yield day, name


@cache
def _english(land: str, kind: HolidayKind) -> dict[str, str]:
    """English names by German ones, from days with one name: where there are two, each language sorts its own."""
    german, english = _table(land, kind, "de"), _table(land, kind, "en_US")
    return {german[day]: english[day] for day in german if len(german.get_list(day)) == 1}


@cache
def _table(land: str, kind: HolidayKind, language: str) -> "HolidayBase":
    """Every day that the package knows of a kind: some thousand, so that breaks across New Year are whole."""
    from holidays.countries.germany import Germany

    return Germany(
        subdiv=_known(land),
        years=range(_FIRST, _LAST + 1),
        expand=False,
        categories=(_CATEGORIES[kind],),
        language=language,
    )


def _known(land: str) -> str:
    if land not in lands():
        raise SettingsProblem(
            f"town.land: „{land}“ ist kein Land. Möglich sind {', '.join(sorted(lands()))}."
        )
    return land
