"""Reads offers for pages: the dates of a week, all addresses. One offer whole: detail.py. No side effect."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.models import Institution, Occurrence, Offer, Place, Run
from portal.vocabulary.offers import Step


def dates_between(
    session: Session, first: date, last: date, *, limit: int
) -> tuple[list[tuple[Occurrence, Offer]], int]:
    """Timed dates of published offers that begin on these local days, soonest first, at most `limit`, and how many in all."""
    begin, end = clock.as_utc(first, 0, 0), clock.as_utc(last + timedelta(days=1), 0, 0)
    wanted = (
        Occurrence.starts_at >= begin,
        Occurrence.starts_at < end,
        Occurrence.all_day.is_(False),
        Offer.step == Step.PUBLISHED,
        Institution.is_public,
    )
    joined = (
        select(Occurrence, Offer)
        .join(Run, Occurrence.run_id == Run.id)
        .join(Offer, Run.offer_id == Offer.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .where(*wanted)
    )
    total = session.scalar(joined.with_only_columns(func.count()).order_by(None)) or 0
    rows = session.execute(
        joined.options(
            joinedload(Occurrence.run).joinedload(Run.place).joinedload(Place.district),
            joinedload(Offer.institution),
            joinedload(Offer.place).joinedload(Place.district),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(limit)
    ).all()
    return [(occurrence, offer) for occurrence, offer in rows], total


def addresses(session: Session) -> list[tuple[int, str, datetime]]:
    """Id, slug and last change of every published offer, for the sitemap."""
    return [
        (row.id, row.slug, row.updated_at)
        for row in session.execute(
            select(Offer.id, Offer.slug, Offer.updated_at)
            .join(Institution)
            .where(Offer.step == Step.PUBLISHED, Institution.is_public)
            .order_by(Offer.id)
        )
    ]
