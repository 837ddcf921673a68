"""Rolling a year over on PostgreSQL, where a statement that meets no conflict does not tell how many rows it wrote."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.extensions import Base
from tests.rooms.careers.rollover_town import begin, fair_reviewed
from tests.rooms.workflow.conftest import build


@pytest.mark.postgres
def test_it_says_how_many_dates_it_proposes(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        town = build(session)
        offer = fair_reviewed(town)
        assert (begin(town, offer), begin(town, offer)) == (3, 0)
    engine.dispose()
