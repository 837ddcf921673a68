"""Two who lead and take each other off the list in the same moment: one of them comes second, on every database."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, create_engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import clock
from portal.errors import Conflict
from portal.extensions import Base
from portal.institutions import members
from portal.models import Institution, Membership, User
from portal.permissions.policy import Actor
from portal.vocabulary.people import MembershipRole, Role


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "sqlite":
        made = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
        event.listen(
            made, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=10000")
        )
    else:
        made = create_engine(request.getfixturevalue("postgres_url"))
    Base.metadata.create_all(made)
    request.addfinalizer(made.dispose)
    return made


def test_somebody_stays_who_leads(engine: Engine) -> None:
    with Session(engine) as session:
        institution = Institution(slug="a", name="A")
        people = [
            User(email=f"{name}@a.example", name=name, password_hash="", role=Role.PROVIDER) for name in "xy"
        ]
        rows = [Membership(user=one, institution=institution, role=MembershipRole.MANAGER) for one in people]
        session.add_all([institution, *people, *rows])
        session.commit()
        ids, number = [(row.id, row.user_id) for row in rows], institution.id
    start, refused = Barrier(2), []

    def take_off(membership_id: int, by: int) -> None:
        actor = Actor(by, "x", Role.PROVIDER, {number: MembershipRole.MANAGER})
        with Session(engine) as session:
            session.get(Membership, membership_id)
            session.rollback()
            start.wait()
            try:
                members.remove(session, actor, membership_id=membership_id, now=clock.now())
                session.commit()
            except (Conflict, OperationalError) as problem:
                refused.append(problem)

    (first, x), (second, y) = ids
    threads = [Thread(target=take_off, args=pair) for pair in ((first, y), (second, x))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Membership)) == 1
    assert len(refused) == 1
