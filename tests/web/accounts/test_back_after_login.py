"""A form that was sent without a session is there again after signing in, with what was typed and without secrets."""

from flask import Flask
from sqlalchemy import delete

from portal.extensions import db
from portal.models import LoginSession
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web.people import signed_in
from tests.web.reading import page

from .visits import CODE, GOOD, app_code, fields, log_in, send, somebody, switch_on

FORM = "/redaktion/kalendertage/neu"
TYPED = {
    "kind": "action_day",
    "name": "Tag der langen Töne",
    "first_day": "2027-05-12",
    "source": "Musikschule",
    "note": "Erste Zeile\nZweite „Zeile“ <b>",
}


def posted_without_session(app: Flask, email: str) -> tuple[JudgingClient, str]:
    """Somebody typed for hours; meanwhile the session ended. Where the answer leads to."""
    visitor = signed_in(app, email)
    form = fields(page(visitor.get(FORM))) | TYPED
    with app.app_context():
        db.session.execute(delete(LoginSession))
        db.session.commit()
    answer = visitor.post(FORM, data=form)
    assert answer.status_code == 303
    return visitor, answer.headers["Location"]


def typed_again(visitor: JudgingClient, address: str) -> dict[str, str]:
    found = fields(page(visitor.get(address)))
    return {name: found.get(name, "") for name in TYPED if name != "kind"}


def test_after_signing_in_the_form_is_there_again(own_app: Flask) -> None:
    email = somebody(own_app, role=Role.EDITOR)
    visitor, login = posted_without_session(own_app, email)
    assert login.startswith("/konto/anmelden?weiter=")
    assert "Ihre Eingaben sind aufgehoben." in page(visitor.get(login)).notices()
    back = log_in(visitor, email, address=login).headers["Location"]
    assert back.startswith(f"{FORM}?")
    assert typed_again(visitor, back) == {name: value for name, value in TYPED.items() if name != "kind"}
    answer = visitor.post(FORM, data=fields(page(visitor.get(back))) | {"kind": TYPED["kind"]})
    assert answer.status_code == 303, "and it can be sent"


def test_also_after_a_wrong_password_and_a_second_factor(own_app: Flask) -> None:
    email = somebody(own_app, role=Role.EDITOR)
    switch_on(own_app, email)
    visitor, login = posted_without_session(own_app, email)
    wrong = log_in(visitor, email, "falsch geraten", address=login)
    assert wrong.status_code == 400
    step = visitor.post(login, data=fields(page(wrong)) | {"password": GOOD}).headers["Location"]
    assert step.startswith(f"{CODE}?weiter=")
    back = send(visitor, step, code=app_code(own_app, email)).headers["Location"]
    assert typed_again(visitor, back)["name"] == TYPED["name"]


def test_a_page_that_was_open_too_long_gives_back_what_was_typed(own_app: Flask) -> None:
    visitor = signed_in(own_app, somebody(own_app, role=Role.EDITOR))
    answer = visitor.post(FORM, data=TYPED | {"csrf_token": "von gestern"})
    assert answer.status_code == 303
    assert typed_again(visitor, answer.headers["Location"])["note"] == TYPED["note"]
