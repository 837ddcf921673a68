"""Synonyms as the editors keep them: groups of words and short phrases that mean the same to a person who searches.

A table is immutable and made from rows of (preferred label, synonyms); which of them exist in the offers is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.search.analyzer import is_function_term, term_of, terms

Row = tuple[str, Sequence[str]]
_TURNING = term_of("wieder")  # the word of grammar that turns the one word beside it into another wish


@dataclass(frozen=True, slots=True)
class Synonym:
    """One way to say it: as written, and its terms without function words. `is_label` marks the preferred form."""

    surface: str
    terms: tuple[str, ...]
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase of several words found in a query: its half-open range of words, and what else it is called. `is_turned`: a
    word of grammar makes its one other word mean something else (wieder arbeiten).
    """

    start: int
    end: int
    synonyms: tuple[Synonym, ...]
    is_turned: bool = False


class SynonymTable:
    """Looks up what else a word or a phrase is called."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._groups: dict[tuple[str, ...], dict[tuple[str, ...], Synonym]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._words: set[str] = set()
        for label, others in rows:
            self._add(label, others)

    def _add(self, label: str, others: Sequence[str]) -> None:
        members = [Synonym(text, _content(text), text is label) for text in (label, *others)]
        members = [member for member in members if member.terms]
        for member in members:
            group = self._groups.setdefault(member.terms, {})
            for other in members:
                if other.terms != member.terms:
                    group.setdefault(other.terms, other)
            self._words.update(member.terms)
            if len(member.terms) > 1:
                self._lengths.setdefault(member.terms[0], set()).add(len(member.terms))

    def of(self, *terms: str) -> tuple[Synonym, ...]:
        """What a word, or a phrase given by its terms, is also called."""
        return tuple(self._groups.get(terms, {}).values())

    def has_word(self, term: str) -> bool:
        """Whether the editors use this word, alone or in a phrase."""
        return term in self._words

    def spans(self, terms: Sequence[str]) -> list[Span]:
        """Phrases of several words that stand in a row of terms (other function words already left out), longest first."""
        found: list[Span] = []
        for start, term in enumerate(terms):
            for length in sorted(self._lengths.get(term, ()), reverse=True):
                others = self.of(*terms[start : start + length]) if start + length <= len(terms) else ()
                if others:
                    is_turned = any(is_turning(each) for each in terms[start : start + length])
                    found.append(Span(start, start + length, others, is_turned))
        return found


def is_turning(term: str) -> bool:
    """Whether this is the word of grammar that may turn the word beside it."""
    return term == _TURNING


def _content(text: str) -> tuple[str, ...]:
    """The terms that count; a turning word of grammar counts where it stands beside one single other."""
    kept = tuple(dict.fromkeys(term for term in terms(text) if not is_function_term(term)))
    turned = tuple(
        dict.fromkeys(term for term in terms(text) if not is_function_term(term) or is_turning(term))
    )
    return turned if len(kept) == 1 else kept
