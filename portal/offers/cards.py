"""Reads what a result list shows of offers: two statements for any number of them, plain rows, no ORM objects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session

from portal.models import District, Institution, Occurrence, Offer, Place, Run
from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.places import AccessFeature


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date of a run."""

    id: int
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date
    status: OccurrenceStatus


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as a list needs it; its dates in order."""

    id: int
    status: OccurrenceStatus
    availability: Availability
    places_left: int | None
    max_participants: int | None
    price_cents: int | None
    starts_on: date | None
    ends_on: date | None
    schedule_note: str | None
    district: str | None
    place: str | None
    dates: tuple[DateRow, ...]


@dataclass(frozen=True, slots=True)
class CardRow:
    """An offer as a list needs it."""

    id: int
    slug: str
    title: str
    summary: str | None
    kind: OfferKind
    mode: AttendanceMode
    institution: str
    institution_slug: str
    place: str | None
    district: str | None
    access: tuple[AccessFeature, ...]
    price_cents: int | None
    reduced_price_cents: int | None
    is_free: bool
    registration_way: RegistrationWay
    max_participants: int | None
    external_id: str | None
    runs: tuple[RunRow, ...]


_RUN_PLACE = Place.__table__.alias("run_place")
_RUN_DISTRICT = District.__table__.alias("run_district")


def card_rows(session: Session, offer_ids: Sequence[int]) -> dict[int, CardRow]:
    """Rows by offer id; ids that no longer exist are missing. Two statements."""
    if not offer_ids:
        return {}
    runs = _runs(session, offer_ids)
    return {
        row.id: _card(row, runs.get(row.id, ()))
        for row in session.execute(_OFFERS, {"offer_ids": list(offer_ids)})
    }


_OFFER_IDS: BindParameter[Any] = bindparam("offer_ids", expanding=True)
_OFFERS = (
    select(
        Offer.id,
        Offer.slug,
        Offer.title,
        Offer.summary,
        Offer.kind,
        Offer.attendance_mode,
        Offer.price_cents,
        Offer.reduced_price_cents,
        Offer.is_free,
        Offer.registration_way,
        Offer.max_participants,
        Offer.external_id,
        Institution.name.label("institution"),
        Institution.short_name,
        Institution.slug.label("institution_slug"),
        Place.name.label("place"),
        Place.town,
        District.name.label("district"),
        *(getattr(Place, feature.value) for feature in AccessFeature),
    )
    .join(Institution, Offer.institution_id == Institution.id)
    .outerjoin(Place, Offer.place_id == Place.id)
    .outerjoin(District, Place.district_id == District.id)
    .where(Offer.id.in_(_OFFER_IDS))
)


def _card(row: Row[*tuple[Any, ...]], runs: tuple[RunRow, ...]) -> CardRow:
    return CardRow(
        id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        kind=row.kind,
        mode=row.attendance_mode,
        institution=row.short_name or row.institution,
        institution_slug=row.institution_slug,
        place=row.place,
        district=row.district or row.town,
        access=tuple(feature for feature in AccessFeature if getattr(row, feature.value)),
        price_cents=row.price_cents,
        reduced_price_cents=row.reduced_price_cents,
        is_free=row.is_free,
        registration_way=row.registration_way,
        max_participants=row.max_participants,
        external_id=row.external_id,
        runs=runs,
    )


_RUNS = (
    select(
        Run.offer_id,
        Run.id,
        Run.status,
        Run.availability,
        Run.places_left,
        Run.max_participants,
        Run.price_cents,
        Run.starts_on,
        Run.ends_on,
        Run.schedule_note,
        _RUN_PLACE.c.name.label("place"),
        _RUN_PLACE.c.town,
        _RUN_DISTRICT.c.name.label("district"),
        Occurrence.id.label("occurrence_id"),
        Occurrence.starts_at,
        Occurrence.ends_at,
        Occurrence.all_day,
        Occurrence.first_day,
        Occurrence.last_day,
        Occurrence.status.label("date_status"),
    )
    .outerjoin(Occurrence, Occurrence.run_id == Run.id)
    .outerjoin(_RUN_PLACE, Run.place_id == _RUN_PLACE.c.id)
    .outerjoin(_RUN_DISTRICT, _RUN_PLACE.c.district_id == _RUN_DISTRICT.c.id)
    .where(Run.offer_id.in_(_OFFER_IDS))
    .order_by(Run.offer_id, Run.position, Run.id, Occurrence.starts_at)
)


def _runs(session: Session, offer_ids: Iterable[int]) -> dict[int, tuple[RunRow, ...]]:
    rows = session.execute(_RUNS, {"offer_ids": list(offer_ids)}).all()
    return {
        offer_id: tuple(_run(list(of_run)) for _, of_run in groupby(of_offer, key=lambda row: row.id))
        for offer_id, of_offer in groupby(rows, key=lambda row: row.offer_id)
    }


def _run(rows: list[Row[*tuple[Any, ...]]]) -> RunRow:
    head = rows[0]
    return RunRow(
        id=head.id,
        status=head.status,
        availability=head.availability,
        places_left=head.places_left,
        max_participants=head.max_participants,
        price_cents=head.price_cents,
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        schedule_note=head.schedule_note,
        place=head.place,
        district=head.district or head.town,
        dates=tuple(
            DateRow(
                row.occurrence_id,
                row.starts_at,
                row.ends_at,
                row.all_day,
                row.first_day,
                row.last_day,
                row.date_status,
            )
            for row in rows
            if row.occurrence_id is not None
        ),
    )
