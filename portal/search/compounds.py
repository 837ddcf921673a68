"""German compounds: whether a word holds another one as a part (Gitarrenkurs: Gitarre), and the parts of a word.

Works on terms. A part counts only when everything around it is made of known words and linking sounds, so that
Barock holds no Bar and Distanz no Tanz. Known are the curated lexicon and the words of the town's own offers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from portal.search.analyzer import term_of
from portal.search.lexicon import words

LINKS = ("", "s", "n", "en", "e", "er", "es", "ens")
LEADING = frozenset(
    "haupt neben grund ober unter sonder gesamt teil voll halb gross klein neu alt jung".split()
)
STRONG, WEAK = 1.0, 0.75

_MEMORY = 100_000
_SHORTEST = 4  # letters of a part that need not be listed as a short one
_LONG = 6  # letters from which a part may stand beside something unknown
_PARTICLES = frozenset(
    "ab an auf aus be bei da durch ein ent er ge gegen her hin hinter in miss mit nach neben ob um un unter ver vor"
    " weg wider wieder zer zu uber rein raus los fest inter trans super ir im il non de dis kon".split()
)
_BOUND = frozenset(
    "schaft haft heit keit lich isch ling tion tum ungs ung ismus ist bar sam arm reich voll los eur ent er ig ich"
    " innen erin end".split()
)
_LISTS = (
    "words.txt",
    "weak_words.txt",
    "open_heads.txt",
    "er_plurals.txt",
    "asking_words.txt",
    "narrowing_words.txt",
    "errand_words.txt",
)


@lru_cache(maxsize=1)
def lexicon_terms() -> frozenset[str]:
    """Terms of the curated lexicon: common words that corpora of one town may lack."""
    return frozenset(term_of(word) for name in _LISTS for word in words(name)) - _BOUND


@lru_cache(maxsize=1)
def lexicon_surfaces() -> Mapping[str, str]:
    """How the lexicon writes a term: the first of its words that have it."""
    written: dict[str, str] = {}
    for name in _LISTS:
        for word in words(name):
            written.setdefault(term_of(word), word)
    return written


@lru_cache(maxsize=1)
def _short_parts() -> frozenset[str]:
    return frozenset(term for word in words("short_parts.txt") if len(term := term_of(word)) < _SHORTEST)


@lru_cache(maxsize=1)
def _opaque() -> tuple[tuple[str, int], ...]:
    """Words never taken apart, with the number of letters that a part must not touch."""
    found = []
    for entry in words("opaque_words.txt"):
        front, _, _ = entry.partition("-")
        word = term_of(entry.replace("-", ""))
        found.append((word, len(word) if front == entry else len(term_of(front))))
    return tuple(found)


@lru_cache(maxsize=1)
def opaque_terms() -> frozenset[str]:
    """Terms of the words that are never taken apart."""
    return frozenset(word for word, _ in _opaque())


@lru_cache(maxsize=4096)
def _opaque_holding(part: str) -> tuple[tuple[str, int], ...]:
    return tuple((word, size) for word, size in _opaque() if part in word and part != word)


class Splitter:
    """Takes words apart with the help of a vocabulary, and remembers; a changed vocabulary needs a new one."""

    __slots__ = ("_chains", "_is_word")

    def __init__(self, is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word
        self._chains: dict[str, tuple[str, ...]] = {}

    def is_part(self, text: str) -> bool:
        """Whether a stretch of letters may be a part of a compound."""
        if len(text) < _SHORTEST:
            return text in _short_parts()
        return text not in _BOUND and (text in lexicon_terms() or self._is_word(text))

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, without linking sounds; empty when it is not one."""
        if any(word == opaque for opaque, _ in _opaque_holding(word[:3])):
            return ()
        best: tuple[str, ...] = ()
        for at in range(len(word) - 3, 2, -1):
            tail = self._after(word[at:]) if self.is_part(word[:at]) else ()
            if tail and (not best or len(tail) + 1 < len(best)):
                best = (word[:at], *tail)
        return best

    def grade(self, word: str, at: int, part: str) -> float:
        """How surely `part`, found at a place in `word`, is a part of its meaning: STRONG, WEAK or 0."""
        end = at + len(part)
        if end < len(word) and part in LEADING:
            return 0.0  # a Grundkurs is about no ground
        for opaque, size in _opaque_holding(part):
            begin = word.find(opaque)
            if begin >= 0 and at < begin + size and end > begin:
                return 0.0
        left, right = word[:at], word[end:]
        left_is_known = not left or self._before(left)
        right_is_known = not right or bool(self._after(right))
        if left_is_known and right_is_known:
            return STRONG
        if len(part) < _LONG or left in _PARTICLES:
            return 0.0
        if (not left_is_known and len(left) < 3) or (not right_is_known and len(right) < 3):
            return 0.0
        return WEAK if left_is_known or right_is_known else 0.0

    def _before(self, left: str) -> bool:
        """Whether what stands before a part is made of words and a link."""
        return any(left.endswith(link) and self._chain(left[: len(left) - len(link)]) for link in LINKS)

    def _after(self, right: str) -> tuple[str, ...]:
        """The words after a part and its link."""
        for link in LINKS:
            if right.startswith(link) and (chain := self._chain(right[len(link) :])):
                return chain
        return ()

    def _chain(self, text: str) -> tuple[str, ...]:
        """The words that a stretch is made of, the longest first word preferred; empty when something remains."""
        if len(text) < 2:
            return ()
        known = self._chains.get(text)
        if known is None:
            if len(self._chains) >= _MEMORY:
                self._chains.clear()
            self._chains[text] = ()  # a stretch within itself is no word
            self._chains[text] = known = self._find_chain(text)
        return known

    def _find_chain(self, text: str) -> tuple[str, ...]:
        if self.is_part(text):
            return (text,)
        for at in range(len(text) - 2, 1, -1):
            if self.is_part(text[:at]) and (rest := self._after(text[at:])):
                return (text[:at], *rest)
        return ()
