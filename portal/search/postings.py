"""The index that answers: flat arrays in memory, from each term to the documents that hold it with finished weights.

Immutable; documents are numbers 0..n-1 whose meaning the caller keeps. Built from analysed texts in seconds, never saved.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from portal.search.plan import Alternative, Phrase, QueryPlan, QueryWord
from portal.search.ranking import (
    COVER_FLOOR,
    COVER_RISE,
    CUT,
    CUT_OF_BEST,
    FIELD_LENGTH_NORM,
    FIELD_WEIGHT,
    LEAST_BEST,
    PRESENCE,
    SATURATION,
)
from portal.search.texts import FIELDS, AnalysedText, Field, analyse
from portal.search.wordlist import JoinedVocabulary, Vocabulary, WordStock

__all__ = ["AnalysedText", "Field", "JoinedVocabulary", "TextIndex", "Vocabulary", "analyse", "matches_in"]

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]

_ANSWER_BUDGET = 24_000_000  # bytes of remembered answers per index
_NO_DOCS = np.empty(0, np.int32)
_NO_WEIGHTS = np.empty(0, np.float32)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Document numbers ascending, how well each answers a word or a plan, and what share of it each covers."""

    docs: Numbers
    scores: Weights
    cover: Weights

    @property
    def cost(self) -> int:
        return 12 * len(self.docs) + 400


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The terms of all texts in one row: term numbers with 0 after each field, field lengths, and how words are written."""

    sequence: NDArray[np.int32]
    lengths: NDArray[np.int32]
    terms: list[str]
    surfaces: dict[str, str]


class TextIndex:
    """Sorted vocabulary and postings of a set of documents."""

    def __init__(self, gathered: _Gathered, statistics: TextIndex | None) -> None:
        lengths = gathered.lengths
        self.size = len(lengths)
        self.terms: Sequence[str] = sorted(gathered.terms[1:])
        self.surfaces: Mapping[str, str] = gathered.surfaces
        self._numbers = {term: number for number, term in enumerate(self.terms)}
        order = np.zeros(len(gathered.terms), np.int32)
        order[1:] = [self._numbers[term] + 1 for term in gathered.terms[1:]]
        self._sequence: NDArray[np.int32] = order[gathered.sequence]
        self._field_ends = np.cumsum(lengths.sum(axis=1, dtype=np.int64) + len(FIELDS))
        self.mean_lengths: Weights = statistics.mean_lengths if statistics else _mean_lengths(lengths)
        self._docs, self._weights, self._bounds = _postings(
            self._sequence, lengths, self.mean_lengths, len(self.terms)
        )
        self._answers: dict[QueryWord | Phrase, Candidates] = {}
        self._answers_cost = 0

    @classmethod
    def build(cls, texts: Iterable[AnalysedText | bytes], statistics: TextIndex | None = None) -> TextIndex:
        """An index of texts, numbered in their order; `statistics` lends the mean lengths of a base to its delta."""
        return cls(_gather(texts), statistics)

    @cached_property
    def words(self) -> WordStock:
        """The vocabulary's look-ups."""
        return WordStock(self.terms)

    def frequency(self, term: str) -> int:
        """In how many documents a term stands."""
        number = self._numbers.get(term)
        return 0 if number is None else int(self._bounds[number + 1] - self._bounds[number])

    def matches(self, plan: QueryPlan) -> tuple[Numbers, Weights]:
        """Documents that answer a plan, ascending, with their scores; what covers too little of the query is cut off.

        An empty plan finds nothing here: that nothing was asked for is the caller's case.
        """
        return matches_in((self,), plan)[0]

    def candidates(self, plan: QueryPlan) -> Candidates:
        """All documents that answer any word of a plan, before the cut."""
        if not self.size or plan.is_empty:
            return Candidates(_NO_DOCS, _NO_WEIGHTS, _NO_WEIGHTS)
        if len(plan.words) == 1 and not plan.phrases:
            return self._answer(plan.words[0])
        scores, cover = self._accumulate(plan.words)
        holds = cover > 0 if plan.words else np.ones(self.size, np.bool_)
        for phrase in plan.phrases:
            in_phrase = np.zeros(self.size, np.bool_)
            in_phrase[self._phrase(phrase).docs] = True
            holds &= in_phrase
        docs = np.flatnonzero(holds).astype(np.int32)
        if not plan.words:
            return Candidates(docs, np.ones(len(docs), np.float32), np.ones(len(docs), np.float32))
        return Candidates(docs, scores[docs], cover[docs])

    def _accumulate(self, words: Sequence[QueryWord]) -> tuple[Weights, Weights]:
        """Scores and covered share of the query's information for every document."""
        scores = np.zeros(self.size, np.float32)
        cover = np.zeros(self.size, np.float32)
        total = sum(word.weight for word in words) or 1.0
        for word in words:
            if word.alternatives:
                answer = self._answer(word)
                scores[answer.docs] += answer.scores * np.float32(word.weight / total)
                cover[answer.docs] += answer.cover * np.float32(word.weight / total)
        return scores, cover

    def _answer(self, word: QueryWord) -> Candidates:
        known = self._answers.get(word)
        return known if known is not None else self._remember(word, self._find(word))

    def _remember(self, key: QueryWord | Phrase, answer: Candidates) -> Candidates:
        if self._answers_cost + answer.cost > _ANSWER_BUDGET:
            self._answers.clear()
            self._answers_cost = 0
        self._answers[key] = answer
        self._answers_cost += answer.cost
        return answer

    def _find(self, word: QueryWord) -> Candidates:
        """The best of all alternatives for each document."""
        if (
            len(word.alternatives) == 1
            and not word.alternatives[0].together
            and len(word.alternatives[0].terms) == 1
        ):
            docs, weights = self._posting(word.alternatives[0].terms[0])
            return _answer_of(docs, weights, word.alternatives[0].factor)
        scores = np.zeros(self.size, np.float32)
        cover = np.zeros(self.size, np.float32)
        for alternative in word.alternatives:
            docs, weights = self._alternative(alternative)
            found = _answer_of(docs, weights, alternative.factor)
            scores[docs] = np.maximum(scores[docs], found.scores)
            cover[docs] = np.maximum(cover[docs], found.cover)
        docs = np.flatnonzero(cover).astype(np.int32)
        return Candidates(docs, scores[docs], cover[docs])

    def _alternative(self, alternative: Alternative) -> tuple[Numbers, Weights]:
        docs, weights = self._union(alternative.terms)
        for group in alternative.together:
            others, other_weights = self._union(group)
            docs, mine, theirs = np.intersect1d(docs, others, assume_unique=True, return_indices=True)
            weights = np.maximum(weights[mine], other_weights[theirs])
        return docs, weights

    def _union(self, terms: Sequence[str]) -> tuple[Numbers, Weights]:
        """Documents that hold any of the terms, each with the greatest weight."""
        found = [self._posting(term) for term in terms if term in self._numbers]
        if not found:
            return _NO_DOCS, _NO_WEIGHTS
        if len(found) == 1:
            return found[0]
        docs = np.concatenate([posting[0] for posting in found])
        weights = np.concatenate([posting[1] for posting in found])
        order = np.lexsort((weights, docs))
        docs, weights = docs[order], weights[order]
        last = np.append(docs[1:] != docs[:-1], True)
        return docs[last], weights[last]

    def _posting(self, term: str) -> tuple[Numbers, Weights]:
        number = self._numbers.get(term)
        if number is None:
            return _NO_DOCS, _NO_WEIGHTS
        begin, end = self._bounds[number], self._bounds[number + 1]
        return self._docs[begin:end], self._weights[begin:end]

    def _phrase(self, phrase: Phrase) -> Candidates:
        """Documents in which the terms of a phrase stand side by side."""
        known = self._answers.get(phrase)
        if known is not None:
            return known
        numbers = [self._numbers.get(term, -1) + 1 for term in phrase.terms]
        if 0 in numbers or len(numbers) > len(self._sequence):
            docs = _NO_DOCS
        else:
            room = len(self._sequence) - len(numbers) + 1
            places = np.flatnonzero(self._sequence[:room] == numbers[0])
            for step, number in enumerate(numbers[1:], start=1):
                places = places[self._sequence[places + step] == number]
            docs = np.unique(np.searchsorted(self._field_ends, places, side="right")).astype(np.int32)
        ones = np.ones(len(docs), np.float32)
        return self._remember(phrase, Candidates(docs, ones, ones))


def matches_in(
    indexes: Sequence[TextIndex], plan: QueryPlan, shown: Sequence[NDArray[np.bool_]] | None = None
) -> list[tuple[Numbers, Weights]]:
    """What each of several indexes (a base and its delta) finds for one plan, with one cut for all.

    Nothing at all, when no document anywhere covers enough of the query: then it is about something the offers do not have.
    `shown` says per index which documents there are to find: a deleted or bygone one neither counts nor sets the cut.
    """
    found = [index.candidates(plan) for index in indexes]
    masks = [np.ones(index.size, np.bool_) for index in indexes] if shown is None else shown
    flags = [mask[one.docs] for one, mask in zip(found, masks, strict=True)]
    best = max(float(one.cover.max(initial=0.0, where=flag)) for one, flag in zip(found, flags, strict=True))
    if best < LEAST_BEST:
        return [(_NO_DOCS, _NO_WEIGHTS) for _ in found]
    least = max(CUT, CUT_OF_BEST * best)
    kept = [(one.cover >= least) & flag for one, flag in zip(found, flags, strict=True)]
    return [(one.docs[keep], one.scores[keep]) for one, keep in zip(found, kept, strict=True)]


def _answer_of(docs: Numbers, weights: Weights, factor: float) -> Candidates:
    scores = np.float32(factor) * (np.float32(PRESENCE) + np.float32(1 - PRESENCE) * weights)
    surety = np.minimum(np.float32(1), np.float32(COVER_FLOOR) + np.float32(COVER_RISE) * weights)
    return Candidates(docs, scores, np.float32(factor) * surety)


def _gather(texts: Iterable[AnalysedText | bytes]) -> _Gathered:
    """Numbers the terms of all texts; the number 0 stands after each field."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    numbers[""] = 0
    sequence = array("i")
    lengths = array("i")
    surfaces: dict[str, str] = {}
    number_of = numbers.__getitem__
    for text in texts:
        analysed = AnalysedText.unpack(text) if isinstance(text, bytes) else text
        for field in analysed.fields:
            words = field.split()
            sequence.extend(map(number_of, words))
            sequence.append(0)
            lengths.append(len(words))
        surfaces.update(zip(analysed.surfaces[::2], analysed.surfaces[1::2], strict=True))
    table = np.array(lengths, np.int32).reshape(-1, len(FIELDS))
    return _Gathered(np.array(sequence, np.int32), table, list(numbers), surfaces)


def _mean_lengths(lengths: NDArray[np.int32]) -> NDArray[np.float32]:
    """The mean length of each field among the documents that fill it."""
    filled = np.maximum((lengths > 0).sum(axis=0), 1)
    means: Weights = np.maximum(lengths.sum(axis=0) / filled, 1.0).astype(np.float32)
    return means


def _postings(
    sequence: NDArray[np.int32], lengths: NDArray[np.int32], means: NDArray[np.float32], vocabulary: int
) -> tuple[Numbers, Weights, NDArray[np.int64]]:
    """Documents and weights of each term, one after the other, and where each term's part begins (BM25F)."""
    worth = np.array([FIELD_WEIGHT[field] for field in FIELDS], np.float32)
    thinning = np.array([FIELD_LENGTH_NORM[field] for field in FIELDS], np.float32)
    share = (worth / (1 - thinning + thinning * lengths / means)).astype(np.float32)
    per_field = (lengths + 1).ravel()
    doc_of = np.repeat(np.arange(len(lengths), dtype=np.int32), (lengths + 1).sum(axis=1))
    weight_of = np.repeat(share.ravel(), per_field)
    real = np.flatnonzero(sequence)
    terms, docs, weights = sequence[real], doc_of[real], weight_of[real]
    order = np.argsort(terms, kind="stable")
    terms, docs, weights = terms[order], docs[order], weights[order]
    if not len(terms):
        return _NO_DOCS, _NO_WEIGHTS, np.zeros(vocabulary + 1, np.int64)
    first = np.flatnonzero(np.append(True, (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])))
    summed = np.add.reduceat(weights, first)
    bounds = np.searchsorted(terms[first], np.arange(1, vocabulary + 2)).astype(np.int64)
    return docs[first], (summed / (summed + np.float32(SATURATION))).astype(np.float32), bounds
