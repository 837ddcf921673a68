"""What the provider does with a list: move somebody to another team, note who was there, write to all. Flushes, never commits.
The journal says which offer's list it was, never who was on it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, text
from portal.attendance import queries, rules, seating, seats_lock
from portal.attendance.asking import ENDED, ENDED_ALREADY, note
from portal.audit import journal
from portal.errors import Conflict, NotFound
from portal.models import Occurrence, Presence, Registration, Run
from portal.permissions.policy import Actor
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

MOST_MESSAGE = 5000
OTHER_OFFER = N_("Diese Gruppe gehört zu einem anderen Angebot.")
UNCONFIRMED = N_("Diese Anmeldung ist noch nicht bestätigt.")
FULL = N_("In dieser Gruppe sind nicht genug Plätze frei. Die Anmeldung bleibt, wo sie ist.")
NEVER_FITS = N_("Für so viele Personen reicht diese Gruppe nicht. Die Anmeldung bleibt, wo sie ist.")
NOT_YET = N_("Wer da war, lässt sich erst am Tag des Termins eintragen.")
NO_WORDS = N_("Bitte schreiben Sie ein paar Worte.")
TOO_LONG = N_("Bitte kürzen Sie den Text auf höchstens 5000 Zeichen.")


def move(
    session: Session,
    *,
    registration_id: int,
    run_id: int,
    actor: Actor | None,
    now: datetime,
    may_wait: bool = False,
) -> Registration:
    """To another team of the same offer. Nobody is lost by it: without a free place there the registration stays where it is
    (Conflict), unless `may_wait`, and then it stands at the end of that line. Whoever waits in the old team moves up.
    Raises NotFound."""
    wanted = Registration.id == registration_id
    seats_lock.hold_registration(session, wanted, run_id)
    row, target = queries.one(session, wanted), queries.run(session, run_id)
    if row is None or target is None:
        raise NotFound(seats_lock.GONE)
    if row.run_id == run_id:
        return row
    left = row.run
    _require_movable(session, row, target, now, may_wait=may_wait)
    row.run, row.state = target, RegistrationState.ASKED  # so that their own places do not count against them
    session.flush()
    seating.arrive(session, row, now)
    seating.tell(session, row, "registration_moved")
    note(session, actor, Act.MOVED, row, now)
    seating.settle_held(session, left, now)
    return row


def _require_movable(
    session: Session, row: Registration, target: Run, now: datetime, *, may_wait: bool
) -> None:
    """Raises Conflict when this person cannot go there."""
    if row.run.offer_id != target.offer_id:
        raise Conflict(OTHER_OFFER, "run")
    if row.state in ENDED:
        raise Conflict(ENDED_ALREADY)
    if row.state is RegistrationState.ASKED:  # what somebody confirms must be what they asked for
        raise Conflict(UNCONFIRMED)
    if rules.is_off(target):
        raise Conflict(rules.CALLED_OFF, "run")
    if rules.is_over(target, now):
        raise Conflict(rules.OVER, "run")
    seats = queries.seats(session, [target.id])[target.id]
    if seats.capacity is not None and row.persons > seats.capacity:
        raise Conflict(NEVER_FITS, "run")
    if not may_wait and not rules.gets_place(row.persons, seats.free, seats.waiting):
        raise Conflict(FULL, "run")


def note_presence(
    session: Session,
    *,
    run_id: int,
    occurrence_id: int,
    present: frozenset[int],
    actor: Actor | None,
    now: datetime,
) -> int:
    """Who of those with a place was there on one date, by the registrations' ids; everybody else was not. How many were.
    Ids of others are left out: somebody may have left meanwhile. Raises Conflict before the day, NotFound."""
    day = session.get(Occurrence, occurrence_id)
    run = queries.run(session, run_id)
    if run is None or day is None or day.run_id != run_id:
        raise NotFound(seats_lock.GONE)
    if day.first_day > clock.local(now).date():
        raise Conflict(NOT_YET)
    seats_lock.hold(session, run_id)
    placed = session.scalars(
        select(Registration.id).where(
            Registration.run_id == run_id, Registration.state == RegistrationState.PLACED
        )
    ).all()
    for registration_id in placed:
        session.merge(
            Presence(
                registration_id=registration_id,
                occurrence_id=occurrence_id,
                was_there=registration_id in present,
                noted_at=now,
            )
        )
    _note_list(session, actor, Act.SAVED, run, now, f"Anwesenheit am {day.first_day.isoformat()}")
    return len(present & set(placed))


def message(
    session: Session,
    *,
    run_id: int,
    text_to_all: str,
    actor: Actor | None,
    now: datetime,
    to_waiting: bool = False,
) -> int:
    """The trainer's words to everybody who has a place, or to those in line as well, each in a letter of their own; how many
    letters. Who left no address gets none. Raises Conflict for an empty or endless text, NotFound."""
    said = text.clean(text_to_all).strip()
    if not said:
        raise Conflict(NO_WORDS, "text")
    if len(said) > MOST_MESSAGE:
        raise Conflict(TOO_LONG, "text")
    run = queries.run(session, run_id)
    if run is None:
        raise NotFound(seats_lock.GONE)
    states = {RegistrationState.PLACED}
    if to_waiting:
        states |= {RegistrationState.WAITING, RegistrationState.OFFERED}
    to = [one for one in queries.participants(session, run_id) if one.state in states and one.email]
    for one in to:
        seating.tell(session, one, "registration_message", text=said)
    _note_list(session, actor, Act.COMMENTED, run, now, f"Nachricht an {len(to)} Personen")
    return len(to)


def _note_list(session: Session, actor: Actor | None, act: Act, run: Run, now: datetime, remark: str) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.REGISTRATION,
        thing_id=None,
        title=run.offer.title,
        now=now,
        institution_id=run.offer.institution_id,
        note=remark,
    )
    session.flush()
