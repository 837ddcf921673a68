"""Reads the journal: narrowed, in pages, or whole for an export. One statement each, and one more to count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.models import Institution, JournalEntry
from portal.models.matching import holds
from portal.vocabulary.workflow import Act, Thing

PART = 1000


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What of the journal is wanted; empty is everything. `person` is part of a name, days count in town, both included."""

    person: str = ""
    account_id: int | None = None
    act: Act | None = None
    thing: Thing | None = None
    thing_id: int | None = None
    institution_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One act. `changes` maps fields to (before, after); `institution` is the present name."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    act: Act
    thing: Thing
    thing_id: int | None
    title: str
    institution_id: int | None
    institution: str
    changes: dict[str, tuple[Any, Any]]
    note: str


def count(session: Session, wanted: JournalFilter) -> int:
    """How many lines there are."""
    return session.scalar(select(func.count(JournalEntry.id)).where(*_conditions(wanted))) or 0


def page(session: Session, wanted: JournalFilter, *, number: int, size: int) -> tuple[JournalLine, ...]:
    """One page of lines, the latest first."""
    return tuple(
        _line(row) for row in session.execute(_lines(wanted).limit(size).offset((number - 1) * size))
    )


def line(session: Session, entry_id: int) -> JournalLine | None:
    """One line by its number."""
    row = session.execute(_lines(JournalFilter()).where(JournalEntry.id == entry_id)).first()
    return _line(row) if row else None


def everything(session: Session, wanted: JournalFilter, *, most: int) -> Iterator[JournalLine]:
    """All lines up to `most`, the latest first, read in parts."""
    for row in session.execute(_lines(wanted).limit(most).execution_options(yield_per=PART)):
        yield _line(row)


def _lines(wanted: JournalFilter) -> Select[JournalEntry, str]:
    return (
        select(JournalEntry, Institution.name)
        .outerjoin(Institution, Institution.id == JournalEntry.institution_id)
        .where(*_conditions(wanted))
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
    )


def _conditions(wanted: JournalFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.person:
        found.append(holds(JournalEntry.actor_name, wanted.person))
    exact = (
        (JournalEntry.actor_id, wanted.account_id),
        (JournalEntry.act, wanted.act),
        (JournalEntry.thing, wanted.thing),
        (JournalEntry.thing_id, wanted.thing_id),
        (JournalEntry.institution_id, wanted.institution_id),
    )
    found += [column == value for column, value in exact if value is not None]
    if wanted.first_day:
        found.append(JournalEntry.at >= clock.as_utc(wanted.first_day, 0, 0))
    if wanted.last_day:
        found.append(JournalEntry.at < clock.as_utc(wanted.last_day + timedelta(days=1), 0, 0))
    return found


def _line(row: Row[JournalEntry, str]) -> JournalLine:
    entry, institution = row
    return JournalLine(
        entry.id,
        entry.at,
        entry.actor_id,
        entry.actor_name,
        entry.act,
        entry.thing,
        entry.thing_id,
        entry.title,
        entry.institution_id,
        institution or "",
        {name: (pair[0], pair[1]) for name, pair in entry.changes.items()},
        entry.note or "",
    )
