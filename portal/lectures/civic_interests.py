"""Interest in an opening for civic activity: ask, note as done, erase when over, with proof in the journal that names nobody.
Flushes, never commits. The letters about an interest bear its name (`about`) and go with it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from portal.audit import journal, wishes
from portal.errors import Conflict, NotAllowed, NotFound
from portal.models import CivicInterest, CivicOpening, Institution, Letter
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

HANDLED_KEPT, KEPT = timedelta(days=30), timedelta(days=90)
PER_HOUR, OF_ONE_PER_HOUR = 60, 3
MOST_SHOWN = 200
LETTER = "civic_interest"
TOO_MANY = N_(
    "Gerade kommen sehr viele Nachrichten an. Bitte versuchen Sie es in einer Stunde noch einmal, oder rufen Sie an."
)
UNREACHABLE = N_(
    "Bitte nennen Sie eine E-Mail-Adresse oder eine Telefonnummer, damit man Ihnen antworten kann."
)
GONE = "Diese Nachricht gibt es nicht mehr."


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody says who would like to help: a name, a way to answer, a few words."""

    name: str
    email: str = ""
    phone: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many interests went, and which letters: copies of those may lie elsewhere."""

    interests: int
    letter_ids: tuple[int, ...]


def about(interest_id: int) -> str:
    """What its letters are marked with."""
    return f"civic_interest:{interest_id}"


def ask(session: Session, *, opening: CivicOpening, interest: Interest, now: datetime) -> CivicInterest:
    """Keep an interest and have it told to the institution. Raises Conflict when nobody could answer, or too many come."""
    if not (interest.email or interest.phone):
        raise Conflict(UNREACHABLE, "email")
    if _lately(session, now) >= PER_HOUR:
        raise Conflict(TOO_MANY)
    if interest.email and _lately(session, now, CivicInterest.email == interest.email) >= OF_ONE_PER_HOUR:
        raise Conflict(TOO_MANY)
    row = CivicInterest(
        opening_id=opening.id,
        name=interest.name,
        email=interest.email or None,
        phone=interest.phone or None,
        message=interest.message or None,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    wishes.want(session, LETTER, interest_id=row.id)
    return row


def _lately(session: Session, now: datetime, *wanted: ColumnElement[bool]) -> int:
    """How many came within the hour."""
    recent = CivicInterest.asked_at > now - timedelta(hours=1)
    return session.scalar(select(func.count(CivicInterest.id)).where(recent, *wanted)) or 0


def of_institutions(session: Session, institution_ids: Collection[int] | None) -> list[CivicInterest]:
    """What these institutions, or all, were told and what is not erased yet: first what waits, the longest waiting first."""
    wanted = (
        select(CivicInterest)
        .join(CivicInterest.opening)
        .join(CivicOpening.institution)
        .options(contains_eager(CivicInterest.opening).contains_eager(CivicOpening.institution))
        .order_by(CivicInterest.handled_at.is_not(None), CivicInterest.asked_at, CivicInterest.id)
        .limit(MOST_SHOWN)
    )
    if institution_ids is not None:
        wanted = wanted.where(Institution.id.in_(institution_ids))
    return list(session.scalars(wanted))


def handle(session: Session, actor: Actor, *, interest_id: int, now: datetime) -> CivicInterest:
    """Somebody has answered. The journal names nobody. Doing it twice changes nothing. Raises NotFound, NotAllowed."""
    row = session.get(CivicInterest, interest_id)
    if row is None:
        raise NotFound(GONE)
    if not policy.may(actor, Right.SEE_PARTICIPANTS, row.opening.institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")
    if row.handled_at is None:
        row.handled_at = now
        session.flush()
        _record(session, actor, Act.ANSWERED, row.opening, now)
    return row


def forget(session: Session, now: datetime) -> Erased:
    """Erase interests 30 days after they were handled, and all after 90. Called by the job worker, which commits."""
    return _erase(
        session, or_(CivicInterest.handled_at < now - HANDLED_KEPT, CivicInterest.asked_at < now - KEPT), now
    )


def erase_all_of(session: Session, opening_id: int, *, now: datetime) -> Erased:
    """Erase what people wrote about an opening that goes."""
    return _erase(session, CivicInterest.opening_id == opening_id, now)


def _erase(session: Session, over: ColumnElement[bool], now: datetime) -> Erased:
    """The rows, the letters about them, and a line of proof for each opening, which names nobody."""
    rows = session.execute(select(CivicInterest.id, CivicInterest.opening_id).where(over)).all()
    if not rows:
        return Erased(0, ())
    letters = session.scalars(
        delete(Letter).where(Letter.about.in_([about(row.id) for row in rows])).returning(Letter.id)
    ).all()
    session.execute(delete(CivicInterest).where(CivicInterest.id.in_([row.id for row in rows])))
    counts = Counter(row.opening_id for row in rows)
    for opening in session.scalars(select(CivicOpening).where(CivicOpening.id.in_(counts))):
        _record(session, None, Act.ERASED, opening, now, note=str(counts[opening.id]))
    session.flush()
    return Erased(len(rows), tuple(letters))


def _record(
    session: Session,
    actor: Actor | None,
    act: Act,
    opening: CivicOpening,
    now: datetime,
    note: str | None = None,
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.CIVIC_OPENING,
        thing_id=opening.id,
        title=opening.title,
        now=now,
        institution_id=opening.institution_id,
        note=note,
    )
