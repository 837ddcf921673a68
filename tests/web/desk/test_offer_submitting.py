"""What submitting does: at once, after review, on a wished day; and who may not even look."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Institution, Offer
from portal.vocabulary.offers import Step
from portal.vocabulary.people import MembershipRole, Standing
from tests.judge import JudgingClient
from tests.web.desk.offers import (
    LIST,
    NEW,
    complete,
    copy_of,
    fields,
    monday,
    newest,
    offers_of,
    one,
    open_form,
    send,
    sheet_of,
)
from tests.web.people import account, signed_in
from tests.web.reading import page, text_of

PROVIDER = "anbieter@demo.example"


@pytest.fixture
def provider(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, PROVIDER)


def test_a_minor_correction_of_a_public_offer_takes_effect_at_once(
    own_app: Flask, provider: JudgingClient
) -> None:
    number = next(
        n for n in offers_of(own_app) if copy_of(own_app, n).live and sheet_of(own_app, n).price_cents
    )
    document = page(provider.get(one(number)))
    assert "Sofort öffentlich sind Änderungen an:" in document.words
    answer = send(provider, one(number), fields(document), price="99", is_free=[], tun="einreichen")
    assert "schon öffentlich" in page(provider.get(answer.location)).notices()[0]
    copy = copy_of(own_app, number)
    assert (copy.live and copy.live.price_cents, copy.edit) == (9900, None)


def test_a_new_text_of_a_public_offer_waits_and_the_old_one_stays(
    own_app: Flask, provider: JudgingClient
) -> None:
    number = next(n for n in offers_of(own_app) if copy_of(own_app, n).live)
    old = sheet_of(own_app, number).summary
    given = open_form(provider, one(number))
    answer = send(provider, one(number), given, summary="Ganz neu beschrieben.", tun="einreichen")
    said = page(provider.get(answer.location)).notices()[0]
    assert "Das Bildungsbüro prüft" in said
    assert "Öffentlich bleibt bis dahin die bisherige Fassung." in said
    copy = copy_of(own_app, number)
    assert copy.live is not None
    assert (copy.live.summary, copy.sheet.summary) == (old, "Ganz neu beschrieben.")
    assert "Veröffentlicht, Änderung in Prüfung" in page(provider.get(LIST)).words


def test_a_trusted_institution_publishes_itself(own_app: Flask, provider: JudgingClient) -> None:
    with own_app.app_context():
        db.session.query(Institution).filter_by(slug="volkshochschule").update({"standing": Standing.TRUSTED})
        db.session.commit()
    document = page(provider.get(NEW))
    assert "Veröffentlichen" in [text_of(button) for button in document.all("button", value="einreichen")]
    answer = send(provider, NEW, complete(own_app, fields(document)), tun="einreichen")
    assert page(provider.get(answer.location)).notices()[0] == "„Löten und Messen“: Veröffentlicht."
    offer = copy_of(own_app, newest(own_app)).offer
    assert own_app.test_client().get(f"/angebote/{offer.id}-{offer.slug}").status_code == 200


def test_a_wished_day_of_publication_is_kept(own_app: Flask) -> None:
    editor = signed_in(own_app, "redaktion@demo.example")
    address = f"{NEW}?anbieter=volkshochschule"
    given = complete(own_app, open_form(editor, address), publish_on=monday().isoformat())
    answer = send(editor, address, given, tun="einreichen")
    assert "Vorgemerkt" in page(editor.get(answer.location)).notices()[0]
    number = newest(own_app)
    assert fields(page(editor.get(one(number))))["publish_on"] == monday().isoformat()
    assert copy_of(own_app, number).offer.step is Step.SUBMITTED


def test_members_of_other_institutions_are_refused_everywhere(own_app: Flask) -> None:
    account(own_app, "fremd@demo.example", institutions={"musikschule": MembershipRole.MANAGER})
    visitor = signed_in(own_app, "fremd@demo.example")
    number = offers_of(own_app)[0]
    csrf = open_form(visitor, NEW)["csrf_token"]
    for path in (
        "",
        "/vorschau",
        "/termine",
        "/plaetze",
        "/verlauf",
        "/kopieren",
        "/zurueckziehen",
        "/verwerfen",
        "/naechstes-semester",
    ):
        assert visitor.get(one(number) + path).status_code == 403, path
        if path != "/vorschau":
            assert (
                visitor.post(one(number) + path, data={"csrf_token": csrf, "title": "x"}).status_code == 403
            ), path
    assert visitor.get(f"{NEW}?anbieter=volkshochschule").status_code == 403
    assert visitor.post(f"{NEW}?anbieter=volkshochschule", data={"csrf_token": csrf}).status_code == 403
    assert visitor.get(f"{LIST}?anbieter=volkshochschule").status_code == 403
    with own_app.app_context():
        ids = [str(one.id) for one in db.session.query(Offer).limit(3)]
    assert (
        visitor.post("/anbieterbereich/bestaetigen", data={"csrf_token": csrf, "angebot": ids}).status_code
        == 403
    )


@pytest.mark.parametrize("number", ["999999", "0", "2147483648", "-1", "x"])
def test_an_offer_that_does_not_exist_is_not_found(provider: JudgingClient, number: str) -> None:
    for path in (
        "",
        "/vorschau",
        "/termine",
        "/plaetze",
        "/verlauf",
        "/kopieren",
        "/zurueckziehen",
        "/naechstes-semester",
    ):
        assert provider.get(f"/anbieterbereich/angebote/{number}{path}").status_code == 404
