"""Keeps the notices "im Stadtmagazin" with their links. Flushes, never commits."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit import journal, saving
from portal.errors import Conflict, NotFound
from portal.models import MagazineTeaser
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

BACKWARDS = N_("Der letzte Tag liegt vor dem ersten.")
CHANGED = N_("Diesen Hinweis hat inzwischen jemand anders geändert.")
_flush = partial(saving.flush, changed=CHANGED)


@dataclass(frozen=True, slots=True)
class TeaserDraft:
    """What an editor says about a notice; both days are included."""

    title: str
    text: str
    url: str
    issue: str
    first_day: date
    last_day: date


def add(session: Session, *, draft: TeaserDraft, actor: Actor, now: datetime) -> MagazineTeaser:
    """A new notice below the others. Raises Conflict for days in the wrong order."""
    _check(draft)
    last = session.scalar(select(func.max(MagazineTeaser.position)))
    row = MagazineTeaser(**asdict(draft), position=(last or 0) + 1)
    session.add(row)
    _flush(session)
    _note(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session, *, teaser_id: int, draft: TeaserDraft, revision: int, actor: Actor, now: datetime
) -> MagazineTeaser:
    """Change a notice that still stands as `revision`. Raises NotFound, Conflict("revision") when somebody else was faster."""
    row = get(session, teaser_id, revision)
    _check(draft)
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    _flush(session)
    _note(session, actor, Act.CHANGED, row, now)
    return row


def remove(session: Session, *, teaser_id: int, revision: int, actor: Actor, now: datetime) -> str:
    """Delete a notice; returns its title. Raises as `revise` does."""
    row = get(session, teaser_id, revision)
    _note(session, actor, Act.DELETED, row, now)
    session.delete(row)
    _flush(session)
    return row.title


def get(session: Session, teaser_id: int, revision: int | None = None) -> MagazineTeaser:
    """A notice, if given as it stood as `revision`."""
    row = session.get(MagazineTeaser, teaser_id)
    if row is None:
        raise NotFound(str(teaser_id))
    if revision is not None and row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _check(draft: TeaserDraft) -> None:
    if draft.last_day < draft.first_day:
        raise Conflict(BACKWARDS, "last_day")


def _note(session: Session, actor: Actor, act: Act, row: MagazineTeaser, now: datetime) -> None:
    journal.record(session, actor, act, Thing.MAGAZINE, thing_id=row.id, title=row.title, now=now)
