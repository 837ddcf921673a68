"""Somebody registers, or is registered by the provider. Flushes, never commits.

Registering here is asking first: no place is taken before the link in the letter is clicked (double opt-in). So nobody can
block a course with addresses that are not theirs, and the order of arrival is that of the confirmations. The answer is the
same whether an address is known or not.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import text
from portal.attendance import queries, rules, seating, seats_lock
from portal.audit import journal
from portal.errors import Conflict, NotFound
from portal.models import Letter, Registration, Run
from portal.permissions.policy import Actor
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

LETTERS_PER_HOUR, OPEN_PER_HOUR = 6, 600
ENDED = frozenset({RegistrationState.CANCELLED, RegistrationState.LAPSED})
ENDED_ALREADY = N_("Diese Anmeldung besteht nicht mehr.")
TOO_MANY = N_("Gerade kommen sehr viele Anmeldungen an. Bitte versuchen Sie es in einer Stunde noch einmal.")
NO_NAME = N_("Bitte geben Sie Ihren Namen ein.")
NO_CONTACT = N_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")
NO_PERSONS = N_("Bitte geben Sie an, für wie viele Personen: mindestens 1, höchstens 20.")
TOO_MANY_PERSONS = N_("So viele Plätze gibt es hier insgesamt nicht. Bitte geben Sie weniger Personen an.")
KNOWN = N_("Diese Person ist hier schon angemeldet.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to; the same page is shown whatever it is. `registration` None: this address got enough letters for now
    and nothing was stored. `is_new` False: this person was registered already."""

    registration: Registration | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Who registers, checked and cleaned."""

    name: str
    email: str | None
    phone: str | None
    persons: int

    @classmethod
    def of(cls, name: str, email: str | None, phone: str | None, persons: int) -> "Contact":
        """Raises Conflict naming the field."""
        found = cls(
            text.one_line(name)[:200].strip(),
            text.one_line(email or "")[:254] or None,
            text.one_line(phone or "")[:60].strip() or None,
            persons,
        )
        if not found.name:
            raise Conflict(NO_NAME, "name")
        if not found.email and not found.phone:
            raise Conflict(NO_CONTACT, "email")
        if not 1 <= persons <= rules.MOST_PERSONS:
            raise Conflict(NO_PERSONS, "persons")
        return found


def ask(
    session: Session,
    *,
    run_id: int,
    name: str,
    email: str | None,
    phone: str | None,
    persons: int,
    locale: str,
    now: datetime,
) -> Asked:
    """Somebody wants to take part: written down, and asked by letter to confirm. Who leaves a telephone number only is called
    by the provider. Raises Conflict (with the field) for what is missing, when the run takes nobody, and when more ask than
    people can; NotFound."""
    contact = Contact.of(name, email, phone, persons)
    if contact.email and _letters_lately(session, contact.email, now) >= LETTERS_PER_HOUR:
        return Asked(None, is_new=False)
    if _open_lately(session, now) >= OPEN_PER_HOUR:
        raise Conflict(TOO_MANY)
    seats_lock.hold(session, run_id)
    run = _run(session, run_id)
    verdict = rules.may_register(run, run.offer, now)
    if not verdict:
        raise Conflict(verdict.reason)
    _require_room(session, run_id, contact)
    row = _same(session, run_id, contact)
    is_new = row is None
    if row is None:
        row = _add(session, run, contact, locale=locale, now=now)
    elif row.state is RegistrationState.ASKED:
        row.name, row.phone, row.persons = contact.name, contact.phone, contact.persons
        row.locale, row.asked_at = locale, now
    session.flush()
    kind = seating.ASKED_LETTER if row.state is RegistrationState.ASKED else seating.TOLD[row.state]
    seating.tell(session, row, kind, once=f"{now:%Y%m%d%H}")  # however often they ask: one letter an hour
    return Asked(row, is_new)


def add_by_hand(
    session: Session,
    *,
    run_id: int,
    name: str,
    email: str | None,
    phone: str | None,
    persons: int,
    actor: Actor | None,
    now: datetime,
    locale: str = "de",
) -> Registration:
    """The provider registers somebody who called: no confirmation is asked for, places and order are the same for all. Also
    after the time for registering. Raises Conflict, NotFound."""
    contact = Contact.of(name, email, phone, persons)
    seats_lock.hold(session, run_id)
    run = _run(session, run_id)
    if rules.is_off(run):
        raise Conflict(rules.CALLED_OFF)
    _require_room(session, run_id, contact)
    row = _same(session, run_id, contact)
    if row is not None and row.state is not RegistrationState.ASKED:
        raise Conflict(KNOWN, "email" if contact.email else "phone")
    if row is None:
        row = _add(session, run, contact, locale=locale, now=now)
    else:  # it waits for a confirmation that nobody needs any more; what was said on the telephone counts
        row.name, row.phone, row.persons = contact.name, contact.phone or row.phone, contact.persons
    row.is_by_hand = True
    seating.arrive(session, row, now)
    seating.tell(session, row)
    note(session, actor, Act.CREATED, row, now)
    return row


def note(session: Session, actor: Actor | None, act: Act, row: Registration, now: datetime) -> None:
    """A line in the journal: which offer's registration it was, never whose. What people do for themselves has none."""
    if actor is None:
        return
    offer = row.run.offer
    journal.record(
        session,
        actor,
        act,
        Thing.REGISTRATION,
        thing_id=row.id,
        title=offer.title,
        now=now,
        institution_id=offer.institution_id,
    )
    session.flush()


def _run(session: Session, run_id: int) -> Run:
    found = queries.run(session, run_id)
    if found is None:
        raise NotFound(seats_lock.GONE)
    return found


def _require_room(session: Session, run_id: int, contact: Contact) -> None:
    """Who wants more places than there are would wait for ever, and everybody behind them too."""
    capacity = queries.seats(session, [run_id])[run_id].capacity
    if capacity is not None and contact.persons > capacity:
        raise Conflict(TOO_MANY_PERSONS, "persons")


def _add(session: Session, run: Run, contact: Contact, *, locale: str, now: datetime) -> Registration:
    row = Registration(
        key=secrets.token_urlsafe(32),
        run=run,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        persons=contact.persons,
        locale=locale,
        asked_at=now,
        state=RegistrationState.ASKED,
    )
    session.add(row)
    session.flush()
    return row


def _same(session: Session, run_id: int, contact: Contact) -> Registration | None:
    """The registration of this person for this run, if it stands: by address, else by telephone number and name."""
    standing = select(Registration).where(Registration.run_id == run_id, Registration.state.not_in(ENDED))
    if contact.email:
        return session.scalar(
            standing.where(func.lower(Registration.email) == contact.email.lower()).limit(1)
        )
    wanted = (_digits(contact.phone), contact.name.casefold())
    without_mail = session.scalars(standing.where(Registration.email.is_(None)))
    return next((one for one in without_mail if (_digits(one.phone), one.name.casefold()) == wanted), None)


def _digits(phone: str | None) -> str:
    return "".join(character for character in phone or "" if character.isdigit())


def _letters_lately(session: Session, email: str, now: datetime) -> int:
    """How often an address was written to within the hour because somebody registered with it, or soon will be."""
    hour_ago = now - timedelta(hours=1)
    asked = select(func.count(Registration.id)).where(
        func.lower(Registration.email) == email.lower(), Registration.asked_at > hour_ago
    )
    written = select(func.count(Letter.id)).where(
        Letter.recipient == email, Letter.kind == seating.ASKED_LETTER, Letter.created_at > hour_ago
    )
    return max(session.scalar(asked) or 0, session.scalar(written) or 0)


def _open_lately(session: Session, now: datetime) -> int:
    """How many registrations of the last hour are not confirmed."""
    return (
        session.scalar(
            select(func.count(Registration.id)).where(
                Registration.state == RegistrationState.ASKED,
                Registration.asked_at > now - timedelta(hours=1),
            )
        )
        or 0
    )
