"""Who works for an institution: reading the list, changing a role, taking somebody off it. Inviting is a matter of accounts.
Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from portal.audit import journal
from portal.errors import Conflict, NotAllowed, NotFound
from portal.models import Institution, Membership, User
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.people import MembershipRole
from portal.vocabulary.workflow import Act, Thing

LAST_MANAGER = N_(
    "Das ist die einzige Leitung. Machen Sie zuerst jemand anderen zur Leitung, sonst kann niemand mehr einladen."
)


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the list; `joined_at` is not known of the oldest."""

    id: int
    user_id: int
    name: str
    email: str
    role: MembershipRole
    joined_at: datetime | None
    is_active: bool


def of_institution(session: Session, institution_id: int) -> list[Member]:
    """Managers first, then by name; one statement."""
    rows = session.scalars(
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.institution_id == institution_id)
        .options(joinedload(Membership.user))
        .order_by(Membership.role != MembershipRole.MANAGER, User.name, Membership.id)
    )
    return [_member(row) for row in rows]


def one(session: Session, membership_id: int, institution_id: int) -> Member | None:
    """Somebody who works for this institution; another's people are not found."""
    row = session.get(Membership, membership_id)
    return _member(row) if row and row.institution_id == institution_id else None


def set_role(
    session: Session, actor: Actor, *, membership_id: int, role: MembershipRole, now: datetime
) -> Member:
    """Make a member manager or the other way round. Raises NotFound, NotAllowed, Conflict("role") for the last manager."""
    row = _of_mine(session, actor, membership_id)
    before, row.role = row.role, role
    session.flush()
    _keep_a_manager(session, row.institution_id)
    if before is not role:
        _record(session, actor, row, Act.CHANGED, now, (before, role))
    return _member(row)


def remove(session: Session, actor: Actor, *, membership_id: int, now: datetime) -> Member:
    """Take somebody off the list; the account stays. Raises as `set_role` does."""
    row = _of_mine(session, actor, membership_id)
    gone = _member(row)
    _record(session, actor, row, Act.LEFT, now)
    session.delete(row)
    session.flush()
    _keep_a_manager(session, row.institution_id)
    return gone


def _of_mine(session: Session, actor: Actor, membership_id: int) -> Membership:
    """The row, with its institution locked: of two managers who take each other off the list, one comes second."""
    row = session.get(Membership, membership_id)
    if row is None:
        raise NotFound("Diese Person gehört nicht mehr dazu.")
    if not policy.may(actor, Right.MANAGE_MEMBERS, row.institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")
    session.execute(
        update(Institution)
        .where(Institution.id == row.institution_id)
        .values(revision=Institution.revision, updated_at=Institution.updated_at)
        .execution_options(synchronize_session=False)
    )
    return row


def _keep_a_manager(session: Session, institution_id: int) -> None:
    """Asked after the change, so that a refusal takes everything back with it."""
    managers = session.scalar(
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.institution_id == institution_id,
            Membership.role == MembershipRole.MANAGER,
            User.is_active,
        )
    )
    if not managers:
        session.rollback()
        raise Conflict(LAST_MANAGER, "role")


def _record(
    session: Session,
    actor: Actor,
    row: Membership,
    act: Act,
    now: datetime,
    roles: tuple[MembershipRole, MembershipRole] | None = None,
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.ACCOUNT,
        thing_id=row.user_id,
        title=row.user.name,
        now=now,
        institution_id=row.institution_id,
        changes={"role": (roles[0].value, roles[1].value)} if roles else None,
    )
    session.flush()


def _member(row: Membership) -> Member:
    user = row.user
    return Member(row.id, user.id, user.name, user.email, row.role, row.joined_at, user.is_active)
