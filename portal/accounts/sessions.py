"""Signed-in browsers: open, find again, list, end. What is stored is the hash of a random token, so that a copy of the
database opens nothing. No IP address is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, contains_eager

from portal import clock
from portal.models import LoginSession, User

SHORT, REMEMBERED = timedelta(hours=12), timedelta(days=60)


def digest(token: str) -> str:
    """What is stored of a secret that is random anyway: plain SHA-256 is enough against guessing."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def begin(session: Session, *, user: User, device: str, is_remembered: bool, now: datetime) -> str:
    """A new session of this person; the token that its cookie carries."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            user=user,
            token_hash=digest(token),
            device=device[:120],
            created_at=now,
            seen_on=clock.local(now).date(),
            expires_at=now + (REMEMBERED if is_remembered else SHORT),
            is_remembered=is_remembered,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str, now: datetime) -> LoginSession | None:
    """An open session with its active account; one statement. None when it ended, ran out or never was."""
    return session.scalar(
        select(LoginSession)
        .join(LoginSession.user)
        .options(contains_eager(LoginSession.user))
        .where(LoginSession.token_hash == digest(token), LoginSession.expires_at > now, User.is_active)
    )


def of_user(session: Session, user: User, now: datetime) -> list[LoginSession]:
    """Where a person is signed in, the latest first."""
    return list(
        session.scalars(
            select(LoginSession)
            .where(LoginSession.user_id == user.id, LoginSession.expires_at > now)
            .order_by(LoginSession.created_at.desc(), LoginSession.id.desc())
        )
    )


def end(session: Session, *, token: str) -> None:
    """Sign out one browser by what its cookie carries."""
    session.execute(delete(LoginSession).where(LoginSession.token_hash == digest(token)))


def end_one(session: Session, *, user: User, session_id: int) -> bool:
    """Sign out one of a person's browsers; False when it is none of theirs."""
    gone = session.execute(
        delete(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.user_id == user.id)
        .returning(LoginSession.id)
    )
    return gone.first() is not None


def end_all(session: Session, *, user: User, but_token: str = "") -> int:
    """Sign a person out everywhere, or everywhere else; how many sessions ended."""
    gone = session.execute(
        delete(LoginSession)
        .where(LoginSession.user_id == user.id, LoginSession.token_hash != digest(but_token))
        .returning(LoginSession.id)
    )
    return len(gone.all())
