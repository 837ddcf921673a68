"""The vocabulary of one index, or of a base and its delta, as a query needs it: frequencies, beginnings, parts, slips.

Holds words, no documents. Everything dear is made at the first question and lives as long as the vocabulary.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from portal.search.compounds import Splitter, lexicon_surfaces
from portal.search.spelling import NearSpellings


class Vocabulary(Protocol):
    """What understanding a query asks of the words of an index."""

    memory: dict[Any, Any]

    @property
    def documents(self) -> int: ...
    @property
    def splitter(self) -> Splitter: ...
    def frequency(self, term: str) -> int: ...
    def starting(self, prefix: str, limit: int = 200) -> list[str]: ...
    def holding(self, part: str) -> list[tuple[str, float]]: ...
    def near(self, word: str, edits: int) -> list[tuple[str, int]]: ...
    def surface(self, term: str) -> str: ...


class WordSource(Protocol):
    """What an index tells about its words."""

    @property
    def size(self) -> int: ...
    @property
    def terms(self) -> Sequence[str]: ...
    @property
    def surfaces(self) -> Mapping[str, str]: ...
    def frequency(self, term: str) -> int: ...
    @property
    def words(self) -> WordStock: ...


class WordStock:
    """The sorted words of one index with their look-ups; immutable."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = terms

    @cached_property
    def _text(self) -> str:
        return "\n" + "\n".join(self.terms) + "\n"

    @cached_property
    def spellings(self) -> NearSpellings:
        """Near spellings among these words."""
        return NearSpellings(self.terms)

    def starting(self, prefix: str) -> Iterator[str]:
        """Words that begin with a prefix, in order."""
        at = bisect_left(self.terms, prefix)
        while at < len(self.terms) and self.terms[at].startswith(prefix):
            yield self.terms[at]
            at += 1

    def places(self, part: str) -> Iterator[tuple[str, int]]:
        """Words that hold a stretch of letters, with its place in them; the word itself left out."""
        text = self._text
        at = text.find(part)
        while at >= 0:
            begin = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            if end - begin > len(part):
                yield text[begin:end], at - begin
            at = text.find(part, end)


class JoinedVocabulary:
    """The words of one or several indexes as one vocabulary."""

    def __init__(self, *sources: WordSource) -> None:
        self._sources = sources
        self.memory: dict[Any, Any] = {}
        self.splitter = Splitter(self._is_word)

    @property
    def documents(self) -> int:
        """How many documents the indexes hold."""
        return sum(source.size for source in self._sources)

    def frequency(self, term: str) -> int:
        """In how many documents a term stands."""
        return sum(source.frequency(term) for source in self._sources)

    def _is_word(self, text: str) -> bool:
        return text.isalpha() and self.frequency(text) >= (2 if len(text) > 5 else 3)

    def starting(self, prefix: str, limit: int = 200) -> list[str]:
        """Words that begin with a prefix, the most frequent first."""
        found = {term for source in self._sources for term in source.words.starting(prefix)}
        return sorted(found, key=lambda term: (-self.frequency(term), term))[:limit]

    def holding(self, part: str) -> list[tuple[str, float]]:
        """Compounds that hold a word as a part, with the grade of certainty."""
        found: dict[str, float] = {}
        for source in self._sources:
            for word, at in source.words.places(part):
                grade = self.splitter.grade(word, at, part)
                if grade > found.get(word, 0.0):
                    found[word] = grade
        return sorted(found.items())

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        """Near spellings in any of the indexes, nearest and most frequent first."""
        found = dict(pair for source in self._sources for pair in source.words.spellings.near(word, edits))
        return sorted(found.items(), key=lambda pair: (pair[1], -self.frequency(pair[0]), pair[0]))

    def surface(self, term: str) -> str:
        """A term as people write it, for "Meinten Sie"."""
        for source in self._sources:
            if term in source.surfaces:
                return source.surfaces[term]
        return lexicon_surfaces().get(term, term)
