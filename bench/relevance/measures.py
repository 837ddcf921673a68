"""The measures of relevance, from graded judgements (0 to 3) and ranked keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

Grades = Mapping[str, int]


def ndcg(keys: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first keys, with gains 2^grade - 1."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(key, 0) for key in keys[:depth]]) / ideal if ideal else 0.0


def _gain(values: Sequence[int]) -> float:
    return sum((2.0**value - 1) / log2(place + 2) for place, value in enumerate(values))


def success(keys: Sequence[str], grades: Grades) -> float:
    """1 when the first hit is clearly relevant (grade 2 or 3)."""
    return float(bool(keys) and grades.get(keys[0], 0) >= 2)


def recall(keys: Sequence[str], grades: Grades, depth: int = 20) -> float:
    """The share of clearly relevant documents among the first keys, of as many as fit there."""
    relevant = {key for key, grade in grades.items() if grade >= 2}
    return len(relevant.intersection(keys[:depth])) / min(len(relevant), depth) if relevant else 0.0
