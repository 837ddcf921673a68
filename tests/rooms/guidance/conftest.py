"""Tables of the portal without a row, in memory, and who acts."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal import models  # noqa: F401  importing the models registers the tables
from portal.extensions import Base
from portal.permissions.policy import Actor
from portal.vocabulary.people import Role


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def editor() -> Actor:
    return Actor(1, "Rita Redaktion", Role.EDITOR)
