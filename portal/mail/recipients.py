"""To whom letters about work go: active accounts whose address is known to be theirs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.models import Membership, User
from portal.vocabulary.people import MembershipRole, Role


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person as a letter needs them."""

    user_id: int
    email: str
    name: str
    locale: str


def person(session: Session, user_id: int | None) -> list[Recipient]:
    """This account, if it can be written to; as a list, like the others."""
    return _found(session, User.id == user_id) if user_id else []


def editors(session: Session) -> list[Recipient]:
    """The editors; where a town has none, its administrators do their work."""
    return _found(session, User.role == Role.EDITOR) or _found(session, User.role == Role.ADMINISTRATOR)


def managers(session: Session, institution_id: int) -> list[Recipient]:
    """Who manages an institution; without a manager, everybody who works for it."""
    works_for = select(Membership.user_id).where(Membership.institution_id == institution_id)
    manages = works_for.where(Membership.role == MembershipRole.MANAGER)
    return _found(session, User.id.in_(manages)) or _found(session, User.id.in_(works_for))


def name(session: Session, user_id: int | None) -> str:
    """What somebody is called; '' when the account is gone."""
    return session.scalar(select(User.name).where(User.id == user_id)) or ""


def is_editor(session: Session, user_id: int | None) -> bool:
    """Whether somebody writes for the editors."""
    role = session.scalar(select(User.role).where(User.id == user_id))
    return role in (Role.EDITOR, Role.ADMINISTRATOR)


def _found(session: Session, *wanted: Any) -> list[Recipient]:
    is_theirs = or_(User.address_confirmed_at.is_not(None), User.is_demo)
    rows = session.execute(
        select(User.id, User.email, User.name, User.locale)
        .where(User.is_active, is_theirs, *wanted)
        .order_by(User.id)
    )
    return [Recipient(*row) for row in rows]
