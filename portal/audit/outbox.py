"""Leaves word of a change of offers for the search index and for calendars, in the transaction of the change itself, from
whatever room it was made in. Draining it is their work."""

from collections.abc import Iterable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.models import OutboxEntry

SEARCH = "search"
CALENDAR = "calendar"


def note_change(session: Session, offer_ids: Iterable[int]) -> None:
    """Queue these offers to be indexed and told anew, or removed and called off, once the transaction commits."""
    rows = [
        {"topic": topic, "payload": {"offer_id": offer_id}}
        for offer_id in sorted(set(offer_ids))
        for topic in (CALENDAR, SEARCH)
    ]
    if rows:
        session.execute(insert(OutboxEntry), rows)


def note_words(session: Session) -> None:
    """Queue the lists of words (topics, synonyms, districts, institutions' names) to be read anew, in every process."""
    session.execute(insert(OutboxEntry), [{"topic": SEARCH, "payload": {"words": True}}])
