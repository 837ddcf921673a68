"""Whose calendar it is, also when what it tells of is no longer public: a subscriber may learn that it was called off,
nobody may learn of what was never public."""

from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.calendar import ical
from portal.models import CalendarEntry, CalendarText, Institution, Offer
from portal.vocabulary.offers import Step


@dataclass(frozen=True, slots=True)
class Named:
    """A title and the slug of the page."""

    title: str
    slug: str


def of_offer(session: Session, offer_id: int, language: str) -> Named | None:
    """Of an offer that is public, or of which entries are still told; None for any other."""
    row = session.execute(
        select(Offer.title, Offer.slug, Offer.step, Institution.is_public)
        .join(Institution, Institution.id == Offer.institution_id)
        .where(Offer.id == offer_id)
    ).first()
    if row and row.step is Step.PUBLISHED and row.is_public:
        return Named(row.title, row.slug)
    told = session.scalar(
        select(CalendarText.ics)
        .join(CalendarEntry, CalendarEntry.id == CalendarText.entry_id)
        .where(CalendarEntry.offer_id == offer_id, CalendarText.language == language)
        .order_by(CalendarEntry.starts_at)
        .limit(1)
    )
    if told is None:
        return None
    return Named(row.title, row.slug) if row else Named(ical.summary_of(told), "angebot")


def of_institution(session: Session, slug: str) -> str | None:
    """The name of an institution that is public, or was as long as its dates are still told."""
    is_told = exists().where(Offer.institution_id == Institution.id, CalendarEntry.offer_id == Offer.id)
    return session.scalar(
        select(Institution.name).where(Institution.slug == slug, or_(Institution.is_public, is_told))
    )
