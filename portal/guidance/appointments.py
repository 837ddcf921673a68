"""Requests for an appointment at a B-Punkt: ask, note as done, erase when over, with proof in the journal. Flushes, never
commits. The letters about a request bear its name (`about`) and go with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, delete, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.audit import journal
from portal.errors import Conflict, NotFound
from portal.guidance.queries import Point
from portal.models import AppointmentRequest, GuidancePoint, Letter
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

HANDLED_KEPT, KEPT = timedelta(days=14), timedelta(days=60)
PER_HOUR, OF_ONE_PER_HOUR = 60, 3
MOST_SHOWN = 200
TOO_MANY = N_(
    "Gerade kommen sehr viele Anfragen an. Bitte rufen Sie an, oder versuchen Sie es in einer Stunde noch einmal."
)
UNREACHABLE = N_(
    "Bitte nennen Sie eine E-Mail-Adresse oder eine Telefonnummer, damit wir Ihnen antworten können."
)
NOT_HERE = N_("Dieser B-Punkt nimmt hier keine Terminwünsche an. Bitte rufen Sie an.")
GONE = N_("Diesen Terminwunsch gibt es nicht mehr.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says who would like to come: a name, a way to answer, and what helps to prepare."""

    name: str
    email: str = ""
    phone: str = ""
    focus: str = ""
    language: str = ""
    wish: str = ""


def about(request_id: int) -> str:
    """What its letters are marked with."""
    return f"appointment:{request_id}"


def ask(session: Session, *, point: Point, wish: Wish, now: datetime) -> AppointmentRequest:
    """Keep a request. Raises Conflict when nobody could be answered, when the point takes none, or when too many come."""
    if not point.takes_appointments:
        raise Conflict(NOT_HERE)
    if not (wish.email or wish.phone):
        raise Conflict(UNREACHABLE, "email")
    if (
        _lately(session, now) >= PER_HOUR
        or _lately(session, now, email=wish.email or None) >= OF_ONE_PER_HOUR
    ):
        raise Conflict(TOO_MANY)
    row = AppointmentRequest(
        point_id=point.id,
        name=wish.name,
        email=wish.email or None,
        phone=wish.phone or None,
        focus=wish.focus or None,
        language=wish.language or None,
        wish=wish.wish or None,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _lately(session: Session, now: datetime, email: str | None = "") -> int:
    """How many requests came within the hour, or, with an address, of its owner; of nobody none."""
    if email is None:
        return 0
    wanted = select(func.count(AppointmentRequest.id)).where(
        AppointmentRequest.asked_at > now - timedelta(hours=1)
    )
    if email:
        wanted = wanted.where(AppointmentRequest.email == email)
    return session.scalar(wanted) or 0


def waiting(session: Session) -> list[AppointmentRequest]:
    """What nobody has looked after yet, the longest waiting first, with the point."""
    return _rows(session, AppointmentRequest.handled_at.is_(None), AppointmentRequest.asked_at)


def done(session: Session) -> list[AppointmentRequest]:
    """What is noted as done and not erased yet, the latest first."""
    return _rows(session, AppointmentRequest.handled_at.is_not(None), AppointmentRequest.handled_at.desc())


def _rows(session: Session, wanted: Any, order: Any) -> list[AppointmentRequest]:
    return list(
        session.scalars(
            select(AppointmentRequest)
            .options(joinedload(AppointmentRequest.point).joinedload(GuidancePoint.district))
            .where(wanted)
            .order_by(order, AppointmentRequest.id)
            .limit(MOST_SHOWN)
        )
    )


def by_id(session: Session, request_id: int) -> AppointmentRequest | None:
    """One request with its point."""
    return session.get(AppointmentRequest, request_id, options=[joinedload(AppointmentRequest.point)])


def handle(session: Session, actor: Actor, *, request_id: int, now: datetime) -> AppointmentRequest:
    """Somebody has answered. The journal names neither the person nor the wish. Doing it twice changes nothing."""
    row = by_id(session, request_id)
    if row is None:
        raise NotFound(GONE)
    if row.handled_at is None:
        row.handled_at = now
        session.flush()
        _record(session, actor, Act.ANSWERED, row.id, row.point.name, now)
    return row


def columns() -> Mapping[str, ScalarSelect[Any]]:
    """What the editors' menu shows, as expressions."""
    open_ = select(func.count(AppointmentRequest.id)).where(AppointmentRequest.handled_at.is_(None))
    return {"appointments": open_.scalar_subquery()}


@dataclass(frozen=True, slots=True)
class Erased:
    """How many requests went, and which letters: copies of those may lie elsewhere."""

    requests: int
    letter_ids: tuple[int, ...]


def forget(session: Session, now: datetime) -> Erased:
    """Erase requests 14 days after they were handled, and all after 60. Called by the job worker, which commits."""
    over = or_(AppointmentRequest.handled_at < now - HANDLED_KEPT, AppointmentRequest.asked_at < now - KEPT)
    return _erase(session, session.execute(_what().where(over)), now)


def erase_all_of(session: Session, point_id: int, *, now: datetime) -> Erased:
    """Erase what was asked of a point that goes."""
    of_point = AppointmentRequest.point_id == point_id
    return _erase(session, session.execute(_what().where(of_point)), now)


def _what() -> Any:
    return select(AppointmentRequest.id, GuidancePoint.name).join(GuidancePoint)


def _erase(session: Session, gone: Iterable[Any], now: datetime) -> Erased:
    """The rows, the letters about them, and a line of proof for each, which names nobody."""
    found = list(gone)
    letter_ids: list[int] = []
    for request_id, point in found:
        letters = delete(Letter).where(Letter.about == about(request_id)).returning(Letter.id)
        letter_ids += session.scalars(letters)
        session.execute(delete(AppointmentRequest).where(AppointmentRequest.id == request_id))
        _record(session, None, Act.ERASED, request_id, point, now)
    session.flush()
    return Erased(len(found), tuple(letter_ids))


def _record(session: Session, actor: Actor | None, act: Act, number: int, point: str, now: datetime) -> None:
    journal.record(session, actor, act, Thing.APPOINTMENT, thing_id=number, title=point, now=now)
