"""Reads one offer whole, as its page, its calendar and the exports need it: plain frozen rows instead of ORM objects.

Attributes are named as in the models. What is never public (the maintenance contact) is not read at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Connection, FromClause, bindparam, select

from portal.models import District, Image, Institution, Occurrence, Offer, OfferTerm, Place, Run, Term
from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    CefrLevel,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
    Step,
)
from portal.vocabulary.people import InstitutionKind
from portal.vocabulary.terms import Scheme

# In each shape the fields of its table come first, in any order; what is made of other tables stands below them.


@dataclass(frozen=True, slots=True)
class DistrictDetail:
    """A district of the town."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class PlaceDetail:
    """A place of learning; an access feature of which nobody has said anything is None."""

    id: int
    uuid: UUID
    name: str
    street: str | None
    postal_code: str | None
    town: str | None
    country: str
    latitude: float | None
    longitude: float | None
    step_free: bool | None
    lift: bool | None
    accessible_wc: bool | None
    hearing_loop: bool | None
    sign_language: bool | None
    plain_language: bool | None
    childcare: bool | None
    access_note: str | None
    transit_stop: str | None
    updated_at: datetime
    district: DistrictDetail | None


@dataclass(frozen=True, slots=True)
class InstitutionDetail:
    """Who offers it, as far as it is public."""

    id: int
    uuid: UUID
    slug: str
    name: str
    short_name: str | None
    kind: InstitutionKind | None
    street: str | None
    postal_code: str | None
    town: str | None
    phone: str | None
    email: str | None
    website: str | None
    is_public: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ImageDetail:
    """A picture with what the law asks for beside it; `path` is relative to the uploads folder."""

    id: int
    uuid: UUID
    path: str
    alt: str
    author: str
    licence: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class TermDetail:
    """A term that the offer bears."""

    scheme: Scheme
    code: str
    notation: str | None
    label: str
    label_en: str | None


@dataclass(frozen=True, slots=True)
class DateDetail:
    """One date of a run: moments in UTC, meant in `zone`; an all-day one counts by its days, both included."""

    id: int
    uuid: UUID
    place_id: int | None
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date
    zone: str
    status: OccurrenceStatus
    room: str | None
    note: str | None
    moved_from: datetime | None
    online_url: str | None
    revision: int
    created_at: datetime
    updated_at: datetime
    place: PlaceDetail | None


@dataclass(frozen=True, slots=True)
class RunDetail:
    """One time the offer is held, its dates in order; what is None is as the offer has it."""

    id: int
    uuid: UUID
    place_id: int | None
    number: str | None
    starts_on: date | None
    ends_on: date | None
    schedule_note: str | None
    note: str | None
    attendance_mode: AttendanceMode | None
    price_cents: int | None
    reduced_price_cents: int | None
    price_note: str | None
    min_participants: int | None
    max_participants: int | None
    availability: Availability
    places_left: int | None
    registration_opens_on: date | None
    registration_closes_on: date | None
    registration_url: str | None
    status: OccurrenceStatus
    external_id: str | None
    published_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime
    place: PlaceDetail | None
    occurrences: tuple[DateDetail, ...]


@dataclass(frozen=True, slots=True)
class OfferDetail:
    """An offer with its institution, place, picture, terms and runs. A place that is meant twice is the same object."""

    id: int
    uuid: UUID
    slug: str
    place_id: int | None
    kind: OfferKind
    step: Step
    title: str
    summary: str | None
    description: str | None
    plain_text: str | None
    goal: str | None
    prerequisites: str | None
    certificate: str | None
    age_min: int | None
    age_max: int | None
    attendance_mode: AttendanceMode
    cefr_level: CefrLevel | None
    price_cents: int | None
    reduced_price_cents: int | None
    price_note: str | None
    is_free: bool
    educational_leave: bool
    educational_leave_number: str | None
    educational_leave_until: date | None
    min_participants: int | None
    max_participants: int | None
    registration_way: RegistrationWay
    registration_url: str | None
    registration_email: str | None
    registration_phone: str | None
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    website: str | None
    childcare: bool | None
    insurance_note: str | None
    guest_places: int | None
    guest_conditions: str | None
    material_url: str | None
    material_licence: str | None
    material_access: str | None
    published_at: datetime | None
    confirmed_at: datetime | None
    expires_on: date | None
    source: str | None
    external_id: str | None
    is_demo: bool
    revision: int
    created_at: datetime
    updated_at: datetime
    institution: InstitutionDetail
    place: PlaceDetail | None
    image: ImageDetail | None
    terms: tuple[TermDetail, ...]
    runs: tuple[RunDetail, ...]

    def terms_of(self, scheme: Scheme) -> list[TermDetail]:
        """Its terms of one list, in the list's order."""
        return [term for term in self.terms if term.scheme is scheme]


def _columns(table: FromClause, shape: type) -> list[ColumnElement[Any]]:
    """The columns that a shape names, in its order: so a row's values can be passed on as they stand."""
    return [table.c[field.name] for field in fields(shape) if field.name in table.c]


_offer, _institution, _image = Offer.__table__, Institution.__table__, Image.__table__
_place, _district = Place.__table__, District.__table__
_run, _date, _term, _bears = Run.__table__, Occurrence.__table__, Term.__table__, OfferTerm.__table__
_OFFER, _INSTITUTION = _columns(_offer, OfferDetail), _columns(_institution, InstitutionDetail)
_PLACE, _DISTRICT = _columns(_place, PlaceDetail), _columns(_district, DistrictDetail)
_IMAGE, _RUN, _DATE = _columns(_image, ImageDetail), _columns(_run, RunDetail), _columns(_date, DateDetail)

# Made once, of tables and not of classes: building a statement costs as much as running it, and so does asking the ORM.
_THIS: BindParameter[int] = bindparam("offer_id")
_WHOLE = (
    select(*_OFFER, *_INSTITUTION, *_PLACE, *_DISTRICT, *_IMAGE)
    .join(_institution, _offer.c.institution_id == _institution.c.id)
    .outerjoin(_place, _offer.c.place_id == _place.c.id)
    .outerjoin(_district, _place.c.district_id == _district.c.id)
    .outerjoin(_image, _offer.c.image_id == _image.c.id)
    .where(_offer.c.id == _THIS)
)
_TERMS = (
    select(*_columns(_term, TermDetail))
    .join(_bears, _bears.c.term_id == _term.c.id)
    .where(_bears.c.offer_id == _THIS)
    .order_by(_term.c.scheme, _term.c.position, _term.c.id)
)
_RUNS = (
    select(*_RUN, *_DATE)
    .outerjoin(_date, _date.c.run_id == _run.c.id)
    .where(_run.c.offer_id == _THIS)
    .order_by(_run.c.position, _run.c.id, _date.c.starts_at, _date.c.id)
)
_PLACES = (
    select(*_PLACE, *_DISTRICT)
    .outerjoin(_district, _place.c.district_id == _district.c.id)
    .where(_place.c.id.in_(bindparam("place_ids", expanding=True)))
)


def by_id(connection: Connection, offer_id: int) -> OfferDetail | None:
    """An offer whatever its step; three statements, and a fourth where a run or a date has a place of its own.

    A page that only reads takes a connection of the engine: a session costs as much as one of the statements.
    """
    this = {"offer_id": offer_id}
    row = connection.execute(_WHOLE, this).first()
    if row is None:
        return None
    values: Iterator[Any] = iter(row)
    own = list(islice(values, len(_OFFER)))
    institution = InstitutionDetail(*islice(values, len(_INSTITUTION)))
    place = _placed(values)
    image = list(islice(values, len(_IMAGE)))
    own += [institution, place, ImageDetail(*image) if image[0] is not None else None]
    own += [tuple(TermDetail(*term) for term in connection.execute(_TERMS, this))]
    own += [_runs(connection, offer_id, place)]
    return OfferDetail(*own)


def _placed(values: Iterator[Any]) -> PlaceDetail | None:
    """The next values as a place with its district; all of them None where there is no place."""
    place, district = list(islice(values, len(_PLACE))), list(islice(values, len(_DISTRICT)))
    if place[0] is None:
        return None
    place.append(DistrictDetail(*district) if district[0] is not None else None)
    return PlaceDetail(*place)


def _runs(connection: Connection, offer_id: int, place: PlaceDetail | None) -> tuple[RunDetail, ...]:
    rows = [tuple(row) for row in connection.execute(_RUNS, {"offer_id": offer_id})]
    places = _places(connection, rows, place)
    return tuple(_made_run(list(of_run), places) for _id, of_run in groupby(rows, key=lambda row: row[0]))


_PLACE_OF_RUN = _RUN.index(_run.c.place_id)
_PLACE_OF_DATE = len(_RUN) + _DATE.index(_date.c.place_id)


def _places(
    connection: Connection, rows: Iterable[Sequence[Any]], known: PlaceDetail | None
) -> Mapping[int, PlaceDetail]:
    """The places of runs and dates by id; the offer's own need not be read again."""
    places = {known.id: known} if known else {}
    others = {row[at] for row in rows for at in (_PLACE_OF_RUN, _PLACE_OF_DATE)} - {None, *places}
    if others:
        for row in connection.execute(_PLACES, {"place_ids": sorted(others)}):
            place = _placed(iter(row))
            if place:
                places[place.id] = place
    return places


def _made_run(rows: Sequence[Sequence[Any]], places: Mapping[int, PlaceDetail]) -> RunDetail:
    """A run of the rows of its dates; a run without dates has one row, with nothing in it for the date."""
    size = len(_RUN)
    own = [*rows[0][:size], places.get(rows[0][_PLACE_OF_RUN])]
    dates = ([*row[size:], places.get(row[_PLACE_OF_DATE])] for row in rows if row[size] is not None)
    own.append(tuple(DateDetail(*one) for one in dates))
    return RunDetail(*own)
