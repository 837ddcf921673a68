"""The feedback form: it stores what was written and nothing else, loses nothing typed, and stops robots without a cookie."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Feedback
from portal.pages.actions import MOST_PER_HOUR
from portal.vocabulary.people import FeedbackKind
from tests.factories.offers import NOW

from .hall import Hall
from .reading import HTML, Document, page, text_of

MESSAGE = "Im Programm steht Dienstag, gemeint ist Mittwoch.\nUnd danke für die Seite!"


@pytest.fixture(autouse=True)
def an_empty_letterbox(hall: Hall) -> Iterator[None]:
    yield
    with hall.app.app_context():
        db.session.query(Feedback).delete()
        db.session.commit()


def stored(hall: Hall) -> list[Feedback]:
    with hall.app.app_context():
        return list(db.session.scalars(select(Feedback)))


def opened(visitor: FlaskClient, address: str = "/feedback") -> dict[str, str]:
    """The fields of the form as the browser got them."""
    return fields(page(visitor.get(address)))


def fields(document: Document) -> dict[str, str]:
    form = document.one("form", id="formular")
    inputs = {
        field.get("name") or "": field for field in form.iter(HTML + "input") if field.get("type") != "radio"
    }
    values = {name: field.get("value") or "" for name, field in inputs.items()}
    chosen = [radio.get("value") or "" for radio in form.iter(HTML + "input") if "checked" in radio.attrib]
    message = next(form.iter(HTML + "textarea"))
    return (
        values
        | {"message": (message.text or "").removeprefix("\n")}
        | ({"kind": chosen[0]} if chosen else {})
    )


def send(visitor: FlaskClient, form: dict[str, str], *, after: float = 30, root: str = "") -> TestResponse:
    with time_machine.travel(NOW + timedelta(seconds=after), tick=True):
        return visitor.post(f"{root}/feedback", data=form)


def complaints(answer: TestResponse) -> list[str]:
    assert answer.status_code == 400
    [summary] = page(answer).all("div", class_="errorsummary")
    return [text_of(item) for tag in ("li", "p") for item in summary.iter(HTML + tag)]


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_message_is_stored_and_thanked_for(hall: Hall, visitor: FlaskClient, root: str) -> None:
    form = opened(visitor, f"{root}/feedback?seite=/suche")
    answer = send(
        visitor, {**form, "kind": "wrong_entry", "message": MESSAGE, "email": "wer@example.org"}, root=root
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{root}/feedback/danke"
    assert page(visitor.get(answer.headers["Location"])).lang == ("en" if root else "de")
    [message] = stored(hall)
    assert (message.kind, message.message, message.email) == (
        FeedbackKind.WRONG_ENTRY,
        MESSAGE,
        "wer@example.org",
    )
    assert message.page == "/suche"
    assert message.created_at - NOW < timedelta(minutes=1)


def test_a_message_about_an_offer_knows_it_and_leads_back(hall: Hall, visitor: FlaskClient) -> None:
    report = next(
        link
        for link in page(visitor.get(hall.path("course"))).links()
        if link.startswith("/feedback?angebot=")
    )
    document = page(visitor.get(report))
    assert "Keramik für alle" in document.words
    form = fields(document)
    assert form["kind"] == "wrong_entry", "what one came for is chosen already"
    answer = send(visitor, {**form, "message": MESSAGE})
    thanks = page(visitor.get(answer.headers["Location"]))
    assert hall.path("course") in thanks.links()
    assert stored(hall)[0].offer_id == hall.offers["course"]


@pytest.mark.parametrize("number", ["9" * 12, "-1", "abc", "4711", "١", ""])
def test_an_offer_that_does_not_exist_is_dropped_and_the_message_kept(
    hall: Hall, visitor: FlaskClient, number: str
) -> None:
    form = opened(visitor, f"/feedback?angebot={number}")
    assert send(visitor, {**form, "kind": "other", "message": MESSAGE, "offer": number}).status_code == 303
    assert stored(hall)[0].offer_id is None


def test_a_draft_is_not_betrayed_by_the_form(hall: Hall, visitor: FlaskClient) -> None:
    assert "Noch geheim" not in visitor.get(f"/feedback?angebot={hall.offers['draft']}").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": ""}, "wählen"),
        ({"kind": "quatsch"}, ""),
        ({"message": "  "}, "schreiben"),
        ({"message": "x" * 5001}, "5000"),
        ({"email": "halb@"}, "name@example.org"),
        ({"email": "a" * 300 + "@example.org"}, "name@example.org"),
        ({"website": "http://kaufmich.example"}, "leer"),
    ],
)
def test_an_error_names_field_and_remedy_and_loses_nothing(
    hall: Hall, visitor: FlaskClient, change: dict[str, str], words: str
) -> None:
    typed = {
        **opened(visitor),
        "kind": "other",
        "message": MESSAGE,
        "email": "wer@example.org",
        "page": "/themen",
        **change,
    }
    answer = send(visitor, typed)
    [complaint] = complaints(answer)
    assert words in complaint
    document = page(answer)
    [faulty] = change
    kept = fields(document)
    for name in ("message", "email", "page"):
        assert kept[name].replace("\r", "") == typed[name], name
    if faulty != "kind":
        assert kept["kind"] == "other"
    anchors = {link.get("href") for link in document.one("div", class_="errorsummary").iter(HTML + "a")}
    assert anchors == {f"#{faulty}"}
    assert [element for element in document.root.iter() if element.get("id") == faulty]
    assert document.title.startswith("Fehler:")
    assert stored(hall) == []


def test_the_field_in_error_says_so_to_screen_readers(visitor: FlaskClient) -> None:
    document = page(send(visitor, {**opened(visitor), "kind": "other", "message": MESSAGE, "email": "halb@"}))
    field = document.one("input", name="email")
    assert field.get("aria-invalid") == "true"
    described = (field.get("aria-describedby") or "").split()
    assert any(
        "name@example.org" in text_of(element)
        for element in document.root.iter()
        if element.get("id") in described
    )


@pytest.mark.parametrize("after", [0.5, 25 * 3600])
def test_a_ticket_too_fresh_or_too_old_asks_to_send_again_and_then_it_works(
    hall: Hall, visitor: FlaskClient, after: float
) -> None:
    typed = {**opened(visitor), "kind": "other", "message": MESSAGE}
    answer = send(visitor, typed, after=after)
    [complaint] = complaints(answer)
    assert "noch einmal" in complaint
    again = fields(page(answer))
    assert again["message"].replace("\r", "") == MESSAGE
    assert send(visitor, again, after=after + 10).status_code == 303
    assert len(stored(hall)) == 1


@pytest.mark.parametrize(
    "ticket", ["", "x", "MTc5NTQyNDQwMA.fremd.unterschrift", "\x00", "ä" * 500, "W10.aSrX8A.x"]
)
def test_a_forged_ticket_is_refused(hall: Hall, visitor: FlaskClient, ticket: str) -> None:
    answer = send(visitor, {**opened(visitor), "kind": "other", "message": MESSAGE, "ticket": ticket})
    assert answer.status_code == 400
    assert stored(hall) == []


def test_no_step_of_it_sets_a_cookie(hall: Hall, visitor: FlaskClient) -> None:
    answer = visitor.get("/feedback")
    failed = send(visitor, {})
    sent = send(visitor, {**fields(page(answer)), "kind": "other", "message": MESSAGE})
    assert sent.status_code == 303
    for one in (answer, failed, sent, visitor.get("/feedback/danke")):
        assert "Set-Cookie" not in one.headers


def test_neither_address_nor_browser_of_the_sender_is_stored(hall: Hall, visitor: FlaskClient) -> None:
    form = {**opened(visitor), "kind": "other", "message": MESSAGE}
    with time_machine.travel(NOW + timedelta(seconds=30), tick=True):
        visitor.post(
            "/feedback", data=form,
            headers={"User-Agent": "Spürnase/1.0", "X-Forwarded-For": "198.51.100.7"},
            environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
        )  # fmt: skip
    [message] = stored(hall)
    columns = {column.key: getattr(message, column.key) for column in inspect(Feedback).columns}
    of_sender = {"id", "created_at", "kind", "message", "page", "email", "offer_id"}
    assert set(columns) == of_sender | {"answered_at", "handled_by_id", "outcome"}
    assert not any(mark in str(columns) for mark in ("203.0.113.9", "198.51.100.7", "Spürnase"))


def test_control_characters_do_not_reach_the_office(hall: Hall, visitor: FlaskClient) -> None:
    form = {**opened(visitor), "kind": "other", "message": "a\x00b\x1b[31m\u202eroter\u2066 Text"}
    assert send(visitor, form).status_code == 303
    assert stored(hall)[0].message == "ab[31mroter Text"


def test_the_declaration_on_accessibility_carries_the_form(hall: Hall, visitor: FlaskClient) -> None:
    form = opened(visitor, "/barrierefreiheit")
    assert form["kind"] == "accessibility"
    assert send(visitor, {**form, "message": MESSAGE}).status_code == 303
    assert stored(hall)[0].page == "/barrierefreiheit"


def test_a_flood_is_stopped_and_the_message_not_lost(
    hall: Hall, visitor: FlaskClient, monkeypatch: Any
) -> None:
    with hall.app.app_context():
        db.session.add_all(
            Feedback(kind=FeedbackKind.PRAISE_OR_OTHER, message="x", created_at=NOW)
            for _ in range(MOST_PER_HOUR)
        )
        db.session.commit()
    answer = send(visitor, {**opened(visitor), "kind": "other", "message": MESSAGE})
    assert answer.status_code == 429
    assert fields(page(answer))["message"].replace("\r", "") == MESSAGE
    assert len(stored(hall)) == MOST_PER_HOUR
