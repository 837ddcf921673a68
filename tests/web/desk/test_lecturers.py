"""Lecturers at the desk: entered without consent they are nowhere, with consent at once everywhere; opening an offer."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.extensions import db
from portal.lectures.semesters import PROGRAMME
from portal.models import Institution, Lecturer, Occurrence, Offer, OfferEdit, Run
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Standing
from tests.judge import JudgingClient
from tests.web.desk.institution_desk import SLUG, post
from tests.web.hall import HOSTILE
from tests.web.people import signed_in
from tests.web.reading import page, text_of

LIST, NEW = "/anbieterbereich/vortragende", "/anbieterbereich/vortragende/neu"
GIVEN = {
    "name": "Dr. Wilhelmine Tintenfisch",
    "role": "Historikerin",
    "affiliation": "Stadtarchiv",
    "about": "Liest alte Handschriften.",
    "consented_on": "",
    "einmal": "",
}


@pytest.fixture
def manager(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, "anbieter@demo.example")


def ours(app: Flask, *, key: str = "su-hitze-stadt") -> Offer:
    with app.app_context():
        found = db.session.scalars(
            select(Offer).join(Institution).where(Institution.slug == SLUG, Offer.external_id == key)
        ).one()
        db.session.expunge_all()
        return found


def path(offer: Offer) -> str:
    return f"/angebote/{offer.id}-{offer.slug}"


def stored(app: Flask, name: str = GIVEN["name"]) -> Lecturer:
    with app.app_context():
        found = db.session.scalars(select(Lecturer).where(Lecturer.name == name)).one()
        db.session.expunge_all()
        return found


def enter(client: JudgingClient, **changes: str) -> TestResponse:
    return post(client, NEW, **{**GIVEN, **changes})


def revise(client: JudgingClient, row: Lecturer, **changes: str) -> TestResponse:
    return post(client, f"{LIST}/{row.id}", revision=str(row.revision), **{**GIVEN, **changes})


def test_without_consent_nowhere_and_with_it_everywhere_at_once(
    own_app: Flask, own_client: JudgingClient, manager: JudgingClient
) -> None:
    offer = ours(own_app)
    speaking = f"/anbieterbereich/angebote/{offer.id}/vortragende"
    assert enter(manager).status_code == 303
    row = stored(own_app)
    assert "nirgends öffentlich" in " ".join(page(manager.get(LIST)).notices())
    assert post(manager, speaking, lecturer=str(row.id), day="").status_code == 303
    assert GIVEN["name"] in page(manager.get(speaking)).words

    def public() -> list[bool]:
        answers = (own_client.get(path(offer)), own_client.get("/seniorenuniversitaet"))
        found = own_client.get("/suche.json", query_string={"q": GIVEN["name"].split()[-1]}).get_json()[
            "items"
        ]
        return [
            *(GIVEN["name"] in answer.text for answer in answers),
            offer.title in {one["title"] for one in found},
        ]

    assert public() == [False, False, False]
    assert revise(manager, row, consented_on="2026-11-01").status_code == 303
    assert public() == [True, True, True]
    document = page(own_client.get(path(offer)))
    assert "Historikerin, Stadtarchiv" in document.words
    assert f'"performer":[{{"@type":"Person","name":"{GIVEN["name"]}"}}]' in own_client.get(path(offer)).text
    assert revise(manager, stored(own_app), consented_on="").status_code == 303
    assert public() == [False, False, False], "consent can be taken back"


def test_who_speaks_on_one_date_is_named_with_it_and_can_be_taken_out(
    own_app: Flask, own_client: JudgingClient, manager: JudgingClient
) -> None:
    offer = ours(own_app)
    with own_app.app_context():
        days = db.session.scalars(
            select(Occurrence).join(Run).where(Run.offer_id == offer.id).order_by(Occurrence.starts_at)
        ).all()
        day = days[0].uuid
    speaking = f"/anbieterbereich/angebote/{offer.id}/vortragende"
    enter(manager, consented_on="01.11.2026")
    row = stored(own_app)
    assert post(manager, speaking, lecturer=str(row.id), day=str(day)).status_code == 303
    assert "nur am:" in page(own_client.get(path(offer))).words
    twice = post(manager, speaking, lecturer=str(row.id), day=str(day))
    assert twice.status_code == 409
    assert "schon eingetragen" in twice.text
    forms = page(manager.get(speaking)).all("form", method="post")
    [out] = {
        one.get("action") or ""
        for one in forms
        if GIVEN["name"] in text_of(one) and "/entfernen" in (one.get("action") or "")
    }
    assert post(manager, out).status_code == 303
    assert GIVEN["name"] not in own_client.get(path(offer)).text
    assert post(manager, out).status_code == 404


def test_what_is_odd_is_said_at_its_field_and_nothing_typed_is_lost(
    own_app: Flask, manager: JudgingClient
) -> None:
    answer = enter(manager, name="", role="R" * 300, consented_on="31.02.2026")
    assert answer.status_code == 400
    document = page(answer)
    assert len(document.one("div", class_="errorsummary").findall(".//{*}li")) == 3
    assert "R" * 300 in answer.text
    tomorrow = enter(manager, consented_on="2099-01-01")
    assert tomorrow.status_code == 400
    assert "Zukunft" in tomorrow.text
    offer = ours(own_app)
    speaking = f"/anbieterbereich/angebote/{offer.id}/vortragende"
    for lecturer, day in (("", ""), ("abc", ""), ("999999", ""), ("١", "x" * 9000)):
        assert post(manager, speaking, lecturer=lecturer, day=day).status_code == 400


def test_two_people_at_once_lose_nothing(own_app: Flask, manager: JudgingClient) -> None:
    enter(manager)
    row = stored(own_app)
    revise(manager, row, role="Archivarin")
    late = revise(manager, row, role="Lehrerin")
    assert late.status_code == 409
    assert "Archivarin" in page(late).words
    assert stored(own_app).role == "Archivarin"
    address = f"{LIST}/{row.id}/loeschen"
    assert post(manager, address, revision=str(row.revision)).status_code == 409
    assert post(manager, address, revision=str(stored(own_app).revision)).status_code == 303
    assert manager.get(f"{LIST}/{row.id}").status_code == 404


def test_others_people_are_not_seen(own_app: Flask, manager: JudgingClient) -> None:
    with own_app.app_context():
        strange = db.session.scalars(
            select(Lecturer).join(Institution).where(Institution.slug == "umweltbundesamt")
        ).first()
        assert strange
        number, name = strange.id, strange.name
    assert manager.get(f"{LIST}/{number}").status_code == 403
    assert name not in page(manager.get(LIST)).words
    speaking = f"/anbieterbereich/angebote/{ours(own_app).id}/vortragende"
    assert post(manager, speaking, lecturer=str(number), day="").status_code == 400


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {name: st.text(max_size=40) | st.just(HOSTILE) for name in GIVEN if name != "einmal"}
    )
)
def test_no_text_breaks_the_form(manager: JudgingClient, typed: dict[str, str]) -> None:
    answer = post(manager, NEW, **typed)
    assert answer.status_code in (303, 400)
    assert manager.get(LIST).status_code == 200


def test_opening_an_offer_goes_through_the_workflow(
    own_app: Flask, own_client: JudgingClient, manager: JudgingClient
) -> None:
    with own_app.app_context():
        session = db.session()
        row = session.scalars(
            select(Offer)
            .join(Institution)
            .join(Run)
            .join(Occurrence)
            .where(
                Institution.slug == SLUG,
                Offer.step == Step.PUBLISHED,
                Offer.external_id.not_like("su-%"),
                ~select(OfferEdit.offer_id).where(OfferEdit.offer_id == Offer.id).exists(),
                Occurrence.starts_at > clock.now(),
                ~Offer.terms.any(code=PROGRAMME),
            )
            .order_by(Offer.id)
        ).first()
        assert row
        row.institution.standing = Standing.TRUSTED
        session.commit()
        offer_id, title = row.id, row.title
    address = f"/anbieterbereich/angebote/{offer_id}/seniorenuniversitaet"
    assert page(manager.get(address)).h1 == "Für die Seniorenuniversität öffnen"
    assert post(manager, address, guest_places="viele", guest_conditions="").status_code == 400
    done = post(manager, address, guest_places="12", guest_conditions="Bitte vorn sitzen.", tun="oeffnen")
    assert done.status_code == 303
    with own_app.app_context():
        offer = db.session.get(Offer, offer_id)
        assert offer
        assert (offer.guest_places, offer.guest_conditions) == (12, "Bitte vorn sitzen.")
        assert PROGRAMME in [term.code for term in offer.terms]
    shown = own_client.get("/seniorenuniversitaet").text
    assert title in shown
    assert "Bitte vorn sitzen." in shown
    assert post(manager, address, tun="schliessen").status_code == 303
    assert "Bitte vorn sitzen." not in own_client.get("/seniorenuniversitaet").text


def test_opening_waits_for_review_where_changes_do_and_joins_what_is_pending(
    own_app: Flask, own_client: JudgingClient, manager: JudgingClient
) -> None:
    offer = ours(own_app, key="su-bauhaus-siedlung")
    address = f"/anbieterbereich/angebote/{offer.id}/seniorenuniversitaet"
    done = post(manager, address, guest_places="7", guest_conditions="", tun="oeffnen")
    assert done.status_code == 303
    with own_app.app_context():
        edit = db.session.scalars(select(OfferEdit).where(OfferEdit.offer_id == offer.id)).one()
        assert edit.step is Step.SUBMITTED
        assert db.session.get(Offer, offer.id).guest_places is None
    again = post(manager, address, guest_places="9", guest_conditions="", tun="oeffnen")
    assert again.status_code == 303
    assert "7 Gastplätze" not in own_client.get("/seniorenuniversitaet").text
    document = page(manager.get(f"/anbieterbereich/angebote/{offer.id}"))
    links = [text_of(one) for one in document.all("a")]
    assert "Vortragende" in links
    assert "Für die Seniorenuniversität öffnen" in links
