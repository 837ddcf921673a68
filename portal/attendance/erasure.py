"""Erases registrations when their purpose is over, with everything that hangs on them: who was there, letters, wishes for
letters, lines of the journal, forms that were not saved. What stays is one line per offer: how many were erased.

Their time is over so many days (a setting of the town) after the last date of the run, or after they ended; without any known
date after a year; unconfirmed after seven days.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, and_, cast, delete, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import journal
from portal.audit.wishes import LETTER
from portal.models import (
    FormDraft,
    JournalEntry,
    Letter,
    Occurrence,
    Offer,
    OutboxEntry,
    ParkedForm,
    Presence,
    Registration,
    Run,
)
from portal.town import settings
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import OccurrenceStatus
from portal.vocabulary.workflow import Act, Thing

UNCONFIRMED_KEPT, DATELESS_KEPT = timedelta(days=7), timedelta(days=365)
ABOUT = "registration:"
PART = 400
_UNCONFIRMED = (RegistrationState.ASKED, RegistrationState.LAPSED, RegistrationState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Erased:
    """How many registrations went, and which letters: copies of those may lie elsewhere."""

    registrations: int
    letter_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Gone:
    id: int
    name: str
    email: str | None
    phone: str | None
    offer_id: int


def erase(session: Session, now: datetime) -> Erased:
    """Erase what is over. Called by the job worker, which commits."""
    gone = _over(session, now)
    letters = [*_erase_letters(session, [one.id for one in gone]), *_erase_orphans(session)]
    if gone:
        _erase_forms(session, gone)
        for part in _parts([one.id for one in gone]):
            session.execute(delete(Presence).where(Presence.registration_id.in_(part)))
            session.execute(
                delete(JournalEntry).where(
                    JournalEntry.thing == Thing.REGISTRATION, JournalEntry.thing_id.in_(part)
                )
            )
            session.execute(delete(Registration).where(Registration.id.in_(part)))
        _prove(session, gone, now)
    _erase_wishes(session)
    session.flush()
    return Erased(len(gone), tuple(letters))


def _over(session: Session, now: datetime) -> list[_Gone]:
    kept = timedelta(days=settings.attendance(session).delete_after_days)
    today = clock.local(now).date()
    of_run = select(func.max(Occurrence.last_day)).where(Occurrence.run_id == Run.id).scalar_subquery()
    last_day = func.coalesce(of_run, Run.ends_on, Run.starts_on)
    is_put_off = exists().where(  # to a day that nobody knows yet
        Occurrence.run_id == Run.id, Occurrence.status == OccurrenceStatus.POSTPONED
    )
    is_over = or_(
        and_(last_day < today - kept, ~is_put_off),
        last_day < today - kept - DATELESS_KEPT,
        and_(last_day.is_(None), Registration.asked_at < now - DATELESS_KEPT),
        Registration.ended_at < now - kept,
        and_(
            Registration.confirmed_at.is_(None),
            Registration.state.in_(_UNCONFIRMED),
            Registration.asked_at < now - UNCONFIRMED_KEPT,
        ),
    )
    rows = session.execute(
        select(Registration.id, Registration.name, Registration.email, Registration.phone, Run.offer_id)
        .join(Run, Run.id == Registration.run_id)
        .where(is_over)
        .order_by(Registration.id)
    )
    return [_Gone(*row) for row in rows]


def _erase_letters(session: Session, ids: list[int]) -> Iterator[int]:
    for part in _parts([f"{ABOUT}{one}" for one in ids]):
        yield from session.scalars(delete(Letter).where(Letter.about.in_(part)).returning(Letter.id)).all()


def _erase_orphans(session: Session) -> list[int]:
    """Letters whose registration went another way: with its offer, its run, or a demo that was loaded anew."""
    there = select(literal(ABOUT) + cast(Registration.id, String))
    lost = delete(Letter).where(Letter.about.startswith(ABOUT), Letter.about.not_in(there))
    return list(session.scalars(lost.returning(Letter.id)).all())


def _erase_wishes(session: Session) -> None:
    """Wishes for letters that nobody is there for any more; they may hold a trainer's words."""
    wishes = {
        row.id: row.payload["registration_id"]
        for row in session.execute(
            select(OutboxEntry.id, OutboxEntry.payload).where(OutboxEntry.topic == LETTER)
        )
        if "registration_id" in row.payload
    }
    there: set[int] = set()
    for part in _parts(sorted(set(wishes.values()))):
        there |= set(session.scalars(select(Registration.id).where(Registration.id.in_(part))))
    for part in _parts([entry for entry, wanted in wishes.items() if wanted not in there]):
        session.execute(delete(OutboxEntry).where(OutboxEntry.id.in_(part)))


def _erase_forms(session: Session, gone: list[_Gone]) -> None:
    """Forms that somebody typed one of these people into and did not save."""
    typed = {
        " ".join(value.split()).casefold()
        for one in gone
        for value in (one.name, one.email, one.phone)
        if value
    }
    kept: list[FormDraft | ParkedForm] = [
        *session.scalars(select(FormDraft)),
        *session.scalars(select(ParkedForm)),
    ]
    for row in kept:
        if any(" ".join(str(value).split()).casefold() in typed for _name, value in row.fields):
            session.delete(row)
    session.flush()


def _prove(session: Session, gone: list[_Gone], now: datetime) -> None:
    """One line per offer, without anybody's name."""
    counted = Counter(one.offer_id for one in gone)
    for part in _parts(sorted(counted)):
        for offer in session.scalars(select(Offer).where(Offer.id.in_(part)).order_by(Offer.id)):
            journal.record(
                session,
                None,
                Act.ERASED,
                Thing.REGISTRATION,
                thing_id=None,
                title=offer.title,
                now=now,
                institution_id=offer.institution_id,
                note=f"Anmeldungen gelöscht: {counted[offer.id]}",
            )


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(values), PART):
        yield values[at : at + PART]
