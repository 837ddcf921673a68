"""What the tests of the institution pages share: who sits there, what they post, what the tables then hold."""

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Institution, JournalEntry, Letter, OutboxEntry
from tests.judge import JudgingClient
from tests.web.people import csrf

SLUG = "volkshochschule"
GIVEN = {
    "name": "Volkshochschule am Park",
    "short_name": "VHS",
    "kind": "adult_education",
    "summary": "Kurse für alle.",
    "description": "## Wir\n\nSeit *1919*.",
    "street": "Erdmannsdorffstraße 3",
    "postal_code": "06844",
    "town": "Dessau-Roßlau",
    "district": "",
    "phone": "0340 0000-201",
    "email": "vhs@agora.example",
    "website": "www.vhs.example",
    "opening_hours": "Montag bis Freitag\n9 bis 17 Uhr",
    "maintenance_email": "intern@agora.example",
}


def institution(app: Flask, slug: str = SLUG) -> Institution:
    with app.app_context():
        found = db.session.scalars(select(Institution).where(Institution.slug == slug)).one()
        db.session.expunge_all()
        return found


def profile(app: Flask, slug: str = SLUG) -> str:
    return f"/anbieterbereich/profil/{institution(app, slug).id}"


def post(client: JudgingClient, address: str, **fields: str) -> TestResponse:
    """Post a form with the token of the account's page."""
    return client.post(address, data={"csrf_token": csrf(client, "/konto/"), **fields})


def journal(app: Flask) -> list[JournalEntry]:
    with app.app_context():
        found = list(db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)))
        db.session.expunge_all()
        return found


def letters(app: Flask) -> list[Letter]:
    with app.app_context():
        found = list(db.session.scalars(select(Letter).order_by(Letter.id)))
        db.session.expunge_all()
        return found


def left_word(app: Flask) -> int:
    """How much waits in the outbox, which a request drains."""
    with app.app_context():
        return len(list(db.session.scalars(select(OutboxEntry.id))))
