"""Invitations by mail: into an institution as member or manager, or into a role of the portal. Whoever has the address joins with
its account, or with a new one."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import actions, emails, passwords, queries, sessions, tickets
from portal.audit import journal
from portal.errors import Conflict, NotAllowed, NotFound
from portal.models import AccountTicket, Institution, Membership, User
from portal.models.account import TicketKind
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing

ALREADY_MEMBER = N_(
    "Wer diese Adresse hat, gehört schon zu Ihrer Einrichtung. Sie finden die Person in der Liste."
)
ALREADY_IN_ROLE = N_("Das Konto mit dieser Adresse hat diese Rolle schon oder darf mehr.")
CLOSED = N_("Das Konto mit dieser Adresse ist gesperrt. Bitte fragen Sie die Verwaltung.")
_RANK = {Role.PROVIDER: 0, Role.EDITOR: 1, Role.ADMINISTRATOR: 2}  # an invitation takes nothing away
NEEDS_TARGET = N_("Eine Einladung führt in eine Einrichtung oder in eine Rolle.")


def invite(
    session: Session,
    *,
    email: str,
    by: Actor | None,
    now: datetime,
    institution_id: int | None = None,
    membership_role: MembershipRole = MembershipRole.MEMBER,
    role: Role | None = None,
) -> str:
    """The token of an invitation, which takes the place of an earlier one. `by` None: the portal itself (a command). Raises
    NotAllowed, and Conflict with a sentence where there is nothing to invite to."""
    address = emails.normalized(email)
    institution = _target(session, by, institution_id, role)
    user = queries.by_email(session, address)
    _refuse_needless(session, user, institution, role)
    _drop_earlier(session, address, institution)
    token = tickets.issue(
        session,
        kind=TicketKind.INVITATION,
        email=address,
        now=now,
        user=user,
        institution_id=institution.id if institution else None,
        membership_role=membership_role if institution else None,
        role=role,
        invited_by_id=by.user_id if by else None,
    )
    _note(session, by, Act.INVITED, institution, user, address, membership_role if institution else role, now)
    return token


def _target(
    session: Session, by: Actor | None, institution_id: int | None, role: Role | None
) -> Institution | None:
    """Where an invitation leads to, if `by` may invite there."""
    if (institution_id is None) == (role is None):
        raise Conflict(NEEDS_TARGET)
    right = Right.ADMINISTER if institution_id is None else Right.MANAGE_MEMBERS
    if by is not None and not policy.may(by, right, institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")
    if institution_id is None:
        return None
    institution = session.get(Institution, institution_id)
    if institution is None:
        raise NotFound("Diese Einrichtung gibt es nicht.")
    return institution


def _refuse_needless(
    session: Session, user: User | None, institution: Institution | None, role: Role | None
) -> None:
    if user is None:
        return
    if not user.is_active:
        raise Conflict(CLOSED, "email")
    if institution is not None and _membership(session, user, institution.id):
        raise Conflict(ALREADY_MEMBER, "email")
    if role is not None and _RANK[user.role] >= _RANK[role] and user.password_hash:
        raise Conflict(ALREADY_IN_ROLE, "email")


def _membership(session: Session, user: User, institution_id: int) -> Membership | None:
    return session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.institution_id == institution_id)
    )


def _drop_earlier(session: Session, email: str, institution: Institution | None) -> None:
    same = AccountTicket.institution_id == institution.id if institution else AccountTicket.role.is_not(None)
    session.execute(
        delete(AccountTicket).where(
            AccountTicket.kind == TicketKind.INVITATION,
            AccountTicket.email == email,
            AccountTicket.used_at.is_(None),
            same,
        )
    )


def find(session: Session, token: str, now: datetime) -> AccountTicket | None:
    """An invitation that is still open."""
    return tickets.find(session, TicketKind.INVITATION, token, now)


def guest(session: Session, ticket: AccountTicket) -> User | None:
    """The account that an invitation is for, if there is one."""
    return queries.by_email(session, ticket.email)


def is_new(user: User | None) -> bool:
    """Whether an invited person still has to choose a password: no account, or one that nobody ever proved to be theirs."""
    return user is None or not user.password_hash or user.address_confirmed_at is None


def accept(session: Session, *, ticket: AccountTicket, user: User, now: datetime) -> None:
    """Somebody with an account joins. Raises NotAllowed for another's invitation, Conflict when it was used meanwhile."""
    if user.email != ticket.email or not user.is_active:
        raise NotAllowed("Diese Einladung gilt für ein anderes Konto.")
    if not tickets.use(session, ticket, now):
        raise Conflict(N_("Diese Einladung ist schon angenommen."))
    if ticket.role is not None and _RANK[ticket.role] > _RANK[user.role]:
        user.role = ticket.role
    institution = session.get(Institution, ticket.institution_id) if ticket.institution_id else None
    if institution is not None:
        part = ticket.membership_role or MembershipRole.MEMBER
        held = _membership(session, user, institution.id)
        if held is None:
            session.add(Membership(user=user, institution=institution, role=part))
    session.flush()
    actor = Actor(user.id, user.name, user.role)
    what = ticket.membership_role if institution else ticket.role
    _note(session, actor, Act.JOINED, institution, user, user.email, what, now)


def accept_anew(
    session: Session, *, ticket: AccountTicket, name: str, password: str, locale: str, now: datetime
) -> User:
    """Somebody without an account, or whose account nobody has used yet, chooses name and password and joins. Raises Conflict."""
    user = guest(session, ticket)
    if user is not None and not is_new(user):
        raise Conflict(N_("Für diese Adresse gibt es schon ein Konto. Bitte melden Sie sich damit an."))
    passwords.check(password, email=ticket.email, name=name)
    password_hash = passwords.hashed(password)
    if user is None:
        user = actions.add_user(
            session, email=ticket.email, name=name, password_hash=password_hash, locale=locale, now=now
        )
    else:
        user.name, user.password_hash, user.locale, user.address_confirmed_at = (
            name,
            password_hash,
            locale,
            now,
        )
        sessions.end_all(session, user=user)
        tickets.void(session, user=user, kinds=(TicketKind.CONFIRM_ADDRESS, TicketKind.RESET_PASSWORD))
    accept(session, ticket=ticket, user=user, now=now)
    return user


def open_invitations(session: Session, institution_id: int | None, now: datetime) -> list[AccountTicket]:
    """Who is invited into an institution (None: into a role) and has not come yet, by address; one statement."""
    here = (
        AccountTicket.institution_id.is_(None)
        if institution_id is None
        else AccountTicket.institution_id == institution_id
    )
    return list(
        session.scalars(
            select(AccountTicket)
            .where(
                AccountTicket.kind == TicketKind.INVITATION,
                AccountTicket.used_at.is_(None),
                AccountTicket.expires_at > now,
                here,
            )
            .options(joinedload(AccountTicket.institution))
            .order_by(AccountTicket.email, AccountTicket.id)
        )
    )


def revoke(
    session: Session, *, ticket_id: int, institution_id: int | None, by: Actor, now: datetime
) -> AccountTicket:
    """Takes an open invitation back. Raises NotAllowed, and NotFound for one that is not open here."""
    _target(session, by, institution_id, None if institution_id else Role.PROVIDER)
    ticket = session.get(AccountTicket, ticket_id)
    is_here = ticket is not None and ticket.kind is TicketKind.INVITATION and ticket.used_at is None
    if ticket is None or not is_here or ticket.institution_id != institution_id:
        raise NotFound("Diese Einladung gibt es nicht mehr.")
    session.delete(ticket)
    part = ticket.membership_role if institution_id else ticket.role
    institution = session.get(Institution, institution_id) if institution_id else None
    _note(session, by, Act.DISCARDED, institution, None, ticket.email, part, now)
    session.flush()
    return ticket


def _note(
    session: Session,
    actor: Actor | None,
    act: Act,
    institution: Institution | None,
    user: User | None,
    email: str,
    part: MembershipRole | Role | None,
    now: datetime,
) -> None:
    """A line of the journal: about the institution where there is one, else about the account."""
    journal.record(
        session,
        actor,
        act,
        Thing.INSTITUTION if institution else Thing.ACCOUNT,
        thing_id=institution.id if institution else user.id if user else None,
        title=institution.name if institution else email,
        now=now,
        institution_id=institution.id if institution else None,
        note=f"{email}: {part.value}" if part else email,
    )
