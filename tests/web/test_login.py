"""Signing in and out: one answer for every failure, a token for every form, no way out of the portal, sessions that end."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import FailedAttempt, LoginSession, User
from tests.factories.offers import NOW

from .hall import EMAIL, PASSWORD, Hall
from .reading import page, text_of

LOGIN = "/konto/anmelden"


@pytest.fixture(autouse=True)
def the_account_as_it_was(hall: Hall) -> Iterator[None]:
    yield
    with hall.app.app_context():
        account().is_active = True
        account().address_confirmed_at = NOW
        for kind in (LoginSession, FailedAttempt):
            db.session.execute(delete(kind))
        db.session.commit()


def account() -> User:
    return db.session.scalars(select(User).where(User.email == EMAIL)).one()


def token_of(visitor: FlaskClient, address: str = LOGIN) -> str:
    return page(visitor.get(address)).one("input", name="csrf_token").get("value") or ""


def sign_in(
    visitor: FlaskClient, address: str = LOGIN, email: str = EMAIL, password: str = PASSWORD
) -> TestResponse:
    form = {"email": email, "password": password, "csrf_token": token_of(visitor, address)}
    return visitor.post(address, data=form)


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_right_password_opens_the_account(visitor: FlaskClient, root: str) -> None:
    answer = sign_in(visitor, root + LOGIN)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{root}/konto/"
    document = page(visitor.get(f"{root}/konto/"))
    assert "Redaktion" in document.words
    assert document.lang == ("en" if root else "de")


def test_the_cookie_is_closed_to_scripts_other_sites_and_plain_http(visitor: FlaskClient) -> None:
    cookie = sign_in(visitor).headers["Set-Cookie"]
    assert cookie.startswith("agora=")
    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Expires" not in cookie, "it ends with the browser"


def test_the_session_holds_neither_address_nor_fingerprint(visitor: FlaskClient) -> None:
    sign_in(visitor)
    with visitor.session_transaction() as session:
        assert set(session) <= {"_user_id", "_fresh", "csrf_token", "_permanent"}
        assert EMAIL not in str(dict(session))


def test_letters_of_the_address_may_be_large(visitor: FlaskClient) -> None:
    assert sign_in(visitor, email=f"  {EMAIL.upper()} ").status_code == 303


def body(answer: TestResponse) -> str:
    """The page without what differs for every request."""
    return re.sub(r'value="[^"]*"|[0-9a-f]{16}', "", page(answer).words + answer.text)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor: FlaskClient) -> None:
    wrong = sign_in(visitor, password="ein anderes Passwort")
    unknown = sign_in(visitor, email="niemand@hall.example")
    assert wrong.status_code == unknown.status_code == 400
    assert body(wrong) == body(unknown)
    [notice] = page(wrong).notices()
    assert "passen nicht zusammen" in notice
    assert visitor.get("/konto/").status_code == 303


def test_a_closed_account_gets_that_answer_too(hall: Hall, visitor: FlaskClient) -> None:
    wrong = sign_in(visitor, password="ein anderes Passwort")
    with hall.app.app_context():
        account().is_active = False
        db.session.commit()
    assert body(sign_in(visitor)) == body(wrong)


@pytest.mark.parametrize(("email", "password", "field"), [("", PASSWORD, "email"), (EMAIL, "", "password")])
def test_what_is_missing_is_named(visitor: FlaskClient, email: str, password: str, field: str) -> None:
    answer = sign_in(visitor, email=email, password=password)
    assert answer.status_code == 400
    document = page(answer)
    assert document.one("input", name=field).get("aria-invalid") == "true"
    assert "Bitte geben Sie" in text_of(document.one("div", class_="errorsummary"))
    assert document.one("input", name="password").get("value") in (None, ""), "a password never comes back"


@pytest.mark.parametrize(
    "email", ["\x00", "a\x1b@b.example", "x" * 5000, "' OR 1=1 --", "\u202e@x.example", "%"]
)
def test_strange_addresses_are_only_wrong(visitor: FlaskClient, email: str) -> None:
    assert sign_in(visitor, email=email).status_code == 400


@pytest.mark.parametrize("token", [None, "", "falsch", "\x00"])
def test_a_form_without_its_token_is_refused_with_a_page(visitor: FlaskClient, token: str | None) -> None:
    form = {"email": EMAIL, "password": PASSWORD} | ({} if token is None else {"csrf_token": token})
    answer = visitor.post(LOGIN, data=form)
    assert answer.status_code == 400
    assert page(answer).h1 == "Die Seite war zu lange offen"
    assert answer.headers["X-Request-ID"]
    assert visitor.get("/konto/").status_code == 303


def test_a_token_of_another_visitor_is_refused(hall: Hall, visitor: FlaskClient) -> None:
    foreign = token_of(hall.app.test_client())
    token_of(visitor)
    answer = visitor.post(LOGIN, data={"email": EMAIL, "password": PASSWORD, "csrf_token": foreign})
    assert answer.status_code == 400


def test_the_session_changes_at_sign_in(visitor: FlaskClient) -> None:
    before = token_of(visitor)
    sign_in(visitor)
    with visitor.session_transaction() as session:
        assert "csrf_token" not in session or session["csrf_token"] not in before


def test_who_was_sent_to_sign_in_comes_back(visitor: FlaskClient) -> None:
    sent = visitor.get("/en/konto/?a=1&b=2")
    assert sent.status_code == 303
    answer = sign_in(visitor, sent.headers["Location"])
    assert answer.headers["Location"] == "/en/konto/?a=1&b=2"


OUTSIDE = [
    "https://fremd.example/", "//fremd.example/", "/\\fremd.example", "\\\\fremd.example", "/\t/fremd.example", "///fremd.example",
    "javascript:alert(1)", "http:fremd.example", "%2F%2Ffremd.example", " //fremd.example", "/\n/fremd.example", "fremd.example", "",
]  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE)
def test_a_target_outside_is_replaced_by_the_account(visitor: FlaskClient, target: str) -> None:
    token = token_of(visitor)
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
    answer = visitor.post(LOGIN, query_string={"weiter": target}, data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/konto/"


def test_a_session_ends_when_its_row_goes(hall: Hall, visitor: FlaskClient) -> None:
    sign_in(visitor)
    assert visitor.get("/konto/").status_code == 200
    with hall.app.app_context():
        db.session.execute(delete(LoginSession))
        db.session.commit()
    answer = visitor.get("/konto/")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/konto/anmelden?weiter=")


def test_signing_out_needs_the_button(visitor: FlaskClient) -> None:
    sign_in(visitor)
    assert visitor.get("/konto/abmelden").status_code == 405
    assert visitor.get("/konto/").status_code == 200, "a link alone signs nobody out"
    token = token_of(visitor, "/konto/")
    assert visitor.post("/konto/abmelden", data={}).status_code == 400
    answer = visitor.post("/konto/abmelden", data={"csrf_token": token})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert visitor.get("/konto/").status_code == 303


def test_who_is_signed_in_needs_no_login_page(visitor: FlaskClient) -> None:
    sign_in(visitor)
    assert visitor.get(LOGIN).headers["Location"] == "/konto/"
    assert "/konto/" in page(visitor.get("/suche")).links(), "the menu knows"


def test_who_is_signed_in_still_reads_without_new_cookies(visitor: FlaskClient) -> None:
    sign_in(visitor)
    for path in ("/", "/suche", "/feedback"):
        assert "Set-Cookie" not in visitor.get(path).headers
