"""Reads, checks and writes the settings of the town that registry.py names; nothing else does."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import journal
from portal.errors import Conflict
from portal.models import Setting
from portal.permissions.policy import Actor
from portal.town import colours
from portal.town.registry import AGES, KNOWN, REGISTRY, Kind, Known
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, ChangeKind, Thing

_Group = TypeVar("_Group", "Freshness", "Attendance")
NO_CHOICE = N_("Diese Auswahl gibt es nicht.")
NO_NUMBER = N_("Diese Zahl liegt außerhalb dessen, was hier möglich ist.")
NO_COLOUR = N_("Bitte geben Sie die Farbe so an: #f8cb46")
TOO_DARK = N_("Auf dieser Farbe ist dunkle Schrift nicht gut genug zu lesen. Bitte nehmen Sie eine hellere.")
TOO_LONG = N_("Das ist zu lang.")
MISSING = N_("Das darf nicht leer sein.")
NOT_LATER = N_("Diese Zahl muss größer sein als die darüber.")


@dataclass(frozen=True, slots=True)
class Freshness:
    """After how many days without a confirmation what happens to an offer."""

    ask_after_days: int = 90
    sink_after_days: int = 150
    warn_after_days: int = 210
    leave_after_days: int = 365


@dataclass(frozen=True, slots=True)
class Attendance:
    """Registrations: places of a team of parents, how long a place is kept, when people are reminded, when they are erased."""

    team_size: int = 10
    offer_hours: int = 48
    remind_days: int = 2
    delete_after_days: int = 30


def stored(session: Session) -> dict[str, Any]:
    """Everything in the table by name, also what is no setting of the town; one statement."""
    return {row.name: row.value for row in session.execute(select(Setting.name, Setting.value))}


def read(session: Session) -> dict[str, Any]:
    """All settings by name, unset ones with their default; one statement."""
    found = stored(session)
    return {one.name: found.get(one.name, one.default) for one in REGISTRY}


def freshness(session: Session) -> Freshness:
    """The thresholds of freshness."""
    return freshness_of(stored(session))


def freshness_of(values: Mapping[str, Any]) -> Freshness:
    """The thresholds among stored settings; all of them their defaults where somebody wrote what is no number by hand."""
    return _numbers(Freshness, "freshness", values)


def attendance(session: Session) -> Attendance:
    """What the town sets for registrations."""
    return _numbers(Attendance, "attendance", stored(session))


def _numbers(group: type[_Group], prefix: str, values: Mapping[str, Any]) -> _Group:
    names = {name: f"{prefix}.{name}" for name in group.__dataclass_fields__}
    try:
        return group(**{name: int(values.get(full, KNOWN[full].default)) for name, full in names.items()})
    except (ValueError, TypeError):
        return group()


def minor_changes(session: Session) -> frozenset[ChangeKind]:
    """What takes effect at once for a confirmed provider and is only reported."""
    return frozenset(ChangeKind(value) for value in read(session)["review.minor_changes"])


def digest(values: Mapping[str, Any]) -> str:
    """What tells one state of the settings from another: 32 hexadecimal digits."""
    text = json.dumps({one.name: values[one.name] for one in REGISTRY}, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def write(session: Session, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Store checked values; returns name -> (before, after) of what changed. Flushes. Raises Conflict naming the setting."""
    before = read(session)
    changed: dict[str, tuple[Any, Any]] = {}
    check({**before, **values}, only=values)
    for name, value in values.items():
        if value == before[name]:
            continue
        session.merge(Setting(name=name, value=value))
        changed[name] = (before[name], value)
    session.flush()
    return changed


def change(
    session: Session, actor: Actor, *, values: Mapping[str, Any], now: datetime
) -> dict[str, tuple[Any, Any]]:
    """The same as an act of somebody, with a line in the journal when anything changed."""
    changed = write(session, values)
    if changed:
        names = ", ".join(KNOWN[name].label for name in changed)
        journal.record(
            session,
            actor,
            Act.CHANGED,
            Thing.SETTING,
            thing_id=None,
            title=names,
            now=now,
            changes=changed,
        )
        session.flush()
    return changed


def check(values: Mapping[str, Any], *, only: Mapping[str, Any] | None = None) -> None:
    """Raises Conflict naming the first of the settings (or of `only` these) that cannot be as it is."""
    for name in values if only is None else only:
        problem = _problem(KNOWN[name], values[name])
        if problem:
            raise Conflict(problem, name)
    for earlier, later in pairwise(AGES):
        if values[later] <= values[earlier]:
            raise Conflict(NOT_LATER, later)


def _problem(known: Known, value: Any) -> str:
    """What is wrong with a value; '' when nothing is."""
    if known.kind is Kind.NUMBER:
        return "" if isinstance(value, int) and known.least <= value <= known.most else NO_NUMBER
    if known.kind is Kind.CHOICES:
        return "" if set(value) <= set(known.options or ()) else NO_CHOICE
    if known.is_required and not value:
        return MISSING
    if known.kind is Kind.CHOICE:
        return "" if not value or value in (known.options or ()) else NO_CHOICE
    if known.kind is Kind.COLOUR and value:
        if not colours.is_colour(value):
            return NO_COLOUR
        return "" if colours.contrast(value, colours.ON_WALL) >= colours.ENOUGH else TOO_DARK
    return "" if len(value) <= known.most else TOO_LONG
