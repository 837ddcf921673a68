"""An empty table of special days in memory, and what a test enters by hand."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal import models  # noqa: F401  importing the models registers the tables
from portal.extensions import Base

TODAY = date(2026, 11, 23)


@pytest.fixture
def session() -> Iterator[Session]:
    """Tables of the portal without a row, in memory."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()
