"""The checklists on the editors' desk: write, order, delete; two editors; hostile input."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import ClassTask, FormDraft
from tests.judge import JudgingClient
from tests.web.editorial.content import ANYTHING, complaints, fields, opened
from tests.web.hall import Hall
from tests.web.reading import page, text_of

LIST, NEW = "/redaktion/checkliste", "/redaktion/checkliste/neu"
GIVEN = {
    "grade": "8",
    "title": "Auf eine Messe gehen",
    "text": "Drei Stände aussuchen.",
    "query": "/suche?klasse=8&aktion=messe",
}


@pytest.fixture(autouse=True)
def no_lines(desk: Hall) -> Iterator[None]:
    yield
    with desk.app.app_context():
        for model in (ClassTask, FormDraft):
            db.session.query(model).delete()
        db.session.commit()


def rows(desk: Hall) -> list[ClassTask]:
    with desk.app.app_context():
        found = list(db.session.scalars(select(ClassTask).order_by(ClassTask.grade, ClassTask.position)))
        db.session.expunge_all()
        return found


def made(editor: JudgingClient, **changes: object) -> None:
    answer = editor.post(NEW, data={**opened(editor, NEW), **GIVEN, **changes})
    assert answer.status_code == 303, complaints(page(answer))


def test_a_line_is_written_and_public_at_once(desk: Hall, editor: JudgingClient) -> None:
    made(editor, months=["9", "11", "quatsch"], school_forms=["gymnasium"])
    [row] = rows(desk)
    assert (row.grade, row.months, row.school_forms, row.query) == (
        "8",
        [9, 11],
        ["gymnasium"],
        "aktion=messe&klasse=8",
    ) or (row.query == "klasse=8&aktion=messe")
    document = page(editor.get(f"{LIST}?klasse=8"))
    assert "„Auf eine Messe gehen“ steht in der Checkliste." in document.notices()
    assert "ohne englischen Text" in document.words
    public = page(JudgingClient(desk.app).get("/berufswahlkalender/klasse/8"))
    assert "Auf eine Messe gehen" in public.words


def test_a_calendar_with_filters_is_kept_as_one(desk: Hall, editor: JudgingClient) -> None:
    made(editor, query="https://bildung.stadt.example/berufswahlkalender?klasse=8&zeigen=fristen#m-2026-11")
    [row] = rows(desk)
    assert row.query == "berufswahlkalender?klasse=8&zeigen=fristen"
    form = page(editor.get(f"{LIST}/{row.id}"))
    assert form.one("input", id="query").get("value") == row.query


def test_what_is_missing_is_named_and_nothing_typed_is_lost(editor: JudgingClient) -> None:
    answer = editor.post(
        NEW,
        data={**opened(editor, NEW), **GIVEN, "title": "", "query": "/suche", "grade": "77", "months": ["9"]},
    )
    assert answer.status_code == 400
    document = page(answer)
    assert len(complaints(document)) == 3
    kept = fields(document)
    assert (kept["text"], kept["months"]) == (GIVEN["text"], "9")


def test_lines_are_put_in_order_and_deleted_after_a_question(desk: Hall, editor: JudgingClient) -> None:
    for title in ("A", "B"):
        made(editor, title=title)
    second = rows(desk)[1]
    form = next(
        one
        for one in page(editor.get(f"{LIST}?klasse=8")).all("form")
        if one.get("action") == f"{LIST}/{second.id}/reihenfolge"
    )
    token = next(one.get("value") for one in form.iter() if one.get("name") == "csrf_token")
    assert (
        editor.post(f"{LIST}/{second.id}/reihenfolge", data={"csrf_token": token, "nach": "oben"}).status_code
        == 303
    )
    assert [row.title for row in rows(desk)] == ["B", "A"]
    fresh = rows(desk)[0]
    sure = page(editor.get(f"{LIST}/{fresh.id}/loeschen"))
    assert sure.h1 == "„B“ löschen?"
    data = {one.get("name"): one.get("value") for one in sure.all("input", type="hidden")}
    assert editor.post(f"{LIST}/{fresh.id}/loeschen", data=data).status_code == 303
    assert [row.title for row in rows(desk)] == ["A"]
    assert editor.get(f"{LIST}/{fresh.id}").status_code == 404


def test_of_two_editors_the_slower_sees_both_versions(desk: Hall, editor: JudgingClient) -> None:
    made(editor)
    address = f"{LIST}/{rows(desk)[0].id}"
    form = opened(editor, address)
    assert editor.post(address, data={**form, "title": "Schneller"}).status_code == 303
    answer = editor.post(address, data={**form, "title": "Langsamer"})
    assert answer.status_code == 409
    document = page(answer)
    assert "Schneller" in text_of(document.one("div", class_="diff"))
    assert document.one("input", id="title").get("value") == "Langsamer"
    assert editor.post(address, data={**fields(document)}).status_code == 303
    assert rows(desk)[0].title == "Langsamer"


FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("grade", "title", "text", "query", "title_en", "text_en", "months", "school_forms"), ANYTHING
        ),
    )
)
def test_no_input_breaks_the_form(desk: Hall, editor: JudgingClient, given_: dict[str, str]) -> None:
    answer = editor.post(NEW, data={**opened(editor, NEW), **GIVEN, **given_})
    assert answer.status_code in (303, 400)
    for row in rows(desk)[-1:]:
        assert editor.get(f"{LIST}?klasse={row.grade}").status_code == 200
        assert editor.get(f"/berufswahlkalender/klasse/{row.grade}").status_code == 200
