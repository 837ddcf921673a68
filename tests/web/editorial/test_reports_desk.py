"""Reports on the desk: from the public form to the answer in the letter box, and closed once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import Feedback, Letter, OutboxEntry
from portal.upkeep import retention
from portal.vocabulary.people import FeedbackKind
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web.editorial import content
from tests.web.editorial.content import complaints, fields, send
from tests.web.hall import HOSTILE, Hall
from tests.web.reading import page

LIST = "/redaktion/meldungen"


@pytest.fixture(autouse=True)
def an_empty_letterbox(desk: Hall) -> Iterator[None]:
    content.clean(desk)
    yield
    content.clean(desk)


def report(desk: Hall, **values: object) -> str:
    """A message; its address on the desk."""
    values = {
        "kind": FeedbackKind.WRONG_ENTRY,
        "message": "Es ist Mittwoch.\n\nNicht Dienstag.",
        "created_at": NOW,
        **values,
    }
    with desk.app.app_context():
        row = Feedback(**values)
        db.session.add(row)
        db.session.commit()
        return f"{LIST}/{row.id}"


def letters(desk: Hall) -> list[Letter]:
    with desk.app.app_context():
        return list(db.session.scalars(select(Letter)))


def test_from_the_offer_to_the_desk(desk: Hall, editor: JudgingClient) -> None:
    reader = JudgingClient(desk.app)
    address = next(link for link in page(reader.get(desk.path("course"))).links() if "angebot=" in link)
    form = page(reader.get(address))
    assert form.h1 == "Fehler melden"
    assert "Keramik für alle" in form.words
    values = fields(form)
    assert values["kind"] == "wrong_entry"
    with desk.app.app_context():
        db.session.query(OutboxEntry).delete()
        db.session.commit()
    with time_machine.travel(NOW + timedelta(seconds=30), tick=True):
        answer = reader.post("/feedback", data={**values, "message": "Falscher Tag."})
    thanks = page(reader.get(answer.headers["Location"]))
    assert "Die Redaktion sieht sich den Eintrag an" in thanks.words
    listed = page(editor.get(LIST))
    assert "Ein Fehler in einem Angebot: Keramik für alle" in listed.words
    assert "Falscher Tag." in listed.words
    with desk.app.app_context():
        wishes = [
            row.payload
            for row in db.session.scalars(select(OutboxEntry).where(OutboxEntry.topic == "letter"))
        ]
        number = db.session.scalars(select(Feedback.id)).one()
        db.session.query(OutboxEntry).delete()
        db.session.commit()
    assert {"kind": "reported", "feedback_id": number} in wishes


def test_an_answer_goes_out_and_the_address_is_forgotten(desk: Hall, editor: JudgingClient) -> None:
    address = report(desk, email="wer@demo.example", offer_id=desk.offers["course"])
    document = page(editor.get(address))
    assert desk.path("course") in set(document.links())
    assert "wer@demo.example" in document.words
    answer = send(
        editor, address, answer="Danke!\n\nEs *ist* [jetzt](x) richtig.", outcome="Berichtigt.", language="en"
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    [letter] = letters(desk)
    assert (letter.recipient, letter.locale, letter.kind) == ("wer@demo.example", "en", "report_answer")
    assert "Keramik für alle" in letter.subject
    assert "Es *ist* [jetzt](x) richtig." in letter.text
    assert "> Es ist Mittwoch." in letter.text
    assert f"https://bildung.stadt.example/en{desk.path('course')}" in letter.text
    with desk.app.app_context():
        assert retention.forget_feedback_addresses(db.session(), NOW) == 1
        db.session.commit()
    done = page(editor.get(address)).words
    assert "Erledigt am 23. November 2026 von" in done
    assert "Berichtigt." in done
    assert "wer@demo.example" not in done


def test_a_report_without_an_address_is_closed_with_a_note(desk: Hall, editor: JudgingClient) -> None:
    address = report(desk, kind=FeedbackKind.ACCESSIBILITY, page="/suche")
    document = page(editor.get(address))
    assert "answer" not in fields(document)
    assert "/suche" in set(document.links())
    assert send(editor, address, outcome="Kontrast geändert.").status_code == 303
    assert letters(desk) == []
    assert page(editor.get(LIST)).one("p", class_="muted").text == "0 Meldungen"
    assert "Kontrast geändert." in page(editor.get(f"{LIST}?stand=erledigt")).words


def test_two_editors_do_not_answer_twice(desk: Hall, editor: JudgingClient) -> None:
    address = report(desk, email="wer@demo.example")
    mine = content.opened(editor, address)
    send(editor, address, answer="Erste Antwort.")
    answer = editor.post(address, data={**mine, "answer": "Zweite Antwort."})
    assert answer.status_code == 409
    assert any("schon erledigt" in notice for notice in page(answer).notices())
    assert len(letters(desk)) == 1


def test_a_closed_report_can_be_opened_again(desk: Hall, editor: JudgingClient) -> None:
    address = report(desk)
    send(editor, address)
    form = page(editor.get(address)).one("form", action=f"{address}/oeffnen")
    data = {one.get("name") or "": one.get("value") or "" for one in form if one.get("name")}
    assert editor.post(f"{address}/oeffnen", data=data).headers["Location"] == address
    assert "Wieder öffnen" not in page(editor.get(address)).words


def test_open_ones_wait_with_the_oldest_on_top_and_long_lists_have_pages(
    desk: Hall, editor: JudgingClient
) -> None:
    for minutes in range(32):
        report(desk, message=f"Nachricht {minutes}.", created_at=NOW - timedelta(minutes=minutes))
    first, second = page(editor.get(LIST)), page(editor.get(f"{LIST}?seite=2"))
    assert first.words.index("Nachricht 31.") < first.words.index("Nachricht 30.")
    assert f"{LIST}?seite=2" in set(first.links())
    assert "Nachricht 0." in second.words
    for odd in ("x", "-1", "0", "99999999", "\x00", "٢"):
        assert editor.get(LIST, query_string={"seite": odd}).status_code == 200


@pytest.mark.parametrize("where", ["//evil.example/x", "https://evil.example/", "/\\evil.example", HOSTILE])
def test_only_pages_of_this_portal_become_links(desk: Hall, editor: JudgingClient, where: str) -> None:
    document = page(editor.get(report(desk, page=where, message=HOSTILE, email=None)))
    assert not [link for link in document.all("a") if "evil" in (link.get("href") or "")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"answer": "x" * 4001}, "4000 Zeichen"),
        ({"outcome": "x" * 1001}, "1000 Zeichen"),
        ({"language": "fr"}, "Sprache des Portals"),
    ],
)
def test_an_error_names_field_and_remedy(
    desk: Hall, editor: JudgingClient, change: dict[str, str], words: str
) -> None:
    answer = send(editor, report(desk, email="wer@demo.example"), **{"answer": "Danke.", **change})
    assert answer.status_code == 400
    [complaint] = complaints(page(answer))
    assert words in complaint
    assert letters(desk) == []


@pytest.mark.parametrize("number", ["999999", "0", "2147483648", "-1", "x", "%00"])
def test_a_report_that_does_not_exist_is_not_found(editor: JudgingClient, number: str) -> None:
    assert editor.get(f"{LIST}/{number}").status_code == 404


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(["answer", "outcome", "language"], content.ANYTHING)),
    st.booleans(),
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    desk: Hall, editor: JudgingClient, given_: dict[str, str], has_address: bool
) -> None:
    address = report(desk, email="wer@demo.example" if has_address else None)
    answer = editor.post(address, data={**content.opened(editor, address), **given_})
    assert answer.status_code in (303, 400, 409)
    assert editor.get(address).status_code == 200
