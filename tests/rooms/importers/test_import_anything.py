"""Whatever stands in the cells: every row ends as a run or as a refusal, and nothing raises."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.importers import mapping as mappings
from portal.importers import runner
from portal.importers.sources_jsonl import JsonlSource
from portal.vocabulary.terms import Scheme

from .conftest import NOW, ROW, SIMPLE

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.text(alphabet="0123456789.:-/ €", max_size=12),
    st.dates().map(str),
    st.datetimes().map(str),
    st.lists(st.text(max_size=5) | st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
GREEDY: dict[str, Any] = {
    **SIMPLE,
    "group_by": "group",
    "institution": {"name": "provider", "website": "link", "create": True},
    "offer": {
        **SIMPLE["offer"],
        "age_min": {"column": "days", "birth_year": True},
        "age_max": "from",
        "topics": {"column": "text", "split": ","},
        "registration_url": "link",
        "contact_email": "link",
        "expires_on": "end",
        "educational_leave": "days",
        "attendance_mode": "place",
    },
    "run": {"number": "id", "max_participants": "price", "availability": "text", "status": "text"},
    "place": {
        "name": "place",
        "latitude": "price",
        "longitude": "from",
        "country": "text",
        "postal_code": "id",
    },
    "duplicates": "further_run",
}
COLUMNS = [*ROW, "group", "link"]
ROWS = st.lists(
    st.fixed_dictionaries({name: CELLS | st.just(ROW.get(name)) for name in COLUMNS}), min_size=1, max_size=4
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_every_row_of_any_content_ends_as_a_run_or_a_refusal(
    session: Session, rows: list[dict[str, Any]]
) -> None:
    source = JsonlSource("any", "\n".join(json.dumps(row) for row in rows).encode())
    for mapping in (SIMPLE, GREEDY):
        options = runner.Options("any", "vhs", publish=True)
        report = runner.run(session, source, mappings.from_data(mapping), options, NOW)
        session.rollback()
        assert len(rows) == report.counts["runs_created"] + report.counts["rows_identical"] + len(
            report.refusals
        )


def test_every_scheme_that_is_a_filter_can_be_mapped() -> None:
    mapped = mappings.from_data(
        {"external_id": "id", "offer": {"title": "t", **dict.fromkeys(_names(), "x")}}
    ).terms
    assert set(Scheme) - set(mapped) == {Scheme.SYNONYM}


def _names() -> list[str]:
    from portal.importers import fields

    return list(fields.TERMS)
