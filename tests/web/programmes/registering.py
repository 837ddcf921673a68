"""What the tests of registrations share: a team with few places, registering as a browser does, the letters and their links."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import time_machine
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal import clock
from portal.attendance import actions, seating
from portal.extensions import db
from portal.models import Institution, Letter, Offer, Registration, Run
from portal.web.kit import letter_wishes, publishing
from tests.judge import JudgingClient
from tests.web.reading import HTML, Document, page

MOTHER = "mira@familie.example"


@dataclass(frozen=True, slots=True)
class Team:
    """A run that one registers for here."""

    offer_id: int
    slug: str
    run_id: int
    uuid: UUID

    @property
    def form(self) -> str:
        return f"/angebote/{self.offer_id}/anmelden?durchfuehrung={self.uuid}"

    @property
    def offer(self) -> str:
        return f"/angebote/{self.offer_id}-{self.slug}"

    @property
    def desk(self) -> str:
        return f"/anbieterbereich/angebote/{self.offer_id}/anmeldungen"

    @property
    def own_desk(self) -> str:
        return f"{self.desk}/team/{self.run_id}"


def teams(app: Flask, institution: str, key: str, places: int | None = 2) -> list[Team]:
    """The teams of a demo offer, emptied, each with so many places."""
    with app.app_context():
        session = db.session()
        found = select(Offer).join(Institution).where(Institution.slug == institution)
        offer = session.scalars(found.where(Offer.external_id == key)).one()
        offer.max_participants = places
        for run in offer.runs:
            run.max_participants = None
            session.execute(delete(Registration).where(Registration.run_id == run.id))
        session.flush()
        for run in offer.runs:
            seating.show(session, run)
        session.commit()
        while publishing.drain():
            pass
        return [Team(offer.id, offer.slug, run.id, run.uuid) for run in offer.runs]


def training(app: Flask, places: int | None = 2) -> Team:
    """A team of parents that begins in some weeks, with nobody in it."""
    return teams(app, "familienzentrum", "bildschirmzeit", places)[0]


def fields(document: Document) -> MultiDict[str, str]:
    """What a browser would send of the form to register."""
    found: MultiDict[str, str] = MultiDict()
    for element in document.one("form", id="formular").iter():
        name, kind = element.get("name"), element.get("type")
        if not name or (kind == "radio" and element.get("checked") is None):
            continue
        if element.tag == HTML + "input":
            found.add(name, element.get("value") or "")
        elif element.tag == HTML + "select":
            chosen = [one for one in element.iter(HTML + "option") if one.get("selected") is not None]
            found.add(name, (chosen[0].get("value") or "") if chosen else "")
    return found


def register(client: JudgingClient, address: str, name: str = "Mira Muster", **given: str) -> TestResponse:
    """The form at this address, filled in and sent a while later."""
    document = page(client.get(address))
    values = {"name": name, "email": MOTHER, **given}
    sent = fields(document)
    for field, value in values.items():
        sent.setlist(field, [value])
    target = document.one("form", id="formular").get("action") or ""
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=True):
        return client.post(target, data=sent)


def letters(app: Flask, kind: str = "", to: str = "") -> list[Letter]:
    """The letters that were written, after the job worker has seen to the wishes."""
    with app.app_context():
        letter_wishes.drain(db.session(), clock.now() + timedelta(minutes=1))
        wanted = select(Letter).where(Letter.kind.startswith(kind or "registration")).order_by(Letter.id)
        found = list(db.session.scalars(wanted.where(Letter.recipient == to) if to else wanted))
        db.session.expunge_all()
        return found


def link(letter: Letter) -> str:
    """The path of the person's own page in a letter."""
    found = re.search(r"https?://[^/\s]+((?:/en)?/anmeldung/[\w-]{43})", letter.text)
    assert found, letter.text
    return found[1]


def confirmed(app: Flask, client: JudgingClient, team: Team, name: str, persons: int = 1) -> str:
    """Registered and confirmed by the link of the letter; the address of the person's page."""
    email = f"{name.split()[0].casefold()}@familie.example"
    answer = register(client, team.form, name, email=email, persons=str(persons))
    assert answer.status_code == 303, page(answer).words
    address = link(letters(app, "registration_asked", email)[-1])
    assert client.post(f"{address}/bestaetigen").status_code == 303
    return address


def rows(app: Flask, team: Team) -> list[Registration]:
    """Everybody of a team as stored, in the order of arrival."""
    with app.app_context():
        wanted = select(Registration).where(Registration.run_id == team.run_id).order_by(Registration.id)
        found = list(db.session.scalars(wanted))
        db.session.expunge_all()
        return found


def states(app: Flask, team: Team) -> dict[str, str]:
    """First name -> how it stands."""
    return {row.name.split()[0]: row.state.value for row in rows(app, team)}


def run_of(app: Flask, team: Team) -> Run:
    with app.app_context():
        found = db.session.get(Run, team.run_id)
        assert found is not None
        db.session.expunge_all()
        return found


def time_passes(app: Flask, until: datetime) -> None:
    """What the job worker does at this moment."""
    with time_machine.travel(until, tick=True), app.app_context():
        actions.lapse(db.session(), clock.now())
        db.session.commit()
        db.session.remove()
