"""Ideas on the editors' desk: nothing public before they say so, the answer with its letter, the address that goes with it."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Idea, JournalEntry, Letter, OutboxEntry
from portal.vocabulary.participation import IdeaKind, IdeaState
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from portal.web.kit import letter_wishes
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web.editorial import content
from tests.web.editorial.content import ANYTHING, complaints, fields, opened
from tests.web.editorial.desk import signed_in
from tests.web.hall import Hall
from tests.web.reading import HTML, page, text_of

LIST = "/redaktion/vorschlaege"
MAIL = "wer@demo.example"


@pytest.fixture(autouse=True)
def nothing_proposed(desk: Hall) -> Iterator[None]:
    empty(desk)
    yield
    empty(desk)


def empty(desk: Hall) -> None:
    content.clean(desk)
    with desk.app.app_context():
        for model in (Idea, OutboxEntry):
            db.session.query(model).delete()
        db.session.commit()
        db.session.remove()


def idea(desk: Hall, **values: Any) -> str:
    """An idea that waits; its address on the desk."""
    values = {
        "kind": IdeaKind.OFFER,
        "title": "Imkern",
        "text": "Bei Frau Muster.",
        "asked_at": NOW,
        **values,
    }
    with desk.app.app_context():
        row = Idea(**values)
        db.session.add(row)
        db.session.commit()
        return f"{LIST}/{row.id}"


def stored(desk: Hall) -> Idea:
    with desk.app.app_context():
        row = db.session.scalars(select(Idea).order_by(Idea.id)).one()
        db.session.expunge(row)
        return row


def act(editor: JudgingClient, address: str, name: str, **changes: str) -> TestResponse:
    return editor.post(address, data={**opened(editor, address), **changes, "act": name})


def letters(desk: Hall) -> list[Letter]:
    """Those that the wishes so far have led to."""
    with desk.app.app_context():
        letter_wishes.drain(db.session())
        found = list(db.session.scalars(select(Letter)))
        db.session.expunge_all()
        db.session.remove()
        return found


def test_from_the_badge_to_the_public_page_without_the_name(desk: Hall, editor: JudgingClient) -> None:
    address = idea(desk)
    document = page(editor.get(LIST))
    [entry] = [
        one for one in document.one("nav", class_="desk__nav").iter(HTML + "a") if one.get("href") == LIST
    ]
    assert text_of(entry) == "Vorschläge 1 offen"
    assert address in document.links()
    assert act(editor, address, "publish", text="Ein Jahr lang.").status_code == 303
    row = stored(desk)
    assert (row.state, row.text) == (IdeaState.PUBLIC, "Ein Jahr lang.")
    reader = JudgingClient(desk.app)
    assert "Muster" not in reader.get(f"/mitmachen/{row.uuid}").text
    assert f"/mitmachen/{row.uuid}" in page(editor.get(address)).links()


@pytest.mark.parametrize("locale", ["de", "en"])
def test_an_answer_is_public_and_goes_by_mail_and_with_it_the_address(
    desk: Hall, editor: JudgingClient, locale: str
) -> None:
    address = idea(desk, email=MAIL, locale=locale, state=IdeaState.PUBLIC, public_at=NOW)
    assert MAIL in page(editor.get(address)).words
    said = "Wir fragen den Verein.\n\nIm Mai [mehr](/ueber)."
    answer = act(editor, address, "answer", answer=said)
    assert "Brief" in " ".join(page(editor.get(answer.location)).notices())
    row = stored(desk)
    assert (row.state, row.email) == (IdeaState.ANSWERED, MAIL), "until the letter is written"
    [letter] = letters(desk)
    assert (letter.recipient, letter.locale, letter.about) == (MAIL, locale, f"idea:{row.id}")
    assert "Wir fragen den Verein." in letter.text
    assert f"/mitmachen/{row.uuid}" in letter.text
    assert ("/en/mitmachen" in letter.text) == (locale == "en")
    assert stored(desk).email is None
    assert MAIL not in editor.get(address).text
    public = page(JudgingClient(desk.app).get(f"/mitmachen/{row.uuid}"))
    assert "Wir fragen den Verein." in public.words
    assert "/ueber" in public.links()
    with desk.app.app_context():
        acts = select(JournalEntry.act).where(JournalEntry.thing == Thing.IDEA).order_by(JournalEntry.id)
        assert list(db.session.scalars(acts)) == [Act.ANSWERED, Act.ERASED]


def test_a_refusal_needs_a_reason_which_only_the_letter_tells(desk: Hall, editor: JudgingClient) -> None:
    address = idea(desk, email=MAIL)
    answer = act(editor, address, "refuse")
    assert answer.status_code == 400
    assert complaints(page(answer)) == ["Grund der Ablehnung: Bitte sagen Sie, warum."]
    assert act(editor, address, "refuse", reason="Das ist Werbung.").status_code == 303
    [letter] = letters(desk)
    assert "Das ist Werbung." in letter.text
    assert "/mitmachen/" not in letter.text
    row = stored(desk)
    assert (row.state, row.email) == (IdeaState.REFUSED, None)
    assert "Das ist Werbung." in page(editor.get(address)).words
    assert "answer" not in fields(page(editor.get(address))), "a refused idea is not answered in public"


def test_without_an_address_no_letter_is_written(desk: Hall, editor: JudgingClient) -> None:
    address = idea(desk, state=IdeaState.PUBLIC, public_at=NOW)
    act(editor, address, "answer", answer="Kommt.")
    assert letters(desk) == []


def test_an_idea_becomes_an_offer_that_is_found_by_its_title(desk: Hall, editor: JudgingClient) -> None:
    address = idea(desk, email=MAIL, state=IdeaState.PUBLIC, public_at=NOW)
    assert "Neues Angebot eintragen" in page(editor.get(address)).words
    nothing = page(act(editor, address, "find", words="gibt es nicht"))
    assert "Kein öffentliches Angebot" in nothing.words
    found = page(act(editor, address, "enter", words="keramik"))
    assert "Keramik für alle" in found.words
    typed = fields(found)
    assert editor.post(address, data={**typed, "act": "link"}).status_code == 400, "none was chosen"
    number = str(desk.offers["course"])
    assert editor.post(address, data={**typed, "offer": number, "act": "link"}).status_code == 303
    row = stored(desk)
    assert (row.state, row.offer_id) == (IdeaState.BECAME_OFFER, desk.offers["course"])
    [letter] = letters(desk)
    assert "Keramik für alle" in letter.text
    assert desk.path("course") in letter.text


@pytest.mark.parametrize("number", ["4711", "x", "9" * 12, "", "-1"])
def test_no_other_offer_can_be_linked(desk: Hall, editor: JudgingClient, number: str) -> None:
    address = idea(desk, state=IdeaState.PUBLIC, public_at=NOW)
    answer = act(editor, address, "link", words="keramik", offer=number)
    assert answer.status_code in (400, 409)
    assert fields(page(answer))["words"] == "keramik"
    hidden = act(editor, address, "link", words="x", offer=str(desk.offers["draft"]))
    assert hidden.status_code == 409
    assert stored(desk).state is IdeaState.PUBLIC


def test_the_slower_of_two_editors_loses_nothing_typed(desk: Hall, editor: JudgingClient) -> None:
    address = idea(desk)
    mine = opened(editor, address)
    act(editor, address, "publish")
    answer = editor.post(address, data={**mine, "reason": "Doppelt.", "act": "refuse"})
    assert answer.status_code == 409
    document = page(answer)
    assert fields(document)["reason"] == "Doppelt."
    assert stored(desk).state is IdeaState.PUBLIC
    assert editor.post(address, data={**fields(document), "act": "refuse"}).status_code == 303


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(["save", "publish", "answer", "refuse", "find", "link", "enter", "quatsch"]),
    typed=st.dictionaries(
        st.sampled_from(["kind", "title", "text", "district", "answer", "reason", "words", "offer", "revision"]), ANYTHING
    ),
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_desk(
    desk: Hall, editor: JudgingClient, name: str, typed: dict[str, str]
) -> None:
    address = idea(desk, state=IdeaState.PUBLIC, public_at=NOW)
    assert act(editor, address, name, **typed).status_code in (200, 303, 400, 409)
    assert editor.get(address).status_code == editor.get(LIST).status_code == 200
    assert JudgingClient(desk.app).get("/mitmachen").status_code == 200


def test_ideas_are_listed_by_their_state(desk: Hall, editor: JudgingClient) -> None:
    for at, state in enumerate(IdeaState):
        idea(desk, title=f"Idee {at}", state=state, public_at=NOW)
    for stand in ("", "offen", "beantwortet", "angebot", "abgelehnt"):
        assert len(page(editor.get(f"{LIST}?stand={stand}")).all("span", class_="queue__title")) == 1
    assert editor.get(f"{LIST}?stand=quatsch&seite=x").status_code == 200


def test_a_provider_may_not_enter(desk: Hall) -> None:
    address = idea(desk)
    provider = signed_in(desk, Role.PROVIDER)
    assert provider.get(LIST).status_code == provider.get(address).status_code == 403
