"""A small portal with one offer of every fate, on a fixed Monday: running, ended, withdrawn, moved, hidden, hostile.

The demo shows what is usual; this shows what must not go wrong. Times are seen from factories' NOW.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.actions import create_user
from portal.app import create_app
from portal.cli import seed_vocabularies
from portal.config import Settings
from portal.extensions import db
from portal.models import Offer, SlugRedirect, Term
from portal.vocabulary.offers import AttendanceMode, OccurrenceStatus, OfferKind, RegistrationWay, Step
from portal.vocabulary.people import Role
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make
from tests.factories.offers import NOW

EMAIL, PASSWORD = "redaktion@hall.example", "ein langes Passwort"
SCRIPT = "<script>alert('Agora')</script>"
HOSTILE = (
    f"{SCRIPT}<img src=x onerror=alert(1)>\"' onmouseover=alert(2) {{{{7*7}}}} </title></textarea>--><!--"
)
BAD_LINK = "javascript:alert(document.domain)"
HOSTILE_MARKDOWN = (
    f"{SCRIPT}\n\n[klick](javascript:alert(1)) [klack](data:text/html,<script>alert(2)</script>) "
    "<a href='javascript:alert(3)'>roh</a> ![bild](http://fremd.example/zaehler.gif) <iframe src='//fremd.example'></iframe>"
)


@dataclass(frozen=True, slots=True)
class Hall:
    """The application and the ids of its offers by their fate."""

    app: Flask
    offers: dict[str, int]
    slugs: dict[str, str]

    def path(self, fate: str) -> str:
        return f"/angebote/{self.offers[fate]}-{self.slugs[fate]}"


def settings(folder: Path, **changes: str) -> Settings:
    """Settings of a test portal in a folder of its own."""
    values = {
        "env": "development",
        "secret_key": "only for tests, long enough to sign with",
        "database_url": f"sqlite:///{folder / 'agora.sqlite'}",
        "base_url": "https://bildung.stadt.example",
    }
    return Settings(data_dir=folder, **(values | changes))


def build(folder: Path) -> Hall:
    """The hall, with its database and index."""
    app = create_app(settings(folder))
    with app.app_context():
        db.create_all()
        session = db.session()
        seed_vocabularies.load(session)
        create_user(session, email=EMAIL, name="Redaktion", password=PASSWORD, role=Role.EDITOR)
        found = {**usual(session), **fates(session), "hostile": hostile(session)}
        session.commit()
        app.extensions["agora_search"].rebuild(session)
        session.commit()
        hall = Hall(
            app,
            {name: offer.id for name, offer in found.items()},
            {name: offer.slug for name, offer in found.items()},
        )
        db.session.remove()
    return hall


def topic(session: Session, code: str) -> Term:
    return session.query(Term).filter_by(scheme=Scheme.TOPIC, code=code).one()


def usual(session: Session) -> dict[str, Offer]:
    """Offers as they should be: a course with a price and three dates, a lecture, one without dates."""
    club = make.make_institution(
        session, name="Töpferverein Roßlau", slug="toepferverein", phone="0340 0000-101", town="Dessau-Roßlau"
    )
    session.add(SlugRedirect(thing="institution", old_slug="keramikverein", target_id=club.id))
    place = make.make_place(session, name="Werkstatt am Wall", street="Wallstraße 1", postal_code="06842")
    course = make.make_offer(
        session,
        "Keramik für alle",
        institution=club,
        place=place,
        summary="Drehen, formen, brennen.",
        description="## Drei Abende\n\nMit *eigenem* Ton.",
        price_cents=4250,
        external_id="K-1",
        terms=[topic(session, "malen-zeichnen")],
    )
    run = make.make_run(session, course, number="K1")
    for week in range(3):
        make.make_occurrence(session, run, NOW + timedelta(days=8, weeks=week))
    lecture = make.make_dated_offer(
        session,
        "Vom Ton zum Topf",
        NOW + timedelta(days=3),
        kind=OfferKind.LECTURE,
        is_free=True,
        institution=club,
        place=place,
    )
    advice = make.make_offer(
        session, "Offene Lernberatung", kind=OfferKind.COUNSELLING, attendance_mode=AttendanceMode.ONLINE
    )
    material = make.make_offer(
        session,
        "Übungshefte Töpfern",
        kind=OfferKind.OPEN_LEARNING,
        institution=club,
        attendance_mode=AttendanceMode.ONLINE,
        childcare=True,
        insurance_note="Fragen Sie die Schule, wie Sie versichert sind.",
        guest_places=8,
        guest_conditions="Bitte in die ersten Reihen.",
        material_url="https://hefte.stadt.example/ton",
        material_licence="CC BY 4.0",
        material_access="Frei im Netz, ohne Konto",
    )
    return {"course": course, "lecture": lecture, "dateless": advice, "material": material}


def fates(session: Session) -> dict[str, Offer]:
    """Offers that a visitor meets by an old link: ended, withdrawn, archived, not yet public, cancelled, moved."""
    club = make.make_institution(session, name="Nähkreis Dessau", slug="naehkreis")
    quiet = make.make_institution(session, name="Stiller Verein", slug="stiller-verein", is_public=False)
    painting = topic(session, "malen-zeichnen")
    soon, past = NOW + timedelta(days=2), NOW - timedelta(days=60)
    ended = make.make_dated_offer(session, "Aquarell im Sommer", past, institution=club, terms=[painting])
    make.make_dated_offer(session, "Nähen am Abend", soon, institution=club)
    gone = make.make_dated_offer(
        session, "Malen im Park", soon, institution=club, step=Step.WITHDRAWN, terms=[painting]
    )
    archived = make.make_offer(session, "Altes Handwerk", step=Step.ARCHIVED)
    draft = make.make_offer(session, "Noch geheim", step=Step.DRAFT)
    hidden = make.make_dated_offer(session, "Verborgenes", soon, institution=quiet)
    off = make.make_dated_offer(session, "Fällt leider aus", soon, status=OccurrenceStatus.CANCELLED)
    moved = make.make_offer(session, "Zieht um", kind=OfferKind.LECTURE)
    day = make.make_occurrence(session, make.make_run(session, moved), soon, status=OccurrenceStatus.MOVED)
    day.moved_from = soon - timedelta(days=1)
    return {
        "ended": ended, "withdrawn": gone, "archived": archived, "draft": draft,
        "hidden": hidden, "cancelled": off, "moved": moved,
    }  # fmt: skip


def hostile(session: Session) -> Offer:
    """An offer whose every text was written by an attacker, from an institution and a place of the same hand."""
    club = make.make_institution(
        session, name=HOSTILE, slug="boese", short_name=HOSTILE[:100], summary=HOSTILE, description=HOSTILE_MARKDOWN,
        website=BAD_LINK, email=f"a@b.example\"{SCRIPT}", phone=f"0340{SCRIPT}", opening_hours=HOSTILE, street=HOSTILE,
    )  # fmt: skip
    place = make.make_place(
        session,
        name=HOSTILE,
        street=HOSTILE,
        transit_stop=HOSTILE,
        access_note=HOSTILE,
        step_free=True,
        institution_id=club.id,
    )
    offer = make.make_offer(
        session, f"Klöppeln {HOSTILE}", slug="kloeppeln", institution=club, place=place, summary=HOSTILE,
        description=HOSTILE_MARKDOWN, plain_text=HOSTILE_MARKDOWN, goal=HOSTILE, prerequisites=HOSTILE, certificate=HOSTILE,
        price_cents=100, price_note=HOSTILE, website=BAD_LINK, registration_url=BAD_LINK, contact_name=HOSTILE,
        registration_way=RegistrationWay.LINK, contact_email=f"x@y.example{SCRIPT}", educational_leave=True,
        educational_leave_number=SCRIPT, external_id=SCRIPT,
    )  # fmt: skip
    run = make.make_run(
        session, offer, number=SCRIPT, note=HOSTILE, registration_url=BAD_LINK, schedule_note=HOSTILE
    )
    make.make_occurrence(session, run, NOW + timedelta(days=5), room=SCRIPT, note=HOSTILE)
    return offer
