"""Writes the lines of the checklists: new, changed, put in order, removed. Flushes, never commits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit import journal, saving
from portal.errors import Conflict, NotFound
from portal.models import ClassTask
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

MOST_LINES = 40
CHANGED = N_("Diese Zeile hat inzwischen jemand anders geändert.")
TOO_MANY = N_("Eine Checkliste hat höchstens 40 Zeilen. Bitte löschen Sie zuerst eine.")
_SHORT = 120
_flush = partial(saving.flush, changed=CHANGED)


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """What an editor says about a line. `months` 1 to 12, none: the whole year; `query` a search as in its address."""

    grade: str
    title: str
    text: str = ""
    title_en: str = ""
    text_en: str = ""
    months: tuple[int, ...] = ()
    school_forms: tuple[str, ...] = ()
    query: str = ""


def draft_of(row: ClassTask) -> TaskDraft:
    """A line as it is stored."""
    return TaskDraft(
        row.grade,
        row.title,
        row.text or "",
        row.title_en or "",
        row.text_en or "",
        tuple(row.months or ()),
        tuple(row.school_forms or ()),
        row.query or "",
    )


def add(session: Session, actor: Actor, *, draft: TaskDraft, now: datetime) -> ClassTask:
    """A new line at the end of its class. Raises Conflict when the list is full."""
    row = ClassTask(position=_end(session, draft.grade))
    _fill(row, draft)
    session.add(row)
    session.flush()
    _record(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session, actor: Actor, *, task_id: int, draft: TaskDraft, revision: int, now: datetime
) -> ClassTask:
    """Change a line that still stands as `revision`; in another class it goes to the end. Raises NotFound,
    Conflict("revision") when somebody else was faster."""
    row = _unchanged(session, task_id, revision)
    before = draft_of(row)
    if draft == before:
        return row
    if draft.grade != row.grade:
        row.position = _end(session, draft.grade)
    _fill(row, draft)
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, _differences(before, draft))
    return row


def move(session: Session, actor: Actor, *, task_id: int, up: bool, now: datetime) -> ClassTask:
    """Let a line change places with its neighbour; at the end it stays."""
    row = session.get(ClassTask, task_id)
    if row is None:
        raise NotFound("Diese Zeile gibt es nicht mehr.")
    rows = list(
        session.scalars(
            select(ClassTask).where(ClassTask.grade == row.grade).order_by(ClassTask.position, ClassTask.id)
        )
    )
    at = rows.index(row)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        for position, one in enumerate(rows):
            if one.position != position:
                one.position = position
        _flush(session)
        _record(session, actor, Act.CHANGED, row, now)
    return row


def remove(session: Session, actor: Actor, *, task_id: int, revision: int, now: datetime) -> str:
    """Delete a line; its title. Raises as `revise` does."""
    row = _unchanged(session, task_id, revision)
    title = row.title
    _record(session, actor, Act.DELETED, row, now)
    session.delete(row)
    _flush(session)
    return title


def _end(session: Session, grade: str) -> int:
    count, last = session.execute(
        select(func.count(), func.max(ClassTask.position)).where(ClassTask.grade == grade)
    ).one()
    if count >= MOST_LINES:
        raise Conflict(TOO_MANY, "grade")
    return 0 if last is None else int(last) + 1


def _fill(row: ClassTask, draft: TaskDraft) -> None:
    row.grade, row.title = draft.grade, draft.title
    for name in ("text", "title_en", "text_en", "query"):
        setattr(row, name, getattr(draft, name) or None)
    if list(row.months or ()) != list(draft.months):
        row.months = list(draft.months)
    if list(row.school_forms or ()) != list(draft.school_forms):
        row.school_forms = list(draft.school_forms)


def _unchanged(session: Session, task_id: int, revision: int) -> ClassTask:
    row = session.get(ClassTask, task_id)
    if row is None:
        raise NotFound("Diese Zeile gibt es nicht mehr.")
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _differences(before: TaskDraft, after: TaskDraft) -> dict[str, tuple[Any, Any]]:
    old, new = asdict(before), asdict(after)
    return {name: (_short(old[name]), _short(new[name])) for name in new if old[name] != new[name]}


def _short(value: Any) -> Any:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value[: _SHORT - 1] + "…" if len(value) > _SHORT else value


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: ClassTask,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(
        session, actor, act, Thing.CLASS_TASK, thing_id=row.id, title=f"{row.grade}: {row.title}", now=now, changes=changes
    )  # fmt: skip
