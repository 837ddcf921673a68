"""Who was there how often, as the basis of statements: per run the dates that were held and the people with a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import text
from portal.models import AttendanceStatement, Occurrence, Presence, Registration, Run
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import OFF


@dataclass(frozen=True, slots=True)
class HeldDate:
    """A date that took place; `minutes` is 0 for whole days, of which nobody knows the hours."""

    id: int
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """A registration with the dates somebody was there, and the statement that holds for it."""

    registration: Registration
    days: tuple[HeldDate, ...]
    statement: AttendanceStatement | None

    @property
    def is_changed(self) -> bool:
        """Whether the record of presence says something else than the statement that was issued."""
        return self.statement is not None and self.statement.days != [
            one.day.isoformat() for one in self.days
        ]


@dataclass(frozen=True, slots=True)
class RunAttendance:
    """One run with the dates held so far and its people by name."""

    run: Run
    held: tuple[HeldDate, ...]
    people: tuple[Attendee, ...]


def of_offer(session: Session, offer_id: int, now: datetime) -> tuple[RunAttendance, ...]:
    """The runs that have held a date; five statements."""
    runs = session.scalars(
        select(Run)
        .where(Run.offer_id == offer_id)
        .options(selectinload(Run.occurrences))
        .order_by(Run.position, Run.id)
    ).all()
    held = {run.id: held_dates(run, now) for run in runs}
    wanted = [run for run in runs if held[run.id]]
    people = _people(session, [run.id for run in wanted])
    was_there = presences(session, [one.id for one in people])
    kept = _statements(session, [one.id for one in people])
    return tuple(
        RunAttendance(
            run,
            held[run.id],
            tuple(
                Attendee(one, attended(held[run.id], was_there.get(one.id, frozenset())), kept.get(one.id))
                for one in people
                if one.run_id == run.id
            ),
        )
        for run in wanted
    )


def held_dates(run: Run, now: datetime) -> tuple[HeldDate, ...]:
    """The dates of a run that are over and were not called off or put off."""
    if run.status in OFF:
        return ()
    return tuple(
        HeldDate(one.id, one.first_day, _minutes(one))
        for one in sorted(run.occurrences, key=lambda date: (date.starts_at, date.id))
        if one.ends_at <= now and one.status not in OFF
    )


def _minutes(one: Occurrence) -> int:
    return 0 if one.all_day else max(0, (one.ends_at - one.starts_at) // timedelta(minutes=1))


def attended(held: Iterable[HeldDate], occurrence_ids: frozenset[int]) -> tuple[HeldDate, ...]:
    return tuple(one for one in held if one.id in occurrence_ids)


def presences(session: Session, registration_ids: list[int]) -> Mapping[int, frozenset[int]]:
    """The dates at which people were there, by registration; one statement, none for nobody."""
    if not registration_ids:
        return {}
    rows = session.execute(
        select(Presence.registration_id, Presence.occurrence_id).where(
            Presence.registration_id.in_(registration_ids), Presence.was_there
        )
    )
    found: dict[int, set[int]] = {}
    for registration_id, occurrence_id in rows:
        found.setdefault(registration_id, set()).add(occurrence_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _people(session: Session, run_ids: list[int]) -> list[Registration]:
    if not run_ids:
        return []
    rows = session.scalars(
        select(Registration).where(
            Registration.run_id.in_(run_ids), Registration.state == RegistrationState.PLACED
        )
    )
    return sorted(
        rows, key=lambda one: (text.slugify(one.name), one.id)
    )  # Ä beside A, whatever the database thinks


def _statements(session: Session, registration_ids: list[int]) -> Mapping[int, AttendanceStatement]:
    if not registration_ids:
        return {}
    rows = session.scalars(
        select(AttendanceStatement)
        .where(
            AttendanceStatement.registration_id.in_(registration_ids),
            AttendanceStatement.revoked_at.is_(None),
        )
        .order_by(AttendanceStatement.id)
    )
    return {row.registration_id: row for row in rows if row.registration_id is not None}
