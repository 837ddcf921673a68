"""What people change about their own account: name, language of letters, password, address, and leaving for good."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from portal.accounts import emails, passwords, queries, registration, sessions, tickets
from portal.audit import journal
from portal.errors import Conflict
from portal.models import Institution, Membership, User
from portal.models.account import TicketKind
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing

WRONG_PASSWORD = N_("Das ist nicht Ihr jetziges Passwort.")
SAME_ADDRESS = N_("Das ist schon die Adresse Ihres Kontos.")
LAST_ADMINISTRATOR = N_(
    "Sie sind die einzige Person in der Verwaltung. Geben Sie zuerst jemand anderem diese Rolle."
)
LAST_MANAGER = N_(
    "Sie sind die einzige Leitung eines Anbieters. Machen Sie dort zuerst jemand anderen zur Leitung, oder bitten Sie die "
    "Redaktion, den Anbieter zu schließen."
)


def prove(user: User, password: str, field: str = "current_password") -> None:
    """Raises Conflict unless this is their password."""
    if not passwords.is_right(password, user.password_hash):
        raise Conflict(WRONG_PASSWORD, field)


def change(session: Session, *, user: User, name: str, locale: str) -> None:
    user.name, user.locale = name, locale
    session.flush()


def change_password(session: Session, *, user: User, password: str, keep_token: str) -> None:
    """Ends every other session and every link that somebody may have asked for with the old one. Raises Conflict."""
    try:
        passwords.check(password, email=user.email, name=user.name)
    except Conflict as problem:
        raise Conflict(str(problem), "new_password") from problem
    user.password_hash = passwords.hashed(password)
    sessions.end_all(session, user=user, but_token=keep_token)
    tickets.void(session, user=user, kinds=(TicketKind.RESET_PASSWORD, TicketKind.CHANGE_ADDRESS))
    session.flush()


def ask_address(session: Session, *, user: User, email: str, now: datetime) -> str:
    """The token of a link to the new address; '' when that one has an account, which only its owner may learn. Raises
    Conflict."""
    address = emails.normalized(email)
    if address == user.email:
        raise Conflict(SAME_ADDRESS, "email")
    tickets.void(session, user=user, kinds=(TicketKind.CHANGE_ADDRESS,))
    if queries.by_email(session, address):
        return ""
    return tickets.issue(session, kind=TicketKind.CHANGE_ADDRESS, email=address, now=now, user=user)


def change_address(session: Session, *, token: str, now: datetime) -> User | None:
    """The new address takes the place of the old one. None for a link that is over, or when it was taken meanwhile."""
    ticket = tickets.find(session, TicketKind.CHANGE_ADDRESS, token, now)
    user = session.get(User, ticket.user_id) if ticket and ticket.user_id else None
    if ticket is None or user is None or queries.by_email(session, ticket.email):
        return None
    if not tickets.use(session, ticket, now):
        return None
    former, user.email = user.email, ticket.email
    tickets.void(session, user=user, kinds=(TicketKind.RESET_PASSWORD, TicketKind.CONFIRM_ADDRESS))
    journal.record(
        session,
        Actor(user.id, user.name, user.role),
        Act.CHANGED,
        Thing.ACCOUNT,
        thing_id=user.id,
        title=user.name,
        now=now,
        changes={"email": (former, user.email)},
    )
    session.flush()
    return user


class Hold(StrEnum):
    """Why an account cannot go."""

    LAST_ADMINISTRATOR = "last_administrator"
    LAST_MANAGER = "last_manager"


def close(session: Session, *, user: User, now: datetime) -> None:
    """Removes one's own account for good; the journal keeps the name. Raises Conflict where `hold` holds it."""
    if reason := hold(session, user):
        raise Conflict(_OWN_WORDS[reason])
    remove(session, Actor(user.id, user.name, user.role), user=user, title=user.name, now=now)


def hold(session: Session, user: User) -> Hold | None:
    """The last administrator stays, and the last manager of an institution that is more than an empty application."""
    if user.role is Role.ADMINISTRATOR and _others(session, user) == 0:
        return Hold.LAST_ADMINISTRATOR
    bare = _bare(session, user)
    return Hold.LAST_MANAGER if [one for one in managed_alone(session, user) if one not in bare] else None


def remove(session: Session, actor: Actor, *, user: User, title: str, now: datetime) -> None:
    """The account goes, and the journal says so under `title`. An institution that only waits for the editors and holds nothing
    goes with its only member. Ask `hold` before."""
    bare = _bare(session, user)
    journal.record(session, actor, Act.DELETED, Thing.ACCOUNT, thing_id=user.id, title=title, now=now)
    session.flush()
    session.execute(delete(Institution).where(Institution.id.in_([one.id for one in bare])))
    session.execute(delete(User).where(User.id == user.id))


def _bare(session: Session, user: User) -> list[Institution]:
    applied = registration.applied_with(session, user)
    return [one for one in applied if registration.is_bare(session, one, but=user)]


def managed_alone(session: Session, user: User) -> list[Institution]:
    """The institutions that would be left without anybody to lead them."""
    other = Membership.__table__.alias()
    led_by_others = exists().where(
        other.c.institution_id == Institution.id,
        other.c.user_id != user.id,
        other.c.role == MembershipRole.MANAGER,
    )
    return list(
        session.scalars(
            select(Institution)
            .join(Membership, Membership.institution_id == Institution.id)
            .where(Membership.user_id == user.id, Membership.role == MembershipRole.MANAGER, ~led_by_others)
            .order_by(Institution.name)
        )
    )


def _others(session: Session, user: User) -> int:
    wanted = select(func.count()).where(
        User.role == Role.ADMINISTRATOR, User.is_active, User.id != user.id, User.password_hash != ""
    )
    return session.scalar(wanted) or 0


_OWN_WORDS = {Hold.LAST_ADMINISTRATOR: LAST_ADMINISTRATOR, Hold.LAST_MANAGER: LAST_MANAGER}
