"""A course with places for people to register for, in a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from portal.app import tune_sqlite
from portal.attendance import actions
from portal.extensions import Base
from portal.models import OutboxEntry, Registration, Run, User
from portal.permissions.policy import Actor
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import OfferKind, RegistrationWay
from portal.vocabulary.people import Role
from tests.factories import offers as make

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
S = RegistrationState
PHONE = {"email": None, "phone": "0340 / 12-34"}
TRAINER = Actor(1, "Frau Trainerin", Role.PROVIDER)


@contextmanager
def database(url: str = "sqlite://") -> Iterator[Engine]:
    """An empty database, tuned as the portal does."""
    engine = create_engine(url)
    tune_sqlite(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def make_course(session: Session, *, places: int | None = 10, teams: int = 1, **values: Any) -> list[Run]:
    """The teams of a parents' training, each with three dates from in two weeks on."""
    values = {
        "kind": OfferKind.PARENT_TRAINING,
        "registration_way": RegistrationWay.HERE,
        "max_participants": places,
        **values,
    }
    trainer = User(id=TRAINER.user_id, email="trainerin@verein.example", name=TRAINER.name, password_hash="")
    session.merge(trainer)
    offer = make.make_offer(session, "Starke Eltern", **values)
    runs = [make.make_run(session, offer, position=number) for number in range(teams)]
    for number, run in enumerate(runs):
        for week in range(2, 5):
            make.make_occurrence(session, run, NOW + timedelta(weeks=week, days=number, hours=8))
    session.commit()
    return runs


def ask(
    session: Session, run_id: int, name: str, persons: int = 1, now: datetime = NOW, **values: Any
) -> Any:
    """Somebody registers with the address that goes with their name."""
    given = {"email": f"{name.casefold()}@leser.example", "phone": None, "locale": "de", **values}
    asked = actions.ask(session, run_id=run_id, name=name, persons=persons, now=now, **given)
    return asked.registration


def come(session: Session, run_id: int, name: str, persons: int = 1, now: datetime = NOW) -> Registration:
    """Somebody registers and confirms."""
    row = ask(session, run_id, name, persons, now)
    return actions.confirm(session, key=row.key, now=now)


def states(session: Session, run_id: int) -> dict[str, RegistrationState]:
    """How it stands, by name, in the order of arrival."""
    rows = session.scalars(
        select(Registration).where(Registration.run_id == run_id).order_by(Registration.turn)
    )
    return {row.name: row.state for row in rows}


def wished(session: Session) -> list[tuple[str, int]]:
    """The letters that are wished for, oldest first: kind and registration."""
    rows = session.scalars(
        select(OutboxEntry.payload).where(OutboxEntry.topic == "letter").order_by(OutboxEntry.id)
    )
    return [(row["kind"], row["registration_id"]) for row in rows]
