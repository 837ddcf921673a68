"""A forgotten password: the answer tells nothing, the link works once, and it opens even an account that is slowed down."""

import re

from flask import Flask

from portal.extensions import db
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import page

from .visits import (
    GOOD,
    OTHER,
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

RESET = "/konto/passwort-vergessen"


def test_the_answer_is_the_same_for_every_address(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    answers = [
        as_person(own_client, RESET, email=one) for one in (email, "niemand@beispiel.example", email.upper())
    ]
    seen = {
        (one.status_code, one.headers["Location"], re.sub(r"[0-9a-f]{16}", "", one.text)) for one in answers
    }
    assert len(seen) == 1
    assert kinds(own_app, email) == ["account_reset", "account_reset"]
    assert kinds(own_app, "niemand@beispiel.example") == []
    assert (
        "eine E-Mail mit einem Link unterwegs" in page(own_client.get(answers[0].headers["Location"])).words
    )


def test_a_new_password_replaces_the_old_one_and_ends_every_session(
    own_app: Flask, own_client: JudgingClient
) -> None:
    email = somebody(own_app)
    elsewhere = signed_in(own_app, email)
    as_person(own_client, RESET, email=email)
    address = link(own_app, email, "passwort-neu")
    answer = send(own_client, address, password=OTHER)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/konto/anmelden")
    assert "Ihr neues Passwort gilt" in page(own_client.get("/konto/anmelden")).notices()[0]
    assert elsewhere.get("/konto/").status_code == 303
    assert log_in(own_client, email, GOOD).status_code == 400
    assert log_in(own_client, email, OTHER).status_code == 303
    assert kinds(own_app, email) == ["account_reset", "account_password_changed"]
    assert own_client.get(address).status_code == 410


def test_looking_at_the_link_changes_nothing_and_names_the_account(
    own_app: Flask, own_client: JudgingClient
) -> None:
    email = somebody(own_app)
    as_person(own_client, RESET, email=email)
    address = link(own_app, email, "passwort-neu")
    for _ in range(3):
        assert email in page(own_client.get(address)).words
    assert log_in(own_client, email).status_code == 303


def test_a_bad_password_is_refused_and_the_link_stays(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    as_person(own_client, RESET, email=email)
    address = link(own_app, email, "passwort-neu")
    for bad, said in (
        ("", "wählen Sie ein Passwort"),
        ("kurz", "mindestens 10 Zeichen"),
        (email, "zu leicht zu raten"),
    ):
        answer = send(own_client, address, password=bad)
        assert answer.status_code == 400
        assert said in summary(answer)
        assert not bad or bad == email or bad not in answer.text
    assert send(own_client, address, password=OTHER).status_code == 303


def test_the_link_is_over_after_two_hours(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    as_person(own_client, RESET, email=email)
    address = link(own_app, email, "passwort-neu")
    form = fields(page(own_client.get(address))) | {"password": OTHER}
    with later(2 * 3600 + 30):
        assert own_client.get(address).status_code == 410
        assert own_client.post(address, data=form).status_code == 410
    assert log_in(own_client, email).status_code == 303


def test_a_letter_says_what_happened_until_when_the_link_is_good_and_why_it_came(
    own_app: Flask, own_client: JudgingClient
) -> None:
    email = somebody(own_app)
    as_person(own_client, RESET, email=email)
    [letter] = post_box(own_app, email)
    assert letter.subject == "Neues Passwort wählen"
    for said in (
        "Anna Beispiel",
        "Der Link gilt 2 Stunden",
        "weil jemand auf der Seite „Passwort vergessen“",
    ):
        assert said in letter.text
    assert letter.html.count("/konto/passwort-neu/") >= 2


def test_the_way_in_when_somebody_else_keeps_guessing(own_app: Flask, own_client: JudgingClient) -> None:
    """A slow-down locks nobody out: the letter leads in at once."""
    email, stranger = somebody(own_app), JudgingClient(own_app)
    for _ in range(6):
        answer = log_in(stranger, email, "falsch geraten")
    assert answer.status_code == 429
    assert log_in(own_client, email).status_code == 429
    assert RESET in page(log_in(own_client, email)).links()
    as_person(own_client, RESET, email=email)
    send(own_client, link(own_app, email, "passwort-neu"), password=OTHER)
    assert log_in(own_client, email, OTHER).status_code == 303


def test_a_closed_account_gets_no_letter(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    with own_app.app_context():
        found = user(own_app, email)
        assert found is not None
        found.is_active = False
        db.session.merge(found)
        db.session.commit()
    assert as_person(own_client, RESET, email=email).status_code == 303
    assert kinds(own_app, email) == []
