"""What the passing of time does to registrations. Called by the job worker, which commits.

An offered place that nobody takes goes to the next in line. Who let it go stands behind all others then, and keeps waiting;
who does so twice is off the list, and told: else one person who reads no mail would hold a place for ever and get a letter
every other day. Who never confirms by mail within two days, or is not reached by telephone within seven, is off as well.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.attendance import queries, rules, seating, seats_lock
from portal.models import Registration, Run
from portal.vocabulary.attendance import RegistrationState

CONFIRM_WITHIN, CALL_WITHIN = timedelta(hours=48), timedelta(days=7)
MOST_LAPSES = 2


def lapse(session: Session, now: datetime) -> int:
    """Ends what was not confirmed in time, takes back offers after their deadline, and lets the lines move up; how many
    registrations changed by it."""
    done = 0
    for run_id in sorted({*_overdue_runs(session, now), *_movable_runs(session)}):
        seats_lock.hold(session, run_id)
        run = queries.run(session, run_id)
        if run is not None:
            done += _lapse_run(session, run, now)
    return done


def _lapse_run(session: Session, run: Run, now: datetime) -> int:
    rows = session.scalars(
        select(Registration)
        .where(Registration.run_id == run.id, _overdue(now))
        .order_by(Registration.turn, Registration.id)
    ).all()
    unconfirmed = [one for one in rows if one.state is RegistrationState.ASKED]
    late = [one for one in rows if one.state is RegistrationState.OFFERED]
    for row in unconfirmed:
        row.state, row.ended_at = RegistrationState.LAPSED, now
    if rules.is_off(run) or rules.is_over(run, now):  # nobody can move up any more
        late = []
    for row in late:
        _take_back(session, row, now)
    session.flush()
    offered = seating.settle_held(session, run, now)
    for (
        row
    ) in late:  # to whom the place is offered again at once, since nobody else waits, one letter says enough
        if row.state is not RegistrationState.OFFERED:
            seating.tell(session, row, "registration_lapsed")
    return len(unconfirmed) + len(late) + offered


def _take_back(session: Session, row: Registration, now: datetime) -> None:
    row.lapses += 1
    row.offered_until = None
    if row.lapses >= MOST_LAPSES:
        row.state, row.ended_at = RegistrationState.LAPSED, now
    else:
        row.state, row.turn = RegistrationState.WAITING, seats_lock.next_turn(session, row.run_id)


def _overdue(now: datetime) -> ColumnElement[bool]:
    without_mail = Registration.email.is_(None)
    unconfirmed = or_(
        and_(~without_mail, Registration.asked_at < now - CONFIRM_WITHIN),
        and_(without_mail, Registration.asked_at < now - CALL_WITHIN),
    )
    return or_(
        and_(Registration.state == RegistrationState.ASKED, unconfirmed),
        and_(Registration.state == RegistrationState.OFFERED, Registration.offered_until < now),
    )


def _overdue_runs(session: Session, now: datetime) -> list[int]:
    return list(session.scalars(select(Registration.run_id).where(_overdue(now)).distinct()))


def _movable_runs(session: Session) -> list[int]:
    """Runs where somebody waits though places are free: more people fit since, by the run, the offer or the town's setting."""
    waiting = session.scalars(
        select(Registration.run_id).where(Registration.state == RegistrationState.WAITING).distinct()
    ).all()
    return [one.run_id for one in queries.seats(session, waiting).values() if one.free is None or one.free]
