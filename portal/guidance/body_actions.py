"""Writes bodies, their meetings and documents, each with a line in the journal. Flushes, never commits."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal import text
from portal.audit import journal, saving
from portal.errors import Conflict, NotFound
from portal.guidance import bodies, body_tree
from portal.models import Body, BodyDocument, BodyMeeting, TransitionStep
from portal.permissions.policy import Actor
from portal.vocabulary.guidance import BodyKind
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

MOST_LINES = 30
SHORT = 120  # characters of a text in the journal
CHANGED = N_("An diesem Gremium hat inzwischen jemand anders etwas geändert.")
CIRCLE = N_("Das ergäbe einen Kreis: Diese Stelle steht schon unter der, die Sie gerade bearbeiten.")
NO_PARENT = N_("Diese Stelle gibt es nicht mehr. Bitte wählen Sie eine andere.")
TAKEN = N_("Jemand hat im selben Moment etwas mit diesem Namen angelegt. Bitte versuchen Sie es noch einmal.")
TOO_MANY = N_("Bitte höchstens 30 Zeilen.")
GONE = "Dieses Gremium gibt es nicht mehr."
_flush = partial(saving.flush, changed=CHANGED, taken=(TAKEN, "name"))


@dataclass(frozen=True, slots=True)
class BodyDraft:
    """Everything of a body that its form says; empty texts are stored as nothing."""

    name: str
    kind: BodyKind
    summary: str
    parent_id: int | None = None
    link: str = ""
    rhythm: str = ""
    tasks: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    plain_text: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    name_en: str = ""
    summary_en: str = ""
    link_en: str = ""
    rhythm_en: str = ""
    tasks_en: tuple[str, ...] = ()
    members_en: tuple[str, ...] = ()
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """One meeting as its form says."""

    starts_at: datetime
    place: str = ""
    subject: str = ""
    notes: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """One document as its form says."""

    title: str
    url: str
    published_on: date | None = None


def draft_of(row: Body) -> BodyDraft:
    """What is stored, as a draft."""
    values = {field.name: getattr(row, field.name) for field in fields(BodyDraft)}
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
        elif value is None and name != "parent_id":
            values[name] = ""
    return BodyDraft(**values)


def add(session: Session, actor: Actor, *, draft: BodyDraft, now: datetime) -> Body:
    """A new body, last among those beside it. Raises Conflict naming the field: parent, tasks, members."""
    _check(session, None, draft)
    row = Body(slug=_free_slug(session, draft.name), position=_last(session, draft.parent_id))
    _fill(row, draft)
    session.add(row)
    _flush(session)
    _record(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session, actor: Actor, *, body_id: int, draft: BodyDraft, revision: int, now: datetime
) -> Body:
    """Change a body that still stands as `revision`. Its address stays. Raises NotFound, Conflict("revision") when somebody
    else was faster, and what `add` raises."""
    row = _unchanged(session, body_id, revision)
    _check(session, body_id, draft)
    before = draft_of(row)
    if draft == before:
        return row
    if draft.parent_id != before.parent_id:
        row.position = _last(session, draft.parent_id)
    _fill(row, draft)
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, changes=_differences(before, draft))
    return row


def move(session: Session, actor: Actor, *, body_id: int, up: bool, now: datetime) -> Body:
    """One place up or down among those beside it; at the end of the row nothing happens. Raises NotFound."""
    row = _known(session, body_id)
    beside = list(bodies.siblings(session, row))
    at = beside.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(beside):
        return row
    beside.insert(to, beside.pop(at))
    for position, one in enumerate(beside):
        if one.position != position:
            one.position = position
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, changes={"position": (at + 1, to + 1)})
    return row


def remove(session: Session, actor: Actor, *, body_id: int, revision: int, now: datetime) -> str:
    """Delete a body with its meetings and documents; its name. What stood under it stands on top from now on, and steps of
    guides lose it. Raises as `revise` does."""
    row = _unchanged(session, body_id, revision)
    name = row.name
    for below in session.scalars(select(Body).where(Body.parent_id == body_id)):
        below.parent_id = None
    session.execute(update(TransitionStep).where(TransitionStep.body_id == body_id).values(body_id=None))
    _record(session, actor, Act.DELETED, row, now)
    session.flush()
    session.delete(row)
    _flush(session)
    return name


def keep_meeting(
    session: Session,
    actor: Actor,
    *,
    body_id: int,
    meeting_id: int | None,
    draft: MeetingDraft,
    revision: int,
    now: datetime,
) -> BodyMeeting:
    """Add a meeting (without a number) or change one. Raises NotFound, Conflict("revision")."""
    row = _unchanged(session, body_id, revision)
    kept = bodies.meeting(session, body_id, meeting_id) if meeting_id else BodyMeeting(body_id=body_id)
    if kept is None:
        raise NotFound("Diese Sitzung gibt es nicht mehr.")
    before = kept.starts_at if meeting_id else None
    kept.starts_at, kept.is_public = draft.starts_at, draft.is_public
    kept.place, kept.subject, kept.notes = draft.place or None, draft.subject or None, draft.notes or None
    session.add(kept)
    _touch(session, row, now)
    changes = {"meeting": (before.isoformat() if before else None, draft.starts_at.isoformat())}
    _record(session, actor, Act.CHANGED, row, now, changes=changes)
    return kept


def remove_meeting(
    session: Session, actor: Actor, *, body_id: int, meeting_id: int, revision: int, now: datetime
) -> None:
    """Delete a meeting with its notes. Raises NotFound, Conflict("revision")."""
    row = _unchanged(session, body_id, revision)
    kept = bodies.meeting(session, body_id, meeting_id)
    if kept is None:
        raise NotFound("Diese Sitzung gibt es nicht mehr.")
    session.delete(kept)
    _touch(session, row, now)
    changes = {"meeting": (kept.starts_at.isoformat(), None)}
    _record(session, actor, Act.CHANGED, row, now, changes=changes)


def keep_document(
    session: Session,
    actor: Actor,
    *,
    body_id: int,
    document_id: int | None,
    draft: DocumentDraft,
    revision: int,
    now: datetime,
) -> BodyDocument:
    """Add a document (without a number) or change one. Raises NotFound, Conflict("revision")."""
    row = _unchanged(session, body_id, revision)
    kept = bodies.document(session, body_id, document_id) if document_id else BodyDocument(body_id=body_id)
    if kept is None:
        raise NotFound("Diese Unterlage gibt es nicht mehr.")
    before = kept.title if document_id else None
    kept.title, kept.url, kept.published_on = draft.title, draft.url, draft.published_on
    session.add(kept)
    _touch(session, row, now)
    _record(session, actor, Act.CHANGED, row, now, changes={"document": (before, draft.title)})
    return kept


def remove_document(
    session: Session, actor: Actor, *, body_id: int, document_id: int, revision: int, now: datetime
) -> None:
    """Delete a document. Raises NotFound, Conflict("revision")."""
    row = _unchanged(session, body_id, revision)
    kept = bodies.document(session, body_id, document_id)
    if kept is None:
        raise NotFound("Diese Unterlage gibt es nicht mehr.")
    session.delete(kept)
    _touch(session, row, now)
    _record(session, actor, Act.CHANGED, row, now, changes={"document": (kept.title, None)})


def _check(session: Session, body_id: int | None, draft: BodyDraft) -> None:
    for name in ("tasks", "members", "tasks_en", "members_en"):
        if len(getattr(draft, name)) > MOST_LINES:
            raise Conflict(TOO_MANY, name)
    if draft.parent_id is None:
        return
    parents: dict[int, int | None] = {
        row.id: row.parent_id for row in session.execute(select(Body.id, Body.parent_id))
    }
    if draft.parent_id not in parents:
        raise Conflict(NO_PARENT, "parent")
    if body_id is not None and body_tree.closes_circle(parents, body_id, draft.parent_id):
        raise Conflict(CIRCLE, "parent")


def _fill(row: Body, draft: BodyDraft) -> None:
    for name, value in asdict(draft).items():
        if isinstance(value, tuple):
            setattr(row, name, list(value))
        else:
            setattr(row, name, None if value == "" and name not in ("name", "summary") else value)


def _differences(before: BodyDraft, after: BodyDraft) -> dict[str, tuple[Any, Any]]:
    """What changed, short, for the journal."""
    old, new = asdict(before), asdict(after)
    return {name: (_short(old[name]), _short(new[name])) for name in new if old[name] != new[name]}


def _short(value: Any) -> Any:
    if isinstance(value, tuple):
        value = " / ".join(value)
    return value[: SHORT - 1] + "…" if isinstance(value, str) and len(value) > SHORT else value


def _last(session: Session, parent_id: int | None) -> int:
    """The place behind everything under a parent."""
    same = Body.parent_id.is_(None) if parent_id is None else Body.parent_id == parent_id
    last = session.scalar(select(func.max(Body.position)).where(same))
    return 0 if last is None else last + 1


def _free_slug(session: Session, name: str) -> str:
    """An address of its own: the name's, else with a number behind it."""
    slug = text.slugify(name, 70)
    taken = set(session.scalars(select(Body.slug).where(Body.slug.startswith(slug, autoescape=True))))
    number = 2
    while slug in taken:
        slug, number = f"{text.slugify(name, 70)}-{number}", number + 1
    return slug


def _known(session: Session, body_id: int) -> Body:
    row = session.get(Body, body_id)
    if row is None:
        raise NotFound(GONE)
    return row


def _unchanged(session: Session, body_id: int, revision: int) -> Body:
    row = _known(session, body_id)
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _touch(session: Session, row: Body, now: datetime) -> None:
    """What belongs to a body has changed: whoever opened it before must look again."""
    row.updated_at = now
    flag_modified(row, "updated_at")
    _flush(session)
    session.expire(row, ["meetings", "documents"])


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: Body,
    now: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(session, actor, act, Thing.BODY, thing_id=row.id, title=row.name, now=now, changes=changes)
