"""Reusable reasons: list, add, change, order, delete; two editors at once; hostile input."""

from html import unescape

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import JournalEntry
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Thing
from tests.judge import JudgingClient
from tests.web.editorial import review_desk as r
from tests.web.hall import HOSTILE
from tests.web.people import signed_in
from tests.web.reading import page, text_of

NEW = f"{r.REASONS}/neu"


@pytest.fixture
def editor(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, Role.EDITOR)


def add(editor: JudgingClient, **fields: str) -> str:
    answer = editor.post(NEW, data={**r.form_of(page(editor.get(NEW))), **fields})
    assert answer.status_code == 303, text_of(page(answer).one("main"))
    return str(answer.location)


def test_a_reason_is_added_changed_and_deleted(own_app: Flask, editor: JudgingClient) -> None:
    address = add(editor, label="Ort fehlt", text="Bitte nennen Sie den Ort.")
    assert page(editor.get(address)).notices()[0] == "„Ort fehlt“ ist angelegt."
    number, _text = r.reasons_of(own_app)["Ort fehlt"]
    one = f"{r.REASONS}/{number}"
    opened = r.form_of(page(editor.get(one)))
    assert (opened["label"], opened["text"]) == ("Ort fehlt", "Bitte nennen Sie den Ort.")
    assert editor.post(one, data={**opened, "text": "Wo findet es statt?"}).status_code == 303
    assert r.reasons_of(own_app)["Ort fehlt"] == (number, "Wo findet es statt?")
    asked = page(editor.get(f"{one}/loeschen"))
    assert asked.h1 == "„Ort fehlt“ löschen?"
    assert "Ort fehlt" in r.reasons_of(own_app), "opening the page deletes nothing"
    assert editor.post(f"{one}/loeschen", data=r.form_of(asked)).status_code == 303
    assert "Ort fehlt" not in r.reasons_of(own_app)
    with own_app.app_context():
        rows = db.session.scalars(
            select(JournalEntry).where(JournalEntry.thing == Thing.SETTING).order_by(JournalEntry.id)
        ).all()
        assert [row.act.value for row in rows][-3:] == ["created", "changed", "deleted"]


def test_reasons_are_put_in_order(own_app: Flask, editor: JudgingClient) -> None:
    before = list(r.reasons_of(own_app))
    number, _text = r.reasons_of(own_app)[before[1]]
    token = {"csrf_token": r.csrf(editor)}
    editor.post(f"{r.REASONS}/{number}/reihenfolge", data={**token, "nach": "oben"})
    assert list(r.reasons_of(own_app)) == [before[1], before[0], *before[2:]]
    editor.post(f"{r.REASONS}/{number}/reihenfolge", data={**token, "nach": "unten"})
    assert list(r.reasons_of(own_app)) == before


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"label": " ", "text": "Text"}, 400, "Namen"),
        ({"label": "x" * 121, "text": "Text"}, 400, "120 Zeichen"),
        ({"label": "Neu", "text": ""}, 400, "den Text"),
        ({"label": "Neu", "text": "x" * 2001}, 400, "2000 Zeichen"),
        ({"label": "termin FEHLT", "text": "Text"}, 409, "gibt es schon"),
    ],
)
def test_an_error_names_the_remedy_and_loses_nothing(
    own_app: Flask, editor: JudgingClient, fields: dict[str, str], status: int, words: str
) -> None:
    before = r.reasons_of(own_app)
    answer = editor.post(NEW, data={**r.form_of(page(editor.get(NEW))), **fields})
    assert answer.status_code == status
    document = page(answer)
    assert words in text_of(document.one("div", class_="errorsummary"))
    kept = r.form_of(document)
    assert (kept["label"], kept["text"]) == (fields["label"].strip(), fields["text"])
    assert r.reasons_of(own_app) == before


def test_a_double_click_adds_one(own_app: Flask, editor: JudgingClient) -> None:
    opened = {**r.form_of(page(editor.get(NEW))), "label": "Einmal", "text": "Text"}
    before = len(r.reasons_of(own_app))
    assert [editor.post(NEW, data=opened).status_code for _time in range(2)] == [303, 303]
    assert len(r.reasons_of(own_app)) == before + 1


def test_of_two_editors_the_slower_sees_both_versions(own_app: Flask, editor: JudgingClient) -> None:
    number, text = r.reasons_of(own_app)["Termin fehlt"]
    one = f"{r.REASONS}/{number}"
    mine = r.form_of(page(editor.get(one)))
    other = signed_in(own_app, Role.ADMINISTRATOR)
    other.post(one, data={**r.form_of(page(other.get(one))), "text": "Schneller."})
    answer = editor.post(one, data={**mine, "text": "Langsamer."})
    assert answer.status_code == 409
    document = page(answer)
    assert "jemand anders" in document.notices()[0]
    assert "Schneller." in document.words
    assert r.form_of(document)["text"] == "Langsamer."
    assert editor.post(one, data=r.form_of(document)).status_code == 303
    assert r.reasons_of(own_app)["Termin fehlt"] == (number, "Langsamer.")
    assert text
    gone = editor.post(f"{one}/loeschen", data={"csrf_token": r.csrf(editor), "stand": mine["stand"]})
    assert gone.status_code == 409


@pytest.mark.parametrize("number", ["999999", "0", "x", "-1", "2147483648"])
def test_what_does_not_exist_is_not_found(editor: JudgingClient, number: str) -> None:
    token = {"csrf_token": r.csrf(editor)}
    for path in ("", "/loeschen"):
        assert editor.get(f"{r.REASONS}/{number}{path}").status_code == 404
        assert editor.post(f"{r.REASONS}/{number}{path}", data=token).status_code in (404, 405)
    assert editor.post(f"{r.REASONS}/{number}/reihenfolge", data=token).status_code == 404


def test_a_provider_is_refused(own_app: Flask) -> None:
    provider = signed_in(own_app, Role.PROVIDER)
    for path in (r.REASONS, NEW, f"{r.REASONS}/1", f"{r.REASONS}/1/loeschen"):
        assert provider.get(path).status_code == 403


ANYTHING = st.text(max_size=300) | st.sampled_from(
    [HOSTILE, "\x00", "\u202etxt", "😀" * 200, "' OR 1=1 --", "{{7*7}}"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(["label", "text", "stand", "einmal"]), ANYTHING))
def test_anything_at_all_gets_a_page(own_app: Flask, editor: JudgingClient, fields: dict[str, str]) -> None:
    token = {"csrf_token": r.csrf(editor)}
    number = next(iter(r.reasons_of(own_app).values()))[0]
    for path in (NEW, f"{r.REASONS}/{number}"):
        assert editor.post(path, data={**token, **fields}).status_code in (303, 400, 409)
    html = editor.get(r.REASONS).text
    assert "<script>alert" not in html
    assert unescape(html)
