"""A town with one institution, its people, and offers to work on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.models import Institution, Offer, User
from portal.offers import sheet_store
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.permissions.policy import Actor
from portal.vocabulary.offers import OfferKind, RegistrationWay
from portal.vocabulary.people import MembershipRole, Role, Standing
from portal.vocabulary.terms import Scheme
from tests.factories import offers as make

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Town:
    """Who is there. `member` and `manager` belong to `club`, `stranger` to another institution."""

    session: Session
    club: Institution
    member: Actor
    manager: Actor
    stranger: Actor
    editor: Actor
    administrator: Actor
    now: datetime = NOW

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**(span or {"minutes": 1}))
        return self.now

    def sheet(self, title: str = "Löten und Messen", **values: object) -> OfferSheet:
        """A content that may be handed in."""
        start = datetime(2027, 1, 12, 17, tzinfo=UTC)
        dates = tuple(
            DateSheet(
                start + week, start + week + timedelta(hours=2), (start + week).date(), (start + week).date()
            )
            for week in (timedelta(), timedelta(weeks=1))
        )
        plain = OfferSheet(
            title,
            OfferKind.WORKSHOP,
            summary="Sie löten eine kleine Lampe und nehmen sie mit nach Hause.",
            price_cents=2400,
            place_id=self.place_id,
            registration_way=RegistrationWay.PHONE,
            registration_phone="0340 0000-300",
            contact_phone="0340 0000-300",
            terms={Scheme.TOPIC: ("technik",), Scheme.LIFE_PHASE: ("beruf",)},
            runs=(RunSheet(dates=dates),),
        )
        return replace(plain, **values)  # type: ignore[arg-type]  # any fields of a sheet

    @property
    def place_id(self) -> int:
        return self.club.places[0].id

    def offer(self, offer_id: int) -> Offer:
        found = sheet_store.offer(self.session, offer_id)
        assert found is not None
        return found


def build(session: Session) -> Town:
    club = make.make_institution(session, name="Technikmuseum", slug="technikmuseum")
    other = make.make_institution(session, name="Anderer Verein", slug="anderer-verein")
    club.places.append(make.make_place(session, name="Halle 2"))
    make.make_term(session, Scheme.TOPIC, "Technik", code="technik")
    make.make_term(session, Scheme.LIFE_PHASE, "Beruf", code="beruf")
    people = [
        person(session, "mitglied", {club.id: MembershipRole.MEMBER}),
        person(session, "leitung", {club.id: MembershipRole.MANAGER}),
        person(session, "fremde", {other.id: MembershipRole.MANAGER}),
        person(session, "redaktion", {}, Role.EDITOR),
        person(session, "verwaltung", {}, Role.ADMINISTRATOR),
    ]
    session.flush()
    return Town(session, club, *people)


def person(
    session: Session, name: str, memberships: dict[int, MembershipRole], role: Role = Role.PROVIDER
) -> Actor:
    user = User(email=f"{name}@verein.example", name=name, password_hash="", role=role)
    session.add(user)
    session.flush()
    return Actor(user.id, name, role, memberships)


def open_town() -> Town:
    """A town in a database of its own, in memory, with references kept."""
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    return build(Session(engine))


@pytest.fixture
def town() -> Iterator[Town]:
    found = open_town()
    yield found
    found.session.close()


@pytest.fixture
def trusted(town: Town) -> Town:
    town.club.standing = Standing.TRUSTED
    town.session.flush()
    return town
