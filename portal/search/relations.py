"""What answers one word of a query: itself, its family, compounds around it, its own parts, synonyms; only when all that is
silent, words it may begin or may be a slip of. Looks only at words, never at documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from portal.search import ranking
from portal.search.analyzer import english_term, term_of
from portal.search.compounds import LEADING, LINKS, STRONG, lexicon_terms, opaque_terms
from portal.search.lexicon import fold, lines, words
from portal.search.plan import Alternative, Reason
from portal.search.spelling import NearSpellings, allowed_edits
from portal.search.stemming import root
from portal.search.synonyms import Synonym, SynonymTable
from portal.search.wordlist import Vocabulary

_VERB_ENDINGS = ("test", "tet", "st", "te", "t", "end")


@lru_cache(maxsize=1)
def weak_terms() -> frozenset[str]:
    """Words nearly every learning offer could bear."""
    return frozenset(term_of(word) for word in words("weak_words.txt"))


@lru_cache(maxsize=1)
def narrowing_terms() -> frozenset[str]:
    """Words that say for whom, when or how."""
    return frozenset(term_of(word) for word in words("narrowing_words.txt"))


@lru_cache(maxsize=1)
def errand_terms() -> frozenset[str]:
    """Verbs of buying, hiring and offices."""
    return frozenset(term_of(word) for word in words("errand_words.txt"))


@lru_cache(maxsize=1)
def open_heads() -> frozenset[str]:
    """Heads of compounds that leave the topic to the part before them."""
    return weak_terms() | frozenset(term_of(word) for word in words("open_heads.txt"))


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    """Curated word families by each of their terms."""
    found: dict[str, frozenset[str]] = {}
    for line in lines("families.txt"):
        family = frozenset(term_of(word) for word in line.split())
        for term in family:
            found[term] = found.get(term, frozenset()) | family
    return found


@lru_cache(maxsize=1)
def _lexicon_spellings() -> NearSpellings:
    return NearSpellings(lexicon_terms())


class Relations:
    """Finds alternatives for words in one vocabulary with one table of synonyms."""

    def __init__(self, vocabulary: Vocabulary, synonyms: SynonymTable) -> None:
        self._vocabulary = vocabulary
        self._synonyms = synonyms

    def of(self, term: str, parts: Sequence[str] = ()) -> list[Alternative]:
        """All that answers a known word, the closest first. `parts` are given for hyphenated words."""
        found = self.close(term) + self.synonymous(self._synonyms.of(term))
        found += self._by_parts(parts or self._parts(term))
        named = english_term(term)
        found += _alternative(
            [named] if self._vocabulary.frequency(named) else [], ranking.SYNONYM, Reason.SYNONYM
        )
        return sorted(found, key=lambda alternative: -alternative.factor)

    def close(self, term: str) -> list[Alternative]:
        """The word itself, its family and compounds around it."""
        frequency = self._vocabulary.frequency
        family = self._family(term)
        strong: set[str] = set()
        weak: set[str] = set()
        for part in (term, *sorted(family)):
            if len(part) < 3:
                continue
            for word, grade in self._vocabulary.holding(part):
                (strong if grade >= STRONG and part == term else weak).add(word)
        near = {word for word in family if frequency(word)}
        strong -= near | {term}
        weak -= strong | near | {term}
        return [
            *_alternative([term] if frequency(term) else [], ranking.EXACT, Reason.EXACT),
            *_alternative(near - {term}, ranking.FAMILY, Reason.STEM),
            *_alternative(strong, ranking.COMPOUND, Reason.COMPOUND),
            *_alternative(weak, ranking.WEAK_COMPOUND, Reason.COMPOUND),
        ]

    def _family(self, term: str) -> set[str]:
        """Words of the same family: curated ones, and those of the vocabulary with the same root."""
        found = set(_families().get(term, ()))
        own = root(term)
        if len(own) >= 4 and len(term) >= 5:
            found.update(word for word in self._vocabulary.starting(own, 400) if root(word) == own)
        found.discard(term)
        return found

    def _by_parts(self, parts: Sequence[str]) -> list[Alternative]:
        """Documents that hold the parts of a compound apart; the topic alone, when the head is a word like Kurs."""
        if len(parts) < 2:
            return []
        if parts[0] in LEADING:
            return _alternative(self._near_names(parts[1]), ranking.ONE_PART, Reason.COMPOUND)
        *modifiers, head = parts
        groups = [self._names(part) for part in parts]
        found = []
        if all(groups):
            found += _alternative(groups[0], ranking.ALL_PARTS, Reason.COMPOUND, tuple(groups[1:]))
        if head in open_heads() and all(groups[1:-1]):
            for alternative in self.close(modifiers[0]) + self.synonymous(self._synonyms.of(modifiers[0])):
                factor = ranking.TOPIC_PART * alternative.factor
                together = alternative.together + tuple(groups[1:-1])
                found.append(Alternative(alternative.terms, factor, Reason.COMPOUND, together))
        if all(part in narrowing_terms() for part in modifiers):
            found += [_scaled(near, ranking.TOPIC_PART, Reason.COMPOUND) for near in self.close(head)]
        for group in groups:
            found += _alternative(group, ranking.ONE_PART, Reason.COMPOUND)
        return found

    def almost(self, term: str) -> tuple[list[Alternative], str | None]:
        """For a long word that only its parts answer: words of the offers one slip away from it (Projektmanagment)."""
        near = [word for word, _ in self._vocabulary.near(term, 1) if self._vocabulary.frequency(word)]
        found = _alternative(near, ranking.FUZZY, Reason.FUZZY)
        return found, self._vocabulary.surface(near[0]) if near else None

    def likelier(self, term: str) -> str | None:
        """A far more frequent word one or two slips away from a rare one: only to ask "Meinten Sie", nothing is bent."""
        frequency = self._vocabulary.frequency(term)
        if not 0 < frequency <= 2 or self._is_real(term):
            return None
        near = [word for word, _ in self._vocabulary.near(term, min(allowed_edits(term), len(term) // 4))]
        best = max(near, key=self._vocabulary.frequency, default=term)
        return self._vocabulary.surface(best) if self._vocabulary.frequency(best) >= 8 * frequency else None

    def _parts(self, term: str) -> tuple[str, ...]:
        """The parts of a compound, unless it has a meaning of its own (Fahrrad) and no head like Kurs."""
        parts = self._vocabulary.splitter.parts(term)
        return () if parts and term in lexicon_terms() and parts[-1] not in open_heads() else parts

    def _names(self, part: str) -> tuple[str, ...]:
        """A part of a compound, its family and, if it is not too short to be telling, the compounds around it."""
        if len(part) < 5:
            return self._near_names(part)
        return tuple(dict.fromkeys(word for alternative in self.close(part) for word in alternative.terms))

    def synonymous(self, synonyms: Iterable[Synonym]) -> list[Alternative]:
        """What answers a word by another name."""
        found: list[Alternative] = []
        for synonym in synonyms:
            if len(synonym.terms) == 1:
                for alternative in self.close(synonym.terms[0]):
                    factor = ranking.SYNONYM * alternative.factor
                    found.append(Alternative(alternative.terms, factor, Reason.SYNONYM))
            else:
                groups = [self._near_names(term) for term in synonym.terms]
                if all(groups):
                    found += _alternative(groups[0], ranking.SYNONYM, Reason.SYNONYM, tuple(groups[1:]))
        return found

    def _near_names(self, term: str) -> tuple[str, ...]:
        """A word and its family as far as they exist: compounds would make phrases of synonyms too wide."""
        return tuple(word for word in (term, *sorted(self._family(term))) if self._vocabulary.frequency(word))

    def beginning(self, surface: str) -> list[Alternative]:
        """Words that begin with what was typed."""
        found = self._vocabulary.starting(fold(surface), 60)
        return _alternative(found, ranking.PREFIX, Reason.PREFIX)

    def distant(self, surface: str, term: str) -> tuple[list[Alternative], str | None]:
        """For a word that nothing answers: a verb form, two words in one, a beginning, or a slip, with what was meant."""
        for ending in _VERB_ENDINGS:
            base = term.removesuffix(ending)
            if base != term and len(base) >= 3 and (found := self._verb(base)):
                return found, None
        slip, meant = self.almost(term) if len(term) > 9 and not self._is_real(term) else ([], None)
        if slip:
            return slip, meant
        if found := self._two_words(term):
            return found, None
        if self._is_real(term):
            return [], None  # a real word that the offers lack is no slip of another
        if self._vocabulary.splitter.parts(term):
            return self._whole_slip(term, 1)
        begun = self.beginning(surface) if len(fold(surface)) >= 5 else []
        if begun and len(term) < 7:
            return begun, None
        slip, meant = self._slip(term)
        return (slip, meant) if slip else (begun, None)

    def guess(self, term: str) -> str | None:
        """For a word that found nothing at all: the most frequent word of the offers two slips away that begins alike.

        Only a question to the person ("Meinten Sie Töpfern?"), never an answer.
        """
        if len(term) < 6 or self._is_real(term):
            return None
        near = [word for word, _ in self._vocabulary.near(term, 2) if word[:3] == term[:3]]
        best = max(near, key=self._vocabulary.frequency, default=None)
        return self._vocabulary.surface(best) if best and self._vocabulary.frequency(best) else None

    def _is_real(self, term: str) -> bool:
        """Whether a word stands in a list, so that it is no slip of another: of the lexicon, or of the editors."""
        return term in lexicon_terms() or term in opaque_terms() or self._synonyms.has_word(term)

    def _verb(self, base: str) -> list[Alternative]:
        if base not in lexicon_terms() and not self._vocabulary.frequency(base):
            return []
        return [_scaled(alternative, ranking.FAMILY, Reason.STEM) for alternative in self.close(base)]

    def _two_words(self, term: str) -> list[Alternative]:
        """Two words of the vocabulary written as one (Taichi)."""
        frequency = self._vocabulary.frequency
        halves = [(term[:at], term[at:]) for at in range(3, len(term) - 2)]
        halves = [pair for pair in halves if frequency(pair[0]) and frequency(pair[1])]
        if not halves:
            return []
        first, second = max(halves, key=lambda pair: min(frequency(pair[0]), frequency(pair[1])))
        return _alternative([first], ranking.ALL_PARTS, Reason.COMPOUND, ((second,),))

    def _slip(self, term: str) -> tuple[list[Alternative], str | None]:
        """What the nearest spelling finds: of the whole word, or of one of two parts when the other is right."""
        found, written = self._whole_slip(term, allowed_edits(term))
        if found:
            return found, written
        for front, link, rest in self._one_part_right(term):
            found = [_scaled(near, ranking.FUZZY, Reason.FUZZY) for near in self._by_parts((front, rest))]
            found = [near for near in found if near.factor > ranking.TELLING]
            if found:
                return found, _written(
                    self._vocabulary.surface(front), link, self._vocabulary.surface(rest).lower()
                )
        return [], None

    def _whole_slip(self, term: str, edits: int) -> tuple[list[Alternative], str | None]:
        for meant in self._nearest(term, edits):
            found = self._by_slip(meant, self.close(meant[0]))
            if found:
                return found, self._vocabulary.surface(meant[0])
        return [], None

    def _by_slip(self, meant: Sequence[str], first: list[Alternative]) -> list[Alternative]:
        """Alternatives of the words perhaps meant, the later ones a little below the first."""
        found = [_scaled(near, ranking.FUZZY, Reason.FUZZY) for near in first]
        for word in meant[1:]:
            found += [
                _scaled(near, ranking.FUZZY * ranking.FAMILY, Reason.FUZZY) for near in self.close(word)
            ]
        return sorted(found, key=lambda alternative: -alternative.factor)

    def _one_part_right(self, term: str) -> Iterator[tuple[str, str, str]]:
        """Compounds that a mistyped one may be: front, link, rest, with a slip in the front or in the rest."""
        is_part = self._vocabulary.splitter.is_part
        for at in range(len(term) - 4, 3, -1):
            for link in LINKS:
                front, rest = term[:at].removesuffix(link), term[at:]
                if len(front) < 4 or not term[:at].endswith(link):
                    continue
                if is_part(rest):
                    yield from (
                        (meant[0], link, rest) for meant in self._nearest(front, allowed_edits(front))
                    )
                elif is_part(front):
                    yield from ((front, link, meant[0]) for meant in self._nearest(rest, allowed_edits(rest)))

    def _nearest(self, term: str, edits: int) -> Iterator[list[str]]:
        """The words nearest to a mistyped one, the most frequent first; none when nothing is near."""
        candidates = dict(self._vocabulary.near(term, edits))
        for word, distance in _lexicon_spellings().near(term, edits):
            candidates.setdefault(word, distance)
        least = min(candidates.values(), default=0)
        nearest = [word for word, distance in candidates.items() if distance == least]
        if nearest:
            yield sorted(nearest, key=lambda word: -self._vocabulary.frequency(word))[:3]


def _written(front: str, link: str, rest: str) -> str:
    """A compound as people write it (Gitarre, en, kurs: Gitarrenkurs)."""
    return front + (link[1:] if link[:1] == "e" and front.endswith("e") else link) + rest


def _alternative(
    terms: Iterable[str], factor: float, reason: Reason, together: tuple[tuple[str, ...], ...] = ()
) -> list[Alternative]:
    """One alternative, or none when there is no term."""
    kept = tuple(terms) if isinstance(terms, tuple | list) else tuple(sorted(terms))
    return [Alternative(kept, factor, reason, together)] if kept else []


def _scaled(alternative: Alternative, factor: float, reason: Reason) -> Alternative:
    return Alternative(alternative.terms, alternative.factor * factor, reason, alternative.together)
