"""Reads offers for pages: the dates of a week, all addresses. One offer whole: detail.py. No side effect."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal import clock
from portal.models import Institution, Occurrence, Offer, Place, Run
from portal.models.columns import UtcDateTime
from portal.vocabulary.offers import Step


def last_word() -> ColumnElement[datetime]:
    """When somebody last said that an offer is true: publishing it was saying so, and so was writing it down."""
    return func.coalesce(Offer.confirmed_at, Offer.published_at, Offer.created_at, type_=UtcDateTime())


def dates_between(
    session: Session, first: date, last: date, *, limit: int, confirmed_since: datetime
) -> tuple[list[tuple[Occurrence, Offer]], int]:
    """Timed dates of published offers that begin on these local days, soonest first, at most `limit`, and how many in all.

    Only of offers that somebody has said to be true since a moment.
    """
    begin, end = clock.as_utc(first, 0, 0), clock.as_utc(last + timedelta(days=1), 0, 0)
    wanted = (
        Occurrence.starts_at >= begin,
        Occurrence.starts_at < end,
        Occurrence.all_day.is_(False),
        Offer.step == Step.PUBLISHED,
        Institution.is_public,
        last_word() >= confirmed_since,
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


def kept_instead(session: Session, offer_id: int) -> Offer | None:
    """The public offer that an archived one was put together with."""
    dropped, kept = aliased(Offer), aliased(Offer)
    return session.scalar(
        select(kept)
        .join(dropped, dropped.merged_into_id == kept.id)
        .where(dropped.id == offer_id, dropped.step == Step.ARCHIVED, kept.step == Step.PUBLISHED)
    )


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
