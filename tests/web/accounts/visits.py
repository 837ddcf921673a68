"""How the tests of accounts go about: fill in forms as a browser does, read the post, show the code of the app."""

import re
from datetime import datetime, timedelta
from typing import Any

import pyotp
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts import actions, second_factor
from portal.extensions import db
from portal.models import Letter, User
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web.reading import HTML, Document, page, text_of

GOOD, OTHER = "drei lange Wörter", "vier ganz andere Wörter"
LOGIN, CODE = "/konto/anmelden", "/konto/anmelden/code"
REGISTER = "/konto/registrieren"
APPLICATION = {
    "institution": "Töpferkreis Kleinkühnau",
    "kind": "association",
    "summary": "Wir töpfern mit allen, die Lust haben.\nImmer montags.",
    "street": "Am Brennofen 3",
    "postal_code": "06846",
    "town": "Dessau-Roßlau",
    "phone": "0340 0000-444",
    "public_email": "post@toepferkreis.example",
    "web": "www.toepferkreis.example",
    "name": "Berta Beispiel",
    "email": "berta@toepferkreis.example",
    "password": GOOD,
    "may_speak": "y",
}


def later(seconds: float) -> time_machine.travel:
    """As if so much time had gone by."""
    return time_machine.travel(datetime.now(clock.TOWN_ZONE) + timedelta(seconds=seconds), tick=True)


def fields(document: Document) -> dict[str, Any]:
    """What the form in the middle of a page holds."""
    values: dict[str, Any] = {}
    forms = document.all("form", id="formular") or document.all("form", class_="form")
    for field in forms[0].iter(HTML + "input"):
        if field.get("type") not in ("radio", "checkbox") or "checked" in field.attrib:
            values[field.get("name") or ""] = field.get("value") or ""
    for area in forms[0].iter(HTML + "textarea"):
        values[area.get("name") or ""] = (area.text or "").removeprefix("\n").replace("\r", "")
    for select_ in forms[0].iter(HTML + "select"):
        chosen = [
            option.get("value") or ""
            for option in select_.iter(HTML + "option")
            if "selected" in option.attrib
        ]
        values[select_.get("name") or ""] = chosen[0] if chosen else ""
    return values


def send(visitor: JudgingClient, address: str, *, after: float = 0, **typed: Any) -> TestResponse:
    """Opens a form, fills in, sends."""
    form = fields(page(visitor.get(address))) | typed
    with later(after):
        return visitor.post(address, data=form)


def as_person(visitor: JudgingClient, address: str, **typed: Any) -> TestResponse:
    """The same in a form that robots are kept out of: a person needs a moment."""
    return send(visitor, address, after=10, **typed)


def log_in(
    visitor: JudgingClient, email: str, password: str = GOOD, address: str = LOGIN, **typed: Any
) -> TestResponse:
    return send(visitor, address, email=email, password=password, **typed)


def somebody(app: Flask, email: str = "anna@beispiel.example", role: Role = Role.PROVIDER) -> str:
    """A confirmed account whose password is GOOD; its address."""
    with app.app_context():
        actions.create_user(db.session(), email=email, name="Anna Beispiel", password=GOOD, role=role)
        db.session.commit()
    return email


def user(app: Flask, email: str) -> User | None:
    with app.app_context():
        found = db.session.scalars(select(User).where(User.email == email)).first()
        db.session.expunge_all()
        return found


def post_box(app: Flask, email: str) -> list[Letter]:
    """The letters to an address, the latest last."""
    with app.app_context():
        found = list(db.session.scalars(select(Letter).where(Letter.recipient == email).order_by(Letter.id)))
        db.session.expunge_all()
        return found


def kinds(app: Flask, email: str) -> list[str]:
    return [letter.kind for letter in post_box(app, email)]


def link(app: Flask, email: str, part: str) -> str:
    """The path of the link in the latest letter that leads there."""
    for letter in reversed(post_box(app, email)):
        found = re.search(rf"https?://[^/\s]+((?:/en)?/konto/{part}/[\w-]+)", letter.text)
        if found:
            return found[1]
    raise AssertionError(f"no letter to {email} leads to {part}")


def summary(answer: TestResponse) -> str:
    """What a refused form says on top."""
    return text_of(page(answer).one("div", class_="errorsummary"))


def switch_on(app: Flask, email: str) -> list[str]:
    """Gives an account a second factor, as of some time ago; its recovery codes."""
    with app.app_context():
        session = db.session()
        who = session.scalars(select(User).where(User.email == email)).one()
        second_factor.start(session, user=who)
        now = clock.now() - timedelta(minutes=5)
        secret = second_factor.secret_of(who, app.config["SECRET_KEY"])
        codes = second_factor.confirm(
            session,
            user=who,
            actor=None,  # type: ignore[arg-type]  # nobody in particular
            code=pyotp.TOTP(secret).at(now),
            key=app.config["SECRET_KEY"],
            now=now,
        )
        assert codes is not None
        session.commit()
        return codes


def app_code(app: Flask, email: str, seconds: float = 0) -> str:
    """What the app of this person shows."""
    with app.app_context():
        who = db.session.scalars(select(User).where(User.email == email)).one()
        secret = second_factor.secret_of(who, app.config["SECRET_KEY"])
        return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=seconds))
