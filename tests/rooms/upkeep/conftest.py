"""An empty database for the upkeep's tests, in memory."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.rooms.search.engine import database


@pytest.fixture
def session() -> Iterator[Session]:
    with database() as session:
        yield session
