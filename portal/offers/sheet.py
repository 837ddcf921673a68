"""The sheet of an offer: everything that may be edited of it, with runs and dates, as one frozen value that goes to JSON and
back unchanged. A draft, a submission and a kept version are sheets; the tables hold only what is public."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import uuid4

from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    CefrLevel,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.terms import Scheme


def new_uuid() -> str:
    """The identity of a new run or date; it stays when the sheet is published, so that calendars know the date again."""
    return str(uuid4())


@dataclass(frozen=True, slots=True)
class DateSheet:
    """One date; fields as in models.Occurrence. An online date may have its own address."""

    starts_at: datetime
    ends_at: datetime
    first_day: date
    last_day: date
    all_day: bool = False
    zone: str = "Europe/Berlin"
    status: OccurrenceStatus = OccurrenceStatus.PLANNED
    place_id: int | None = None
    room: str | None = None
    note: str | None = None
    moved_from: datetime | None = None
    online_url: str | None = None
    uuid: str = field(default_factory=new_uuid)


@dataclass(frozen=True, slots=True)
class RunSheet:
    """One run with its dates in order; fields as in models.Run, None takes the offer's value."""

    number: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    schedule_note: str | None = None
    note: str | None = None
    place_id: int | None = None
    attendance_mode: AttendanceMode | None = None
    price_cents: int | None = None
    reduced_price_cents: int | None = None
    price_note: str | None = None
    min_participants: int | None = None
    max_participants: int | None = None
    availability: Availability = Availability.FREE
    places_left: int | None = None
    registration_opens_on: date | None = None
    registration_closes_on: date | None = None
    registration_url: str | None = None
    status: OccurrenceStatus = OccurrenceStatus.PLANNED
    dates: tuple[DateSheet, ...] = ()
    uuid: str = field(default_factory=new_uuid)


@dataclass(frozen=True, slots=True)
class OfferSheet:
    """The offer with its runs; fields as in models.Offer. `terms`: scheme -> codes in the scheme's own order."""

    title: str
    kind: OfferKind
    summary: str | None = None
    description: str | None = None
    plain_text: str | None = None
    goal: str | None = None
    prerequisites: str | None = None
    certificate: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    attendance_mode: AttendanceMode = AttendanceMode.ON_SITE
    cefr_level: CefrLevel | None = None
    price_cents: int | None = None
    reduced_price_cents: int | None = None
    price_note: str | None = None
    is_free: bool = False
    educational_leave: bool = False
    educational_leave_number: str | None = None
    educational_leave_until: date | None = None
    min_participants: int | None = None
    max_participants: int | None = None
    registration_way: RegistrationWay = RegistrationWay.NONE
    registration_url: str | None = None
    registration_email: str | None = None
    registration_phone: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    website: str | None = None
    maintenance_name: str | None = None
    maintenance_email: str | None = None
    childcare: bool | None = None
    insurance_note: str | None = None
    guest_places: int | None = None
    guest_conditions: str | None = None
    material_url: str | None = None
    material_licence: str | None = None
    material_access: str | None = None
    expires_on: date | None = None
    place_id: int | None = None
    image_id: int | None = None
    terms: Mapping[Scheme, tuple[str, ...]] = field(default_factory=dict)
    runs: tuple[RunSheet, ...] = ()


OFFER_FIELDS = tuple(one.name for one in fields(OfferSheet) if one.name not in ("terms", "runs"))
RUN_FIELDS = tuple(one.name for one in fields(RunSheet) if one.name not in ("dates", "uuid"))
DATE_FIELDS = tuple(one.name for one in fields(DateSheet) if one.name != "uuid")
TERM_SCHEMES = tuple(scheme for scheme in Scheme if scheme is not Scheme.SYNONYM)
S = TypeVar("S", OfferSheet, RunSheet, DateSheet)


def to_json(sheet: OfferSheet) -> dict[str, Any]:
    """Plain JSON values: moments as ISO 8601 with offset, days as ISO dates, code lists by value."""
    return {
        **_plain(sheet, OFFER_FIELDS),
        "terms": {scheme.value: list(codes) for scheme, codes in sorted(sheet.terms.items()) if codes},
        "runs": [
            {
                **_plain(run, RUN_FIELDS),
                "uuid": run.uuid,
                "dates": [{**_plain(one, DATE_FIELDS), "uuid": one.uuid} for one in run.dates],
            }
            for run in sheet.runs
        ],
    }


def from_json(content: Mapping[str, Any]) -> OfferSheet:
    """The inverse of `to_json`. Fields that an older version did not have take their default, unknown ones are dropped."""
    runs = tuple(
        _sheet(
            RunSheet,
            run,
            uuid=run["uuid"],
            dates=tuple(_sheet(DateSheet, one, uuid=one["uuid"]) for one in run["dates"]),
        )
        for run in content["runs"]
    )
    terms = {Scheme(name): tuple(codes) for name, codes in content["terms"].items()}
    return _sheet(OfferSheet, content, terms=terms, runs=runs)


def digest(sheet: OfferSheet) -> str:
    """What tells one content from another: 32 hexadecimal digits."""
    text = json.dumps(to_json(sheet), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(sheet: S, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _value(getattr(sheet, name)) for name in names}


def _value(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date


@cache
def _kinds(sheet: Any) -> dict[str, type[Any]]:
    """Field -> the type it holds beside None."""
    hints = get_type_hints(sheet)
    return {
        name: next(part for part in get_args(hint) if part is not NoneType)
        if isinstance(hint, UnionType)
        else hint
        for name, hint in hints.items()
    }


def _sheet(kind: type[S], content: Mapping[str, Any], **ready: Any) -> S:
    kinds = _kinds(kind)  # type: ignore[arg-type]  # a class is hashable, whatever its instances are
    read = {
        name: _typed(kinds[name], value)
        for name, value in content.items()
        if name in kinds and name not in ("terms", "runs", "dates", "uuid")
    }
    return kind(**{**read, **ready})


def _typed(kind: type[Any], value: Any) -> Any:
    if value is None:
        return None
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, StrEnum) else value
