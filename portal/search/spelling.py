"""Near spellings: words of the vocabulary that a mistyped word may have meant. Strict on purpose: a search that bends every
word finds something for every nonsense. Who asks makes sure that the exact word found nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA


def allowed_edits(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped: none in short words, two from eight letters on."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


class NearSpellings:
    """Words by first letter and length, so that a look-up compares only with words that can be near."""

    __slots__ = ("_buckets",)

    def __init__(self, words: Iterable[str]) -> None:
        self._buckets: dict[tuple[str, int], list[str]] = {}
        for word in words:
            if len(word) > 3 and word.isalpha():
                self._buckets.setdefault((word[0], len(word)), []).append(word)

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        """Words within `edits` changes that keep the first letter, nearest first, with their distance."""
        if edits < 1 or not word:
            return []
        sizes = range(len(word) - edits, len(word) + edits + 1)
        candidates = chain.from_iterable(self._buckets.get((word[0], size), ()) for size in sizes)
        found = process.extract(word, list(candidates), scorer=OSA.distance, score_cutoff=edits, limit=8)
        return sorted(
            ((near, int(distance)) for near, distance, _ in found), key=lambda pair: (pair[1], pair[0])
        )
