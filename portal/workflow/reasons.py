"""The texts that editors put into a return with one click: add, revise, move, remove. Flushes, never commits."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit import journal
from portal.errors import Conflict, NotFound
from portal.models import ReturnReason
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

CHANGED = N_("Diesen Textbaustein hat inzwischen jemand anders geändert.")
TAKEN = N_("Einen Textbaustein mit diesem Namen gibt es schon.")


def digest(reason: ReturnReason) -> str:
    """What tells one content of a reason from another."""
    return hashlib.blake2b(f"{reason.label}\0{reason.text}".encode(), digest_size=8).hexdigest()


def get(session: Session, reason_id: int) -> ReturnReason:
    """Raises NotFound."""
    row = session.get(ReturnReason, reason_id)
    if row is None:
        raise NotFound(str(reason_id))
    return row


def add(session: Session, actor: Actor, *, label: str, text: str, now: datetime) -> ReturnReason:
    """A new reason at the end. Raises Conflict for a name that is taken."""
    _refuse_taken(session, label, None)
    last = session.scalar(select(func.max(ReturnReason.position)))
    row = ReturnReason(label=label, text=text, position=(last or 0) + 1)
    session.add(row)
    session.flush()
    _note(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session, actor: Actor, *, reason_id: int, label: str, text: str, opened: str, now: datetime
) -> ReturnReason:
    """Change a reason. `opened` is the digest that the form was opened with. Raises Conflict, NotFound."""
    row = get(session, reason_id)
    if opened != digest(row):
        raise Conflict(CHANGED, "stand")
    _refuse_taken(session, label, row.id)
    changes = {
        name: (before, after)
        for name, before, after in (("label", row.label, label), ("text", row.text, text))
        if before != after
    }
    row.label, row.text = label, text
    if changes:
        _note(session, actor, Act.CHANGED, row, now, changes)
    session.flush()
    return row


def move(session: Session, actor: Actor, *, reason_id: int, up: bool, now: datetime) -> ReturnReason:
    """One place up or down; at the end it stays."""
    row = get(session, reason_id)
    rows = list(session.scalars(select(ReturnReason).order_by(ReturnReason.position, ReturnReason.id)))
    here = rows.index(row)
    there = max(0, here - 1) if up else min(len(rows) - 1, here + 1)
    if there != here:
        rows.insert(there, rows.pop(here))
        for position, one in enumerate(rows, start=1):
            one.position = position
        _note(session, actor, Act.CHANGED, row, now, {"position": (here + 1, there + 1)})
    session.flush()
    return row


def remove(session: Session, actor: Actor, *, reason_id: int, opened: str, now: datetime) -> str:
    """Delete a reason; returns its name. Raises Conflict, NotFound."""
    row = get(session, reason_id)
    if opened != digest(row):
        raise Conflict(CHANGED, "stand")
    _note(session, actor, Act.DELETED, row, now)
    session.delete(row)
    session.flush()
    return row.label


def _refuse_taken(session: Session, label: str, own: int | None) -> None:
    same = session.scalars(select(ReturnReason.id).where(func.lower(ReturnReason.label) == label.lower()))
    if any(found != own for found in same):
        raise Conflict(TAKEN, "label")


def _note(
    session: Session,
    actor: Actor,
    act: Act,
    row: ReturnReason,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    title = f"Textbaustein: {row.label}"
    journal.record(session, actor, act, Thing.SETTING, thing_id=row.id, title=title, now=now, changes=changes)
