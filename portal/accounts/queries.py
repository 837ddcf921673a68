"""Reads accounts and what they work for."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.models import Institution, Membership, User
from portal.permissions.policy import Actor
from portal.vocabulary.people import Role, Standing


def by_email(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def memberships(session: Session, user: User) -> list[Membership]:
    """The institutions a person works for, by name, in one statement."""
    found = session.scalars(
        select(Membership).where(Membership.user_id == user.id).options(joinedload(Membership.institution))
    )
    return sorted(found, key=lambda membership: membership.institution.name)


def actor(session: Session, user: User) -> Actor:
    """The account as the policy sees it, with its institutions but suspended ones; one statement."""
    rows = session.execute(
        select(Membership.institution_id, Membership.role)
        .join(Institution, Membership.institution_id == Institution.id)
        .where(Membership.user_id == user.id, Institution.standing != Standing.SUSPENDED)
    )
    return Actor(user.id, user.name, user.role, {row.institution_id: row.role for row in rows})


def editors(session: Session) -> list[User]:
    """Who gets letters to the editors: everybody in the role whose account is in use; administrators where there is none."""
    found = session.scalars(
        select(User)
        .where(User.role.in_([Role.EDITOR, Role.ADMINISTRATOR]), User.is_active, User.password_hash != "")
        .order_by(User.id)
    ).all()
    return [user for user in found if user.role is Role.EDITOR] or list(found)
