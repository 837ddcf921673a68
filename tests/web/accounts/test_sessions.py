"""Where one is signed in: known by family of browser alone, ended one by one or all at once; and staying signed in."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import LoginSession
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import HTML, Document, page, text_of

from .visits import fields, later, log_in, somebody

SESSIONS = "/konto/sitzungen"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Version/17.6 Mobile/15E148 Safari/604.1"


def browser(app: Flask, email: str, user_agent: str, **typed: str) -> JudgingClient:
    visitor = JudgingClient(app)
    visitor.environ_base["HTTP_USER_AGENT"] = user_agent
    assert log_in(visitor, email, **typed).status_code == 303
    return visitor


def rows(document: Document) -> list[str]:
    return [text_of(row) for row in document.one("tbody").iter(HTML + "tr")]


def test_devices_are_listed_by_family_with_this_one_first(own_app: Flask) -> None:
    email = somebody(own_app)
    here = browser(own_app, email, FIREFOX)
    browser(own_app, email, SAFARI, remember="y")
    first, second = rows(page(here.get(SESSIONS)))
    assert first.startswith("Firefox auf Windows (dieses Gerät)")
    assert second.startswith("Safari auf iPhone")
    assert "bleibt angemeldet" in second
    with own_app.app_context():
        assert {row.device for row in db.session.scalars(select(LoginSession))} == {
            "Firefox/Windows",
            "Safari/iPhone",
        }


def test_one_is_ended_or_all_others(own_app: Flask) -> None:
    email = somebody(own_app)
    here, one, other = (browser(own_app, email, agent) for agent in (FIREFOX, SAFARI, ""))
    document = page(here.get(SESSIONS))
    token = document.all("input", name="csrf_token")[0].get("value")
    ends = [
        form.get("action") or ""
        for form in document.all("form")
        if (form.get("action") or "").endswith("/beenden")
    ]
    assert len(ends) == 2
    assert here.post(ends[0], data={"csrf_token": token}).headers["Location"] == SESSIONS
    assert sorted(client.get("/konto/").status_code for client in (one, other)) == [200, 303]
    answer = here.post(f"{SESSIONS}/andere-beenden", data={"csrf_token": token})
    assert answer.status_code == 303
    assert [client.get("/konto/").status_code for client in (one, other)] == [303, 303]
    assert "Sie sind auf 1 anderen Gerät abgemeldet." in page(here.get(SESSIONS)).notices()


def test_sessions_of_others_cannot_be_ended(own_app: Flask) -> None:
    mine, theirs = signed_in(own_app, somebody(own_app)), signed_in(own_app, "redaktion@demo.example")
    with own_app.app_context():
        number = db.session.scalars(select(LoginSession.id).order_by(LoginSession.id.desc())).first()
    token = page(mine.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    for path in (number, 0, 2147483647, 2147483648, "x"):
        assert mine.post(f"{SESSIONS}/{path}/beenden", data={"csrf_token": token}).status_code == 404
    assert theirs.get("/konto/").status_code == 200


def remembered(visitor: JudgingClient) -> str:
    cookie = visitor.get_cookie("agora_merken")
    return cookie.value if cookie else ""


def test_who_stays_signed_in_is_known_after_the_browser_was_closed(own_app: Flask) -> None:
    visitor = browser(own_app, somebody(own_app), FIREFOX, remember="y")
    assert remembered(visitor)
    visitor.delete_cookie("agora")
    assert visitor.get("/konto/").status_code == 200
    with later(59 * 86400):
        visitor.delete_cookie("agora")
        assert visitor.get("/konto/").status_code == 200
    with later(61 * 86400):
        assert visitor.get("/konto/").status_code == 303


def test_who_does_not_is_signed_out_with_the_browser_and_after_twelve_hours(own_app: Flask) -> None:
    visitor = browser(own_app, somebody(own_app), FIREFOX)
    assert not remembered(visitor)
    with later(12 * 3600 + 60):
        assert visitor.get("/konto/").status_code == 303
    visitor.delete_cookie("agora")
    assert visitor.get("/konto/").status_code == 303


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_closed_to_scripts_and_other_sites_and_ends_in_sixty_days(
    own_app: Flask, secure: bool
) -> None:
    own_app.config["REMEMBER_COOKIE_SECURE"] = secure
    visitor = JudgingClient(own_app)
    answer = log_in(visitor, somebody(own_app), remember="y")
    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("agora_merken=")]
    parts = {part.strip() for part in cookie.split(";")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert ("Secure" in parts) is secure
    expires = next(part for part in parts if part.startswith("Expires="))
    ends = datetime.strptime(expires[8:], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert 59 <= (ends - datetime.now(UTC)).days <= 60


def test_ending_the_session_makes_its_cookie_useless(own_app: Flask) -> None:
    email = somebody(own_app)
    visitor = browser(own_app, email, FIREFOX, remember="y")
    stolen = remembered(visitor)
    here = signed_in(own_app, email)
    token = page(here.get(SESSIONS)).all("input", name="csrf_token")[0].get("value")
    here.post(f"{SESSIONS}/andere-beenden", data={"csrf_token": token})
    thief = JudgingClient(own_app)
    thief.set_cookie("agora_merken", stolen, domain="127.0.0.1")
    thief.set_cookie("agora_merken", stolen)
    assert thief.get("/konto/").status_code == 303


def test_signing_out_takes_the_cookie_away(own_app: Flask) -> None:
    visitor = browser(own_app, somebody(own_app), FIREFOX, remember="y")
    stolen = remembered(visitor)
    token = page(visitor.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    visitor.post("/konto/abmelden", data={"csrf_token": token})
    assert not remembered(visitor)
    visitor.set_cookie("agora_merken", stolen)
    assert visitor.get("/konto/").status_code == 303


def test_signing_in_as_somebody_else_ends_what_was_before(own_app: Flask) -> None:
    first, second = somebody(own_app), somebody(own_app, "berta@beispiel.example")
    visitor = browser(own_app, first, FIREFOX, remember="y")
    form = fields(page(JudgingClient(own_app).get("/konto/anmelden")))
    token = page(visitor.get("/konto/")).all("input", name="csrf_token")[0].get("value")
    answer = visitor.post(
        "/konto/anmelden", data=form | {"csrf_token": token, "email": second, "password": "drei lange Wörter"}
    )
    assert answer.status_code == 303
    assert not remembered(visitor)
    assert second in page(visitor.get("/konto/")).words
    with own_app.app_context():
        assert len(db.session.scalars(select(LoginSession)).all()) == 1


@pytest.mark.parametrize("cookie", ["", "x", "x|y", "\x7f", "|" * 500, "abc|" + "0" * 128, "ä|ö"])
def test_a_forged_cookie_opens_nothing(own_app: Flask, cookie: str) -> None:
    visitor = JudgingClient(own_app)
    visitor.set_cookie("agora_merken", cookie)
    assert visitor.get("/konto/").status_code == 303
