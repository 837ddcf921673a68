"""Fulfils wishes for letters (mail/wishes.py) after the commit of what they are about. Here stands who fulfils which.

Whoever deletes a wish has it: two workers never write the same letters, and one that fails comes back for another try.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import journal
from portal.mail.wishes import LETTER
from portal.models import OutboxEntry
from portal.vocabulary.workflow import Act, Thing
from portal.web.kit import (
    letter_appointment,
    letter_civic,
    letter_freshness,
    letter_ideas,
    letter_registrations,
    letter_rollover,
    letter_statements,
    letter_workflow,
)

log = structlog.get_logger(__name__)
WISHES: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    **letter_workflow.WISHES,
    **letter_freshness.WISHES,
    **letter_appointment.WISHES,
    **letter_rollover.WISHES,
    **letter_statements.WISHES,
    **letter_civic.WISHES,
    **letter_ideas.WISHES,
    **letter_registrations.WISHES,
}
# How old a wish is when it is taken up again after so many failures; after the last it is dropped.
AGES = (timedelta(), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
LIMIT = 100


def drain(session: Session, now: datetime | None = None) -> int:
    """Write the letters that are wished for, some hundred wishes at most; how many were fulfilled. Commits after each."""
    now = now or clock.now()
    ready = or_(
        *(
            and_(OutboxEntry.attempts == failures, OutboxEntry.created_at <= now - age)
            for failures, age in enumerate(AGES)
        )
    )
    waiting = session.scalars(
        select(OutboxEntry.id).where(OutboxEntry.topic == LETTER, ready).order_by(OutboxEntry.id).limit(LIMIT)
    ).all()
    return sum(_fulfil(session, entry_id, now) for entry_id in waiting)


def _fulfil(session: Session, entry_id: int, now: datetime) -> bool:
    payload: Mapping[str, Any] | None = None
    try:
        payload = session.scalar(
            delete(OutboxEntry).where(OutboxEntry.id == entry_id).returning(OutboxEntry.payload)
        )
        if payload is not None:
            WISHES[payload["kind"]](payload)
        session.commit()
    except OperationalError:  # the database is away or busy: no fault of this wish
        session.rollback()
        raise
    except Exception as problem:  # one wish that cannot be fulfilled must not hold up the others
        session.rollback()
        log.exception("wish_failed", entry=entry_id)
        _put_back(session, entry_id, str((payload or {}).get("kind", "?")), problem, now)
        return False
    return payload is not None


def _put_back(session: Session, entry_id: int, kind: str, problem: Exception, now: datetime) -> None:
    """Count the failure; a wish that has failed too often is dropped, and the journal says so."""
    said = f"{type(problem).__name__}: {problem}"[:500]
    failures = session.scalar(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id)
        .values(attempts=OutboxEntry.attempts + 1, last_error=said)
        .returning(OutboxEntry.attempts)
    )
    if failures is not None and failures >= len(AGES):
        session.execute(delete(OutboxEntry).where(OutboxEntry.id == entry_id))
        journal.record(
            session, None, Act.DISCARDED, Thing.LETTER, thing_id=None, title=kind, now=now, note=said
        )
        log.error("wish_dropped", entry=entry_id, kind=kind)
    session.commit()
