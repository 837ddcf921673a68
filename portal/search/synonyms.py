"""Synonyms as the editors keep them: groups of words and short phrases that mean the same to a person who searches.

A table is immutable and made from rows of (preferred label, synonyms); which of them exist in the offers is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.search.analyzer import is_function_term, terms

Row = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Synonym:
    """One way to say it: as written, and its terms without function words. `is_label` marks the preferred form."""

    surface: str
    terms: tuple[str, ...]
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase of several words found in a query: its half-open range of words, and what else it is called."""

    start: int
    end: int
    synonyms: tuple[Synonym, ...]


class SynonymTable:
    """Looks up what else a word or a phrase is called."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._groups: dict[tuple[str, ...], dict[tuple[str, ...], Synonym]] = {}
        self._lengths: dict[str, set[int]] = {}
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
            if len(member.terms) > 1:
                self._lengths.setdefault(member.terms[0], set()).add(len(member.terms))

    def of(self, *terms: str) -> tuple[Synonym, ...]:
        """What a word, or a phrase given by its terms, is also called."""
        return tuple(self._groups.get(terms, {}).values())

    def spans(self, terms: Sequence[str]) -> list[Span]:
        """Phrases of several words that stand in a row of terms (function words already left out), longest first."""
        found: list[Span] = []
        for start, term in enumerate(terms):
            for length in sorted(self._lengths.get(term, ()), reverse=True):
                others = self.of(*terms[start : start + length]) if start + length <= len(terms) else ()
                if others:
                    found.append(Span(start, start + length, others))
        return found


def _content(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for term in terms(text) if not is_function_term(term)))
