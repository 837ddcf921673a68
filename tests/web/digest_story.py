"""What the tests of mail digests share: asking as a browser does, the letters that wait, a change as a provider makes it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts import queries as accounts
from portal.extensions import db
from portal.models import Institution, Letter, MailSubscription, Offer, Place, User
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.permissions.policy import Actor
from portal.vocabulary.offers import OfferKind, RegistrationWay, Step
from portal.vocabulary.people import Role
from portal.vocabulary.terms import Scheme
from portal.web.kit import digests, publishing
from portal.workflow import actions
from tests.judge import JudgingClient
from tests.web.reading import HTML, page

ADDRESS = "lina@leser.example"


def ask(
    visitor: JudgingClient, query: str = "q=computer", *, root: str = "", email: str = ADDRESS, **fields: str
) -> TestResponse:
    """The form, filled in and sent a while later."""
    address = f"{root}/suche/abo?{query}"
    form = page(visitor.get(address)).one("form", id="formular")
    values = {
        one.get("name"): one.get("value") for one in form.iter(HTML + "input") if one.get("type") != "radio"
    }
    given = {**values, "email": email, "rhythm": "taeglich", **fields}
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=True):
        return visitor.post(form.get("action"), data=given)


def letters(app: Flask, kind: str = "") -> list[Letter]:
    """The letters that were written, in their order."""
    with app.app_context():
        wanted = select(Letter).order_by(Letter.id)
        found = list(db.session.scalars(wanted.where(Letter.kind == kind) if kind else wanted))
        db.session.expunge_all()
        return found


def subscriptions(app: Flask) -> list[MailSubscription]:
    with app.app_context():
        found = list(db.session.scalars(select(MailSubscription).order_by(MailSubscription.id)))
        db.session.expunge_all()
        return found


def link(letter: Letter, what: str) -> str:
    """The path of a link in a letter's text."""
    found = re.search(rf"https?://[^/\s]+((?:/en)?/abo/[^/\s]+/{what})", letter.text)
    assert found, letter.text
    return found[1]


def subscribe(app: Flask, visitor: JudgingClient, query: str, **fields: str) -> MailSubscription:
    """Asked and confirmed."""
    assert ask(visitor, query, **fields).status_code == 303
    letter = letters(app, "digest_confirm")[-1]
    assert visitor.post(link(letter, "bestaetigen")).status_code == 200
    return subscriptions(app)[-1]


def send_due(app: Flask, now: datetime) -> int:
    """The job, as the worker runs it at this moment."""
    with time_machine.travel(now, tick=True), app.app_context():
        sent = digests.send_due(db.session(), clock.now())
        db.session.remove()
        return sent


def editor() -> Actor:
    user = db.session.scalars(select(User).where(User.role == Role.EDITOR)).first()
    assert user is not None
    return accounts.actor(db.session(), user)


def change(app: Flask, title: str, make: Callable[[OfferSheet], OfferSheet], at: datetime) -> Offer:
    """An editor changes the public offer with this title; search and calendars hear of it."""
    with time_machine.travel(at, tick=True), app.app_context():
        offer = db.session.scalars(select(Offer).where(Offer.title == title)).one()
        actions.change_at_once(db.session(), editor(), offer=offer, change=make, now=clock.now())
        return _published(offer)


def publish(app: Flask, sheet: OfferSheet, at: datetime, slug: str = "volkshochschule") -> Offer:
    """A new offer of an institution, put in by an editor."""
    with time_machine.travel(at, tick=True), app.app_context():
        session = db.session()
        institution = session.scalars(select(Institution).where(Institution.slug == slug)).one()
        place = session.scalars(select(Place).where(Place.institution_id == institution.id)).first()
        placed = replace(sheet, place_id=place.id if place else None)
        offer = actions.begin(session, editor(), institution=institution, sheet=placed, now=clock.now())
        actions.submit(session, editor(), offer=offer, now=clock.now())
        assert offer.step is Step.PUBLISHED
        return _published(offer)


def sheet(title: str, begin: datetime, dates: int = 3, **values: object) -> OfferSheet:
    """A content that may be handed in: weekly evenings of ninety minutes."""
    starts = [begin + timedelta(weeks=week) for week in range(dates)]
    made = tuple(
        DateSheet(one, one + timedelta(minutes=90), clock.local(one).date(), clock.local(one).date())
        for one in starts
    )
    plain = OfferSheet(
        title,
        OfferKind.COURSE,
        summary="Wir üben es zusammen.",
        price_cents=2400,
        registration_way=RegistrationWay.PHONE,
        registration_phone="0340 0000-300",
        contact_phone="0340 0000-300",
        terms={Scheme.TOPIC: ("sprachen",), Scheme.LIFE_PHASE: ("beruf",)},
        runs=(RunSheet(dates=made),),
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def act(app: Flask, title: str, do: Callable[[Actor, Offer, datetime], object], at: datetime) -> Offer:
    """Anything else that somebody does to an offer."""
    with time_machine.travel(at, tick=True), app.app_context():
        offer = db.session.scalars(select(Offer).where(Offer.title == title)).one()
        do(editor(), offer, clock.now())
        return _published(offer)


def _published(offer: Offer) -> Offer:
    db.session.commit()
    while publishing.drain():
        pass
    db.session.refresh(offer)
    db.session.expunge(offer)
    db.session.remove()
    return offer


def with_date(sheet: OfferSheet, which: int, **changes: object) -> OfferSheet:
    """The sheet with one date of its first run changed."""
    run = sheet.runs[0]
    dates = list(run.dates)
    dates[which] = replace(dates[which], **changes)  # type: ignore[arg-type]
    return replace(sheet, runs=(replace(run, dates=tuple(dates)), *sheet.runs[1:]))


def shifted(one: DateSheet, by: timedelta) -> dict[str, object]:
    """The values of a date that is moved."""
    start, end = one.starts_at + by, one.ends_at + by
    return {
        "starts_at": start,
        "ends_at": end,
        "first_day": clock.local(start).date(),
        "last_day": clock.local(end).date(),
        "moved_from": one.starts_at,
    }
