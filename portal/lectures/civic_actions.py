"""Writes openings for civic activity: enter, change, show, take off, remove. Flushes, never commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.audit import journal, saving
from portal.errors import Conflict, NotAllowed, NotFound
from portal.lectures import civic_interests
from portal.lectures.civic_interests import Erased
from portal.models import CivicOpening, District
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

CHANGED = N_("Dieses Tätigkeitsfeld hat inzwischen jemand anders geändert.")
PAST = N_("Dieser Tag ist schon vorbei. Lassen Sie das Feld frei, wenn es kein Ende gibt.")
GONE = "Dieses Tätigkeitsfeld gibt es nicht mehr."
_flush = partial(saving.flush, changed=CHANGED)


@dataclass(frozen=True, slots=True)
class OpeningDraft:
    """What an institution says about an opening; `topics` are codes of the scheme topic."""

    title: str
    summary: str
    description: str = ""
    effort: str = ""
    requirements: str = ""
    topics: tuple[str, ...] = ()
    district_id: int | None = None
    open_until: date | None = None
    is_public: bool = True


def add(
    session: Session, actor: Actor, *, institution_id: int, draft: OpeningDraft, now: datetime
) -> CivicOpening:
    """A new opening. Raises NotAllowed, Conflict naming the field."""
    _allow(actor, institution_id)
    _check_end(draft, now)
    row = CivicOpening(institution_id=institution_id, **_columns(session, draft))
    session.add(row)
    session.flush()
    _record(session, actor, row, Act.CREATED, now)
    return row


def revise(
    session: Session, actor: Actor, *, opening_id: int, draft: OpeningDraft, revision: int, now: datetime
) -> CivicOpening:
    """Change an opening that still stands as `revision`. Raises NotFound, NotAllowed, Conflict."""
    row = _unchanged(session, actor, opening_id, revision)
    if draft.open_until != row.open_until:
        _check_end(draft, now)
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in _columns(session, draft).items():
        before = getattr(row, name)
        if before != value:
            changes[name] = (_plain(before), _plain(value))
            setattr(row, name, value)
    if changes:
        _flush(session)
        _record(session, actor, row, Act.CHANGED, now, changes)
    return row


def show(
    session: Session, actor: Actor, *, opening_id: int, is_public: bool, revision: int, now: datetime
) -> CivicOpening:
    """Put an opening on the public pages, or take it off them. Raises as `revise` does."""
    row = _unchanged(session, actor, opening_id, revision)
    if row.is_public is not is_public:
        row.is_public = is_public
        _flush(session)
        _record(session, actor, row, Act.PUBLISHED if is_public else Act.WITHDRAWN, now)
    return row


def remove(session: Session, actor: Actor, *, opening_id: int, revision: int, now: datetime) -> Erased:
    """Delete an opening with what people wrote about it. Raises as `revise` does."""
    row = _unchanged(session, actor, opening_id, revision)
    erased = civic_interests.erase_all_of(session, row.id, now=now)
    _record(session, actor, row, Act.DELETED, now)
    session.delete(row)
    _flush(session)
    return erased


def _check_end(draft: OpeningDraft, now: datetime) -> None:
    if draft.open_until is not None and draft.open_until < clock.local(now).date():
        raise Conflict(PAST, "open_until")


def _columns(session: Session, draft: OpeningDraft) -> dict[str, Any]:
    """A draft as the table holds it; a district that was deleted meanwhile is none."""
    district = session.get(District, draft.district_id) if draft.district_id else None
    return {
        "title": draft.title,
        "summary": draft.summary,
        "description": draft.description or None,
        "effort": draft.effort or None,
        "requirements": draft.requirements or None,
        "topics": list(draft.topics),
        "district_id": district.id if district else None,
        "open_until": draft.open_until,
        "is_public": draft.is_public,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _unchanged(session: Session, actor: Actor, opening_id: int, revision: int) -> CivicOpening:
    row = session.get(CivicOpening, opening_id)
    if row is None:
        raise NotFound(GONE)
    _allow(actor, row.institution_id)
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _allow(actor: Actor, institution_id: int) -> None:
    if not policy.may(actor, Right.EDIT_OFFER, institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")


def _record(
    session: Session,
    actor: Actor,
    row: CivicOpening,
    act: Act,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.CIVIC_OPENING,
        thing_id=row.id,
        title=row.title,
        now=now,
        institution_id=row.institution_id,
        changes=changes,
    )
    session.flush()
