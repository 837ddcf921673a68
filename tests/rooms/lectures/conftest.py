"""Tables in memory, an editor who acts, and a small Seniorenuniversität."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.models import Appearance, Institution, Lecturer, Offer, Semester, SemesterItem, Term, User
from portal.permissions.policy import Actor
from portal.vocabulary.lectures import SemesterKind
from portal.vocabulary.offers import OfferKind
from portal.vocabulary.people import Role
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make
from tests.factories.offers import NOW

FIRST, LAST = date(2026, 10, 1), date(2027, 3, 31)


@pytest.fixture
def session() -> Iterator[Session]:
    """Tables of the portal without a row, in memory, with foreign keys as in earnest."""
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def editor(session: Session) -> Actor:
    user = User(email="e@demo.example", name="Erika", password_hash="", role=Role.EDITOR)
    session.add(user)
    session.flush()
    return Actor(user.id, user.name, user.role)


@dataclass
class University:
    """Makes what a programme is made of."""

    session: Session
    programme: Term
    host: Institution

    def lecture(self, title: str, *starts: datetime, **values: Any) -> Offer:
        """A public lecture of the programme, one run with these dates."""
        terms = [self.programme, *values.pop("terms", [])]
        values = {"institution": self.host, "kind": OfferKind.LECTURE, **values}
        offer = make.make_offer(self.session, title, terms=terms, **values)
        run = make.make_run(self.session, offer)
        for start in starts:
            make.make_occurrence(self.session, run, start)
        return offer

    def speaker(self, name: str, *offers: Offer, consented: bool = True, day: Any = None) -> Lecturer:
        row = Lecturer(
            institution=self.host, name=name, role="Bauhistoriker", consented_on=FIRST if consented else None
        )
        self.session.add(row)
        self.session.flush()
        for offer in offers:
            self.session.add(Appearance(offer_id=offer.id, lecturer=row, occurrence_uuid=day))
        self.session.flush()
        return row

    def semester(self, *chosen: Offer, **values: Any) -> Semester:
        values = {"slug": "winter", "kind": SemesterKind.REGULAR, "title": "Winter", **values}
        row = Semester(**{"first_day": FIRST, "last_day": LAST, "is_public": True, **values})
        row.items = [SemesterItem(offer_id=one.id, position=at) for at, one in enumerate(chosen)]
        self.session.add(row)
        self.session.flush()
        return row


@pytest.fixture
def university(session: Session) -> University:
    term = make.make_term(session, Scheme.PROGRAMME, "Seniorenuniversität", code="seniorenuniversitaet")
    return University(session, term, make.make_institution(session, name="Museum am Wall"))


def days(number: int) -> datetime:
    """So many days from now."""
    return NOW + timedelta(days=number)
