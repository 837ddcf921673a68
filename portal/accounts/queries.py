"""Reads accounts and what they work for."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.models import Membership, User


def by_session(session: Session, user_id: int, session_token: str) -> User | None:
    """The active account whose sessions carry this token; None after the token was changed."""
    user = session.get(User, user_id)
    return user if user and user.is_active and user.session_token == session_token else None


def by_email(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def memberships(session: Session, user: User) -> list[Membership]:
    """The institutions a person works for, by name, in one statement."""
    found = session.scalars(
        select(Membership).where(Membership.user_id == user.id).options(joinedload(Membership.institution))
    )
    return sorted(found, key=lambda membership: membership.institution.name)
