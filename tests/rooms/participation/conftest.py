"""Tables in memory, and an editor who acts."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.models import User
from portal.permissions.policy import Actor
from portal.vocabulary.people import Role


@pytest.fixture
def session() -> Iterator[Session]:
    """Tables of the portal without a row."""
    engine = create_engine("sqlite://")
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
