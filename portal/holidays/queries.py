"""Reads special days: for the public those that are confirmed, for editors all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.errors import SettingsProblem
from portal.models import Holiday, Setting
from portal.vocabulary.calendar import HolidayKind

LAND = "town.land"
EVERY_KIND = tuple(HolidayKind)
DAYS_OFF = (HolidayKind.PUBLIC_HOLIDAY, HolidayKind.SCHOOL_BREAK)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A stored day or span of days, `first_day`..`last_day`, both included. Names are German; `name_en` may be empty."""

    id: int
    kind: HolidayKind
    name: str
    name_en: str
    first_day: date
    last_day: date
    source: str
    checked_on: date | None
    is_confirmed: bool
    note: str
    revision: int = 1
    uuid: UUID | None = None


def special_day(row: Holiday) -> SpecialDay:
    """A row as plain data."""
    return SpecialDay(
        row.id,
        row.kind,
        row.name,
        row.name_en or "",
        row.first_day,
        row.last_day,
        row.source,
        row.checked_on,
        row.is_confirmed,
        row.note or "",
        row.revision,
        row.uuid,
    )


def between(
    session: Session,
    first: date,
    last: date,
    *,
    kinds: Collection[HolidayKind] = EVERY_KIND,
    confirmed_only: bool = True,
) -> tuple[SpecialDay, ...]:
    """The days and spans that touch `first`..`last`, both included, by their first day; one statement."""
    wanted = _in_order().where(
        Holiday.first_day <= last, Holiday.last_day >= first, Holiday.kind.in_(tuple(kinds))
    )
    if confirmed_only:
        wanted = wanted.where(Holiday.is_confirmed)
    return tuple(special_day(row) for row in session.scalars(wanted))


def everything(session: Session) -> tuple[SpecialDay, ...]:
    """All days, unconfirmed ones too: some twenty a year; one statement."""
    return tuple(special_day(row) for row in session.scalars(_in_order()))


def _in_order() -> Select[Holiday]:
    return select(Holiday).order_by(Holiday.first_day, Holiday.last_day, Holiday.id)


def days_off(
    session: Session, first: date, last: date, *, kinds: Collection[HolidayKind] = DAYS_OFF
) -> dict[date, str]:
    """The name of each confirmed day on which regular dates usually do not take place; a public holiday's name goes
    before that of the break it falls into. Its keys are what a series skips, its items what it warns of."""
    found = between(session, first, last, kinds=kinds)
    named: dict[date, str] = {}
    for one in sorted(found, key=lambda one: one.kind is HolidayKind.PUBLIC_HOLIDAY):
        day = max(one.first_day, first)
        while day <= min(one.last_day, last):
            named[day] = one.name
            day += timedelta(days=1)
    return dict(sorted(named.items()))


def day(session: Session, day_id: int) -> SpecialDay | None:
    """One day by its number."""
    row = session.get(Holiday, day_id)
    return special_day(row) if row else None


def land(session: Session) -> str:
    """The code of the Land that the town lies in, as its settings say."""
    setting = session.get(Setting, LAND)
    if setting is None:
        raise SettingsProblem(f"Die Einstellung {LAND} fehlt: das Kürzel des Landes, zum Beispiel ST.")
    return str(setting.value)
