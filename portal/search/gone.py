"""Offers that left the public: their last row in the index is kept for a while in the database, since the feeds that
had them must still be found, to be told that their dates are called off. A rebuild takes the rows from there."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.models import GoneOffer
from portal.offers.outbox import note_change
from portal.search import row

KEPT = timedelta(days=60)  # as long as tombstones stay in calendars (docs/decisions/0006)


def remember(session: Session, rows: Mapping[int, bytes], now: datetime) -> None:
    """Keeps the rows of offers that are gone as of now; those known as gone already stay as they are."""
    fresh = {offer_id: each for offer_id, each in rows.items() if not row.is_gone(each)}
    known = set(_stored(session, fresh))
    session.add_all(
        GoneOffer(
            offer_id=offer_id, gone_since=now, index_format=row.FORMAT, index_row=row.as_gone(fresh[offer_id])
        )
        for offer_id in sorted(fresh.keys() - known)
    )
    session.flush()


def forget(session: Session, offer_ids: Collection[int]) -> None:
    """These offers are public again."""
    known = _stored(session, offer_ids)
    if known:
        session.execute(delete(GoneOffer).where(GoneOffer.offer_id.in_(known)))


def _stored(session: Session, offer_ids: Collection[int]) -> list[int]:
    """Those of the ids that are kept; there are few, so all are read."""
    wanted = set(offer_ids)
    return [each for each in session.scalars(select(GoneOffer.offer_id)) if each in wanted] if wanted else []


def rows(session: Session, offer_ids: Collection[int] | None = None) -> dict[int, bytes]:
    """The kept rows that this version can read, of these offers or of all."""
    found = session.execute(
        select(GoneOffer.offer_id, GoneOffer.index_row)
        .where(GoneOffer.index_format == row.FORMAT)
        .order_by(GoneOffer.offer_id)
    )
    return {
        each.offer_id: each.index_row for each in found if offer_ids is None or each.offer_id in offer_ids
    }


def expire(session: Session, now: datetime) -> int:
    """Lets go of what has been gone for long, and has the index do the same; how many offers."""
    old = list(session.scalars(select(GoneOffer.offer_id).where(GoneOffer.gone_since < now - KEPT)))
    if old:
        session.execute(delete(GoneOffer).where(GoneOffer.offer_id.in_(old)))
        note_change(session, old)
    return len(old)
