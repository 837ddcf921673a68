"""An editor's no: what is not public is archived, its provider reads why, and what is public cannot be taken away like this."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import JournalEntry, Letter, OfferComment
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act
from portal.web.kit import letter_wishes
from tests.judge import JudgingClient
from tests.web.editorial import review_desk as r
from tests.web.people import signed_in
from tests.web.reading import page


@pytest.fixture
def editor(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, Role.EDITOR)


def test_a_no_archives_what_is_not_public_and_the_provider_reads_why(
    own_app: Flask, own_client: JudgingClient, editor: JudgingClient
) -> None:
    number = r.submitted(own_app)
    answer = r.decide(editor, number, decision="ablehnen", text="Das ist Werbung für eine Reise.")
    assert "ist abgelehnt und archiviert" in page(editor.get(answer.location)).notices()[0]
    assert r.step_of(own_app, number) == (Step.ARCHIVED, None)
    with own_app.app_context():
        said = db.session.scalars(select(OfferComment).where(OfferComment.offer_id == number)).one()
        assert (said.text, said.is_reason) == ("Das ist Werbung für eine Reise.", True)
        last = db.session.scalars(
            select(JournalEntry).where(JournalEntry.thing_id == number).order_by(JournalEntry.id.desc())
        ).first()
        assert last is not None
        assert (last.act, last.note) == (Act.ARCHIVED, "Das ist Werbung für eine Reise.")
        letter_wishes.drain(db.session())
        letter = db.session.scalars(select(Letter).where(Letter.kind == "rejected")).one()
        assert letter.recipient == r.PROVIDER
        assert "> Das ist Werbung für eine Reise." in letter.text
        assert f"/anbieterbereich/angebote/{number}" in letter.text
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert "Darüber ist schon entschieden. Stand jetzt: Archiviert" in document.notices()[0]
    assert own_client.get("/suche.json?q=xylothek").get_json()["total"] == 0
    provider = signed_in(own_app, Role.PROVIDER)
    assert provider.get(f"/anbieterbereich/angebote/{number}").status_code in (200, 403)


def test_a_change_of_a_public_offer_cannot_take_the_offer_away(own_app: Flask, editor: JudgingClient) -> None:
    number = r.live_offer(own_app, "brot-backen")
    r.change(own_app, number, summary="Ganz neu beschrieben, aber falsch.")
    document = page(editor.get(f"{r.QUEUE}/{number}"))
    assert "ablehnen" not in {one.get("value") for one in document.all("input", name="decision")}
    assert r.decide(editor, number, decision="ablehnen", text="Nein.").status_code == 400
    assert r.step_of(own_app, number) == (Step.PUBLISHED, Step.SUBMITTED)


def test_a_reason_that_is_put_in_leaves_the_no_chosen(own_app: Flask, editor: JudgingClient) -> None:
    number = r.submitted(own_app)
    reason, text = r.reasons_of(own_app)["Termin fehlt"]
    answer = r.decide(editor, number, decision="ablehnen", baustein=str(reason), einsetzen="1")
    filled = r.form_of(page(answer))
    assert (filled["decision"], filled["text"]) == ("ablehnen", text)
