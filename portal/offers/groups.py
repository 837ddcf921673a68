"""Reads offers or a run together with everything that is said about their groups: dates, places, languages, who offers them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.models import Occurrence, Offer, Place, Run

_OF_OFFER = (
    joinedload(Offer.institution),
    joinedload(Offer.place).joinedload(Place.district),
    selectinload(Offer.terms),
)
_OF_RUN = (
    joinedload(Run.place).joinedload(Place.district),
    selectinload(Run.occurrences).joinedload(Occurrence.place),
)


def of_offers(session: Session, offer_ids: Sequence[int]) -> list[Offer]:
    """These offers with their runs, in this order; five statements for any number."""
    if not offer_ids:
        return []
    runs = selectinload(Offer.runs)
    wanted = select(Offer).where(Offer.id.in_(offer_ids))
    found = session.scalars(wanted.options(*_OF_OFFER, *(runs.options(one) for one in _OF_RUN)))
    by_id = {one.id: one for one in found}
    return [by_id[number] for number in offer_ids if number in by_id]


def of_offer(session: Session, offer_id: int) -> Offer | None:
    """One offer with its runs."""
    return next(iter(of_offers(session, [offer_id])), None)


def run_whole(session: Session, run_id: int) -> Run | None:
    """One run with its dates and its offer; three statements."""
    wanted = select(Run).where(Run.id == run_id)
    return session.scalar(wanted.options(joinedload(Run.offer).options(*_OF_OFFER), *_OF_RUN))
