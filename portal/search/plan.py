"""What a query was understood to mean: plain frozen data that query makes, postings answers and highlight shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.search.ranking import TELLING


class Reason(StrEnum):
    """Why a term answers a query word, from the closest to the farthest."""

    EXACT = "exact"
    STEM = "stem"
    COMPOUND = "compound"
    SYNONYM = "synonym"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to answer a query word: any of `terms`; and, for each group in `together`, any of its terms as well."""

    terms: tuple[str, ...]
    factor: float
    reason: Reason
    together: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class QueryWord:
    """A word of the query that counts, its alternatives the closest first.

    Compared by identity, so that an index can remember its answer.
    """

    surface: str
    term: str
    weight: float
    alternatives: tuple[Alternative, ...]

    @property
    def best(self) -> float:
        """The factor of the closest alternative."""
        return self.alternatives[0].factor if self.alternatives else 0.0

    @property
    def is_known(self) -> bool:
        """Whether anything answers this word well enough to stand for it."""
        return any(alternative.factor > TELLING for alternative in self.alternatives)


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """Words in quotes: their terms must stand side by side, in any field."""

    surface: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class QueryPlan:
    """A query, understood. `words` count with their weight, `ignored` do not; nothing at all counts when `is_empty`.
    `is_bent`: the words of `did_you_mean` were looked for; else they are only asked about.
    """

    text: str
    words: tuple[QueryWord, ...] = ()
    ignored: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    did_you_mean: str | None = None
    is_bent: bool = False
    also_found: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the query says nothing to search for: then every document answers, and ranking says nothing."""
        return not self.words and not self.phrases

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words nothing answers, as typed: for the zero-hit page and the editors' list."""
        return tuple(word.surface for word in self.words if not word.is_known)
