"""What the address of the Jahres-Berufswahl-Kalender asks for, and the way back to an address. Nothing here refuses:
what is not understood becomes a notice, as on the search page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from portal import text
from portal.offers.filters import Facet, KnownValues, Notice, OfferFilter, Reason, parse
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind
from portal.web.kit import languages
from portal.web.kit.careers import SHOW, YEAR, Shown

FACETS = (Facet.GRADE, Facet.SCHOOL_FORM, Facet.OCCUPATION_FIELD, Facet.ACTION, Facet.DISTRICT)
VIEW, PAST = "ansicht", "vergangene"
_OWN = frozenset({YEAR, SHOW, VIEW, PAST})
_FACET_NAMES = frozenset(facet.value for facet in FACETS)
_YES = frozenset({"1", "ja", "true", "on", "yes"})


class View(StrEnum):
    """Values of `ansicht=`."""

    YEAR = "jahr"
    LIST = "liste"


@dataclass(frozen=True, slots=True)
class Asked:
    """A school year, a filter, which sorts of entries, and how to show them. `present` is the school year of today."""

    year: SchoolYear
    present: SchoolYear
    wanted: OfferFilter
    shown: tuple[Shown, ...] = ()
    view: View = View.YEAR
    with_past: bool = False

    @property
    def is_narrowed(self) -> bool:
        return bool(self.wanted.chosen or self.shown)

    @property
    def kinds(self) -> frozenset[EntryKind]:
        """The sorts of entries to show."""
        return frozenset(one.kind for one in self.shown or Shown)

    def filter_pairs(self) -> list[tuple[str, str]]:
        """What narrows the entries, without the school year and the view."""
        return [*self.wanted.to_pairs(), *((SHOW, one.value) for one in self.shown)]

    def to_pairs(self) -> list[tuple[str, str]]:
        """The query string as pairs, without defaults; `read` reads it back."""
        pairs = [] if self.year == self.present else [(YEAR, self.year.slug)]
        pairs += self.filter_pairs()
        if self.view is not View.YEAR:
            pairs.append((VIEW, self.view.value))
        if self.with_past:
            pairs.append((PAST, "1"))
        return pairs

    def url(self) -> str:
        """The address of the page in the present language."""
        query = urlencode(self.to_pairs())
        return f"{languages.root()}/berufswahlkalender" + (f"?{query}" if query else "")

    def without(self, facet: Facet, value: str) -> "Asked":
        return replace(self, wanted=self.wanted.without_value(facet, value))

    def without_filters(self) -> "Asked":
        return replace(self, wanted=OfferFilter(), shown=())


def read(
    given: Mapping[str, Sequence[str]], known: KnownValues, today: date
) -> tuple[Asked, tuple[Notice, ...]]:
    """What is asked for by query parameters (name -> all its values), and what of them was not understood."""
    wanted, noted = parse({name: given[name] for name in given if name in _FACET_NAMES}, known)
    reader = _Reader(given)
    present = SchoolYear.of(today)
    asked = Asked(
        year=reader.year(present),
        present=present,
        wanted=wanted,
        shown=reader.shown(),
        view=reader.view(),
        with_past=reader.yes(PAST),
    )
    reader.name_the_unknown()
    return asked, (*noted, *reader.notices)


class _Reader:
    """Reads the parameters that only this page has, collecting notices on the way."""

    def __init__(self, given: Mapping[str, Sequence[str]]) -> None:
        self.given = given
        self.notices: list[Notice] = []

    def values(self, name: str) -> list[str]:
        """What holds more than blanks and control characters, each as one line."""
        return [line for value in self.given.get(name, ()) if (line := text.one_line(value))]

    def note(self, name: str, value: str, reason: Reason = Reason.UNKNOWN_VALUE) -> None:
        notice = Notice(text.one_line(name, 60), text.one_line(value, 60), reason)
        if notice not in self.notices:
            self.notices.append(notice)

    def year(self, present: SchoolYear) -> SchoolYear:
        value = next(iter(self.values(YEAR)), "")
        found = SchoolYear.parse(value) if value.isascii() else None
        if value and found is None:
            self.note(YEAR, value)
        return found or present

    def shown(self) -> tuple[Shown, ...]:
        """In the order of the list; all three are the same as none."""
        chosen = set()
        for value in self.values(SHOW):
            if value.casefold() in set(Shown):
                chosen.add(Shown(value.casefold()))
            else:
                self.note(SHOW, value)
        return tuple(one for one in Shown if one in chosen) if len(chosen) < len(Shown) else ()

    def view(self) -> View:
        value = next(iter(self.values(VIEW)), "").casefold()
        if value and value not in set(View):
            self.note(VIEW, value)
        return View(value) if value in set(View) else View.YEAR

    def yes(self, name: str) -> bool:
        value = next(iter(self.values(name)), "").casefold()
        if value and value not in _YES | {"0"}:
            self.note(name, value)
        return value in _YES

    def name_the_unknown(self) -> None:
        for name in self.given:
            if name not in _OWN | _FACET_NAMES and self.values(name):
                self.note(name, self.values(name)[0], Reason.UNKNOWN_PARAMETER)
