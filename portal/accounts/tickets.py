"""Links in letters that are good once: who holds one has read the mail of its address. Only the hash of its token is stored."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.accounts.sessions import digest
from portal.models import AccountTicket, User
from portal.models.account import TicketKind
from portal.vocabulary.people import MembershipRole, Role

LIFETIMES = {
    TicketKind.CONFIRM_ADDRESS: timedelta(days=7),
    TicketKind.RESET_PASSWORD: timedelta(hours=2),
    TicketKind.CHANGE_ADDRESS: timedelta(hours=24),
    TicketKind.INVITATION: timedelta(days=14),
}


def issue(
    session: Session,
    *,
    kind: TicketKind,
    email: str,
    now: datetime,
    user: User | None = None,
    institution_id: int | None = None,
    membership_role: MembershipRole | None = None,
    role: Role | None = None,
    invited_by_id: int | None = None,
) -> str:
    """A new link; the token that its address carries."""
    token = secrets.token_urlsafe(32)
    session.add(
        AccountTicket(
            kind=kind,
            token_hash=digest(token),
            email=email,
            user_id=user.id if user else None,
            institution_id=institution_id,
            membership_role=membership_role,
            role=role,
            invited_by_id=invited_by_id,
            created_at=now,
            expires_at=now + LIFETIMES[kind],
        )
    )
    session.flush()
    return token


def find(session: Session, kind: TicketKind, token: str, now: datetime) -> AccountTicket | None:
    """What a link leads to; None when it was used, ran out, or never was."""
    return session.scalar(
        select(AccountTicket).where(
            AccountTicket.token_hash == digest(token),
            AccountTicket.kind == kind,
            AccountTicket.used_at.is_(None),
            AccountTicket.expires_at > now,
        )
    )


def use(session: Session, ticket: AccountTicket, now: datetime) -> bool:
    """Uses a link up; False when somebody else was faster."""
    used = session.execute(
        update(AccountTicket)
        .where(AccountTicket.id == ticket.id, AccountTicket.used_at.is_(None))
        .values(used_at=now)
        .returning(AccountTicket.id)
    )
    return used.first() is not None


def void(session: Session, *, user: User, kinds: tuple[TicketKind, ...]) -> None:
    """Links of these kinds lead nowhere any more."""
    session.execute(
        delete(AccountTicket).where(AccountTicket.user_id == user.id, AccountTicket.kind.in_(kinds))
    )
