"""Writes special days: by hand, from the package, by rule. What an editor changed or removed stays so. Flushes, never
commits."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import saving
from portal.errors import Conflict, NotFound
from portal.holidays import removed
from portal.holidays.queries import SpecialDay, special_day
from portal.models import Holiday
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.labels import N_

MOST_DAYS = 366
BACKWARDS = N_("Der letzte Tag liegt vor dem ersten.")
TOO_LONG = N_("Ein Eintrag umfasst höchstens ein Jahr. Bitte prüfen Sie die Jahreszahlen.")
TAKEN = N_("Diesen Kalendertag gibt es schon: gleiche Art, gleicher Name, gleicher erster Tag.")
CHANGED = N_("Diesen Kalendertag hat inzwischen jemand anders geändert.")
_flush = partial(saving.flush, changed=CHANGED, taken=(TAKEN, "name"))


@dataclass(frozen=True, slots=True)
class DayDraft:
    """What an editor says about a day. Empty texts are stored as nothing."""

    kind: HolidayKind
    name: str
    first_day: date
    last_day: date
    source: str
    name_en: str = ""
    checked_on: date | None = None
    is_confirmed: bool = True
    note: str = ""


def add(session: Session, *, draft: DayDraft) -> Holiday:
    """A new day. Raises Conflict naming the field: days in the wrong order, too many, or there already."""
    _check(session, None, draft)
    row = Holiday(**columns(draft))
    session.add(row)
    _flush(session)
    return row


def revise(session: Session, *, day_id: int, draft: DayDraft, revision: int) -> Holiday:
    """Change a day that still stands as `revision`. Raises NotFound, Conflict("revision") when somebody else was
    faster, and what `add` raises."""
    row = _unchanged(session, day_id, revision)
    _check(session, day_id, draft)
    for name, value in columns(draft).items():
        setattr(row, name, value)
    _flush(session)
    return row


def confirm(session: Session, *, day_id: int, revision: int, today: date) -> Holiday:
    """Make a suggestion public; `today` it was looked up. Raises as `revise` does."""
    row = _unchanged(session, day_id, revision)
    row.is_confirmed, row.checked_on = True, today
    _flush(session)
    return row


def remove(session: Session, *, day_id: int, revision: int) -> SpecialDay:
    """Delete a day, or reject a suggestion, and tell what it was; neither the package nor a rule brings it back. Raises
    as `revise` does."""
    row = _unchanged(session, day_id, revision)
    day = special_day(row)
    removed.remember(session, row.uuid)
    session.delete(row)
    _flush(session)
    return day


def columns(draft: DayDraft) -> dict[str, Any]:
    """A draft as the table holds it."""
    return {
        "kind": draft.kind,
        "name": draft.name,
        "name_en": draft.name_en or None,
        "first_day": draft.first_day,
        "last_day": draft.last_day,
        "source": draft.source,
        "checked_on": draft.checked_on,
        "is_confirmed": draft.is_confirmed,
        "note": draft.note or None,
    }


def _check(session: Session, day_id: int | None, draft: DayDraft) -> None:
    if draft.last_day < draft.first_day:
        raise Conflict(BACKWARDS, "last_day")
    if (draft.last_day - draft.first_day).days >= MOST_DAYS:
        raise Conflict(TOO_LONG, "last_day")
    same = select(Holiday.id).where(
        Holiday.kind == draft.kind, Holiday.name == draft.name, Holiday.first_day == draft.first_day
    )
    if session.scalar(same) not in (None, day_id):
        raise Conflict(TAKEN, "name")


def _unchanged(session: Session, day_id: int, revision: int) -> Holiday:
    row = session.get(Holiday, day_id)
    if row is None:
        raise NotFound("Diesen Kalendertag gibt es nicht mehr.")
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row
