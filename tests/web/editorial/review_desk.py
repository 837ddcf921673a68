"""What the tests of the editors' queue share: submissions of a provider, and what one does with them in a browser without scripts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts import queries as accounts
from portal.extensions import db
from portal.models import Institution, Offer, OfferEdit, ReturnReason, User
from portal.offers.sheet import OfferSheet
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.people import Role
from portal.vocabulary.terms import Scheme
from portal.workflow import actions, queries
from tests.judge import JudgingClient
from tests.web.reading import HTML, Document, page, text_of

QUEUE, SEEN, OFFERS, REASONS = (
    "/redaktion/eingang",
    "/redaktion/zur-kenntnis",
    "/redaktion/angebote",
    "/redaktion/textbausteine",
)
PROVIDER = "anbieter@demo.example"
LECTURE = OfferSheet(
    "Xylothek für Neugierige",
    OfferKind.LECTURE,
    summary="Ein Abend mit Klavier, an dem niemand vorher etwas wissen muss.",
    is_free=True,
    price_cents=0,
    contact_phone="0340 0000-210",
    terms={Scheme.TOPIC: ("klima-energie",), Scheme.TARGET_GROUP: ("erwachsene",)},
)


def as_provider(app: Flask, act: Callable[..., Any], email: str = PROVIDER) -> Any:
    """What a provider does at another screen; `act` gets session and actor."""
    with app.app_context():
        session = db.session()
        user = session.scalars(select(User).where(User.email == email)).one()
        result = act(session, accounts.actor(session, user))
        session.commit()
        app.extensions.pop("kept", None)
        return result


def as_editor(app: Flask, act: Callable[..., Any]) -> Any:
    """What another editor does in the meantime."""
    with app.app_context():
        email = db.session.scalars(select(User.email).where(User.role == Role.ADMINISTRATOR)).first()
    return as_provider(app, act, str(email))


def submitted(app: Flask, sheet: OfferSheet = LECTURE, *, place: bool = True, **values: Any) -> int:
    """A new offer of the demo's provider, handed in; its number."""

    def act(session: Any, actor: Any) -> int:
        club = session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        made = replace(sheet, **({"place_id": club.places[0].id} if place else {}), **values)
        if not made.runs:
            made = replace(made, runs=(run_ahead(),))
        offer = actions.begin(session, actor, institution=club, sheet=made, now=clock.now())
        actions.submit(session, actor, offer=offer, now=clock.now())
        number: int = offer.id
        return number

    found: int = as_provider(app, act)
    return found


def run_ahead() -> Any:
    """A run of one date three weeks ahead."""
    from portal.offers.sheet import DateSheet, RunSheet

    day = clock.today() + timedelta(weeks=3)
    start = clock.as_utc(day, 18, 0)
    return RunSheet(dates=(DateSheet(start, start + timedelta(minutes=90), day, day),))


def change(app: Flask, offer_id: int, *, hand_in: bool = True, **values: Any) -> None:
    """The provider changes an offer and hands the change in."""

    def act(session: Any, actor: Any) -> None:
        copy = queries.working_copy(session, offer_id)
        assert copy is not None
        sheet = replace(copy.sheet, **values)
        actions.save(session, actor, offer=copy.offer, sheet=sheet, opened=copy.digest, now=clock.now())
        if hand_in:
            actions.submit(session, actor, offer=copy.offer, now=clock.now())

    as_provider(app, act)


def live_offer(app: Flask, key: str = "kleidung-flicken") -> int:
    """A public offer of the demo's provider."""
    with app.app_context():
        found = db.session.scalars(select(Offer.id).where(Offer.external_id == key)).one()
        return int(found)


def empty(app: Flask) -> None:
    """Nothing of the demo's submissions is left."""
    with app.app_context():
        for edit in db.session.scalars(select(OfferEdit)):
            db.session.delete(edit)
        db.session.commit()


def form_of(document: Document, form_id: str = "formular") -> dict[str, str]:
    """What a browser would send of a form that nobody touched."""
    form = document.one("form", id=form_id)
    values: dict[str, str] = {}
    for field in form.iter(HTML + "input"):
        if field.get("type") not in ("radio", "checkbox", "submit") or "checked" in field.attrib:
            values[field.get("name") or ""] = field.get("value") or ""
    for area in form.iter(HTML + "textarea"):
        values[area.get("name") or ""] = (area.text or "").removeprefix("\n")
    for select_ in form.iter(HTML + "select"):
        options = list(select_.iter(HTML + "option"))
        chosen = next((one for one in options if "selected" in one.attrib), options[0])
        values[select_.get("name") or ""] = chosen.get("value") or ""
    return values


def decide(
    editor: JudgingClient, offer_id: int, opened: dict[str, str] | None = None, **fields: str
) -> TestResponse:
    """Open the page of a submission (or go on with what was opened) and send the decision."""
    address = f"{QUEUE}/{offer_id}"
    values = opened or form_of(page(editor.get(address)))
    return editor.post(address, data={**values, **fields})


def rows(document: Document) -> list[str]:
    """The rows of a difference, each as its text."""
    return [text_of(row) for row in document.all("div", class_="diff__row")]


def csrf(visitor: JudgingClient, address: str = SEEN) -> str:
    """Any page of the desk that has a form."""
    from tests.web import people

    return people.csrf(visitor, address)


def step_of(app: Flask, offer_id: int) -> tuple[Step, Step | None]:
    """Of the offer and of the work on it."""
    with app.app_context():
        offer = db.session.get(Offer, offer_id)
        edit = db.session.scalar(select(OfferEdit).where(OfferEdit.offer_id == offer_id))
        assert offer is not None
        return offer.step, edit.step if edit else None


def reasons_of(app: Flask) -> dict[str, tuple[int, str]]:
    with app.app_context():
        found = db.session.scalars(select(ReturnReason).order_by(ReturnReason.position))
        return {row.label: (row.id, row.text) for row in found}
