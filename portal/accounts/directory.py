"""Reads accounts for the administration: searched, narrowed, in pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.models import Institution, Membership, User
from portal.models.matching import holds
from portal.vocabulary.labels import N_
from portal.vocabulary.people import MembershipRole, Role


class AccountState(StrEnum):
    """How it stands with an account. The value is that of the filter."""

    ACTIVE = "aktiv"
    UNCONFIRMED = "unbestaetigt"
    LOCKED = "gesperrt"


STATE_LABELS = {
    AccountState.ACTIVE: N_("aktiv"),
    AccountState.UNCONFIRMED: N_("Adresse nicht bestätigt"),
    AccountState.LOCKED: N_("gesperrt"),
}
_CONDITIONS: dict[AccountState, ColumnElement[bool]] = {
    AccountState.ACTIVE: and_(User.is_active, User.address_confirmed_at.is_not(None)),
    AccountState.UNCONFIRMED: and_(User.is_active, User.address_confirmed_at.is_(None)),
    AccountState.LOCKED: User.is_active.is_(False),
}


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts are wanted; `text` is part of a name or an address."""

    text: str = ""
    role: Role | None = None
    state: AccountState | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is in an institution."""

    institution_id: int
    institution: str
    role: MembershipRole


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as lists show it."""

    id: int
    name: str
    email: str
    role: Role
    state: AccountState
    has_second_factor: bool
    last_login_at: datetime | None
    parts: tuple[Part, ...]


def state_of(user: User) -> AccountState:
    """How it stands with this account."""
    if not user.is_active:
        return AccountState.LOCKED
    return AccountState.ACTIVE if user.address_confirmed_at else AccountState.UNCONFIRMED


def count(session: Session, wanted: AccountFilter) -> int:
    """How many accounts there are."""
    return session.scalar(select(func.count(User.id)).where(*_conditions(wanted))) or 0


def page(session: Session, wanted: AccountFilter, *, number: int, size: int) -> tuple[AccountRow, ...]:
    """One page of accounts by name; two statements."""
    users = session.scalars(
        select(User)
        .where(*_conditions(wanted))
        .order_by(func.lower(User.name), User.id)
        .limit(size)
        .offset((number - 1) * size)
    ).all()
    parts = _parts(session, [user.id for user in users])
    return tuple(
        AccountRow(
            user.id,
            user.name,
            user.email,
            user.role,
            state_of(user),
            user.totp_confirmed_at is not None,
            user.last_login_at,
            parts.get(user.id, ()),
        )
        for user in users
    )


def parts_of(session: Session, user: User) -> tuple[Part, ...]:
    """What a person is in which institutions, by name."""
    return _parts(session, [user.id]).get(user.id, ())


def institutions(session: Session) -> list[tuple[int, str]]:
    """All institutions by name, to choose from."""
    rows = session.execute(select(Institution.id, Institution.name).order_by(func.lower(Institution.name)))
    return [(row.id, row.name) for row in rows]


def _parts(session: Session, user_ids: Iterable[int]) -> dict[int, tuple[Part, ...]]:
    found: dict[int, tuple[Part, ...]] = {}
    rows = session.execute(
        select(Membership.user_id, Membership.institution_id, Institution.name, Membership.role)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Membership.user_id.in_(list(user_ids)))
        .order_by(func.lower(Institution.name), Institution.id)
    )
    for row in rows:
        part = Part(row.institution_id, row.name, row.role)
        found[row.user_id] = (*found.get(row.user_id, ()), part)
    return found


def _conditions(wanted: AccountFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        found.append(or_(holds(User.name, wanted.text), holds(User.email, wanted.text)))
    if wanted.role:
        found.append(User.role == wanted.role)
    if wanted.state:
        found.append(_CONDITIONS[wanted.state])
    return found
