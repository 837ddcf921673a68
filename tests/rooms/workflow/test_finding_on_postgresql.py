"""What editors look for, on PostgreSQL: the same numbers, the same finds."""

from pathlib import Path

import pytest
from sqlalchemy import select

from portal.cli import database
from portal.extensions import db
from portal.town.settings import Freshness
from portal.upkeep import waiting
from portal.vocabulary.offers import Step
from portal.workflow import badges, finding, queries
from tests.fixtures.portals import make_app
from tests.rooms.workflow.conftest import build
from tests.rooms.workflow.test_finding import change, handed_in, public


@pytest.mark.postgres
def test_numbers_and_finds_are_the_same(postgres_url: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, database_url=postgres_url)
    with app.app_context():
        database.upgrade()
        session = db.session()
        town = build(session)
        live, new = public(town, "Übergänge gestalten"), handed_in(town, "Löten")
        change(town, live, price_cents=2500)
        wanted = {
            **badges.columns(),
            **badges.more_columns(town.now),
            **waiting.columns(),
            **waiting.letters(),
            **waiting.more_columns(town.now, Freshness()),
        }
        row = session.execute(select(*(column.label(name) for name, column in wanted.items()))).one()
        assert (row.submitted, row.to_see, row.returned, row.scheduled) == (1, 1, 0, 0)
        assert row.submitted_since.tzinfo is not None
        for words in ("übergänge", "Übergänge gestalten", "GESTALTEN übergänge"):
            assert [one.offer_id for one in finding.find(session, words)[0]] == [live.id]
        assert [one.offer_id for one in finding.find(session, "", step=Step.SUBMITTED)[0]] == [new.id]
        before, after = finding.since_seen(session, queries.to_see(session))[live.id]
        assert before is not None
        assert (before.price_cents, after.price_cents) == (2400, 2500)
        assert finding.contents(session, [new.id])[new.id].sheet.title == "Löten"
        db.session.remove()
        db.engine.dispose()
