"""What the administration does with accounts: roles, locking, deleting, parts in institutions, a lost second
factor. Each writes the journal. Flushes, never commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import text
from portal.accounts import profile, second_factor, sessions
from portal.audit import journal
from portal.errors import Conflict, NotAllowed
from portal.models import Institution, Membership, User
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing

LAST_ONE = N_("Das ist das letzte Konto der Verwaltung. Geben Sie zuerst einer anderen Person diese Rolle.")
ONESELF = N_("Ihr eigenes Konto können Sie nicht sperren.")
NOT_ONESELF = N_("Ihr eigenes Konto löschen Sie unter „Mein Konto“.")
LAST_MANAGER = N_(
    "Diese Person ist die einzige Leitung eines Anbieters. Machen Sie dort zuerst jemand anderen zur Leitung."
)
ERASED = N_("gelöschtes Konto")
NO_REASON = N_("Bitte schreiben Sie, warum. Der Grund steht im Protokoll.")
NO_FACTOR = N_("Bei diesem Konto ist kein zweiter Faktor eingeschaltet.")


def change_role(session: Session, actor: Actor, *, user: User, role: Role, now: datetime) -> bool:
    """A new role; whether it is another one. Raises Conflict when nobody would be left to administer."""
    _allow(actor)
    if user.role is role:
        return False
    if user.role is Role.ADMINISTRATOR:
        _keep_one(session, user)
    before, user.role = user.role, role
    _note(session, actor, Act.CHANGED, user, now, changes={"role": (before.value, role.value)})
    return True


def lock(session: Session, actor: Actor, *, user: User, now: datetime) -> bool:
    """Nobody enters with this account any more, and whoever is inside is out. Raises Conflict for oneself and the last one."""
    _allow(actor)
    if user.id == actor.user_id:
        raise Conflict(ONESELF)
    if user.role is Role.ADMINISTRATOR:
        _keep_one(session, user)
    if not user.is_active:
        return False
    user.is_active = False
    sessions.end_all(session, user=user)
    _note(session, actor, Act.SUSPENDED, user, now, changes={"is_active": (True, False)})
    return True


def unlock(session: Session, actor: Actor, *, user: User, now: datetime) -> bool:
    """The account can be used again."""
    _allow(actor)
    if user.is_active:
        return False
    user.is_active = True
    _note(session, actor, Act.RESTORED, user, now, changes={"is_active": (False, True)})
    return True


def delete(session: Session, actor: Actor, *, user: User, now: datetime) -> None:
    """Removes an account for good, by the rules by which people remove their own. The journal's line about it holds nothing
    personal. Raises Conflict for oneself, the last administrator and the last manager. The letter is the doors' work."""
    _allow(actor)
    if user.id == actor.user_id:
        raise Conflict(NOT_ONESELF)
    if reason := profile.hold(session, user):
        raise Conflict(_HELD[reason])
    profile.remove(session, actor, user=user, title=ERASED, now=now)


def set_part(
    session: Session,
    actor: Actor,
    *,
    user: User,
    institution: Institution,
    role: MembershipRole | None,
    now: datetime,
) -> bool:
    """What a person is in an institution, None for nothing; whether that is news."""
    _allow(actor)
    row = session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.institution_id == institution.id)
    )
    before = row.role if row else None
    if before is role:
        return False
    if role is None:
        session.delete(row)
    elif row is None:
        session.add(Membership(user_id=user.id, institution_id=institution.id, role=role))
    else:
        row.role = role
    act = Act.LEFT if role is None else Act.CHANGED if before else Act.JOINED
    pair = (before.value if before else None, role.value if role else None)
    changes = {"institution": (None, institution.name), "role": pair}
    _note(session, actor, act, user, now, changes=changes, institution_id=institution.id)
    return True


def drop_second_factor(session: Session, actor: Actor, *, user: User, reason: str, now: datetime) -> None:
    """Somebody has lost app and codes: the password is enough again, and every session ends. Raises Conflict without a reason
    and where there is none. The letter is the doors' work."""
    _allow(actor)
    said = text.clean(reason).strip()
    if not said:
        raise Conflict(NO_REASON, "reason")
    if not second_factor.is_on(user):
        raise Conflict(NO_FACTOR)
    second_factor.turn_off(session, user=user, actor=actor, now=now)
    sessions.end_all(session, user=user)
    _note(session, actor, Act.COMMENTED, user, now, note=said)


def _keep_one(session: Session, user: User) -> None:
    others = select(func.count(User.id)).where(
        User.role == Role.ADMINISTRATOR, User.is_active, User.id != user.id
    )
    if not session.scalar(others):
        raise Conflict(LAST_ONE, "role")


def _note(
    session: Session,
    actor: Actor,
    act: Act,
    user: User,
    now: datetime,
    *,
    changes: dict[str, tuple[Any, Any]] | None = None,
    institution_id: int | None = None,
    note: str | None = None,
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.ACCOUNT,
        thing_id=user.id,
        title=user.name,
        now=now,
        institution_id=institution_id,
        changes=changes,
        note=note,
    )
    session.flush()


def _allow(actor: Actor) -> None:
    if not policy.may(actor, Right.ADMINISTER):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")


_HELD = {profile.Hold.LAST_ADMINISTRATOR: LAST_ONE, profile.Hold.LAST_MANAGER: LAST_MANAGER}
