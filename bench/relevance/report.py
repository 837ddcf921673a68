"""Runs the judged queries through engines and sums up: one line per engine and class, and what they return for nonsense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from bench.relevance.engines import Engine
from bench.relevance.judgements import NO_ANSWER, Judged
from bench.relevance.measures import ndcg, recall, success

DEPTH = 20


@dataclass(frozen=True, slots=True)
class Score:
    """How one engine did for one query."""

    judged: Judged
    total: int
    ndcg: float
    success: float
    recall: float


@dataclass(frozen=True, slots=True)
class Line:
    """Means over a group of queries."""

    engine: str
    group: str
    queries: int
    ndcg: float
    success: float
    recall: float


@dataclass(frozen=True, slots=True)
class Summary:
    """All lines of one engine, and how many documents it returns for a query without an answer."""

    engine: str
    lines: tuple[Line, ...]
    nonsense: float

    @property
    def overall(self) -> Line:
        """The line over all queries with an answer."""
        return self.lines[0]

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return {
            "engine": self.engine,
            "documents_for_nonsense": round(self.nonsense, 2),
            "groups": [asdict(line) for line in self.lines],
        }


def scores(engine: Engine, queries: Sequence[Judged]) -> list[Score]:
    """The scores of an engine for all queries."""
    found = []
    for judged in queries:
        hits = engine.search(judged.query, DEPTH)
        grades = judged.grades
        found.append(
            Score(
                judged,
                hits.total,
                ndcg(hits.keys, grades),
                success(hits.keys, grades),
                recall(hits.keys, grades),
            )
        )
    return found


def summary(engine: str, all_scores: Sequence[Score]) -> Summary:
    """Means overall, for tuned and held-out queries, and per class."""
    answered = [score for score in all_scores if score.judged.kind != NO_ANSWER]
    nonsense = [score.total for score in all_scores if score.judged.kind == NO_ANSWER]
    groups = {
        "all": answered,
        "tuned": [score for score in answered if not score.judged.is_held_out],
        "held out": [score for score in answered if score.judged.is_held_out],
    }
    for score in answered:
        groups.setdefault(score.judged.kind, []).append(score)
    lines = tuple(_line(engine, name, found) for name, found in groups.items())
    return Summary(engine, lines, sum(nonsense) / max(len(nonsense), 1))


def _line(engine: str, group: str, found: Sequence[Score]) -> Line:
    count = max(len(found), 1)

    def mean(values: Iterable[float]) -> float:
        return round(sum(values) / count, 3)

    return Line(
        engine,
        group,
        len(found),
        mean(score.ndcg for score in found),
        mean(score.success for score in found),
        mean(score.recall for score in found),
    )
