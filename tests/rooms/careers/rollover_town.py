"""What the tests of the roll-over share: a trusted institution with a public careers event, and an editor who decides."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.careers import rollover_actions, rollover_queries
from portal.careers.rollover_days import SchoolCalendar
from portal.models import (
    Offer,
    ProposedDate,
)
from portal.offers import sheet_store
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.schoolyear import SchoolYear
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.people import Standing
from portal.workflow import actions, rollover
from portal.workflow.rollover import Report, Seen
from tests.rooms.workflow.conftest import Town, open_town

YEAR = SchoolYear(2027)
BEFORE = YEAR.previous


def open_club() -> Town:
    """A town whose institution publishes without review."""
    found = open_town()
    found.club.standing = Standing.TRUSTED
    return found


def fair(town: Town, **values: object) -> Offer:
    """A public careers event with two dates, a time to register, and whole days in March."""
    day = datetime(2026, 11, 26, 13, tzinfo=UTC)
    spring = date(2027, 3, 8)
    dates = (
        DateSheet(day, day + timedelta(hours=3), day.date(), day.date(), room="Saal 2"),
        DateSheet(
            datetime(2027, 3, 7, 23, tzinfo=UTC), datetime(2027, 3, 12, 23, tzinfo=UTC), spring, date(2027, 3, 12), all_day=True
        ),
    )  # fmt: skip
    run = RunSheet(
        dates=dates, number="A1", price_cents=500, registration_opens_on=date(2026, 10, 1), registration_closes_on=date(2026, 11, 20)
    )  # fmt: skip
    sheet = town.sheet("Ausbildungsmesse", kind=OfferKind.CAREERS_EVENT, runs=(run,), **values)
    offer = actions.begin(town.session, town.manager, institution=town.club, sheet=sheet, now=town.later())
    actions.submit(town.session, town.manager, offer=offer, now=town.later())
    assert offer.step is Step.PUBLISHED
    return town.offer(offer.id)


def fair_reviewed(town: Town) -> Offer:
    """The same offer of an institution whose changes are reviewed."""
    town.club.standing = Standing.TRUSTED
    offer = fair(town)
    town.club.standing = Standing.CONFIRMED
    town.session.flush()
    return offer


def begin(town: Town, *offers: Offer) -> int:
    ids = [offer.id for offer in offers]
    return rollover_actions.begin(
        town.session,
        town.editor,
        year=YEAR,
        sources=rollover_queries.sources(town.session, ids, BEFORE),
        already=rollover_queries.already(town.session, ids, YEAR),
        calendar=SchoolCalendar(),
        now=town.later(),
    )


def rows(session: Session) -> list[ProposedDate]:
    session.flush()
    session.expire_all()
    return list(session.scalars(select(ProposedDate).order_by(ProposedDate.first_day, ProposedDate.id)))


def decide(town: Town, state: ProposalState, *wanted: ProposedDate) -> Report:
    seen = [Seen(row.id, row.revision) for row in wanted]
    report = rollover.decide(town.session, town.editor, seen=seen, state=state, now=town.later())
    town.session.expire_all()
    return report


def live(town: Town, offer: Offer) -> OfferSheet:
    town.session.expire_all()
    return sheet_store.read(town.offer(offer.id))


def made(town: Town, offer: Offer) -> RunSheet | None:
    """The run of the new school year."""
    runs = live(town, offer).runs
    return runs[1] if len(runs) > 1 else None
