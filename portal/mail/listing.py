"""Reads letters for the administration: to whom, of what kind, how far; never what is in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Letter
from portal.vocabulary.letters import LetterState


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """One letter without its text."""

    id: int
    kind: str
    recipient: str
    subject: str
    state: LetterState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None
    last_error: str | None


_COLUMNS = tuple(getattr(Letter, name) for name in ListedLetter.__slots__)


def counts(session: Session) -> dict[LetterState, int]:
    """How many letters there are by state."""
    rows = session.execute(select(Letter.state, func.count(Letter.id)).group_by(Letter.state))
    return {row[0]: row[1] for row in rows}


def page(session: Session, state: LetterState | None, *, number: int, size: int) -> tuple[ListedLetter, ...]:
    """One page of letters, the latest first."""
    wanted = select(*_COLUMNS).order_by(Letter.created_at.desc(), Letter.id.desc())
    if state is not None:
        wanted = wanted.where(Letter.state == state)
    rows = session.execute(wanted.limit(size).offset((number - 1) * size))
    return tuple(ListedLetter(*row) for row in rows)
