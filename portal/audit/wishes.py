"""A wish for a letter, left in the transaction of the act itself, from whatever room: rooms know what happened, the words are
found upstairs (web/kit/letter_wishes.py), after the commit."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.models import OutboxEntry

LETTER = "letter"


def want(session: Session, kind: str, **payload: Any) -> None:
    """Ask for the letters of one event; `payload` is plain JSON: ids, short texts."""
    session.execute(insert(OutboxEntry), [{"topic": LETTER, "payload": {**payload, "kind": kind}}])
