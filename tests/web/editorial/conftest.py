"""A hall of the editors: an account for every role, and the special days as they were seeded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from portal.accounts.actions import create_user
from portal.cli import seed_vocabularies
from portal.extensions import db
from portal.holidays import removed
from portal.models import Holiday, Setting
from portal.vocabulary.people import Role
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web.editorial.desk import signed_in
from tests.web.hall import Hall, build


@pytest.fixture(scope="session")
def built_desk(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """A hall of these tests alone, with an account for every role."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with time_machine.travel(NOW, tick=True):
        hall = build(folder)
        with hall.app.app_context():
            for role in (Role.PROVIDER, Role.ADMINISTRATOR):
                create_user(
                    db.session(),
                    email=f"{role}@hall.example",
                    name="x",
                    password="lang genug dafür",
                    role=role,
                )
            db.session.commit()
    return hall


@pytest.fixture
def desk(built_desk: Hall) -> Iterator[Hall]:
    """Inside the test it is 23 November 2026, and the days are as they were seeded."""
    with time_machine.travel(NOW, tick=True):
        with built_desk.app.app_context():
            db.session.query(Holiday).delete()
            db.session.query(Setting).filter_by(name=removed.NAME).delete()
            db.session.flush()
            seed_vocabularies.load(db.session())
            db.session.commit()
            db.session.remove()
        yield built_desk


@pytest.fixture
def editor(desk: Hall) -> JudgingClient:
    return signed_in(desk)
