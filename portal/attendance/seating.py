"""Who gets a place: at arrival, and when places become free. Everything here is done while the run's lock is held
(seats_lock.py), and leaves the public number of free places right. Flushes, never commits."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.attendance import queries, rules, seats_lock
from portal.audit.outbox import note_change
from portal.audit.wishes import want
from portal.errors import NotFound
from portal.models import Registration, Run
from portal.town import settings
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import RegistrationWay

ASKED_LETTER, OFFERED_LETTER, CALL = "registration_asked", "registration_offered", "registration_call"
ANSWERED = frozenset({ASKED_LETTER, OFFERED_LETTER})  # letters to which somebody says yes or no
TOLD = {
    RegistrationState.PLACED: "registration_placed",
    RegistrationState.WAITING: "registration_waiting",
    RegistrationState.OFFERED: OFFERED_LETTER,
}


def settle(session: Session, run_id: int, now: datetime) -> int:
    """Offer free places to those who wait, in their order, and tell the public what is free; how many were offered one.

    To be called whenever places may have become free: somebody left, more people fit, a run that was called off takes place
    after all.
    """
    seats_lock.hold(session, run_id)
    found = queries.run(session, run_id)
    if found is None:
        raise NotFound(seats_lock.GONE)
    return settle_held(session, found, now)


def settle_held(session: Session, run: Run, now: datetime) -> int:
    """The same while the lock is held."""
    offered = 0
    if not rules.is_off(run) and not rules.is_over(run, now):
        line = queries.in_line(session, run.id)
        if line:
            free = queries.seats(session, [run.id])[run.id].free
            offered = _offer(session, run, rules.moves_up(line, free), now)
    show(session, run)
    return offered


def _offer(session: Session, run: Run, rows: list[Registration], now: datetime) -> int:
    if not rows:
        return 0
    hours = settings.attendance(session).offer_hours
    until = rules.deadline(now, hours, rules.next_start(run, now))
    for row in rows:
        row.state, row.offered_until = RegistrationState.OFFERED, until
    session.flush()
    for row in rows:
        tell(session, row)
    return len(rows)


def arrive(session: Session, row: Registration, now: datetime) -> None:
    """Give a registration its number in the order of arrival, and its places if they are free and nobody waits."""
    seats = queries.seats(session, [row.run_id])[row.run_id]
    has_place = rules.gets_place(row.persons, seats.free, seats.waiting)
    row.state = RegistrationState.PLACED if has_place else RegistrationState.WAITING
    row.turn = seats_lock.next_turn(session, row.run_id)
    row.confirmed_at = row.confirmed_at or now
    row.offered_until = None
    session.flush()
    show(session, row.run)


def show(session: Session, run: Run) -> None:
    """Tell the public what is free, where people register here: search and calendars hear of it when it is something new.

    The row's revision stays: a registration is no change of the offer, and must not make an editor's work stale.
    """
    if run.offer.registration_way is not RegistrationWay.HERE:
        return
    seats = queries.seats(session, [run.id])[run.id]
    left, availability = rules.shown(seats.capacity, seats.taken, seats.waiting)
    if (run.places_left, run.availability) == (left, availability):
        return
    session.execute(
        update(Run)
        .where(Run.id == run.id)
        .values(places_left=left, availability=availability, updated_at=Run.updated_at)
        .execution_options(synchronize_session=False)
    )
    session.expire(run, ["places_left", "availability"])
    note_change(session, [run.offer_id])


def tell(session: Session, row: Registration, kind: str = "", **more: object) -> None:
    """Wish for the letter to this person, about where they stand unless another one is named. Whoever has no mail gets none: when
    they have to say something, the provider is asked to call them."""
    kind = kind or TOLD[row.state]
    if row.email:
        want(session, kind, registration_id=row.id, **more)
    elif kind in ANSWERED:
        want(session, CALL, registration_id=row.id, **more)
