"""The lock on a run's places: whoever counts them takes it first and has it until the transaction ends. It is a row that is
written: PostgreSQL locks the row, SQLite the file. SQLite's driver begins a transaction with the first statement that writes;
what was read before belongs to none, so that there is no old snapshot that could not be written from (SQLITE_BUSY_SNAPSHOT),
and a busy file is waited for. What this session has in memory may be older than the lock: it is read again."""

from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.models import Offer, Registration, Run, RunSeats
from portal.vocabulary.labels import N_

GONE = N_("Das gibt es nicht mehr.")
_STALE = (Registration, Run, Offer)


def hold(session: Session, *run_ids: int) -> None:
    """Take the lock of these runs, always in the same order, so that no two wait for each other. Raises NotFound."""
    session.flush()
    for run_id in sorted(set(run_ids)):
        if session.execute(_touch(session, run_id)).first() is None:
            raise NotFound(GONE)
    for row in list(session):
        if isinstance(row, _STALE):
            session.expire(row)


def hold_registration(session: Session, wanted: Any, *more: int) -> None:
    """Take the lock of the run of the registration that meets `wanted`, even if it moves to another one meanwhile; `more` are
    further runs. Raises NotFound."""
    held: int | None = None
    while True:
        run_id = session.scalar(select(Registration.run_id).where(wanted))
        if run_id is None:
            raise NotFound(GONE)
        if run_id == held:
            return
        hold(session, run_id, *more)
        held = run_id


def next_turn(session: Session, run_id: int) -> int:
    """The next number in the order of arrival. The lock is held."""
    raised = update(RunSeats).where(RunSeats.run_id == run_id).values(turn=RunSeats.turn + 1)
    return session.execute(
        raised.returning(RunSeats.turn).execution_options(synchronize_session=False)
    ).scalar_one()


def _touch(session: Session, run_id: int) -> Any:
    """Insert or update, in one statement that writes either way; nothing comes of it where there is no such run."""
    sql = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    there = select(Run.id, literal(0)).where(Run.id == run_id)
    return (
        sql.insert(RunSeats)
        .from_select(["run_id", "turn"], there)
        .on_conflict_do_update(index_elements=[RunSeats.run_id], set_={"turn": RunSeats.turn})
        .returning(RunSeats.turn)
    )
