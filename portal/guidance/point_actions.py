"""Writes advice points: add, revise, remove, each with a line in the journal. Flushes, never commits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock, text
from portal.audit import journal, saving
from portal.errors import Conflict, NotFound
from portal.guidance import appointments, hours, queries
from portal.guidance.hours import OtherHours, WeekSpan
from portal.models import GuidancePoint, SealAward
from portal.permissions.policy import Actor
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

SHORT = 120  # characters of a text in the journal
_TEXTS = frozenset(
    "focus_en description description_en street postal_code town phone email opening_hours opening_hours_en".split()
)
CHANGED = N_("Diesen B-Punkt hat inzwischen jemand anders geändert.")
TAKEN = N_("Einen B-Punkt mit diesem Namen gibt es schon.")
GONE = N_("Diesen B-Punkt gibt es nicht mehr.")
OVERLAP = N_("Zwei Zeiten desselben Tages überschneiden sich.")
TWICE = N_("Für dieselben Tage stehen zwei Ausnahmen da, die sich widersprechen.")
PAST = N_("Diese Ausnahme ist schon vorbei.")
_flush = partial(saving.flush, changed=CHANGED, taken=(TAKEN, "name"))


@dataclass(frozen=True, slots=True)
class PointDraft:
    """Everything that editors say about an advice point."""

    name: str
    focus: str
    description: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    district_id: int | None = None
    phone: str = ""
    email: str = ""
    opening_hours: str = ""
    focus_en: str = ""
    description_en: str = ""
    opening_hours_en: str = ""
    focuses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    life_phases: tuple[str, ...] = ()
    hours: tuple[WeekSpan, ...] = ()
    exceptions: tuple[OtherHours, ...] = ()
    step_free: bool | None = None
    takes_appointments: bool = True
    is_public: bool = True
    position: int = 0

    def columns(self) -> dict[str, Any]:
        """The row's columns with what is to stand in them."""
        found: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            found[one.name] = list(value) if isinstance(value, tuple) else value if value != "" else None
        return found | {
            "hours": hours.hour_rows(self.hours),
            "exceptions": hours.exception_rows(self.exceptions),
        }


def draft_of(row: GuidancePoint, today: date | None = None) -> PointDraft:
    """What is stored; with `today` without the exceptions that are over."""
    values: dict[str, Any] = {one.name: getattr(row, one.name) for one in fields(PointDraft)}
    values |= {name: values[name] or "" for name in _TEXTS}
    values |= {name: tuple(values[name]) for name in ("focuses", "languages", "life_phases")}
    values["hours"] = hours.read_hours(row.hours)
    exceptions = hours.read_exceptions(row.exceptions)
    values["exceptions"] = tuple(one for one in exceptions if today is None or one.last_day >= today)
    return PointDraft(**values)


def add(session: Session, actor: Actor, *, draft: PointDraft, now: datetime) -> GuidancePoint:
    """A new advice point; its short name in addresses is made of the name and stays. Raises Conflict naming the field."""
    check(draft, clock.local(now).date())
    row = GuidancePoint(slug=_free_slug(session, draft.name), **draft.columns())
    session.add(row)
    _flush(session)
    _record(session, actor, Act.CREATED, row, now, changes(None, draft))
    return row


def revise(
    session: Session, actor: Actor, *, point_id: int, draft: PointDraft, revision: int, now: datetime
) -> GuidancePoint:
    """Change a point that still stands as `revision`; what is shown changes at once. Raises NotFound, Conflict("revision") when
    somebody else was faster, and what `add` raises."""
    row = _unchanged(session, point_id, revision)
    check(draft, clock.local(now).date())
    before = draft_of(row)
    if before == draft:
        return row
    for name, value in draft.columns().items():
        setattr(row, name, value)
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, changes(before, draft))
    return row


def remove(
    session: Session, actor: Actor, *, point_id: int, revision: int, now: datetime
) -> tuple[str, appointments.Erased]:
    """Delete a point with its requests for appointments, letters and seals; its name, and what went."""
    row = _unchanged(session, point_id, revision)
    erased = appointments.erase_all_of(session, point_id, now=now)
    held = (SealAward.holder == SealHolder.GUIDANCE_POINT, SealAward.holder_id == point_id)
    session.execute(delete(SealAward).where(*held))
    _record(session, actor, Act.DELETED, row, now, {"slug": (row.slug, None)})
    session.delete(row)
    _flush(session)
    return row.name, erased


def check(draft: PointDraft, today: date) -> None:
    """What no form should have let through. Raises Conflict("hours") or Conflict("exceptions")."""
    if overlapping(draft.hours):
        raise Conflict(OVERLAP, "hours")
    if any(one.last_day < today for one in draft.exceptions):
        raise Conflict(PAST, "exceptions")
    if contradicting(draft.exceptions):
        raise Conflict(TWICE, "exceptions")


def overlapping(spans: Iterable[WeekSpan]) -> tuple[WeekSpan, WeekSpan] | None:
    """Two spans of one weekday that overlap; those that touch do not."""
    ordered = sorted(spans)
    for first, second in pairwise(ordered):
        if first.weekday == second.weekday and second.opens < first.closes:
            return first, second
    return None


def contradicting(exceptions: Iterable[OtherHours]) -> tuple[OtherHours, OtherHours] | None:
    """Two exceptions for the very same days of which one closes, or whose hours overlap."""
    ordered = sorted(exceptions, key=lambda one: (one.first_day, one.last_day, one.opens or 0))
    for first, second in pairwise(ordered):
        if (first.first_day, first.last_day) != (second.first_day, second.last_day):
            continue
        if first.opens is None or second.opens is None or second.opens < (first.closes or 0):
            return first, second
    return None


def changes(before: PointDraft | None, after: PointDraft) -> Mapping[str, tuple[Any, Any]]:
    """What changed, short, for the journal."""
    old, new = before.columns() if before else {}, after.columns()
    return {
        name: (_short(old.get(name)), _short(new[name]))
        for name in new
        if (old.get(name) or None) != (new[name] or None)
    }


def _short(value: Any) -> Any:
    return text.one_line(value, SHORT) if isinstance(value, str) else value


def _free_slug(session: Session, name: str) -> str:
    base = text.slugify(name, 70)
    taken = set(
        session.scalars(
            select(GuidancePoint.slug).where(GuidancePoint.slug.startswith(base, autoescape=True))
        )
    )
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)


def _unchanged(session: Session, point_id: int, revision: int) -> GuidancePoint:
    row = queries.one(session, point_id)
    if row is None:
        raise NotFound(GONE)
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: GuidancePoint,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]],
) -> None:
    journal.record(
        session, actor, act, Thing.GUIDANCE_POINT, thing_id=row.id, title=row.name, now=now, changes=changes
    )
