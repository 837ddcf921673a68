"""Messages from the public as tasks of the editors: what is open, and what was done about it. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from portal.audit import journal
from portal.errors import Conflict, NotFound
from portal.models import Feedback, Offer, User
from portal.permissions.policy import Actor
from portal.text import one_line
from portal.vocabulary.labels import N_
from portal.vocabulary.people import FEEDBACK_LABELS, FeedbackKind
from portal.vocabulary.workflow import Act, Thing

PER_PAGE = 30
DONE = N_("Diese Meldung ist schon erledigt.")
NO_ADDRESS = N_("Zu dieser Meldung gibt es keine Adresse, an die eine Antwort gehen kann.")


@dataclass(frozen=True, slots=True)
class Report:
    """One message with what it is about. Without an offer `offer_id` is None; `handled_by` is empty while it is open."""

    id: int
    created_at: datetime
    kind: FeedbackKind
    message: str
    page: str
    email: str
    offer_id: int | None
    offer_title: str
    offer_slug: str
    answered_at: datetime | None
    handled_by: str
    outcome: str

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


def listed(session: Session, *, done: bool, page: int) -> tuple[tuple[Report, ...], int]:
    """A page of open reports, the oldest first, or of those done, the latest first, and how many there are in all."""
    wanted = Feedback.answered_at.is_not(None) if done else _open()
    order = (
        (Feedback.answered_at.desc(), Feedback.id.desc())
        if done
        else (Feedback.created_at.asc(), Feedback.id.asc())
    )
    total = session.scalar(select(func.count()).select_from(Feedback).where(wanted)) or 0
    rows = session.execute(
        _whole().where(wanted).order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    )
    return tuple(Report(*row) for row in rows), total


def by_id(session: Session, report_id: int) -> Report | None:
    """One message."""
    row = session.execute(_whole().where(Feedback.id == report_id)).first()
    return Report(*row) if row else None


def finish(
    session: Session,
    actor: Actor,
    *,
    report_id: int,
    outcome: str,
    has_answer: bool,
    now: datetime,
) -> Report:
    """Close a report with what was done about it; an answer is on its way when `has_answer`. The address goes with the next
    run of upkeep/retention.py. Raises NotFound, Conflict when it was closed meanwhile or when there is nobody to answer."""
    report = by_id(session, report_id)
    if report is None:
        raise NotFound("Diese Meldung gibt es nicht.")
    if has_answer and not report.email:
        raise Conflict(NO_ADDRESS, "answer")
    closing = update(Feedback).where(Feedback.id == report_id, _open())  # of two at once, one finds it closed
    values = {"answered_at": now, "handled_by_id": actor.user_id, "outcome": outcome or None}
    if session.scalar(closing.values(**values).returning(Feedback.id)) is None:
        raise Conflict(DONE)
    act = Act.ANSWERED if has_answer else Act.SEEN
    journal.record(
        session,
        actor,
        act,
        Thing.REPORT,
        thing_id=report_id,
        title=title_of(report),
        now=now,
        note=outcome or None,
    )
    return report


def reopen(session: Session, actor: Actor, *, report_id: int, now: datetime) -> None:
    """Put a report back among the open ones; its address may be gone already. Raises NotFound."""
    report = by_id(session, report_id)
    row = session.get(Feedback, report_id)
    if report is None or row is None:
        raise NotFound("Diese Meldung gibt es nicht.")
    if row.answered_at is None:
        return
    row.answered_at = row.handled_by_id = None
    session.flush()
    journal.record(
        session, actor, Act.RESTORED, Thing.REPORT, thing_id=row.id, title=title_of(report), now=now
    )


def title_of(report: Report) -> str:
    """What a report is called in the journal: its kind, and the offer or the first words. No personal data."""
    return one_line(f"{FEEDBACK_LABELS[report.kind]}: {report.offer_title or report.page or report.id}", 200)


def _open() -> ColumnElement[bool]:
    return Feedback.answered_at.is_(None)


def _whole() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Feedback.id,
            Feedback.created_at,
            Feedback.kind,
            Feedback.message,
            func.coalesce(Feedback.page, ""),
            func.coalesce(Feedback.email, ""),
            Feedback.offer_id,
            func.coalesce(Offer.title, ""),
            func.coalesce(Offer.slug, ""),
            Feedback.answered_at,
            func.coalesce(User.name, ""),
            func.coalesce(Feedback.outcome, ""),
        )
        .outerjoin(Offer, Offer.id == Feedback.offer_id)
        .outerjoin(User, User.id == Feedback.handled_by_id)
    )
