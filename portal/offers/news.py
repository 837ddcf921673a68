"""What is new or changed among offers, the latest first: for news feeds. A changed date changes its offer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from portal.models import CalendarEntry, Institution, Offer

_PART = 900


@dataclass(frozen=True, slots=True)
class News:
    """An offer as a news feed tells of it."""

    id: int
    uuid: UUID
    slug: str
    title: str
    summary: str
    institution: str
    published_at: datetime
    changed_at: datetime


def changed_at(session: Session, offer_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these offers last changed, itself or with one of its dates. Two statements for every 900 offers."""
    changed: dict[int, datetime] = {}
    ordered = sorted(offer_ids)
    for at in range(0, len(ordered), _PART):
        part = ordered[at : at + _PART]
        own = select(Offer.id, Offer.updated_at).where(Offer.id.in_(part))
        dates = (
            select(CalendarEntry.offer_id, func.max(CalendarEntry.changed_at))
            .where(CalendarEntry.offer_id.in_(part))
            .group_by(CalendarEntry.offer_id)
        )
        for offer_id, moment in (*session.execute(own), *session.execute(dates)):
            changed[offer_id] = max(moment, changed.get(offer_id, moment))
    return changed


def latest(session: Session, offer_ids: Collection[int], limit: int) -> tuple[News, ...]:
    """The offers among these that changed last. Two statements for every 900 offers, and one more."""
    changed = changed_at(session, offer_ids)
    newest = sorted(changed, key=lambda each: (changed[each], each), reverse=True)[:limit]
    rows = {
        row.id: row
        for row in session.execute(
            select(
                Offer.id,
                Offer.uuid,
                Offer.slug,
                Offer.title,
                Offer.summary,
                Institution.name,
                Offer.published_at,
                Offer.created_at,
            )
            .join(Institution, Institution.id == Offer.institution_id)
            .where(Offer.id.in_(newest))
        )
    }
    return tuple(_news(rows[each], changed[each]) for each in newest if each in rows)


def _news(row: Row[*tuple[Any, ...]], changed_at: datetime) -> News:
    return News(
        id=row.id,
        uuid=row.uuid,
        slug=row.slug,
        title=row.title,
        summary=row.summary or "",
        institution=row.name,
        published_at=row.published_at or row.created_at,
        changed_at=changed_at,
    )
