"""A forgotten password: a link to choose a new one. Whoever opens it has read the mail of the address, so it also lifts a
slow-down, and it ends every session, since nobody knows who else knew the old one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import passwords, queries, registration, sessions, tickets
from portal.models import AccountTicket, Institution, User
from portal.models.account import TicketKind


@dataclass(frozen=True, slots=True)
class Recovered:
    """Whose password is new, and the institutions that wait for the editors because the address was confirmed by it."""

    user: User
    waiting: tuple[Institution, ...] = ()


def ask(session: Session, *, email: str, now: datetime) -> tuple[User, str] | None:
    """The account of an address and the token of its link; None when there is none. Earlier links stay good, so that nobody
    makes them useless by asking again and again."""
    user = queries.by_email(session, email)
    if user is None or not user.is_active:
        return None
    token = tickets.issue(session, kind=TicketKind.RESET_PASSWORD, email=user.email, now=now, user=user)
    return user, token


def find(session: Session, token: str, now: datetime) -> tuple[AccountTicket, User] | None:
    """Whose password a link may change; None when it is over."""
    ticket = tickets.find(session, TicketKind.RESET_PASSWORD, token, now)
    user = session.get(User, ticket.user_id) if ticket and ticket.user_id else None
    return (ticket, user) if ticket and user and user.is_active and user.email == ticket.email else None


def reset(session: Session, *, token: str, password: str, now: datetime) -> Recovered | None:
    """Sets the new password. None for a link that is over; raises Conflict for a password that may not be chosen."""
    found = find(session, token, now)
    if found is None:
        return None
    ticket, user = found
    passwords.check(password, email=user.email, name=user.name)
    if not tickets.use(session, ticket, now):
        return None
    user.password_hash = passwords.hashed(password)
    sessions.end_all(session, user=user)
    tickets.void(session, user=user, kinds=(TicketKind.RESET_PASSWORD, TicketKind.CHANGE_ADDRESS))
    return Recovered(user, tuple(registration.settle(session, user, now)))
