"""Guessing is slowed down at every door: per account and per source, for known and unknown addresses alike, with everything typed
still there and the seconds named; and waiting always ends."""

import re

import pytest
from flask import Flask

from portal import clock
from portal.web.accounts.brake import Sources
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import page

from .visits import (
    APPLICATION,
    CODE,
    GOOD,
    LOGIN,
    REGISTER,
    app_code,
    as_person,
    fields,
    later,
    log_in,
    send,
    somebody,
    switch_on,
)


def guess(visitor: JudgingClient, email: str, times: int) -> list[int]:
    return [log_in(visitor, email, f"falsch geraten {number}").status_code for number in range(times)]


def test_known_and_unknown_addresses_wait_alike(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    for one in (email, "niemand@beispiel.example"):
        assert guess(own_client, one, 7) == [400] * 5 + [429] * 2
    pages = [log_in(own_client, one, "falsch") for one in (email, "niemand@beispiel.example")]
    bare = [re.sub(r'value="[^"]*"|[0-9a-f]{16}|\d+ Sekunden', "", one.text) for one in pages]
    assert bare[0] == bare[1]


def test_the_page_says_how_long_and_keeps_what_was_typed(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    guess(own_client, email, 5)
    answer = log_in(own_client, email, GOOD)
    assert answer.status_code == 429
    assert 25 <= int(answer.headers["Retry-After"]) <= 30
    document = page(answer)
    assert re.search(r"Bitte warten Sie (2\d|30) Sekunden", document.notices()[0])
    assert document.one("input", name="email").get("value") == email
    form = fields(document) | {"password": GOOD}
    with later(31):
        assert own_client.post(LOGIN, data=form).status_code == 303, "waiting is enough"


def test_long_waits_are_told_in_minutes(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    guess(own_client, email, 5)
    for seconds in (31, 100, 230):
        with later(seconds):
            assert guess(own_client, email, 1) == [400]
    with later(231):
        assert "Bitte warten Sie 4 Minuten" in page(log_in(own_client, email)).notices()[0]


def test_a_success_clears_the_account(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    guess(own_client, email, 4)
    assert log_in(own_client, email).status_code == 303
    assert guess(JudgingClient(own_app), email, 5) == [400] * 5


def test_other_accounts_are_not_slowed_down(own_app: Flask, own_client: JudgingClient) -> None:
    guess(own_client, somebody(own_app), 7)
    assert log_in(own_client, somebody(own_app, "berta@beispiel.example")).status_code == 303


def test_codes_cannot_be_guessed_either(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    log_in(own_client, email)
    answers = [send(own_client, CODE, code="000000").status_code for _ in range(6)]
    assert answers == [400] * 5 + [429]
    assert log_in(own_client, email).status_code == 303, "the password alone does not begin the counting anew"
    assert send(own_client, CODE, code=app_code(own_app, email)).status_code == 429
    with later(31):
        assert send(own_client, CODE, code=app_code(own_app, email)).status_code == 303


def test_who_found_an_open_browser_cannot_guess_the_password(own_app: Flask) -> None:
    visitor = signed_in(own_app, somebody(own_app))
    answers = [send(visitor, "/konto/loeschen", current_password=f"falsch {number}") for number in range(6)]
    assert [one.status_code for one in answers] == [400] * 5 + [429]
    wait = send(visitor, "/konto/passwort", current_password=GOOD, new_password="ganz etwas anderes")
    assert wait.status_code == 429
    assert "Bitte warten Sie" in page(wait).notices()[0]


@pytest.mark.parametrize("path", ["/konto/passwort-vergessen", "/konto/bestaetigen"])
def test_letters_cannot_be_asked_for_without_end(own_client: JudgingClient, path: str) -> None:
    answers = [as_person(own_client, path, email="niemand@beispiel.example").status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_registration_waits_too_and_keeps_everything(own_client: JudgingClient) -> None:
    for _ in range(5):
        as_person(own_client, REGISTER, **APPLICATION)
    answer = as_person(own_client, REGISTER, **APPLICATION)
    assert answer.status_code == 429
    assert fields(page(answer))["institution"] == APPLICATION["institution"]


def from_(app: Flask, address: str, through: str = "") -> JudgingClient:
    visitor = JudgingClient(app)
    visitor.environ_base["REMOTE_ADDR"] = address
    if through:
        visitor.environ_base["HTTP_X_FORWARDED_FOR"] = through
    return visitor


def test_one_source_cannot_try_many_accounts(own_app: Flask) -> None:
    visitor = from_(own_app, "203.0.113.7")
    answers = [guess(visitor, f"person{number}@beispiel.example", 1)[0] for number in range(Sources.FREE + 1)]
    assert answers == [400] * Sources.FREE + [429]
    assert guess(from_(own_app, "203.0.113.8"), "person1@beispiel.example", 1) == [400], "others are not"


def test_behind_a_proxy_the_source_is_what_the_proxy_says_last(own_app: Flask) -> None:
    """What comes before it anybody can write."""
    for number in range(Sources.FREE):
        guess(
            from_(own_app, "127.0.0.1", f"198.51.100.{number}, 203.0.113.7"), f"p{number}@beispiel.example", 1
        )
    assert guess(from_(own_app, "127.0.0.1", "203.0.113.7"), "neu@beispiel.example", 1) == [429]
    assert guess(from_(own_app, "127.0.0.1", "203.0.113.9"), "neu@beispiel.example", 1) == [400]
    assert guess(from_(own_app, "127.0.0.1"), "neu@beispiel.example", 1) == [400], (
        "unknown: that would be everybody"
    )


@pytest.mark.parametrize("written", ["", "x", "203.0.113.7:80", "<script>", "::ffff:1", ",,,", "9" * 5000])
def test_whatever_stands_for_the_source_breaks_nothing(own_app: Flask, written: str) -> None:
    assert guess(from_(own_app, "127.0.0.1", written), "neu@beispiel.example", 1) == [400]


def test_a_home_with_many_addresses_is_one_source(own_app: Flask) -> None:
    for number in range(Sources.FREE):
        guess(from_(own_app, f"2001:db8:1:2::{number + 1:x}"), f"p{number}@beispiel.example", 1)
    assert guess(from_(own_app, "2001:db8:1:2:ffff::1"), "neu@beispiel.example", 1) == [429]
    assert guess(from_(own_app, "2001:db8:1:3::1"), "neu@beispiel.example", 1) == [400]


def test_a_source_is_forgiven_with_time_and_by_success(own_app: Flask) -> None:
    email, visitor = somebody(own_app), from_(own_app, "203.0.113.7")
    for number in range(Sources.FREE):
        guess(visitor, f"p{number}@beispiel.example", 1)
    with later(31):
        assert log_in(visitor, email).status_code == 303
    with later(40 * 60):
        assert guess(from_(own_app, "203.0.113.7"), "x@beispiel.example", 1) == [400]


def test_a_process_remembers_only_so_many_sources_and_no_address() -> None:
    sources = Sources()
    for number in range(Sources.MOST + 50):
        sources.begin(f"source {number}", clock.now())
    assert len(sources._seen) == Sources.MOST
    assert all(len(key) == 32 for key in sources._seen)
