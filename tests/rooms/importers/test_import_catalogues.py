"""The three real catalogues: each of the 9,295 rows ends as a run of an offer or as a named refusal; twice is
once."""

import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.importers import mapping as mappings
from portal.importers import runner
from portal.importers.base import ImportReport
from portal.importers.sources_jsonl import JsonlSource
from portal.models import Institution, Occurrence, Offer, OutboxEntry, Place, Run

from .conftest import LATER, NOW

ROOT = Path(__file__).parents[3]
CATALOGUES = ROOT.parent / "shared" / "data" / "catalogue"
ROWS = {"bildungsurlaub_rlp": 6809, "rwth_hochschulsport": 2072, "zuerich_ferienkurse": 414}
SECONDS = 40

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not CATALOGUES.is_dir(), reason="skipped: no shared data"),
]


def load(session: Session, name: str, now: object = NOW) -> ImportReport:
    mapping = mappings.parse((ROOT / "tests" / "mappings" / f"{name}.yaml").read_text(encoding="utf-8"))
    source = JsonlSource(name, (CATALOGUES / f"{name}.jsonl").read_bytes())
    options = runner.Options(mapping.source or name, publish=True, applied=True)
    report = runner.run(session, source, mapping, options, now)
    session.commit()
    session.expunge_all()
    return report


def state(session: Session) -> list[object]:
    found: list[object] = [session.scalar(select(func.count()).select_from(OutboxEntry))]
    for table in (Offer, Run, Occurrence, Place, Institution):
        rows = session.execute(select(table.id, table.revision, table.updated_at).order_by(table.id))
        found += [tuple(row) for row in rows]
    return found


def test_every_row_of_the_catalogues_is_accounted_for_and_a_second_import_changes_nothing(
    session: Session,
) -> None:
    began = time.process_time()
    reports = {name: load(session, name) for name in ROWS}
    assert time.process_time() - began < SECONDS
    for name, report in reports.items():
        counts = report.counts
        assert report.rows == ROWS[name]
        assert counts["runs_created"] + counts["rows_identical"] + len(report.refusals) == ROWS[name]
        assert all(refusal.line and refusal.reason and refusal.remedy for refusal in report.refusals)
        assert counts["offers_created"] > 0
    assert session.scalar(select(func.count()).select_from(Run)) == sum(
        report.counts["runs_created"] for report in reports.values()
    )
    wrong = reports["bildungsurlaub_rlp"]
    assert (len(wrong.refusals), {refusal.field for refusal in wrong.refusals}) == (
        21,
        {"end", "external_id"},
    )
    assert any("auffällig weit zurück" in notice.reason for notice in wrong.notices)
    before = state(session)
    for name, rows in ROWS.items():
        again = load(session, name, LATER)
        assert again.counts["runs_unchanged"] + len(again.refusals) == rows
        assert again.absent == 0
    assert state(session) == before
