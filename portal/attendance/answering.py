"""What somebody who registered does by their link, or the provider for them: confirm, take an offered place, leave. Places are
decided at the moment of the confirmation. Flushes, never commits."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.attendance import queries, rules, seating, seats_lock
from portal.attendance.asking import ENDED, ENDED_ALREADY, note
from portal.errors import Conflict, NotFound
from portal.models import Registration
from portal.permissions.policy import Actor
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act

TOO_LATE = N_("Diese Anmeldung wurde nicht rechtzeitig bestätigt. Bitte melden Sie sich noch einmal an.")
OFFER_OVER = N_("Die Frist für diesen Platz ist vorbei. Er wurde der nächsten Person angeboten.")
NO_OFFER = N_("Für diese Anmeldung ist gerade kein Platz frei.")


def confirm(session: Session, *, key: str, now: datetime) -> Registration:
    """The owner of the address agrees: a place if one is free and nobody waits, else the end of the line. Clicking again changes
    nothing. Raises Conflict when it is too late or the run is called off, NotFound."""
    row = _held(session, Registration.key == key)
    _confirm(session, row, now)
    return row


def confirm_by_call(
    session: Session, *, registration_id: int, actor: Actor | None, now: datetime
) -> Registration:
    """The provider has called somebody who left a telephone number only. As `confirm`, and Conflict for who has left."""
    row = _held(session, Registration.id == registration_id)
    if row.state is RegistrationState.CANCELLED:
        raise Conflict(ENDED_ALREADY)
    if _confirm(session, row, now):
        note(session, actor, Act.CONFIRMED, row, now)
    return row


def _confirm(session: Session, row: Registration, now: datetime) -> bool:
    """Whether this confirmed it; who has done so before changes nothing."""
    if row.state is RegistrationState.LAPSED and row.confirmed_at is None:
        raise Conflict(TOO_LATE)
    if row.state is not RegistrationState.ASKED:
        return False
    _require_ahead(row, now)
    seating.arrive(session, row, now)
    seating.tell(session, row)
    return True


def accept(session: Session, *, key: str, now: datetime) -> Registration:
    """Take the place that was offered. Clicking again changes nothing. Raises Conflict after the deadline, NotFound."""
    return _accept(session, Registration.key == key, now)


def accept_by_call(
    session: Session, *, registration_id: int, actor: Actor | None, now: datetime
) -> Registration:
    """The provider has called somebody to whom a place is offered, and they take it. As `accept`."""
    row = _accept(session, Registration.id == registration_id, now)
    note(session, actor, Act.CONFIRMED, row, now)
    return row


def _accept(session: Session, wanted: Any, now: datetime) -> Registration:
    row = _held(session, wanted)
    if row.state is RegistrationState.PLACED:
        return row
    if rules.is_lapsed(row, now) or (row.lapses and row.state is not RegistrationState.OFFERED):
        raise Conflict(OFFER_OVER)
    if row.state is not RegistrationState.OFFERED:
        raise Conflict(NO_OFFER)
    _require_ahead(row, now)
    row.state, row.offered_until = RegistrationState.PLACED, None
    session.flush()
    seating.tell(session, row)
    seating.show(session, row.run)
    return row


def cancel(
    session: Session,
    *,
    key: str | None = None,
    registration_id: int | None = None,
    actor: Actor | None = None,
    now: datetime,
) -> Registration:
    """Somebody leaves, declines an offered place, or is taken off the list: whoever waits moves up. Doing it twice changes
    nothing. Raises NotFound."""
    wanted = Registration.key == key if key is not None else Registration.id == registration_id
    row = _held(session, wanted)
    if row.state in ENDED:
        return row
    was_confirmed = row.state is not RegistrationState.ASKED
    row.state, row.ended_at, row.offered_until = RegistrationState.CANCELLED, now, None
    session.flush()
    if was_confirmed:  # to an address that nobody has confirmed goes nothing more
        seating.tell(session, row, "registration_cancelled", by_provider=actor is not None)
    note(session, actor, Act.LEFT, row, now)
    seating.settle_held(session, row.run, now)
    return row


def _held(session: Session, wanted: Any) -> Registration:
    """The registration, with the lock of its run. Raises NotFound."""
    seats_lock.hold_registration(session, wanted)
    row = queries.one(session, wanted)
    if row is None:
        raise NotFound(seats_lock.GONE)
    return row


def _require_ahead(row: Registration, now: datetime) -> None:
    if rules.is_off(row.run):
        raise Conflict(rules.CALLED_OFF)
    if rules.is_over(row.run, now):
        raise Conflict(rules.OVER)
