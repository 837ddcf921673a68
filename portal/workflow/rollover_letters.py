"""Providers learn once a day which dates the editors have set for the next school year: one letter per institution and school
year, with the list. A job leaves the wishes (mail/wishes.py) on the day after the decisions."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.mail import wishes
from portal.models import Offer, ProposedDate
from portal.vocabulary.careers import ProposalState

LETTER = "dates_proposed"
_TOLD_OF = (ProposalState.TENTATIVE, ProposalState.CONFIRMED)


def want_letters(session: Session, now: datetime) -> int:
    """Wish for the letters about what was decided before today and told nobody yet; how many."""
    midnight = clock.as_utc(clock.local(now).date(), 0, 0)
    rows = session.execute(
        select(ProposedDate.id, ProposedDate.year, Offer.institution_id)
        .join(Offer, ProposedDate.offer_id == Offer.id)
        .where(ProposedDate.state.in_(_TOLD_OF), ProposedDate.told_at.is_(None))
        .where(ProposedDate.decided_at < midnight)
        .order_by(Offer.institution_id, ProposedDate.year, ProposedDate.first_day, ProposedDate.id)
    ).all()
    count = 0
    for (institution_id, year), of_one in groupby(rows, key=lambda row: (row.institution_id, row.year)):
        ids = [row.id for row in of_one]
        wishes.want(session, LETTER, institution_id=institution_id, year=year, proposal_ids=ids)
        count += 1
    _mark(session, [row.id for row in rows], now)
    return count


def _mark(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Told is no change of a proposal: its revision stays, so that no editor's page grows old by it."""
    if ids:
        session.execute(
            update(ProposedDate)
            .where(ProposedDate.id.in_(ids))
            .values(told_at=now, updated_at=ProposedDate.updated_at)
            .execution_options(synchronize_session=False)
        )
