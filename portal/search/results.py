"""What a search answers: plain frozen data for the web floor. Labels, addresses and translations are made there, not here.

Hit and FacetCount are named tuples, since some 300 of them are made for every page; the rest are dataclasses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from portal.offers.filters import Facet, OfferFilter
from portal.search.plan import QueryPlan


class Hit(NamedTuple):
    """One offer found. `version` changes whenever anything shown of it changed: a key for caches.

    `next_start` (UTC) is the next date that can be attended, inside the period and, where there is one, on the weekdays, at
    the times of day and with the free place that were asked for; where all coming dates are cancelled, the first of these; None
    for an offer without dates. `is_over`: it has dates, and all have passed.
    """

    offer_id: int
    revision: int
    version: int
    next_start: datetime | None
    next_is_cancelled: bool
    is_over: bool
    distance_km: float | None


class FacetCount(NamedTuple):
    """How many offers there would be with this value of a facet instead of those chosen in it."""

    value: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody calls here


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits, the exact total, and per facet the counts of its values, in the order of the vocabulary.

    Institutions come by count and only the first hundred, with those chosen; `institution_count` is how many there are.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    plan: QueryPlan
    did_you_mean: str | None = None
    also_found: tuple[str, ...] = ()
    institution_count: int = 0


class DropKind(StrEnum):
    """What sort of condition stands in the way of a hit."""

    WORD = "word"
    FACET = "facet"
    PERIOD = "period"
    SURROUNDINGS = "surroundings"


@dataclass(frozen=True, slots=True)
class Drop:
    """A condition to give up: what it is, the search without it, and how many offers that finds.

    `word` is set for words; `facet` and `values` for a filter; `without` always leads on.
    """

    kind: DropKind
    without: OfferFilter
    count: int
    word: str = ""
    facet: Facet | None = None
    values: tuple[str, ...] = ()


class SuggestionKind(StrEnum):
    """What a suggestion leads to."""

    OFFER = "offer"
    TOPIC = "topic"
    INSTITUTION = "institution"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line below the search box. `value` is an offer's id, a topic's code, an institution's slug, a place to search near."""

    kind: SuggestionKind
    value: str
    label: str
    label_en: str | None = None


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did: documents written, seconds taken."""

    documents: int
    seconds: float
    generation: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How index and database differ, as offer ids: not indexed, indexed without right, indexed in an old state.

    `waiting` counts the changes that lie in the outbox and will be indexed soon.
    """

    documents: int
    missing: tuple[int, ...] = ()
    surplus: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()
    waiting: int = 0
    problems: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Index and database agree, row by row; changes that wait in the outbox are no disagreement of their own."""
        return not (self.missing or self.surplus or self.stale or self.problems)

    def summary(self) -> str:
        """One German line for the command line."""
        if self.is_clean:
            return f"{self.documents} Angebote, Index und Datenbank stimmen überein"
        counts = ((self.missing, "fehlen"), (self.surplus, "zu viel"), (self.stale, "veraltet"))
        parts = [f"{len(offers)} {word}" for offers, word in counts if offers]
        parts += self.problems
        return f"{self.documents} Angebote in der Datenbank, im Index: {', '.join(parts)} ({self.waiting} Änderungen warten)"
