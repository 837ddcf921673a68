"""One team of ten, in memory."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from portal.models import Run
from tests.rooms.attendance.course import database, make_course


@pytest.fixture
def session() -> Iterator[Session]:
    with database() as engine, Session(engine) as session:
        yield session


@pytest.fixture
def run(session: Session) -> Run:
    """A parents' training for ten people, from in two weeks on."""
    return make_course(session)[0]
