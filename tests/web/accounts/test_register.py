"""A provider registers: what happens is said before, the address is proved by a letter, editors and applicant hear of it, and
whether an address had an account nobody learns but its owner."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import FailedAttempt, Institution, User
from portal.vocabulary.people import Standing
from tests.judge import JudgingClient
from tests.web.reading import page

from .visits import (
    APPLICATION,
    GOOD,
    OTHER,
    REGISTER,
    as_person,
    fields,
    kinds,
    later,
    link,
    log_in,
    post_box,
    send,
    somebody,
    summary,
    user,
)

EMAIL = APPLICATION["email"]
AGAIN = "/konto/bestaetigen"


def counted(app: Flask) -> tuple[int, int]:
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (User, Institution)
        )  # type: ignore[return-value]


def bare(answer: TestResponse) -> str:
    """An answer without what differs for every request."""
    return re.sub(r'value="[^"]*"|[0-9a-f]{16}', "", answer.text)


def test_what_happens_next_is_said_before_sending(client: JudgingClient) -> None:
    document = page(client.get(REGISTER))
    assert "Die Redaktion prüft Ihre Angaben" in document.words
    assert "bitten Sie die Leitung Ihrer Einrichtung um eine Einladung" in document.words.replace(
        "Bitten", "bitten"
    )
    assert REGISTER in page(client.get("/konto/anmelden")).links()


def test_a_provider_registers_confirms_and_is_announced(own_app: Flask, own_client: JudgingClient) -> None:
    answer = as_person(own_client, REGISTER, **APPLICATION)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/konto/registrieren/danke")
    assert page(own_client.get(answer.headers["Location"])).h1 == "Schauen Sie bitte in Ihre E-Mails"
    assert kinds(own_app, EMAIL) == ["account_confirm"]
    assert kinds(own_app, "redaktion@demo.example") == [], (
        "the editors are not asked before the address is confirmed"
    )
    [letter] = post_box(own_app, EMAIL)
    assert "Töpferkreis Kleinkühnau" in letter.text
    assert "Berta Beispiel" in letter.text
    address = link(own_app, EMAIL, "bestaetigen")
    assert page(own_client.get(address)).h1 == "Adresse bestätigen"
    assert user(own_app, EMAIL).address_confirmed_at is None, "programs that look at letters open links"  # type: ignore[union-attr]
    answer = send(own_client, address)
    assert answer.headers["Location"] == "/konto/anmelden"
    assert "Ihre Adresse ist bestätigt" in page(own_client.get("/konto/anmelden")).notices()[0]
    assert kinds(own_app, EMAIL) == ["account_confirm", "provider_application_received"]
    [announced] = post_box(own_app, "redaktion@demo.example")
    assert announced.kind == "provider_applied"
    for said in ("Töpferkreis Kleinkühnau", "Berta Beispiel", "Am Brennofen 3", "Immer montags."):
        assert said in announced.text
    assert log_in(own_client, EMAIL).headers["Location"] == "/konto/"
    home = page(own_client.get("/konto/"))
    assert "Töpferkreis Kleinkühnau wartet auf die Freigabe" in home.notices()


def test_it_is_not_public_before_the_editors_say_so(own_app: Flask, own_client: JudgingClient) -> None:
    as_person(own_client, REGISTER, **APPLICATION)
    with own_app.app_context():
        row = db.session.scalars(
            select(Institution).where(Institution.name == APPLICATION["institution"])
        ).one()
        assert (row.standing, row.is_public, row.website) == (
            Standing.APPLIED,
            False,
            "https://www.toepferkreis.example",
        )
        slug = row.slug
    assert own_client.get(f"/anbieter/{slug}").status_code == 404


def test_before_the_address_is_confirmed_nobody_gets_in(own_app: Flask, own_client: JudgingClient) -> None:
    as_person(own_client, REGISTER, **APPLICATION)
    answer = log_in(own_client, EMAIL)
    assert answer.status_code == 400
    document = page(answer)
    assert "Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse" in document.notices()[0]
    assert AGAIN in document.links()
    wrong = log_in(own_client, EMAIL, OTHER)
    assert "passen nicht zusammen" in page(wrong).notices()[0], "only who knows the password learns it"
    assert own_client.get("/konto/").status_code == 303


def test_an_address_with_an_account_gets_the_same_answer_and_its_owner_a_letter(
    own_app: Flask, own_client: JudgingClient
) -> None:
    email = somebody(own_app)
    before = counted(own_app)
    known = as_person(own_client, REGISTER, **APPLICATION | {"email": email, "password": OTHER})
    assert counted(own_app) == before
    assert kinds(own_app, email) == ["account_exists"]
    unknown = as_person(own_client, REGISTER, **APPLICATION)
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert bare(known) == bare(unknown)
    assert log_in(own_client, email).status_code == 303, "the password is the old one"


def test_a_refused_form_is_the_same_for_known_and_unknown_addresses(
    own_app: Flask, own_client: JudgingClient
) -> None:
    email = somebody(own_app)
    pages = []
    for one in (email, "niemand@beispiel.example"):
        for wrong in ({"password": "kurz"}, {"name": ""}):
            pages.append(bare(as_person(own_client, REGISTER, **APPLICATION | {"email": one} | wrong)))
    assert pages[0] == pages[2]
    assert pages[1] == pages[3]


def test_nothing_typed_is_lost_but_the_password(own_client: JudgingClient) -> None:
    answer = as_person(own_client, REGISTER, **APPLICATION | {"phone": "", "password": "kurz"})
    assert answer.status_code == 400
    assert "Telefonnummer" in summary(answer)
    again = fields(page(answer))
    expected = {name: value for name, value in APPLICATION.items() if name not in ("phone", "password")}
    assert {name: again.get(name) for name in expected} == expected | {
        "web": "https://www.toepferkreis.example"
    }
    assert again["password"] == ""
    with later(20):
        second = own_client.post(REGISTER, data=again | {"phone": "0340 0000-444", "password": "kurz"})
    assert "mindestens 10 Zeichen" in summary(second)
    with later(40):
        assert own_client.post(REGISTER, data=fields(page(second)) | {"password": GOOD}).status_code == 303


def test_a_form_open_for_a_day_is_sent_once_more_and_taken(own_client: JudgingClient) -> None:
    form = fields(page(own_client.get(REGISTER))) | APPLICATION
    with later(25 * 3600):
        answer = own_client.post(REGISTER, data=form)
        assert answer.status_code == 400
        assert fields(page(answer))["institution"] == APPLICATION["institution"]
    with later(25 * 3600 + 10):
        assert own_client.post(REGISTER, data=fields(page(answer)) | {"password": GOOD}).status_code == 303


def test_a_double_click_makes_one_application_and_one_letter(
    own_app: Flask, own_client: JudgingClient
) -> None:
    form = fields(page(own_client.get(REGISTER))) | APPLICATION
    with later(10):
        answers = [own_client.post(REGISTER, data=form) for _ in range(2)]
    assert [one.headers["Location"] for one in answers] == ["/konto/registrieren/danke"] * 2
    assert kinds(own_app, EMAIL) == ["account_confirm"]


def test_robots_get_nowhere(own_app: Flask, own_client: JudgingClient) -> None:
    before = counted(own_app)
    assert send(own_client, REGISTER, **APPLICATION).status_code == 400, "faster than anybody types"
    assert (
        as_person(own_client, REGISTER, **APPLICATION | {"website": "https://spam.example"}).status_code
        == 400
    )
    assert own_client.post(REGISTER, data=APPLICATION).status_code == 400
    assert counted(own_app) == before
    assert kinds(own_app, EMAIL) == []


@pytest.mark.parametrize("token", ["falsch", "%00", "x" * 600, "ä", "%22onload="])
@pytest.mark.parametrize("path", ["bestaetigen", "passwort-neu", "adresse-bestaetigen", "einladung"])
def test_a_link_that_is_none_says_what_to_do(client: JudgingClient, path: str, token: str) -> None:
    answer = client.get(f"/konto/{path}/{token}")
    assert answer.status_code in (404, 410)
    if answer.status_code == 410:
        assert "gilt nicht mehr" in page(answer).h1


def test_a_used_link_leads_to_the_login_or_to_a_new_one(own_app: Flask, own_client: JudgingClient) -> None:
    as_person(own_client, REGISTER, **APPLICATION)
    address = link(own_app, EMAIL, "bestaetigen")
    form = fields(page(own_client.get(address)))
    assert own_client.post(address, data=form).status_code == 303
    for answer in (own_client.get(address), own_client.post(address, data=form)):
        assert answer.status_code == 410
        assert {"/konto/anmelden", AGAIN} <= set(page(answer).links())
    assert kinds(own_app, "redaktion@demo.example") == ["provider_applied"]


def test_the_letter_is_sent_again_and_the_answer_says_nothing(
    own_app: Flask, own_client: JudgingClient
) -> None:
    as_person(own_client, REGISTER, **APPLICATION)
    known = somebody(own_app)
    answers = [as_person(own_client, AGAIN, email=one) for one in (EMAIL, known, "niemand@beispiel.example")]
    assert len({(one.status_code, one.headers["Location"], bare(one)) for one in answers}) == 1
    assert kinds(own_app, EMAIL) == ["account_confirm", "account_confirm"]
    assert kinds(own_app, known) == ["account_exists"]
    assert kinds(own_app, "niemand@beispiel.example") == []
    assert send(own_client, link(own_app, EMAIL, "bestaetigen")).status_code == 303


def test_the_page_of_thanks_tells_nothing_about_the_address(own_client: JudgingClient) -> None:
    assert EMAIL not in own_client.get("/konto/registrieren/danke").text


def test_who_registers_in_english_gets_english_letters(own_app: Flask, own_client: JudgingClient) -> None:
    as_person(own_client, f"/en{REGISTER}", **APPLICATION)
    assert link(own_app, EMAIL, "bestaetigen").startswith("/en/konto/")
    assert user(own_app, EMAIL).locale == "en"  # type: ignore[union-attr]


def test_nothing_of_where_somebody_comes_from_is_stored(own_app: Flask, own_client: JudgingClient) -> None:
    own_client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    own_client.environ_base["HTTP_USER_AGENT"] = "Einzigartig/1.0 (sehr besonders)"
    as_person(own_client, REGISTER, **APPLICATION)
    log_in(own_client, EMAIL, OTHER)
    with own_app.app_context():
        assert db.session.scalars(select(FailedAttempt)).all()
        dump = "\n".join(db.engine.raw_connection().driver_connection.iterdump())  # type: ignore[union-attr]
    assert "203.0.113.77" not in dump
    assert "Einzigartig" not in dump
