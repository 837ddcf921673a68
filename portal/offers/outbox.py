"""Leaves word of a change for the search index, in the transaction of the change itself. Draining it is search's work."""

from collections.abc import Iterable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.models import OutboxEntry

SEARCH = "search"


def note_change(session: Session, offer_ids: Iterable[int]) -> None:
    """Queue these offers for (re)indexing or removal once the transaction commits."""
    rows = [{"topic": SEARCH, "payload": {"offer_id": offer_id}} for offer_id in sorted(set(offer_ids))]
    if rows:
        session.execute(insert(OutboxEntry), rows)
