"""Who is asked whether their offers still hold: the quarterly letter, and the editors' list of the longest unconfirmed. What is
over already is not asked about. Flushes, never commits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal import clock
from portal.mail import wishes
from portal.models import Institution, Occurrence, Offer, Run
from portal.models.columns import UtcDateTime
from portal.offers.queries import last_word
from portal.town import settings
from portal.vocabulary.offers import OFF, Step
from portal.vocabulary.people import Standing

QUARTER = timedelta(days=80)  # between two letters to one institution
LETTER = "freshness"
KNOWN = (Standing.CONFIRMED, Standing.TRUSTED)


@dataclass(frozen=True, slots=True)
class StaleOffer:
    """An offer that nobody has confirmed for long. `next_start` is None where it has no date that is still to come."""

    id: int
    title: str
    slug: str
    institution_id: int
    institution: str
    institution_slug: str
    last_word: datetime
    next_start: datetime | None
    reminded_at: datetime | None


def due(session: Session, now: datetime) -> list[tuple[int, list[int]]]:
    """Institutions to be written to now, each with its offers that nobody has confirmed for long; two statements."""
    before = _asked_before(session, now)
    rows = session.execute(
        select(Offer.institution_id, Offer.id)
        .join(Institution)
        .where(
            *_asked_about(before, now),
            or_(Institution.reminded_at.is_(None), Institution.reminded_at < now - QUARTER),
        )
        .order_by(Offer.institution_id, Offer.id)
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for institution_id, offer_id in rows:
        found[institution_id].append(offer_id)
    return list(found.items())


def remind_all(session: Session, now: datetime) -> int:
    """Leave word for one letter to each of them; how many."""
    waiting = due(session, now)
    for institution_id, offer_ids in waiting:
        remind(session, session.get_one(Institution, institution_id), offer_ids, now)
    return len(waiting)


def remind(session: Session, institution: Institution, offer_ids: Sequence[int], now: datetime) -> None:
    """One letter about these offers, whenever the last one was; its words are found upstairs."""
    wishes.want(session, LETTER, institution_id=institution.id, offer_ids=list(offer_ids))
    institution.reminded_at = now
    session.flush()


def of_institution(session: Session, institution_id: int, now: datetime) -> list[int]:
    """The offers of an institution that a letter written now would be about."""
    return list(
        session.scalars(
            select(Offer.id)
            .join(Institution)
            .where(*_asked_about(_asked_before(session, now), now), Offer.institution_id == institution_id)
            .order_by(Offer.id)
        )
    )


def to_confirm(session: Session, institution_id: int, asked_at: datetime, now: datetime) -> list[Offer]:
    """What a letter of that moment was about and nobody has confirmed since, with runs and dates, by title."""
    return list(
        session.scalars(
            select(Offer)
            .join(Offer.institution)
            .where(
                *_asked_about(_asked_before(session, asked_at), now), Offer.institution_id == institution_id
            )
            .options(
                contains_eager(Offer.institution), selectinload(Offer.runs).selectinload(Run.occurrences)
            )
            .order_by(func.lower(Offer.title), Offer.id)
        )
    )


def stale_number(now: datetime, days: int) -> ScalarSelect[int]:
    """How many they are, to be counted with other numbers in one statement."""
    wanted = _asked_about(now - timedelta(days=days), now)
    return select(func.count(Offer.id)).join(Institution).where(*wanted).scalar_subquery()


def stale(
    session: Session,
    now: datetime,
    days: int,
    *,
    institution_id: int | None = None,
    first: int = 0,
    limit: int = 50,
) -> list[StaleOffer]:
    """What nobody has confirmed for more than so many days, the oldest word first; one statement."""
    next_start = (
        select(func.min(Occurrence.starts_at, type_=UtcDateTime()))
        .join(Run, Run.id == Occurrence.run_id)
        .where(Run.offer_id == Offer.id, Occurrence.ends_at > now, Occurrence.status.not_in(OFF))
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Offer.id,
            Offer.title,
            Offer.slug,
            Institution.id.label("institution_id"),
            Institution.name,
            Institution.slug.label("institution_slug"),
            last_word().label("said_at"),
            next_start.label("next_start"),
            Institution.reminded_at,
        )
        .join(Institution)
        .where(*_asked_about(now - timedelta(days=days), now), *_only(institution_id))
        .order_by(last_word(), Offer.id)
        .offset(first)
        .limit(limit)
    )
    return [StaleOffer(*row) for row in rows]


def stale_by_institution(session: Session, now: datetime, days: int) -> list[tuple[int, str, int]]:
    """Institutions with such offers and how many, by name, for the filter: (id, name, count)."""
    rows = session.execute(
        select(Institution.id, Institution.name, func.count())
        .join(Offer, Offer.institution_id == Institution.id)
        .where(*_asked_about(now - timedelta(days=days), now))
        .group_by(Institution.id, Institution.name)
        .order_by(func.lower(Institution.name))
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _only(institution_id: int | None) -> list[ColumnElement[bool]]:
    return [] if institution_id is None else [Offer.institution_id == institution_id]


def _asked_before(session: Session, now: datetime) -> datetime:
    """A word older than this is asked about again."""
    return now - timedelta(days=settings.freshness(session).ask_after_days)


def _asked_about(before: datetime, now: datetime) -> tuple[Any, ...]:
    """Public, not over, and its last word older than a moment."""
    today = clock.local(now).date()
    dates: Any = select(Occurrence.id).join(Run, Run.id == Occurrence.run_id).where(Run.offer_id == Offer.id)
    runs: Any = select(Run.id).where(Run.offer_id == Offer.id)
    is_on = or_(
        exists(dates.where(Occurrence.ends_at > now)),
        and_(
            ~exists(dates),
            or_(~exists(runs), exists(runs.where(or_(Run.ends_on.is_(None), Run.ends_on >= today)))),
        ),
    )
    return (
        Offer.step == Step.PUBLISHED,
        Institution.is_public,
        Institution.standing.in_(KNOWN),
        last_word() < before,
        or_(Offer.expires_on.is_(None), Offer.expires_on >= today),
        is_on,
    )
