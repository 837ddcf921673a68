"""The workflow on PostgreSQL: the same story, with references and concurrent writers as that database keeps them."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm.exc import StaleDataError

from portal.cli import database
from portal.extensions import db
from portal.models import Offer, OfferEdit
from portal.offers import sheet_store
from portal.vocabulary.offers import Step
from portal.workflow import actions, queries
from portal.workflow.steps import Outcome
from tests.fixtures.portals import make_app
from tests.rooms.workflow.conftest import build


@pytest.mark.postgres
def test_the_story_is_the_same(postgres_url: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, database_url=postgres_url)
    with app.app_context():
        database.upgrade()
        session = db.session()
        town = build(session)
        sheet = town.sheet()
        offer = actions.begin(session, town.member, institution=town.club, sheet=sheet, now=town.later())
        actions.submit(session, town.member, offer=offer, now=town.later())
        assert [entry.title for entry in queries.queue(session)] == [sheet.title]
        actions.approve(session, town.editor, offer=offer, now=town.later())
        session.commit()
        assert town.offer(offer.id).step is Step.PUBLISHED
        copy = queries.working_copy(session, offer.id)
        assert copy is not None
        changed = replace(copy.sheet, title="Anders", price_cents=1)
        actions.save(
            session, town.member, offer=copy.offer, sheet=changed, opened=copy.digest, now=town.later()
        )
        assert (
            actions.submit(session, town.member, offer=copy.offer, now=town.later())
            is Outcome.MINOR_AND_SUBMITTED
        )
        assert [one.times for one in queries.to_see(session)] == [1]
        session.commit()
        assert sheet_store.read(town.offer(offer.id)).price_cents == 1
        session.execute(delete(Offer).where(Offer.id == offer.id))  # work and versions go with the offer
        session.commit()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.postgres
def test_the_slower_of_two_writers_of_one_edit_is_told(postgres_url: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, database_url=postgres_url)
    with app.app_context():
        database.upgrade()
        session = db.session()
        town = build(session)
        offer = actions.begin(
            session, town.member, institution=town.club, sheet=town.sheet(), now=town.later()
        )
        session.commit()
        [mine] = session.query(OfferEdit).where(OfferEdit.offer_id == offer.id)
        assert mine.revision == 1
        with db.engine.begin() as other:
            other.exec_driver_sql("UPDATE offer_edit SET revision = 2")
        mine.change_kinds = ["text"]
        with pytest.raises(StaleDataError):
            session.flush()
        session.rollback()
        db.session.remove()
        db.engine.dispose()
