"""The judged queries: a query, its class, and the grade of every document that answers it, by key.

Grades: 3 exactly what was asked, 2 clearly relevant, 1 marginal; a document that is not named has 0. For each query a rule in words
of content was applied to every document, then corrected by reading the first hits of the engines. No text of a catalogue is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("judgements.jsonl")
NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged query. `is_held_out`: written after the search was tuned on the others."""

    query: str
    kind: str
    is_held_out: bool
    grades: dict[str, int]


def judged_queries() -> list[Judged]:
    """All judged queries, in the order of the file."""
    found: list[Judged] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        grades = {key: int(grade) for grade, keys in row["grades"].items() for key in keys}
        found.append(Judged(row["query"], row["class"], row["set"] == "held out", grades))
    return found
