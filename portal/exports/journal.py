"""The journal as table and as data: pure lines -> text and values."""

import json
from collections.abc import Iterable
from typing import Any

from portal import clock
from portal.audit.queries import JournalLine
from portal.exports import csv_table

COLUMNS = (
    "nummer",
    "zeit",
    "person",
    "konto",
    "handlung",
    "gegenstand",
    "gegenstand_nummer",
    "titel",
    "anbieter",
    "anbieter_nummer",
    "aenderungen",
    "anmerkung",
)


def table(lines: Iterable[JournalLine]) -> str:
    """One row a line; what changed as JSON in one cell, since fields differ from line to line."""
    return csv_table.written(COLUMNS, map(_row, lines))


def _row(line: JournalLine) -> tuple[object, ...]:
    changes = json.dumps(line.changes, ensure_ascii=False, sort_keys=True) if line.changes else None
    return (
        line.id,
        clock.local(line.at).isoformat(" ", "seconds")[:19],
        line.actor_name,
        line.actor_id,
        line.act.value,
        line.thing.value,
        line.thing_id,
        line.title,
        line.institution,
        line.institution_id,
        changes,
        line.note,
    )


def data(line: JournalLine) -> dict[str, Any]:
    """A line as JSON values."""
    return {
        "id": line.id,
        "at": clock.local(line.at).isoformat(),
        "actor_id": line.actor_id,
        "actor": line.actor_name,
        "act": line.act.value,
        "thing": line.thing.value,
        "thing_id": line.thing_id,
        "title": line.title,
        "institution_id": line.institution_id,
        "institution": line.institution,
        "changes": {name: {"before": was, "after": is_} for name, (was, is_) in line.changes.items()},
        "note": line.note,
    }
