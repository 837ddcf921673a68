"""Writes the journal, in the transaction of the act itself. Reading and exporting it is the administration's work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.models import JournalEntry
from portal.permissions.policy import Actor
from portal.vocabulary.workflow import Act, Thing

NOBODY = "Portal"  # who acts when a job does


def record(
    session: Session,
    actor: Actor | None,
    act: Act,
    thing: Thing,
    *,
    thing_id: int | None,
    title: str,
    now: datetime,
    institution_id: int | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    note: str | None = None,
) -> JournalEntry:
    """Add a line. `actor` None: the portal itself. `changes`: field -> (before, after), in words or JSON values."""
    entry = JournalEntry(
        at=now,
        actor_id=actor.user_id if actor else None,
        actor_name=actor.name if actor else NOBODY,
        act=act,
        thing=thing,
        thing_id=thing_id,
        title=title[:300],
        institution_id=institution_id,
        changes={name: list(pair) for name, pair in (changes or {}).items()},
        note=note,
    )
    session.add(entry)
    return entry
