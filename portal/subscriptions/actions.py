"""Digests by mail: ask, confirm, change the rhythm, stop, forget what was never confirmed. Flushes, never commits."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.errors import Conflict
from portal.models import MailSubscription
from portal.subscriptions import queries
from portal.vocabulary.labels import N_
from portal.vocabulary.letters import Rhythm

LETTERS_PER_HOUR, OPEN_PER_HOUR = 3, 300
UNCONFIRMED_KEPT = timedelta(days=7)
TOO_MANY = N_("Gerade kommen sehr viele Anfragen an. Bitte versuchen Sie es in einer Stunde noch einmal.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to: the subscription, and whether it was confirmed before."""

    row: MailSubscription
    is_known: bool


def ask(
    session: Session, *, email: str, query: str, locale: str, rhythm: Rhythm, now: datetime
) -> Asked | None:
    """Somebody, who need not own the address, asks for a digest. None when the address got enough letters for now: nothing is
    stored then, and nobody is told. Raises Conflict when more come in than people can ask for."""
    if queries.open_lately(session, now) >= OPEN_PER_HOUR:
        raise Conflict(TOO_MANY)
    if queries.asked_lately(session, email, now) >= LETTERS_PER_HOUR:
        return None
    row = queries.same(session, email=email, query=query)
    if row is not None and row.confirmed_at is not None:
        return Asked(row, is_known=True)
    if row is None:
        row = MailSubscription(key=secrets.token_urlsafe(32), email=email, query=query)
        session.add(row)
    row.locale, row.rhythm, row.asked_at = locale, rhythm, now
    session.flush()
    return Asked(row, is_known=False)


def confirm(session: Session, *, row: MailSubscription, now: datetime) -> None:
    """The owner of the address agrees: from now on news count. Whoever clicked twice while asking gets one letter, not two."""
    if row.confirmed_at is None:
        row.confirmed_at = row.told_until = now
    session.execute(
        delete(MailSubscription).where(
            MailSubscription.email == row.email,
            MailSubscription.query == row.query,
            MailSubscription.id != row.id,
        )
    )
    session.flush()


def change_rhythm(session: Session, *, row: MailSubscription, rhythm: Rhythm) -> None:
    """More or less often."""
    row.rhythm = rhythm
    session.flush()


def stop(session: Session, *, key: str) -> None:
    """No more letters, and nothing stays stored. Doing it twice is no fault."""
    session.execute(delete(MailSubscription).where(MailSubscription.key == key))


def forget_unconfirmed(session: Session, now: datetime) -> int:
    """Deletes what was asked for and never confirmed; how many. Called by the job worker, which commits."""
    gone = session.execute(
        delete(MailSubscription)
        .where(MailSubscription.confirmed_at.is_(None), MailSubscription.asked_at < now - UNCONFIRMED_KEPT)
        .returning(MailSubscription.id)
    )
    return len(gone.all())
