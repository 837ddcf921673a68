"""Two offers become one: the address of the other leads to the kept one, and its calendar entries are called off and point there."""

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts import queries as accounts
from portal.extensions import db
from portal.models import Occurrence, Offer, Run, User
from portal.offers import sheet_store
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.people import Role
from portal.web.kit import publishing
from portal.workflow import actions
from tests.judge import JudgingClient


def two_courses_ahead() -> tuple[Offer, Offer]:
    ids = db.session.scalars(
        select(Offer.id)
        .join(Run)
        .join(Occurrence)
        .where(
            Offer.step == Step.PUBLISHED, Offer.kind == OfferKind.COURSE, Occurrence.starts_at > clock.now()
        )
        .distinct()
        .order_by(Offer.id)
        .limit(2)
    ).all()
    kept, dropped = (sheet_store.offer(db.session(), number) for number in ids)
    assert kept is not None
    assert dropped is not None
    return kept, dropped


def test_address_and_calendar_of_the_dropped_one_lead_to_the_kept_one(
    own_app: Flask, own_client: JudgingClient
) -> None:
    with own_app.app_context():
        kept, dropped = two_courses_ahead()
        here, there = f"/angebote/{kept.id}-{kept.slug}", f"/angebote/{dropped.id}-{dropped.slug}"
        short = f"/angebote/{kept.id}"
        feed = f"/anbieter/{dropped.institution.slug}.ics"
        assert "STATUS:CONFIRMED" in own_client.get(f"{there}.ics").text
        editor = db.session.scalars(select(User).where(User.role == Role.EDITOR)).first()
        assert editor is not None
        actor = accounts.actor(db.session(), editor)
        actions.merge(db.session(), actor, kept=kept, dropped=dropped, now=clock.now())
        db.session.commit()
        publishing.drain()
        uids = [f"occurrence-{one.uuid}@agora" for run in dropped.runs for one in run.occurrences]
    answer = own_client.get(there)
    assert (answer.status_code, answer.headers["Location"]) == (301, here)
    entries = own_client.get(feed).text.replace("\r\n ", "").split("BEGIN:VEVENT")
    gone = [entry for entry in entries if any(uid in entry for uid in uids) and "STATUS:CANCELLED" in entry]
    assert gone
    assert all(f"{short}\r\n" in entry and "Diesen Termin finden Sie jetzt hier" in entry for entry in gone)
