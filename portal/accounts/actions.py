"""Writes accounts: create, join an institution, sign in. Flushes, never commits."""

import secrets
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import passwords, queries
from portal.errors import Conflict, NotFound
from portal.models import Institution, Membership, User
from portal.vocabulary.people import MembershipRole, Role


def create_user(session: Session, *, email: str, name: str, password: str, role: Role) -> User:
    """A new account. Raises Conflict naming the field: unusable or taken address, short password."""
    try:
        address = validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise Conflict(f"Die E-Mail-Adresse {email} ist nicht gültig.", "email") from error
    if len(password) < passwords.MIN_LENGTH:
        raise Conflict(f"Das Passwort braucht mindestens {passwords.MIN_LENGTH} Zeichen.", "password")
    if queries.by_email(session, address):
        raise Conflict(f"Für {address} gibt es schon ein Konto.", "email")
    user = User(
        email=address,
        name=name,
        password_hash=passwords.hashed(password),
        role=role,
        session_token=secrets.token_urlsafe(32),
    )
    session.add(user)
    session.flush()
    return user


def join_institution(
    session: Session, *, user: User, institution_slug: str, role: MembershipRole
) -> Membership:
    """Give a person rights within an institution. Raises NotFound for an unknown slug."""
    institution = session.scalar(select(Institution).where(Institution.slug == institution_slug))
    if institution is None:
        raise NotFound(f"Es gibt keinen Anbieter mit dem Kürzel „{institution_slug}“.")
    membership = Membership(user=user, institution=institution, role=role)
    session.add(membership)
    session.flush()
    return membership


def sign_in(session: Session, *, email: str, password: str, now: datetime) -> User | None:
    """The account if address and password fit, else None: the answer never says which of the two was wrong."""
    user = queries.by_email(session, email)
    if not passwords.is_right(password, user.password_hash if user else None):
        return None
    if user is None or not user.is_active:
        return None
    user.last_login_at = now
    return user
