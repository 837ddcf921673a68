"""The second factor at the door: a password alone opens nothing, a code once, `weiter` survives, and in production editors set it
up before anything else."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import LoginSession
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import HTML, page, text_of

from .visits import (
    CODE,
    GOOD,
    OTHER,
    app_code,
    as_person,
    fields,
    kinds,
    later,
    link,
    log_in,
    send,
    somebody,
    summary,
    switch_on,
    user,
)

FACTOR = "/konto/zweiter-faktor"


def set_up(visitor: JudgingClient, app: Flask, email: str) -> list[str]:
    """By way of the pages; the recovery codes."""
    answer = send(visitor, FACTOR, current_password=GOOD)
    assert answer.headers["Location"] == f"{FACTOR}/einrichten"
    answer = send(visitor, f"{FACTOR}/einrichten", code=app_code(app, email))
    assert answer.status_code == 200
    return [text_of(one) for one in page(answer).all("code")]


def test_setting_up_shows_a_picture_and_the_key_and_then_ten_codes_once(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor, elsewhere = signed_in(own_app, email), signed_in(own_app, email)
    assert "Einrichten" in page(visitor.get(FACTOR)).words
    send(visitor, FACTOR, current_password=GOOD)
    document = page(visitor.get(f"{FACTOR}/einrichten"))
    [drawing] = [
        one for one in document.root.iter("{http://www.w3.org/2000/svg}svg") if one.get("class") == "qr"
    ]
    assert drawing.get("aria-hidden") == "true"
    key = text_of(document.one("code")).replace(" ", "")
    assert re.fullmatch(r"[A-Z2-7]{32}", key)
    codes = set_up(visitor, own_app, email)
    assert len(codes) == 10
    assert user(own_app, email).totp_confirmed_at is not None  # type: ignore[union-attr]
    assert elsewhere.get("/konto/").status_code == 303, "other devices know only the password"
    assert kinds(own_app, email) == ["account_factor"]
    again = visitor.get(FACTOR)
    assert "Noch 10 Ersatzcodes" in page(again).words
    assert not any(code in again.text for code in codes)


def test_it_is_not_set_up_without_the_password_or_with_a_wrong_code(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor = signed_in(own_app, email)
    assert "nicht Ihr jetziges Passwort" in summary(send(visitor, FACTOR, current_password="falsch"))
    assert visitor.get(f"{FACTOR}/einrichten").headers["Location"] == FACTOR
    send(visitor, FACTOR, current_password=GOOD)
    answer = send(visitor, f"{FACTOR}/einrichten", code="000000")
    assert answer.status_code == 400
    assert "Dieser Code stimmt nicht" in summary(answer)
    assert log_in(JudgingClient(own_app), email).headers["Location"] == "/konto/"


def test_the_codes_can_be_saved_as_a_file_by_their_owner_alone(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor = signed_in(own_app, email)
    codes = set_up(visitor, own_app, email)
    token = page(visitor.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    answer = visitor.post(f"{FACTOR}/codes.txt", data={"csrf_token": token, "codes": codes})
    assert answer.mimetype == "text/plain"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert all(code in answer.text for code in codes)
    for wrong in ([], ["<script>"], codes[:9], [*codes[:9], "abcd-abcd-abcd-abcd"]):
        assert (
            visitor.post(f"{FACTOR}/codes.txt", data={"csrf_token": token, "codes": wrong}).status_code == 404
        )


def test_a_password_alone_opens_nothing(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    answer = log_in(own_client, email)
    assert answer.headers["Location"] == CODE
    for path in ("/konto/", "/konto/angaben", FACTOR, "/konto/sitzungen"):
        assert own_client.get(path).headers["Location"].startswith("/konto/anmelden"), path
    assert "/konto/" not in page(own_client.get("/suche")).links(), (
        "the menu does not take them for signed in"
    )
    with own_app.app_context():
        assert not db.session.scalars(select(LoginSession)).all()


def test_a_code_opens_the_account_once(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    log_in(own_client, email)
    code = app_code(own_app, email)
    assert send(own_client, CODE, code=code).headers["Location"] == "/konto/"
    assert own_client.get("/konto/").status_code == 200
    other = JudgingClient(own_app)
    log_in(other, email)
    assert send(other, CODE, code=code).status_code == 400


def test_a_recovery_code_opens_once_and_its_owner_hears_of_it(
    own_app: Flask, own_client: JudgingClient
) -> None:
    email = somebody(own_app)
    codes = switch_on(own_app, email)
    log_in(own_client, email)
    assert send(own_client, CODE, code=codes[0].upper()).status_code == 303
    assert kinds(own_app, email)[-1] == "account_factor"
    other = JudgingClient(own_app)
    log_in(other, email)
    assert send(other, CODE, code=codes[0]).status_code == 400


def test_the_way_on_survives_both_steps(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    sent = own_client.get("/en/konto/sitzungen?a=1&b=2").headers["Location"]
    step = log_in(own_client, email, address=sent).headers["Location"]
    assert step.startswith("/en/konto/anmelden/code?weiter=")
    wrong = send(own_client, step, code="000000")
    assert wrong.status_code == 400
    answer = own_client.post(step, data=fields(page(wrong)) | {"code": app_code(own_app, email)})
    assert answer.headers["Location"] == "/en/konto/sitzungen?a=1&b=2"


def test_to_stay_signed_in_survives_both_steps(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    first = log_in(own_client, email, remember="y")
    assert not [one for one in first.headers.getlist("Set-Cookie") if one.startswith("agora_merken")]
    second = send(own_client, CODE, code=app_code(own_app, email))
    assert [one for one in second.headers.getlist("Set-Cookie") if one.startswith("agora_merken")]


def test_the_second_step_does_not_wait_for_ever(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    log_in(own_client, email)
    form = fields(page(own_client.get(CODE)))
    with later(601):
        assert own_client.get(CODE).headers["Location"] == "/konto/anmelden"
        answer = own_client.post(CODE, data=form | {"code": app_code(own_app, email)})
        assert answer.headers["Location"] == "/konto/anmelden"
        assert own_client.get("/konto/").status_code == 303


def test_a_new_password_closes_a_half_open_door(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    log_in(own_client, email)
    owner = JudgingClient(own_app)
    as_person(owner, "/konto/passwort-vergessen", email=email)
    send(owner, link(own_app, email, "passwort-neu"), password=OTHER)
    assert own_client.get(CODE).headers["Location"] == "/konto/anmelden"
    assert log_in(owner, email, OTHER).headers["Location"] == CODE, (
        "a reset does not go round the second factor"
    )


def test_new_codes_and_switching_off_ask_for_the_password(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor = signed_in(own_app, email)
    old = set_up(visitor, own_app, email)
    assert send(visitor, f"{FACTOR}/codes", current_password="falsch").status_code == 400
    new = [text_of(one) for one in page(send(visitor, f"{FACTOR}/codes", current_password=GOOD)).all("code")]
    assert len(new) == 10
    assert not set(new) & set(old)
    assert send(visitor, f"{FACTOR}/ausschalten", current_password="falsch").status_code == 400
    assert send(visitor, f"{FACTOR}/ausschalten", current_password=GOOD).headers["Location"] == FACTOR
    assert log_in(JudgingClient(own_app), email).headers["Location"] == "/konto/"
    assert kinds(own_app, email) == ["account_factor"] * 3


def test_what_is_off_has_no_codes(own_app: Flask) -> None:
    visitor = signed_in(own_app, somebody(own_app))
    token = page(visitor.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    for path in ("codes", "ausschalten"):
        assert visitor.get(f"{FACTOR}/{path}").headers["Location"] == FACTOR
        assert visitor.post(f"{FACTOR}/{path}", data={"csrf_token": token}).headers["Location"] == FACTOR
    assert visitor.post(f"{FACTOR}/einrichten", data={"csrf_token": token}).headers["Location"] == FACTOR


@pytest.fixture
def production(own_app: Flask) -> Flask:
    """The same portal as it behaves in production, but for the cookies, which would need https."""
    own_app.extensions["agora_settings"] = replace(own_app.extensions["agora_settings"], env="production")
    return own_app


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_in_production_editors_set_it_up_before_anything_else(production: Flask, role: Role) -> None:
    email = somebody(production, role=role)
    visitor = JudgingClient(production)
    log_in(visitor, email)
    for path in (
        "/konto/",
        "/konto/angaben",
        "/konto/loeschen",
        "/redaktion/kalendertage",
        "/redaktion/kalendertage/neu",
    ):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, FACTOR), path
    document = page(visitor.get(FACTOR))
    assert "Bitte richten Sie zuerst den zweiten Faktor ein." in document.notices()
    assert [one for one in document.all("form") if one.get("action") == "/konto/abmelden"], "or leave"
    set_up(visitor, production, email)
    assert visitor.get("/redaktion/kalendertage").status_code == 200
    assert visitor.get(f"{FACTOR}/ausschalten").headers["Location"] == FACTOR
    token = page(visitor.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    visitor.post(f"{FACTOR}/ausschalten", data={"csrf_token": token, "current_password": GOOD})
    assert user(production, email).totp_confirmed_at is not None  # type: ignore[union-attr]


def test_in_production_an_editor_without_it_writes_nothing(production: Flask) -> None:
    email = somebody(production, role=Role.EDITOR)
    visitor = JudgingClient(production)
    log_in(visitor, email)
    token = page(visitor.get(FACTOR)).all("input", name="csrf_token")[0].get("value")
    answer = visitor.post("/redaktion/kalendertage/vorschlaege", data={"csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, FACTOR)


def test_in_production_providers_may_choose(production: Flask) -> None:
    visitor = JudgingClient(production)
    log_in(visitor, somebody(production))
    assert visitor.get("/konto/").status_code == 200


def test_while_trying_out_nobody_must(own_app: Flask) -> None:
    assert signed_in(own_app, "redaktion@demo.example").get("/redaktion/kalendertage").status_code == 200


def test_the_page_of_the_code_reads_well_in_a_phone(own_app: Flask, own_client: JudgingClient) -> None:
    email = somebody(own_app)
    switch_on(own_app, email)
    log_in(own_client, email)
    field = page(own_client.get(CODE)).one("input", name="code")
    assert field.get("autocomplete") == "one-time-code"
    assert field.tag == HTML + "input"
