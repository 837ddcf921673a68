"""Deletes what accounts leave behind and nobody needs any more. Called by the job worker, which commits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.accounts import registration, slowdown
from portal.models import AccountTicket, FailedAttempt, LoginSession, User

UNCONFIRMED_KEPT, USED_KEPT = timedelta(days=30), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went."""

    tickets: int
    sessions: int
    attempts: int
    accounts: int


def forget(session: Session, now: datetime) -> Forgotten:
    """Links and sessions that ran out, failures older than a day, and accounts whose address nobody confirmed for 30 days,
    with the institutions that only wait because of them."""
    tickets = session.execute(
        delete(AccountTicket)
        .where(or_(AccountTicket.expires_at <= now, AccountTicket.used_at < now - USED_KEPT))
        .returning(AccountTicket.id)
    )
    sessions = session.execute(
        delete(LoginSession).where(LoginSession.expires_at <= now).returning(LoginSession.id)
    )
    attempts = session.execute(
        delete(FailedAttempt)
        .where(FailedAttempt.last_at <= now - slowdown.FORGOTTEN)
        .returning(FailedAttempt.key_hash)
    )
    gone = (len(tickets.all()), len(sessions.all()), len(attempts.all()))
    return Forgotten(*gone, _forget_unconfirmed(session, now))


def _forget_unconfirmed(session: Session, now: datetime) -> int:
    """Invited people, who have no password yet, are not among them: they are no work of their own."""
    old = session.scalars(
        select(User).where(
            User.address_confirmed_at.is_(None),
            User.password_hash != "",
            User.last_login_at.is_(None),
            User.created_at < now - UNCONFIRMED_KEPT,
        )
    ).all()
    for user in old:
        registration.forget(session, user)
    return len(old)
