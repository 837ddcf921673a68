"""What lies on the desks of the demo: there once, untouched within the week, and renewed in another one."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cli import seed_demo
from portal.extensions import db
from portal.models import Offer, OfferComment, OfferEdit, OfferVersion, OutboxEntry, ReturnReason
from portal.vocabulary.offers import Step
from portal.vocabulary.workflow import ChangeKind
from portal.workflow import badges, queries


def on_the_desks(session: Session) -> dict[str, int]:
    tables = (OfferEdit, OfferVersion, OfferComment, ReturnReason)
    rows = {
        table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
    }
    offers = session.scalar(select(func.count(Offer.id))) or 0
    return {**rows, **badges.counts(session), "offers": offers}


def test_the_desks_are_alive(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        found = on_the_desks(session)
        assert (found["submitted"], found["returned"], found["to_see"], found["return_reason"]) == (
            5,
            1,
            3,
            4,
        )
        kinds = {kind for entry in queries.queue(session) for kind in entry.kinds}
        assert {ChangeKind.NEW, ChangeKind.TEXT, ChangeKind.REGISTRATION} <= kinds
        assert found["offer_comment"] == 3


def test_no_letter_goes_out_for_what_nobody_did(app: Flask) -> None:
    with app.app_context():
        assert not db.session.scalar(select(func.count(OutboxEntry.id)).where(OutboxEntry.topic == "letter"))


def test_what_is_not_public_does_not_count_as_an_offer(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        public = session.scalar(select(func.count(Offer.id)).where(Offer.step == Step.PUBLISHED))
        assert seed_demo.load(session, today=clock.today()) == f"{public} Angebote"


def test_loading_again_in_the_same_week_changes_nothing(session: Session) -> None:
    [first, *_others] = queries.queue(session)
    session.delete(session.scalars(select(OfferEdit).where(OfferEdit.offer_id == first.offer_id)).one())
    session.flush()
    before = on_the_desks(session)
    seed_demo.load(session, today=clock.today())
    assert on_the_desks(session) == before


def test_another_week_moves_the_desks_along(session: Session) -> None:
    before = on_the_desks(session)
    [first, *_others] = queries.queue(session)
    session.delete(session.scalars(select(OfferEdit).where(OfferEdit.offer_id == first.offer_id)).one())
    session.flush()
    later = clock.today() + timedelta(weeks=2)
    seed_demo.load(session, today=later)
    session.flush()
    assert on_the_desks(session) == before
    oldest = queries.queue(session)[0]
    assert timedelta() < clock.as_utc(later, 0, 0) - oldest.since < timedelta(days=4)
