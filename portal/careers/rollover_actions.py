"""Writes proposals: a school year is begun, or begun again, from the one before; one is edited by hand; a decision is noted.
What a decision does to the offer is the workflow's (workflow/rollover.py). Flushes, never commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import journal
from portal.careers import rollover_rules as rules
from portal.careers import rollover_words as words
from portal.careers.rollover_days import SchoolCalendar
from portal.careers.rollover_queries import Already, Source
from portal.careers.rollover_sheet import Planned
from portal.careers.rollover_words import said
from portal.errors import Conflict, NotFound
from portal.models import ProposedDate
from portal.permissions.policy import Actor
from portal.schoolyear import SchoolYear
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

CHANGED = N_("Diesen Vorschlag hat inzwischen jemand anders bearbeitet. Hier steht, was jetzt gilt.")
BACKWARDS = N_("Der letzte Tag liegt vor dem ersten.")
ENDS_FIRST = N_("Das Ende liegt vor dem Beginn.")
OUTSIDE = N_("Der Tag liegt nicht in diesem Schuljahr.")
NOT_OPEN = N_("Ein bestätigter Termin wird im Angebot selbst geändert.")
NOT_SO = N_("Das geht von diesem Stand aus nicht. Nehmen Sie die Entscheidung zuerst zurück.")
MOST_DAYS = 366
NEAR = 35  # days; what an offer has so close to a proposal may be the same
_P, _T, _C, _D = (
    ProposalState.PROPOSED,
    ProposalState.TENTATIVE,
    ProposalState.CONFIRMED,
    ProposalState.DROPPED,
)
MOVES: Mapping[ProposalState, frozenset[ProposalState]] = {
    _P: frozenset({_T, _C, _D}),
    _T: frozenset({_P, _C, _D}),
    _C: frozenset({_P}),
    _D: frozenset({_P}),
}
"""From which state one comes to which; back to proposed is the undoing of a decision."""
PUBLIC = frozenset({_T, _C})
_ACTS = {_P: Act.RESTORED, _T: Act.PUBLISHED, _C: Act.CONFIRMED, _D: Act.DISCARDED}


@dataclass(frozen=True, slots=True)
class NewDay:
    """What an editor says instead; minutes since midnight, None: whole days."""

    first_day: date
    last_day: date
    start_minutes: int | None = None
    end_minutes: int | None = None


def begin(
    session: Session,
    actor: Actor | None,
    *,
    year: SchoolYear,
    sources: Sequence[Source],
    already: Already,
    calendar: SchoolCalendar,
    now: datetime,
) -> int:
    """Propose what is new since the last time; how much that is. What is there, decided or not, stays as it is."""
    known = set(session.scalars(select(ProposedDate.source_uuid).where(ProposedDate.year == year.slug)))
    rows = [
        row
        for source in sources
        if source.uuid not in known and (row := _row(source, year, already, calendar, now))
    ]
    made = _insert(session, rows) if rows else 0
    if made:
        journal.record(
            session, actor, Act.CREATED, Thing.PROPOSED_DATE, thing_id=None, title=year.label, now=now, note=str(made)
        )  # fmt: skip
    session.flush()
    return made


def _row(
    source: Source,
    year: SchoolYear,
    already: Already,
    calendar: SchoolCalendar,
    now: datetime,
) -> dict[str, Any] | None:
    """A proposal as columns; None where just this stands in the new year already."""
    shifted = rules.shift(source.past, calendar)
    there = already.get((source.offer_id, source.is_registration), ())
    if (shifted.last_day if source.is_registration else shifted.first_day) in there:
        return None
    warnings = [*shifted.warnings, *source.notes]
    near = [day for day in there if abs((day - shifted.last_day).days) <= NEAR]
    if near:
        days = ", ".join(words.numbers(day) for day in near[:5])
        warnings.append(said(words.ALREADY, days=days))
    return {
        "year": year.slug,
        "offer_id": source.offer_id,
        "source_uuid": source.uuid,
        "old_first_day": source.past.first_day,
        "first_day": shifted.first_day,
        "last_day": shifted.last_day,
        "start_minutes": source.start_minutes,
        "end_minutes": source.end_minutes,
        "rule": words.stored(shifted.rule),
        "warning": words.stored(warnings) or None,
        "state": ProposalState.PROPOSED,
        "made_at": now,
    }


def _insert(session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """Of two editors who begin in the same moment, each adds what the other has not."""
    sql = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    wanted = (
        sql.insert(ProposedDate)
        .on_conflict_do_nothing(index_elements=[ProposedDate.year, ProposedDate.source_uuid])
        .returning(ProposedDate.id)
    )
    now = clock.now()
    return sum(len(session.scalars(wanted.values(**row, updated_at=now)).all()) for row in rows)


def unchanged(row: ProposedDate | None, revision: int) -> ProposedDate:
    """The proposal, if it still stands as it was seen. Raises NotFound, Conflict("revision")."""
    if row is None:
        raise NotFound("Diesen Vorschlag gibt es nicht mehr.")
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def edit(session: Session, actor: Actor, *, row: ProposedDate, new: NewDay, now: datetime) -> None:
    """Another day or time, said by hand. Raises Conflict naming the field."""
    if row.state not in (ProposalState.PROPOSED, ProposalState.TENTATIVE):
        raise Conflict(NOT_OPEN, "first_day")
    _check(row, new)
    before = (row.first_day.isoformat(), row.last_day.isoformat())
    row.first_day, row.last_day = new.first_day, new.last_day
    row.start_minutes, row.end_minutes = new.start_minutes, new.end_minutes
    row.rule, row.warning = str(said(words.BY_HAND)), None
    session.flush()
    after = (row.first_day.isoformat(), row.last_day.isoformat())
    changes = {"first_day": (before[0], after[0]), "last_day": (before[1], after[1])}
    _record(session, actor, Act.CHANGED, row, now, changes)


def _check(row: ProposedDate, new: NewDay) -> None:
    year = SchoolYear.parse(row.year)
    assert year is not None
    if new.last_day < new.first_day:
        raise Conflict(BACKWARDS, "last_day")
    if (new.last_day - new.first_day).days >= MOST_DAYS:
        raise Conflict(OUTSIDE, "last_day")
    if not year.has(new.first_day, new.last_day):
        raise Conflict(OUTSIDE, "first_day")
    starts, ends = new.start_minutes or 0, new.end_minutes or 0
    if new.first_day == new.last_day and ends < starts:
        raise Conflict(ENDS_FIRST, "end")


def check_move(row: ProposedDate, state: ProposalState) -> None:
    """Raises Conflict where one does not come from this state to that one."""
    if state not in MOVES[row.state]:
        raise Conflict(NOT_SO)


def note_decision(
    session: Session, actor: Actor, *, row: ProposedDate, state: ProposalState, now: datetime
) -> None:
    """Write down what was decided; a decision that is taken back leaves no trace but in the journal."""
    row.state = state
    is_decided = state is not ProposalState.PROPOSED
    row.decided_at, row.decided_by = (now, actor.name) if is_decided else (None, None)
    if state in PUBLIC:
        row.occurrence_uuid = planned(row).date_uuid
    else:
        row.told_at, row.occurrence_uuid = None, None
    _record(session, actor, _ACTS[state], row, now)


def planned(row: ProposedDate) -> Planned:
    """The proposal as plain data."""
    return Planned(
        row.year,
        row.offer.uuid,
        row.source_uuid,
        row.first_day,
        row.last_day,
        row.start_minutes,
        row.end_minutes,
    )


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: ProposedDate,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.PROPOSED_DATE,
        thing_id=row.id,
        title=f"{row.offer.title}, {words.numbers(row.first_day)}",
        now=now,
        institution_id=row.offer.institution_id,
        changes=changes,
    )
