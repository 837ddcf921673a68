"""Tables in memory."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.extensions import Base


@pytest.fixture
def session() -> Iterator[Session]:
    """Tables of the portal without a row."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()
