"""Reads the entries of the Jahres-Berufswahl-Kalender: three statements for any number of offers, plain rows, no side effect.

Which offers belong into it is asked elsewhere (web/kit/careers.py); what of an offer is an entry says offers/entries.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from portal.careers.year import YearEntry
from portal.models import District, Institution, Occurrence, Offer, OfferTerm, Place, Run, Term
from portal.offers.entries import Entry
from portal.offers.entries import entries as entries_of
from portal.vocabulary.offers import OFF, AttendanceMode, Availability, OccurrenceStatus, Step
from portal.vocabulary.terms import Scheme

_SCHEMES = (Scheme.GRADE, Scheme.SCHOOL_FORM, Scheme.ACTION)
_ONLINE = "online"
_RUN_PLACE = Place.__table__.alias("run_place")
_RUN_DISTRICT = District.__table__.alias("run_district")
_DAY_PLACE = Place.__table__.alias("day_place")
_DAY_DISTRICT = District.__table__.alias("day_district")
# What is told of places applies to dates that take place; where nothing is known of a date, its run speaks for it.
_OPEN = frozenset({OccurrenceStatus.PLANNED, OccurrenceStatus.TENTATIVE, OccurrenceStatus.CONFIRMED})
Codes: TypeAlias = dict[Scheme, tuple[str, ...]]
Where: TypeAlias = tuple[str, str]
"""Name of a place and of its district, both may be empty."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as offers/entries.py wants it, with what a page says of it."""

    uuid: UUID
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date
    zone: str
    status: OccurrenceStatus
    note: str
    where: Where


@dataclass(frozen=True, slots=True)
class _Run:
    """A run with its dates of the period asked for."""

    uuid: UUID
    status: OccurrenceStatus
    availability: Availability
    mode: AttendanceMode | None
    registration_opens_on: date | None
    registration_closes_on: date | None
    note: str
    where: Where
    occurrences: tuple[_Day, ...]


def entries(session: Session, offer_ids: Sequence[int], first: date, last: date) -> tuple[YearEntry, ...]:
    """What of these offers touches the days `first`..`last`, both included, by its first day. What is not public is left out."""
    if not offer_ids:
        return ()
    runs = _runs(session, offer_ids, first, last)
    codes = _codes(session, offer_ids)
    found = [
        _year_entry(row, entry, codes.get(row.id, {}))
        for row in session.execute(_offers(offer_ids))
        for entry in entries_of(row.kind, runs.get(row.id, ()))
        if entry.first_day <= last and entry.last_day >= first
    ]
    return tuple(sorted(found, key=_order))


def _order(entry: YearEntry) -> tuple[date, bool, float, date, str, int]:
    """By day; on one day whole days first, then by the clock."""
    starts = entry.starts_at.timestamp() if entry.starts_at else 0.0
    return (entry.first_day, bool(entry.starts_at), starts, entry.last_day, entry.title, entry.offer_id)


def _year_entry(offer: Row[Any], entry: Entry[_Run], codes: Codes) -> YearEntry:
    day = entry.day if isinstance(entry.day, _Day) else None
    status = _status(entry)
    place, district = _where(offer, entry.run, day)
    return YearEntry(
        kind=entry.kind,
        offer_id=offer.id,
        slug=offer.slug,
        title=offer.title,
        offer_kind=offer.kind,
        first_day=entry.first_day,
        last_day=entry.last_day,
        starts_at=None if entry.all_day else entry.starts_at,
        ends_at=None if entry.all_day else entry.ends_at,
        status=status,
        is_registration=entry.is_registration,
        note=_note(entry.run, day, status),
        institution=offer.short_name or offer.institution,
        place=place,
        district=district,
        grades=codes.get(Scheme.GRADE, ()),
        school_forms=codes.get(Scheme.SCHOOL_FORM, ()),
        actions=codes.get(Scheme.ACTION, ()),
        insurance=offer.insurance_note or "",
    )


def _status(entry: Entry[_Run]) -> OccurrenceStatus:
    """The date's own; where that says nothing special, how it stands with places of the run."""
    if entry.status not in _OPEN:
        return entry.status
    run = entry.run
    if run.status is OccurrenceStatus.FULL or run.availability in (
        Availability.FULL,
        Availability.WAITING_LIST,
    ):
        return OccurrenceStatus.FULL
    if run.status is OccurrenceStatus.FEW_PLACES or run.availability is Availability.FEW:
        return OccurrenceStatus.FEW_PLACES
    return entry.status


def _note(run: _Run, day: _Day | None, status: OccurrenceStatus) -> str:
    """What the provider says of this date; the run's word counts where the whole run is off."""
    if day and day.note:
        return day.note
    return run.note if status in OFF and run.status in OFF else ""


def _where(offer: Row[Any], run: _Run, day: _Day | None) -> Where:
    """The nearest place that is known: of the date, the run, the offer."""
    if (run.mode or offer.attendance_mode) is AttendanceMode.ONLINE:
        return _ONLINE, ""
    known = (day.where if day else ("", ""), run.where)
    return next((where for where in known if where[0]), (offer.place or "", offer.district or ""))


def _offers(offer_ids: Sequence[int]):  # type: ignore[no-untyped-def]  # a Select over eleven columns says nothing as a type
    return (
        select(
            Offer.id,
            Offer.slug,
            Offer.title,
            Offer.kind,
            Offer.attendance_mode,
            Offer.insurance_note,
            Institution.name.label("institution"),
            Institution.short_name,
            Place.name.label("place"),
            District.name.label("district"),
        )
        .join(Institution, Offer.institution_id == Institution.id)
        .outerjoin(Place, Offer.place_id == Place.id)
        .outerjoin(District, Place.district_id == District.id)
        .where(Offer.id.in_(offer_ids), Offer.step == Step.PUBLISHED, Institution.is_public)
    )


def _codes(session: Session, offer_ids: Sequence[int]) -> dict[int, Codes]:
    """Grades, school forms and actions by offer, in the order of their lists."""
    rows = session.execute(
        select(OfferTerm.offer_id, Term.scheme, Term.code)
        .join(Term, OfferTerm.term_id == Term.id)
        .where(OfferTerm.offer_id.in_(offer_ids), Term.scheme.in_(_SCHEMES))
        .order_by(OfferTerm.offer_id, Term.scheme, Term.position, Term.id)
    ).all()
    return {
        offer_id: {
            scheme: tuple(row.code for row in of_scheme)
            for scheme, of_scheme in groupby(of_offer, key=lambda row: row.scheme)
        }
        for offer_id, of_offer in groupby(rows, key=lambda row: row.offer_id)
    }


def _runs(session: Session, offer_ids: Iterable[int], first: date, last: date) -> dict[int, tuple[_Run, ...]]:
    """The runs by offer; of their dates only those that touch the period."""
    touches = and_(Occurrence.run_id == Run.id, Occurrence.first_day <= last, Occurrence.last_day >= first)
    statement = (
        select(
            Run.offer_id,
            Run.id,
            Run.uuid,
            Run.status,
            Run.availability,
            Run.attendance_mode,
            Run.registration_opens_on,
            Run.registration_closes_on,
            Run.note,
            _RUN_PLACE.c.name.label("run_place"),
            _RUN_DISTRICT.c.name.label("run_district"),
            Occurrence.id.label("day_id"),
            Occurrence.uuid.label("day_uuid"),
            Occurrence.starts_at,
            Occurrence.ends_at,
            Occurrence.all_day,
            Occurrence.first_day,
            Occurrence.last_day,
            Occurrence.zone,
            Occurrence.status.label("day_status"),
            Occurrence.note.label("day_note"),
            _DAY_PLACE.c.name.label("day_place"),
            _DAY_DISTRICT.c.name.label("day_district"),
        )
        .outerjoin(_RUN_PLACE, Run.place_id == _RUN_PLACE.c.id)
        .outerjoin(_RUN_DISTRICT, _RUN_PLACE.c.district_id == _RUN_DISTRICT.c.id)
        .outerjoin(Occurrence, touches)
        .outerjoin(_DAY_PLACE, Occurrence.place_id == _DAY_PLACE.c.id)
        .outerjoin(_DAY_DISTRICT, _DAY_PLACE.c.district_id == _DAY_DISTRICT.c.id)
        .where(Run.offer_id.in_(offer_ids))
        .order_by(Run.offer_id, Run.position, Run.id, Occurrence.starts_at)
    )
    rows = session.execute(statement).all()
    return {
        offer_id: tuple(_run(list(of_run)) for _, of_run in groupby(of_offer, key=lambda row: row.id))
        for offer_id, of_offer in groupby(rows, key=lambda row: row.offer_id)
    }


def _run(rows: list[Row[*tuple[Any, ...]]]) -> _Run:
    head = rows[0]
    return _Run(
        uuid=head.uuid,
        status=head.status,
        availability=head.availability,
        mode=head.attendance_mode,
        registration_opens_on=head.registration_opens_on,
        registration_closes_on=head.registration_closes_on,
        note=head.note or "",
        where=(head.run_place or "", head.run_district or ""),
        occurrences=tuple(_days(rows)),
    )


def _days(rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[_Day]:
    for row in rows:
        if row.day_id is not None:
            yield _Day(
                row.day_uuid,
                row.starts_at,
                row.ends_at,
                row.all_day,
                row.first_day,
                row.last_day,
                row.zone,
                row.day_status,
                row.day_note or "",
                (row.day_place or "", row.day_district or ""),
            )
