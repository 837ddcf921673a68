"""A provider registers: an institution that waits for the editors, and its first member, whose address waits to be confirmed.
Whoever registers an address that has an account changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from portal import text
from portal.accounts import actions, emails, passwords, queries, tickets
from portal.audit import journal
from portal.models import Institution, Membership, Offer, SlugRedirect, User
from portal.models.account import TicketKind
from portal.permissions.policy import Actor
from portal.vocabulary.people import InstitutionKind, MembershipRole, Standing
from portal.vocabulary.workflow import Act, Thing


@dataclass(frozen=True, slots=True)
class Application:
    """What was typed into the form."""

    institution: str
    kind: InstitutionKind
    summary: str
    street: str
    postal_code: str
    town: str
    phone: str
    website: str | None
    public_email: str
    name: str
    email: str
    password: str
    locale: str = "de"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to get a letter; without a `token` there was nothing to confirm."""

    user: User
    token: str = ""


def apply(session: Session, *, application: Application, now: datetime) -> Asked:
    """Stores the application behind a link to be sent. An address with an account keeps it as it is, without a token. Raises
    Conflict for an unusable address or password.

    An account whose address nobody has confirmed belongs to nobody: the newest application takes its place, so that a stranger
    cannot register an address first and be let in by its owner later.
    """
    email = emails.normalized(application.email)
    passwords.check(application.password, email=email, name=application.name)
    password_hash = passwords.hashed(application.password)  # in every case, so that every case takes as long
    former = queries.by_email(session, email)
    if former is not None and (former.address_confirmed_at or not former.password_hash):
        return Asked(former)
    if former is not None:
        forget(session, former)
    user = actions.add_user(
        session,
        email=email,
        name=application.name,
        password_hash=password_hash,
        locale=application.locale,
    )
    institution = _institution(session, application)
    session.add(Membership(user=user, institution=institution, role=MembershipRole.MANAGER))
    token = tickets.issue(session, kind=TicketKind.CONFIRM_ADDRESS, email=email, now=now, user=user)
    return Asked(user, token)


def _institution(session: Session, application: Application) -> Institution:
    institution = Institution(
        slug=free_slug(session, application.institution),
        name=application.institution,
        kind=application.kind,
        summary=application.summary,
        street=application.street,
        postal_code=application.postal_code,
        town=application.town,
        phone=application.phone,
        website=application.website,
        email=application.public_email or None,
        maintenance_email=emails.normalized(application.email),
        standing=Standing.APPLIED,
        is_public=False,
    )
    session.add(institution)
    session.flush()
    return institution


def free_slug(session: Session, name: str) -> str:
    """An address for an institution that none has or ever had: 'verein', 'verein-2', …"""
    base = text.slugify(name)
    taken = set(
        session.scalars(select(Institution.slug).where(Institution.slug.startswith(base, autoescape=True)))
    )
    taken |= set(
        session.scalars(
            select(SlugRedirect.old_slug).where(
                SlugRedirect.thing == "institution", SlugRedirect.old_slug.startswith(base, autoescape=True)
            )
        )
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def confirm(session: Session, *, token: str, now: datetime) -> User | None:
    """The address is theirs, so the account may be used and the editors may be asked. None for a link that is over."""
    ticket = tickets.find(session, TicketKind.CONFIRM_ADDRESS, token, now)
    user = session.get(User, ticket.user_id) if ticket and ticket.user_id else None
    if ticket is None or user is None or not tickets.use(session, ticket, now):
        return None
    settle(session, user, now)
    return user


def settle(session: Session, user: User, now: datetime) -> list[Institution]:
    """Notes that an address is confirmed; the institutions that now wait for the editors. Nothing for one that was before."""
    if user.address_confirmed_at is not None:
        return []
    user.address_confirmed_at = now
    session.flush()
    waiting = applied_with(session, user)
    for institution in waiting:
        journal.record(
            session,
            Actor(user.id, user.name, user.role),
            Act.CREATED,
            Thing.INSTITUTION,
            thing_id=institution.id,
            title=institution.name,
            now=now,
            institution_id=institution.id,
        )
    session.flush()
    return waiting


def applied_with(session: Session, user: User) -> list[Institution]:
    """The institutions of a person that wait for the editors."""
    return list(
        session.scalars(
            select(Institution)
            .join(Membership, Membership.institution_id == Institution.id)
            .where(Membership.user_id == user.id, Institution.standing == Standing.APPLIED)
            .order_by(Institution.id)
        )
    )


def ask_again(session: Session, *, email: str, now: datetime) -> Asked | None:
    """A new link for an address that still waits to be confirmed; the same without a token for one that does not; None for one
    that has no account."""
    user = queries.by_email(session, email)
    if user is None or not user.is_active:
        return None
    if user.address_confirmed_at or not user.password_hash:
        return Asked(user)
    return Asked(
        user, tickets.issue(session, kind=TicketKind.CONFIRM_ADDRESS, email=user.email, now=now, user=user)
    )


def forget(session: Session, user: User) -> None:
    """Deletes an account that nobody confirmed, with the institutions that wait because of it and hold nothing."""
    for institution in applied_with(session, user):
        if is_bare(session, institution, but=user):
            session.execute(delete(Institution).where(Institution.id == institution.id))
    session.execute(delete(User).where(User.id == user.id))
    session.expire_all()


def is_bare(session: Session, institution: Institution, *, but: User) -> bool:
    """Whether an institution has neither offers nor members but this one."""
    others = exists().where(Membership.institution_id == institution.id, Membership.user_id != but.id)
    offers = exists().where(Offer.institution_id == institution.id)
    return not session.scalar(select(others)) and not session.scalar(select(offers))
