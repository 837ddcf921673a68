"""What a visitor asked for: a frozen OfferFilter, read from the query string and written back to it. No database, no web.

Every filter gets its name here and nowhere else (product.md, "public address map"). What is not understood is never an
error: it becomes a Notice and is ignored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from portal import text
from portal.vocabulary.offers import Sort

_T = TypeVar("_T", int, None)
MAX_TEXT = 200
MAX_VALUES = 50
MAX_PAGE = 100_000
PER_PAGE, MAX_PER_PAGE = 20, 100
RADIUS_CHOICES = (2, 5, 10, 25, 50)
MAX_RADIUS = 500


class Facet(StrEnum):
    """A filter with counted values; the value is the parameter's name in addresses."""

    KIND = "art"
    TOPIC = "thema"
    LIFE_PHASE = "phase"
    TARGET_GROUP = "zielgruppe"
    DISTRICT = "stadtteil"
    WEEKDAY = "wochentag"
    DAYTIME = "tageszeit"
    COST = "kosten"
    MODE = "format"
    LANGUAGE = "sprache"
    LEVEL = "stufe"
    GRADE = "klasse"
    SCHOOL_FORM = "schulform"
    OCCUPATION_FIELD = "berufsfeld"
    FUNDING = "foerderung"
    EDUCATIONAL_LEAVE = "bildungsfreistellung"
    ACCESS = "barrierefrei"
    INSTITUTION = "anbieter"
    FREE_PLACES = "freie_plaetze"
    PROGRAMME = "programm"
    ACTION = "aktion"


# Facets of a single yes; its value in addresses is "1".
FLAGS = frozenset({Facet.EDUCATIONAL_LEAVE, Facet.FREE_PLACES})
FREE, REDUCED = "kostenlos", "ermaessigt"
# What people and other programs write for a value that has one canonical form.
_ALIASES: Mapping[Facet, Mapping[str, tuple[str, ...]]] = {
    Facet.COST: {
        "frei": (FREE,),
        "kostenfrei": (FREE,),
        "gratis": (FREE,),
        "0": (FREE,),
        "ermäßigt": (REDUCED,),
    },
    Facet.WEEKDAY: {
        "wochenende": ("sa", "so"),
        "werktags": ("mo", "di", "mi", "do", "fr"),
        "montag": ("mo",),
        "dienstag": ("di",),
        "mittwoch": ("mi",),
        "donnerstag": ("do",),
        "freitag": ("fr",),
        "samstag": ("sa",),
        "sonnabend": ("sa",),
        "sonntag": ("so",),
    },
    Facet.DAYTIME: {
        "vormittag": ("vormittags",),
        "morgens": ("vormittags",),
        "nachmittag": ("nachmittags",),
        "abend": ("abends",),
    },
    Facet.MODE: {"vor_ort": ("vor-ort",), "praesenz": ("vor-ort",), "präsenz": ("vor-ort",)},
}
_YES = frozenset({"1", "ja", "true", "on", "yes"})


class Reason(StrEnum):
    """Why a parameter was not taken as it stands."""

    UNKNOWN_VALUE = "unknown_value"
    UNKNOWN_PARAMETER = "unknown_parameter"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    TURNED_AROUND = "turned_around"
    SHORTENED = "shortened"
    TOO_MANY = "too_many"
    NEEDS_PLACE = "needs_place"
    UNKNOWN_PLACE = "unknown_place"
    NO_DISTANCE = "no_distance"
    NO_SUCH_PAGE = "no_such_page"
    SAYS_NOTHING = "says_nothing"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was ignored or changed; the web floor says it in the visitor's language."""

    parameter: str
    value: str
    reason: Reason


class KnownValues(Protocol):
    """What the database knows: whether a facet has a value, what one that was replaced is called now, and whether a place name
    or postal code is a place."""

    def has(self, facet: Facet, value: str) -> bool: ...

    def current(self, facet: Facet, value: str) -> str: ...

    def has_location(self, name: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """A search. `chosen` holds per facet the wanted values: either of them within a facet, all facets together."""

    text: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None
    near: str = ""
    radius_km: int | None = None
    sort: Sort | None = None
    page: int = 1
    per_page: int = PER_PAGE

    def values(self, facet: Facet) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    def has(self, facet: Facet, value: str) -> bool:
        return value in self.chosen.get(facet, ())

    @property
    def is_empty(self) -> bool:
        """Nothing narrows the list: no word, no value, no date, no place."""
        return not (self.text or self.chosen or self.date_from or self.date_to or self.near)

    @property
    def order(self) -> Sort:
        """The order that applies: relevance for words, the next date without, unless the visitor chose."""
        return self.sort or (Sort.RELEVANCE if self.text else Sort.DATE)

    def with_values(self, facet: Facet, values: Iterable[str]) -> "OfferFilter":
        chosen = {**self.chosen, facet: tuple(dict.fromkeys(values))}
        return replace(self, chosen={key: value for key, value in chosen.items() if value}, page=1)

    def without_value(self, facet: Facet, value: str) -> "OfferFilter":
        return self.with_values(facet, (kept for kept in self.values(facet) if kept != value))

    def without_filters(self) -> "OfferFilter":
        """The same words with nothing narrowing them."""
        return OfferFilter(text=self.text, sort=self.sort, per_page=self.per_page).without_place()

    def without_place(self) -> "OfferFilter":
        """The same from anywhere: with no place there is no order by distance."""
        sort = None if self.sort is Sort.DISTANCE else self.sort
        return replace(self, near="", radius_km=None, sort=sort, page=1)

    def on_page(self, page: int) -> "OfferFilter":
        return replace(self, page=page)

    def to_pairs(self) -> list[tuple[str, str]]:
        """The canonical query string as pairs, in a fixed order, without defaults; `parse` reads it back."""
        pairs = [("q", self.text)] if self.text else []
        if self.chosen:
            pairs += [(facet.value, value) for facet in Facet for value in self.values(facet)]
        if self.date_from:
            pairs.append(("von", self.date_from.isoformat()))
        if self.date_to:
            pairs.append(("bis", self.date_to.isoformat()))
        if self.near:
            pairs.append(("ort", self.near))
        if self.radius_km is not None:
            pairs.append(("umkreis", str(self.radius_km)))
        if self.sort:
            pairs.append(("sort", self.sort.value))
        if self.page > 1:
            pairs.append(("seite", str(self.page)))
        if self.per_page != PER_PAGE:
            pairs.append(("pro_seite", str(self.per_page)))
        return pairs


def parse(
    parameters: Mapping[str, Sequence[str]], known: KnownValues
) -> tuple[OfferFilter, tuple[Notice, ...]]:
    """An OfferFilter from query parameters (name -> all its values), and what of them was ignored or changed.

    Never raises for any input. Parameters that this filter does not know are named too, except empty ones.
    """
    reader = _Reader(parameters, known)
    words = reader.search_text()
    chosen = reader.facets()
    date_from, date_to = reader.period()
    near, radius_km = reader.surroundings()
    wanted = OfferFilter(
        text=words,
        chosen=chosen,
        date_from=date_from,
        date_to=date_to,
        near=near,
        radius_km=radius_km,
        sort=reader.sort(near),
        page=reader.number("seite", 1, MAX_PAGE, default=1),
        per_page=reader.number("pro_seite", 1, MAX_PER_PAGE, default=PER_PAGE),
    )
    reader.name_unknown_parameters()
    return wanted, tuple(reader.notices)


_PLAIN = frozenset({"q", "von", "bis", "ort", "umkreis", "sort", "seite", "pro_seite"})
_NAMES = _PLAIN | {facet.value for facet in Facet}


class _Reader:
    """Reads one query string, collecting notices on the way."""

    def __init__(self, parameters: Mapping[str, Sequence[str]], known: KnownValues) -> None:
        self.parameters = parameters
        self.known = known
        self.notices: list[Notice] = []

    def note(self, parameter: str, value: str, reason: Reason) -> None:
        notice = Notice(text.one_line(parameter, 60), text.one_line(value, 60), reason)
        if notice not in self.notices:
            self.notices.append(notice)

    def first(self, name: str) -> str:
        return next(iter(self.given(name)), "")

    def given(self, name: str) -> list[str]:
        """The values of a parameter that hold more than blanks and control characters, each as one line."""
        return [line for value in self.parameters.get(name, ()) if (line := text.one_line(value))]

    def search_text(self) -> str:
        words = self.first("q")
        if len(words) > MAX_TEXT:
            self.note("q", words, Reason.SHORTENED)
            words = words[:MAX_TEXT].rpartition(" ")[0] or words[:MAX_TEXT]
        return words

    def facets(self) -> dict[Facet, tuple[str, ...]]:
        chosen = {facet: self.facet(facet) for facet in Facet if facet.value in self.parameters}
        return {facet: values for facet, values in chosen.items() if values}

    def facet(self, facet: Facet) -> tuple[str, ...]:
        given = self.given(facet.value)
        if len(given) > MAX_VALUES:
            self.note(facet.value, str(len(given)), Reason.TOO_MANY)
        found: list[str] = []
        for raw in given[:MAX_VALUES]:
            values = self.facet_values(facet, raw.casefold())
            if not values:
                self.note(facet.value, raw, Reason.UNKNOWN_VALUE)
            found += values
        return tuple(dict.fromkeys(found))

    def facet_values(self, facet: Facet, value: str) -> tuple[str, ...]:
        """The canonical values that `value` stands for; empty if unknown."""
        if facet in FLAGS:
            return ("1",) if value in _YES else ()
        if facet in _ALIASES and value in _ALIASES[facet]:
            return _ALIASES[facet][value]
        if facet is Facet.COST and value.isascii() and value.isdigit():
            return (str(int(value)),) if 0 < int(value[:7]) < 100_000 and len(value) < 7 else ()
        value = self.known.current(facet, value)
        return (value,) if self.known.has(facet, value) else ()

    def day(self, name: str) -> date | None:
        """A day as 2026-11-23, or as 23.11.2026, which people type."""
        given = self.first(name)
        if not given:
            return None
        try:
            parts = given.split(".")
            if len(parts) == 3:
                return date(int(parts[2]), int(parts[1]), int(parts[0]))
            return date.fromisoformat(given)
        except (ValueError, OverflowError):
            self.note(name, given, Reason.NO_DATE)
            return None

    def period(self) -> tuple[date | None, date | None]:
        start, end = self.day("von"), self.day("bis")
        if start and end and end < start:
            self.note("bis", end.isoformat(), Reason.TURNED_AROUND)
            start, end = end, start
        return start, end

    def surroundings(self) -> tuple[str, int | None]:
        """The place and the radius. Of a place that we do not know it is enough to say so: the radius falls with it."""
        typed = self.first("ort")
        near = typed.casefold()
        if near and not self.known.has_location(near):
            self.note("ort", typed, Reason.UNKNOWN_PLACE)
            near = ""
        radius = self.number("umkreis", 1, MAX_RADIUS, default=None)
        if radius is None or near:
            return near, radius
        if not typed:
            self.note("umkreis", str(radius), Reason.NEEDS_PLACE)
        return near, None

    def sort(self, near: str) -> Sort | None:
        """The wished order; by distance only from a place, else by date."""
        given = self.first("sort").casefold()
        if not given:
            return None
        if given == Sort.DISTANCE and not near:
            if not self.first("ort"):
                self.note("sort", given, Reason.NO_DISTANCE)
            return Sort.DATE
        if given in set(Sort):
            return Sort(given)
        self.note("sort", given, Reason.UNKNOWN_VALUE)
        return None

    def number(self, name: str, low: int, high: int, *, default: _T) -> int | _T:
        given = self.first(name)
        if not given:
            return default
        if not (given.isascii() and given.isdigit() and len(given) < 10 and low <= int(given) <= high):
            self.note(name, given, Reason.NO_NUMBER)
            return default
        return int(given)

    def name_unknown_parameters(self) -> None:
        for name in self.parameters:
            if name not in _NAMES and self.given(name):
                self.note(name, self.first(name), Reason.UNKNOWN_PARAMETER)
