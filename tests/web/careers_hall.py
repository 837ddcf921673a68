"""A portal whose Jahres-Berufswahl-Kalender is full: some four hundred entries, and among them one of every fate.

Times are seen from factories' NOW, a Monday in November 2026.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.app import create_app
from portal.cli import seed_vocabularies
from portal.extensions import db
from portal.models import Holiday, Institution, Offer, Term
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.offers import OccurrenceStatus, OfferKind, Step
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make
from tests.factories.offers import NOW

from .hall import settings

FIRST = date(2026, 8, 3)
MANY = 400
TITLES = (
    "Werkstatt-Rundgang", "Ausbildungsmesse", "Tag der offenen Tür im Rechenzentrum", "Bewerbungscheck",
    "Berufsparcours: dreißig Berufe zum Anfassen", "Elternabend: Welche Wege gibt es nach Klasse 10?",
)  # fmt: skip


def build(folder: Path, *, many: int = MANY) -> Flask:
    """The portal with its index; `many` entries beside those of the fates."""
    app = create_app(settings(folder))
    with app.app_context():
        db.create_all()
        session = db.session()
        seed_vocabularies.load(session)
        club = make.make_institution(session, name="Kreishandwerkerschaft Anhalt", slug="handwerk")
        add_fates(session, club)
        add_many(session, club, many)
        add_special_days(session)
        session.commit()
        app.extensions["agora_search"].rebuild(session)
        session.commit()
        db.session.remove()
    return app


def term(session: Session, scheme: Scheme, code: str) -> Term:
    return session.query(Term).filter_by(scheme=scheme, code=code).one()


def grades(session: Session, *codes: int) -> list[Term]:
    return [term(session, Scheme.GRADE, str(code)) for code in codes]


def add_fates(session: Session, club: Institution) -> None:
    """Entries whose titles say what they are."""
    nine = grades(session, 9)
    soon = NOW + timedelta(days=1)
    careers = {"kind": OfferKind.CAREERS_EVENT, "institution": club, "terms": nine}
    make.make_dated_offer(session, "Morgen im Betrieb", soon, **careers)
    _noted(session, "Fällt aus: Messe", soon, OccurrenceStatus.CANCELLED, "Die Halle ist gesperrt.", club)
    _noted(session, "Verschoben: Parcours", soon, OccurrenceStatus.POSTPONED, "", club)
    _noted(session, "Verlegt: Rundgang", soon, OccurrenceStatus.MOVED, "Neuer Ort: Aula.", club)
    make.make_dated_offer(session, "Vorbei: Schnuppertag", NOW - timedelta(days=40), **careers)
    make.make_dated_offer(session, "Zurückgezogen: Geheimes", soon, step=Step.WITHDRAWN, **careers)
    quiet = make.make_institution(session, name="Stiller Betrieb", slug="stiller-betrieb", is_public=False)
    make.make_dated_offer(
        session, "Verborgen: Stilles", soon, kind=OfferKind.CAREERS_EVENT, institution=quiet
    )
    make.make_dated_offer(session, "Töpfern gehört nicht dazu", soon, institution=club)
    programme = term(session, Scheme.PROGRAMME, "berufsorientierung")
    lecture = {"kind": OfferKind.LECTURE, "institution": club, "terms": [programme]}
    make.make_dated_offer(session, "Vortrag im Programm", soon + timedelta(days=1), **lecture)
    make.make_dated_offer(
        session, "Nächstes Schuljahr: Messe", datetime(2027, 9, 7, 8, tzinfo=NOW.tzinfo), **careers
    )
    registered = make.make_offer(session, "Praxistag mit Anmeldung", **careers)
    run = make.make_run(
        session,
        registered,
        registration_opens_on=date(2026, 10, 1),
        registration_closes_on=date(2026, 11, 27),
    )
    make.make_occurrence(session, run, datetime(2026, 12, 8, 8, tzinfo=NOW.tzinfo))
    late = make.make_offer(session, "Sommerakademie im nächsten Schuljahr", **careers)
    run = make.make_run(session, late, registration_closes_on=date(2027, 7, 1))
    make.make_occurrence(session, run, datetime(2027, 8, 10, 8, tzinfo=NOW.tzinfo))
    day_span(session, "Bewerbungsphase der Verwaltung", date(2026, 9, 1), date(2027, 1, 15), institution=club)
    day_span(
        session,
        "Stichtag der Hochschule",
        date(2027, 1, 15),
        date(2027, 1, 15),
        institution=club,
        kind=OfferKind.DEADLINE,
        terms=[programme],
    )
    march = date(2027, 3, 1)
    for title, terms in (("Frist für Klasse 9 ohne Programm", nine), ("Zinsfrist der Bank", [])):
        day_span(session, title, march, march, institution=club, kind=OfferKind.DEADLINE, terms=terms)


def _noted(
    session: Session, title: str, start: datetime, status: OccurrenceStatus, note: str, club: Institution
) -> Offer:
    offer = make.make_offer(session, title, kind=OfferKind.CAREERS_EVENT, institution=club)
    make.make_occurrence(session, make.make_run(session, offer), start, status=status, note=note or None)
    return offer


def day_span(session: Session, title: str, first: date, last: date, **values: object) -> Offer:
    """An offer of whole days, both included."""
    offer = make.make_offer(session, title, **{"kind": OfferKind.CAREERS_EVENT, **values})
    make.make_occurrence(
        session,
        make.make_run(session, offer),
        clock.as_utc(first, 0, 0),
        end=clock.as_utc(last + timedelta(days=1), 0, 0),
        all_day=True,
        first_day=first,
        last_day=last,
    )
    return offer


def add_many(session: Session, club: Institution, many: int) -> None:
    """Events, deadlines and windows all over the year, for every class and school form."""
    forms = session.query(Term).filter_by(scheme=Scheme.SCHOOL_FORM).order_by(Term.position).all()
    actions = session.query(Term).filter_by(scheme=Scheme.ACTION).order_by(Term.position).all()
    programme = term(session, Scheme.PROGRAMME, "berufsorientierung")
    place = make.make_place(session, name="Berufsschulzentrum Hugo Junkers")
    days = _school_days()
    for number in range(many):
        first = next(days)
        terms = [
            *grades(session, *{4 + number % 10, 5 + number % 9}),
            forms[number % len(forms)],
            actions[number % len(actions)],
            programme,
        ]
        values = {"institution": club, "place": place, "terms": terms}
        title = f"{TITLES[number % len(TITLES)]} {number + 1}"
        if number % 8 == 3:
            day_span(session, f"Frist {number + 1}", first, first, kind=OfferKind.DEADLINE, **values)
        elif number % 8 == 7:
            day_span(
                session, f"Praktikum {number + 1}", first, first + timedelta(days=5 + number % 40), **values
            )
        else:
            start = clock.as_utc(first, 8 + number % 9, 0)
            make.make_dated_offer(session, title, start, kind=OfferKind.CAREERS_EVENT, **values)


def _school_days() -> Iterator[date]:
    """Days of the school year without Sundays, from one end to the other and again."""
    for offset in count():
        day = FIRST + timedelta(days=(offset * 7 + offset // 50) % 355)
        yield day - timedelta(days=1) if day.weekday() == 6 else day


def add_special_days(session: Session) -> None:
    """These alone, whatever the vocabularies brought."""
    session.query(Holiday).delete()
    rows = (
        (
            HolidayKind.SCHOOL_BREAK,
            "Herbstferien",
            "Autumn break",
            date(2026, 10, 19),
            date(2026, 10, 30),
            True,
        ),
        (
            HolidayKind.SCHOOL_BREAK,
            "Sommerferien",
            "Summer break",
            date(2027, 7, 10),
            date(2027, 8, 20),
            True,
        ),
        (HolidayKind.PUBLIC_HOLIDAY, "Reformationstag", None, date(2026, 10, 31), date(2026, 10, 31), True),
        (HolidayKind.ACTION_DAY, "Girls’Day und Boys’Day", None, date(2027, 4, 22), date(2027, 4, 22), True),
        (HolidayKind.ACTION_DAY, "Noch ungewisser Tag", None, date(2027, 5, 5), date(2027, 5, 5), False),
    )
    for kind, name, name_en, first, last, is_confirmed in rows:
        session.add(
            Holiday(
                kind=kind,
                name=name,
                name_en=name_en,
                first_day=first,
                last_day=last,
                source="Test",
                is_confirmed=is_confirmed,
            )
        )
