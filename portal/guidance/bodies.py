"""Reads the bodies and offices of the town (Wer macht was): for the public those that are shown, for editors all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.models import Body, BodyDocument, BodyMeeting, Transition, TransitionStep

PARENT_EDUCATION = "akteure-der-elternbildung"  # whose half-yearly meetings have a page of figures
NEXT_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class Responsible:
    """A body as pages about one of its topics name it."""

    slug: str
    name: str
    name_en: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class GuideStep:
    """A step of a guide for which a body is responsible."""

    guide: str  # slug
    name: str
    name_en: str
    title: str
    title_en: str


def public(session: Session) -> list[Body]:
    """The bodies that everybody sees, in the editors' order, with their documents; two statements."""
    return list(
        session.scalars(
            select(Body)
            .where(Body.is_public)
            .options(selectinload(Body.documents))
            .order_by(Body.position, Body.name, Body.id)
        )
    )


def everything(session: Session) -> list[Body]:
    """All bodies in their order; one statement."""
    return list(session.scalars(select(Body).order_by(Body.position, Body.name, Body.id)))


def next_meetings(
    session: Session, now: datetime, *, body_id: int | None = None
) -> dict[int, list[BodyMeeting]]:
    """The public meetings to come, the next few of each body, by its number; one statement."""
    wanted = select(BodyMeeting).where(BodyMeeting.is_public, BodyMeeting.starts_at >= now)
    if body_id is not None:
        wanted = wanted.where(BodyMeeting.body_id == body_id)
    found: dict[int, list[BodyMeeting]] = {}
    for meeting in session.scalars(wanted.order_by(BodyMeeting.starts_at, BodyMeeting.id)):
        kept = found.setdefault(meeting.body_id, [])
        if len(kept) < NEXT_MEETINGS:
            kept.append(meeting)
    return found


def public_by_slug(session: Session, slug: str) -> Body | None:
    """One body that everybody sees, with its documents and to whom it answers."""
    return session.scalar(
        select(Body)
        .where(Body.slug == slug, Body.is_public)
        .options(selectinload(Body.documents), joinedload(Body.parent))
    )


def public_under(session: Session, body_id: int) -> list[Body]:
    """The public bodies that answer to this one, in order."""
    return list(
        session.scalars(
            select(Body).where(Body.parent_id == body_id, Body.is_public).order_by(Body.position, Body.name)
        )
    )


def by_id(session: Session, body_id: int) -> Body | None:
    """One body with its meetings and documents, for editors."""
    return session.scalar(
        select(Body)
        .where(Body.id == body_id)
        .options(selectinload(Body.documents), selectinload(Body.meetings))
    )


def by_slug(session: Session, slug: str) -> Body | None:
    """One body with its meetings, public or not."""
    return session.scalar(select(Body).where(Body.slug == slug).options(selectinload(Body.meetings)))


def meeting(session: Session, body_id: int, meeting_id: int) -> BodyMeeting | None:
    """One meeting of a body."""
    return session.scalar(
        select(BodyMeeting).where(BodyMeeting.id == meeting_id, BodyMeeting.body_id == body_id)
    )


def document(session: Session, body_id: int, document_id: int) -> BodyDocument | None:
    """One document of a body."""
    return session.scalar(
        select(BodyDocument).where(BodyDocument.id == document_id, BodyDocument.body_id == body_id)
    )


def responsible(session: Session) -> tuple[Responsible, ...]:
    """The public bodies that have topics, in order; one statement."""
    rows = session.execute(
        select(Body.slug, Body.name, Body.name_en, Body.topics)
        .where(Body.is_public)
        .order_by(Body.position, Body.name, Body.id)
    )
    return tuple(
        Responsible(row.slug, row.name, row.name_en or "", frozenset(row.topics))
        for row in rows
        if row.topics
    )


def steps_of(session: Session, body_id: int) -> tuple[GuideStep, ...]:
    """The steps of public guides for which a body is responsible; one statement."""
    rows = session.execute(
        select(
            Transition.slug,
            Transition.name,
            func.coalesce(Transition.name_en, ""),
            TransitionStep.title,
            func.coalesce(TransitionStep.title_en, ""),
        )
        .join(Transition, Transition.id == TransitionStep.transition_id)
        .where(TransitionStep.body_id == body_id, Transition.is_public)
        .order_by(Transition.position, Transition.id, TransitionStep.position, TransitionStep.id)
    )
    return tuple(GuideStep(*row) for row in rows)


def siblings(session: Session, body: Body) -> Sequence[Body]:
    """The bodies beside this one under the same parent, itself among them, in order."""
    same = Body.parent_id.is_(None) if body.parent_id is None else Body.parent_id == body.parent_id
    return session.scalars(select(Body).where(same).order_by(Body.position, Body.name, Body.id)).all()
