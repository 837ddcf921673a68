"""Poster and handout over HTTP: what the page filters is printed, whatever the address says."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.extensions import db
from portal.models import Holiday
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import HolidayKind

SHEETS = (
    "/berufswahlkalender/poster.pdf",
    "/berufswahlkalender/poster.pdf?format=a1",
    "/berufswahlkalender/handzettel.pdf",
)


@pytest.mark.parametrize("path", SHEETS)
@pytest.mark.parametrize("root", ["", "/en"])
def test_a_sheet_is_a_public_pdf_that_can_be_kept(client: Any, root: str, path: str) -> None:
    answer = client.get(root + path)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-") and "public" in answer.headers["Cache-Control"]
    assert client.get(root + path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_name_of_the_file_says_what_was_chosen(client: Any) -> None:
    answer = client.get("/berufswahlkalender/poster.pdf?schuljahr=2027-28&klasse=9&format=a3")
    assert (
        answer.headers["Content-Disposition"]
        == 'inline; filename="berufswahlkalender-2027-28-klasse-9-poster-a3.pdf"'
    )


def test_the_page_leads_to_its_sheets_with_the_same_filter(client: Any) -> None:
    page = client.get("/berufswahlkalender?klasse=9&schulform=gymnasium").text
    assert re.search(
        r"/berufswahlkalender/poster\.pdf\?(?=[^\"]*klasse=9)(?=[^\"]*schulform=gymnasium)(?=[^\"]*format=a3)",
        page,
    )
    assert "/berufswahlkalender/handzettel.pdf?schuljahr=" in page


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["klasse", "schuljahr", "format", "zeigen", "quatsch"]), st.text(max_size=20)
    )
)
def test_no_address_breaks_a_sheet(client: Any, query: dict[str, str]) -> None:
    assert client.get("/berufswahlkalender/handzettel.pdf", query_string=query).status_code == 200


def test_a_corrected_holiday_stands_on_the_next_sheet(own_app: Any, own_client: Any) -> None:
    first = own_client.get("/berufswahlkalender/handzettel.pdf")
    with own_app.app_context():
        day = SchoolYear.of(clock.today()).first
        db.session.add(
            Holiday(
                kind=HolidayKind.ACTION_DAY, name="Tag der Probe", first_day=day, last_day=day, source="Test"
            )
        )
        db.session.commit()
    second = own_client.get("/berufswahlkalender/handzettel.pdf")
    assert first.headers["ETag"] != second.headers["ETag"]
