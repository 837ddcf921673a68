"""A database in memory with the word lists, an institution, and short ways to import a few rows."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

import portal.models
from portal.cli import seed_vocabularies
from portal.extensions import Base
from portal.importers import mapping as mappings
from portal.importers import runner
from portal.importers.base import ImportReport
from portal.importers.sources_jsonl import JsonlSource

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 29, 13, 0, tzinfo=UTC)
SIMPLE: dict[str, Any] = {
    "source": "probe",
    "external_id": "id",
    "offer": {"title": "title", "description": "text", "kind": {"value": "course"}},
    "occurrences": {
        "start": "start",
        "end": "end",
        "start_time": "from",
        "end_time": "to",
        "weekdays": "days",
    },
    "place": {"name": "place"},
    "price": "price",
}
ROW: dict[str, Any] = {
    "id": "27-1",
    "title": "Nähen für Anfängerinnen",
    "text": "Mit der eigenen Maschine.",
    "start": "2027-01-11",
    "end": "2027-02-01",
    "from": "18:00",
    "to": "19:30",
    "days": "Mo",
    "place": "Volkshochschule",
    "price": "42 €",
    "provider": None,
}
Importing = Callable[..., ImportReport]


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        seed_vocabularies.load(session)
        session.add(portal.models.Institution(slug="vhs", name="Volkshochschule Musterstadt"))
        session.commit()
        yield session
    engine.dispose()


@pytest.fixture
def importing(session: Session) -> Importing:
    """Imports rows (SIMPLE mapping and institution `vhs` unless told otherwise) and commits."""

    def run(*rows: dict[str, Any], **changes: Any) -> ImportReport:
        now = changes.pop("now", NOW)
        publish = changes.pop("publish", False)
        institution = changes.pop("institution_slug", "vhs")
        mapping = mappings.from_data({**SIMPLE, **changes})
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        source = JsonlSource("probe.jsonl", text.encode())
        options = runner.Options(mapping.source or "probe", institution, publish=publish, applied=True)
        report = runner.run(session, source, mapping, options, now)
        session.commit()
        return report

    return run


def row(**changes: Any) -> dict[str, Any]:
    """A good row with some values changed."""
    return {**ROW, **changes}
