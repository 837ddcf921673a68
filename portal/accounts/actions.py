"""Writes accounts: create, join an institution, look up who signs in. Flushes, never commits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import emails, passwords, queries
from portal.errors import Conflict, NotFound
from portal.models import Institution, Membership, User
from portal.vocabulary.people import MembershipRole, Role


def create_user(session: Session, *, email: str, name: str, password: str, role: Role) -> User:
    """A new account of somebody whose address is known to be theirs. Raises Conflict naming the field: unusable or taken
    address, bad password."""
    address = emails.normalized(email)
    passwords.check(password, email=address, name=name)
    return add_user(
        session,
        email=address,
        name=name,
        password_hash=passwords.hashed(password),
        role=role,
        now=clock.now(),
    )


def add_user(
    session: Session,
    *,
    email: str,
    name: str,
    password_hash: str,
    role: Role = Role.PROVIDER,
    locale: str = "de",
    now: datetime | None = None,
) -> User:
    """A row. `now`: the address is confirmed at that moment; None: it is not yet. Raises Conflict for a taken address."""
    if queries.by_email(session, email):
        raise Conflict(f"Für {email} gibt es schon ein Konto.", "email")
    user = User(
        email=email,
        name=name,
        password_hash=password_hash,
        role=role,
        locale=locale,
        address_confirmed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as problem:  # somebody took it at the same moment
        raise Conflict(f"Für {email} gibt es schon ein Konto.", "email") from problem
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


def known(session: Session, *, email: str, password: str) -> User | None:
    """The account if address and password fit, else None: the answer never says which of the two was wrong. Whether its address
    is confirmed and whether a second factor is due is the door's question."""
    user = queries.by_email(session, email)
    if not passwords.is_right(password, user.password_hash if user else None):
        return None
    return user if user is not None and user.is_active else None
