"""Understanding a query: which of its words count and how much, what answers each, which are filler, what was perhaps meant.

Finds no documents; the plan it makes is answered by postings and shown by highlight. Never raises, whatever was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from portal.search import ranking
from portal.search.analyzer import Token, is_function_term, term_of, tokens
from portal.search.compounds import lexicon_terms
from portal.search.lexicon import words
from portal.search.plan import Alternative, Phrase, QueryPlan, QueryWord, Reason
from portal.search.relations import Relations, errand_terms, narrowing_terms, weak_terms
from portal.search.synonyms import Span, Synonym, SynonymTable, is_turning
from portal.search.wordlist import Vocabulary

__all__ = ["Alternative", "Phrase", "QueryPlan", "QueryWord", "Reason", "understand"]

_LONGEST = 400  # characters of a query that are read
_MOST_WORDS = 24
_MEMORY = 4_000  # plans and words remembered per vocabulary
_PREPOSITIONS = frozenset("für fuer fur in im ins am an auf bei beim mit nach vor zum zur aus um".split())
_QUOTED = re.compile(r"[\"„“”«»]([^\"„“”«»]{2,})[\"“”«»]")


@lru_cache(maxsize=1)
def _asking_terms() -> frozenset[str]:
    return frozenset(term_of(word) for word in words("asking_words.txt"))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as typed, with its place; `parts` when a hyphen joins it."""

    surface: str
    term: str
    start: int
    end: int
    parts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Named:
    """What else the phrases round a word are called, and whether one of them takes its own meaning away."""

    synonyms: tuple[Synonym, ...] = ()
    is_turned: bool = False


_UNNAMED = _Named()


@dataclass(frozen=True, slots=True)
class _Read:
    """A remembered query word, with what it was perhaps meant to be and the synonyms that helped."""

    word: QueryWord
    meant: str | None
    synonyms: tuple[str, ...]

    @property
    def is_bent(self) -> bool:
        """Whether what was perhaps meant is what was looked for, and not only asked about."""
        best = self.word.alternatives[:1]
        return bool(self.meant and best and best[0].reason is Reason.FUZZY)


def understand(
    text: str, vocabulary: Vocabulary, synonyms: SynonymTable, *, prefix_last: bool = False
) -> QueryPlan:
    """What a query means for a vocabulary. With `prefix_last` the last word may be unfinished (suggestions while typing)."""
    memory = vocabulary.memory
    key = (text[:_LONGEST], id(synonyms), prefix_last)
    plan = memory.get(key)
    if plan is None:
        if len(memory) >= _MEMORY:
            memory.clear()
        memory[key] = plan = _Reader(vocabulary, synonyms).read(text[:_LONGEST], prefix_last)
    return plan


class _Reader:
    """Reads one query."""

    def __init__(self, vocabulary: Vocabulary, synonyms: SynonymTable) -> None:
        self._vocabulary = vocabulary
        self._synonyms = synonyms
        self._relations = Relations(vocabulary, synonyms)

    def read(self, text: str, prefix_last: bool) -> QueryPlan:
        typed = _words(text)
        content = [word for word in typed if not is_function_term(word.term)]
        spans = self._spans(typed, content)
        counting, ignored = _counting(typed, content, spans)
        adjuncts = _adjuncts(typed, counting)
        unfinished = prefix_last and bool(text) and not text[-1].isspace()
        reads = []
        for at, word in enumerate(counting):
            joined = self._joined(counting, at)
            is_last = unfinished and at == len(counting) - 1
            named = spans.get(word.term, _UNNAMED)
            reads.append(self._recall(word, joined, named, is_last, word.term in adjuncts))
        return QueryPlan(
            text=text,
            words=tuple(read.word for read in reads),
            ignored=ignored,
            phrases=_phrases(text),
            did_you_mean=self._corrected(text, counting, reads),
            is_bent=any(read.meant for read in reads) and all(read.is_bent for read in reads if read.meant),
            also_found=tuple(dict.fromkeys(surface for read in reads for surface in read.synonyms)),
        )

    def _spans(self, typed: list[_Word], content: list[_Word]) -> dict[str, _Named]:
        """What phrases of several words bring to each of their words, by its term."""
        found: dict[str, _Named] = {}
        for row, span in self._phrases_in(typed, content):
            for word in row[span.start : span.end]:
                named = found.setdefault(word.term, _Named())
                named.synonyms += span.synonyms
                named.is_turned |= span.is_turned and any(map(self._exists, span.synonyms))
        return found

    def _phrases_in(self, typed: list[_Word], content: list[_Word]) -> Iterator[tuple[list[_Word], Span]]:
        """Phrases among the words that count and, where a turning word of grammar stands, among these with it."""
        rows = [content]
        if any(is_turning(word.term) for word in typed):
            rows.append([word for word in typed if not is_function_term(word.term) or is_turning(word.term)])
        for row in rows:
            for span in self._synonyms.spans([word.term for word in row]):
                if row is content or span.is_turned:
                    yield row, span

    def _joined(self, counting: list[_Word], at: int) -> tuple[str, ...]:
        """Words of the vocabulary that this one makes together with a neighbour (Power Point: powerpoint)."""
        pairs = [counting[begin : begin + 2] for begin in (at - 1, at) if 0 <= begin < len(counting) - 1]
        names = [term_of(first.surface + second.surface.lower()) for first, second in pairs]
        return tuple(name for name in names if self._vocabulary.frequency(name))

    def _recall(
        self,
        word: _Word,
        joined: tuple[str, ...],
        named: _Named,
        is_last: bool,
        is_adjunct: bool,
    ) -> _Read:
        memory = self._vocabulary.memory
        key = (word.surface, joined, named.synonyms, named.is_turned, is_last, is_adjunct, id(self._synonyms))
        read = memory.get(key)
        if read is None:
            factor = ranking.ADJUNCT_WEIGHT if is_adjunct else 1.0
            memory[key] = read = self._understand(word, joined, named, is_last, factor)
        return read

    def _understand(
        self, word: _Word, joined: tuple[str, ...], named: _Named, is_last: bool, factor: float
    ) -> _Read:
        found = self._relations.of(word.term, word.parts)
        if named.is_turned:
            found = [replace(near, factor=near.factor * ranking.TURNED) for near in found]
        found += [Alternative((name,), ranking.EXACT, Reason.EXACT) for name in joined]
        found += self._relations.synonymous(named.synonyms)
        meant = None
        if is_last:
            found += self._relations.beginning(word.surface)
        if not any(alternative.factor > self._needed(word.term) for alternative in found):
            distant, meant = self._relations.distant(word.surface, word.term)
            found += distant
            meant = meant or (None if distant else self._relations.guess(word.term))
        elif self._is_doubtful(word, found):
            almost, meant = self._relations.almost(word.term)
            found += almost
        else:
            meant = self._relations.likelier(word.term)
        if meant and meant.casefold() == word.surface.casefold():
            meant = None
        if word.term in errand_terms():
            found = [replace(near, factor=near.factor * ranking.ERRAND) for near in found]
        found.sort(key=lambda alternative: -alternative.factor)
        weight = self._weight(word.term, found) * factor
        used = tuple(s.surface for s in (*self._synonyms.of(word.term), *named.synonyms) if self._exists(s))
        return _Read(QueryWord(word.surface, word.term, weight, tuple(found)), meant, used)

    def _is_doubtful(self, word: _Word, found: list[Alternative]) -> bool:
        """Whether a long word stands in no list and no offer, and only parts of it were found."""
        is_listed = word.term in lexicon_terms() or bool(word.parts)
        return (
            len(word.term) > 9
            and not is_listed
            and all(near.together or near.factor <= ranking.FAMILY for near in found)
        )

    def _needed(self, term: str) -> float:
        """How close an alternative must be for a word to count as understood: closer for a word that is in no list."""
        return ranking.TELLING if term in lexicon_terms() else ranking.WEAK_COMPOUND

    def _weight(self, term: str, alternatives: list[Alternative]) -> float:
        """How much the word tells: the rarer among the offers, the more; little, if any offer could bear it."""
        frequency = self._vocabulary.frequency
        telling = [a for a in alternatives if a.factor > ranking.TELLING]
        total = sum(frequency(word) for a in telling if not a.together for word in a.terms)
        if not total:
            total = sum(min(frequency(word) for word in a.terms) for a in telling)
        weight = ranking.information(total, self._vocabulary.documents)
        if term in errand_terms():
            return ranking.ERRAND_WEIGHT
        if term in weak_terms():
            return weight * ranking.WEAK_WEIGHT
        return weight * ranking.NARROWING_WEIGHT if term in narrowing_terms() else weight

    def _exists(self, synonym: Synonym) -> bool:
        return all(self._vocabulary.frequency(term) for term in synonym.terms)

    def _corrected(self, text: str, counting: list[_Word], reads: list[_Read]) -> str | None:
        """The query with its slips put right, or None when there were none."""
        pieces: list[str] = []
        end = 0
        for word, read in zip(counting, reads, strict=True):
            if read.meant:
                pieces += [text[end : word.start], read.meant]
                end = word.end
        return "".join(pieces) + text[end:] if pieces else None


def _words(text: str) -> list[_Word]:
    """The words of a query; a hyphenated word with a short part is one word with parts."""
    found: list[_Word] = []
    for token in tokens(text):
        if found and token.start < found[-1].end:
            whole = found[-1]
            found[-1] = _Word(whole.surface, whole.term, whole.start, whole.end, (*whole.parts, token.term))
        elif len(found) < _MOST_WORDS:
            found.append(_word(text, token))
    return found


def _word(text: str, token: Token) -> _Word:
    return _Word(text[token.start : token.end], token.term, token.start, token.end)


def _counting(
    typed: list[_Word], content: list[_Word], spans: Mapping[str, object]
) -> tuple[list[_Word], tuple[str, ...]]:
    """Splits words into those that count and fillers; when all are fillers, the least empty ones count after all."""
    telling = [word for word in content if word.term in spans or word.term not in _asking_terms()]
    counting = telling or content or typed
    kept: dict[str, _Word] = {}
    for word in counting:
        kept.setdefault(word.term, word)
    ignored = tuple(dict.fromkeys(word.surface for word in typed if word.term not in kept))
    return list(kept.values()), ignored


def _adjuncts(typed: list[_Word], counting: list[_Word]) -> frozenset[str]:
    """Terms that only follow a preposition, when another telling word does not (Spanisch für die Reise: Reise)."""
    counted = {word.term for word in counting}
    after: set[str] = set()
    open_preposition = False
    for word in typed:
        if word.term in counted:
            if open_preposition:
                after.add(word.term)
            open_preposition = False
        elif is_function_term(word.term):
            open_preposition = open_preposition or word.surface.casefold() in _PREPOSITIONS
    main = counted - after - weak_terms() - narrowing_terms()
    return frozenset(after) if main else frozenset()


def _phrases(text: str) -> tuple[Phrase, ...]:
    """Quoted words, as the sequences of terms that must stand side by side."""
    found = []
    for quoted in _QUOTED.findall(text):
        terms = tuple(token.term for token in tokens(quoted))
        if len(terms) > 1:
            found.append(Phrase(quoted.strip(), terms))
    return tuple(found)
