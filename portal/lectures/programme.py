"""Reads the programme of a semester: three statements whatever its size, plain rows, no side effect."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.orm import Session, aliased

from portal.lectures.entries import Host, Programme, ProgrammeEntry, Speaker, Topic, Venue
from portal.lectures.semesters import PROGRAMME
from portal.models import (
    Appearance,
    District,
    Institution,
    Lecturer,
    Occurrence,
    Offer,
    OfferTerm,
    Place,
    Run,
    Semester,
    SemesterItem,
    Term,
)
from portal.offers import rules
from portal.vocabulary.offers import Availability, OccurrenceStatus, Step
from portal.vocabulary.places import AccessFeature
from portal.vocabulary.terms import Scheme

# Where nothing is known of a date, its run speaks for it (as in careers/queries.py).
_OPEN = frozenset({OccurrenceStatus.PLANNED, OccurrenceStatus.CONFIRMED})
_FULL = frozenset({Availability.FULL, Availability.WAITING_LIST})
__all__ = ["Programme", "ProgrammeEntry", "may_be_named", "members", "offer_ids", "programme"]
Speaking = dict[int, list[tuple[UUID | None, Speaker]]]


def programme(session: Session, *, semester: Semester) -> Programme:
    """All dates of a semester's lectures. A regular one takes in every public offer of the programme with a date in its period,
    a compact one those of its chosen offers that are public; both only dates that touch the period."""
    rows = session.execute(_dates(semester)).all()
    offer_ids = sorted({row.id for row in rows})
    topics, speakers = _topics(session, offer_ids), _speakers(session, offer_ids)
    return Programme(
        semester, tuple(_entry(row, topics.get(row.id, ()), speakers.get(row.id, [])) for row in rows)
    )


def offer_ids(session: Session, semester: Semester) -> tuple[int, ...]:
    """The offers with a date in the semester; one statement."""
    statement = _dates(semester).with_only_columns(Offer.id, maintain_column_froms=True).order_by(None)
    return tuple(sorted(set(session.scalars(statement))))


def members(semester: Semester) -> ColumnElement[bool]:
    """That an offer belongs to a semester, by its term or because it was chosen."""
    if semester.kind.is_compact:
        return exists(
            select(SemesterItem.offer_id).where(
                SemesterItem.semester_id == semester.id, SemesterItem.offer_id == Offer.id
            )
        )
    return exists(
        select(OfferTerm.offer_id)
        .join(Term, OfferTerm.term_id == Term.id)
        .where(
            OfferTerm.offer_id == Offer.id,
            Term.scheme == Scheme.PROGRAMME,
            Term.code == PROGRAMME,
        )
    )


def _dates(semester: Semester):  # type: ignore[no-untyped-def]  # a Select over forty columns says nothing as a type
    first, last = semester.first_day, semester.last_day
    return (
        select(
            *_OFFER,
            *_DATE,
            Institution.id.label("host_id"),
            Institution.slug.label("host_slug"),
            Institution.name.label("host_name"),
            Institution.short_name.label("host_short_name"),
            Place.id.label("place_id"),
            Place.name.label("place"),
            Place.street,
            Place.postal_code,
            Place.town,
            Place.access_note,
            Place.transit_stop,
            District.name.label("district"),
            *(getattr(Place, feature.value) for feature in AccessFeature),
        )
        .join(Run, Run.offer_id == Offer.id)
        .join(Occurrence, Occurrence.run_id == Run.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .outerjoin(Place, Place.id == func.coalesce(Occurrence.place_id, Run.place_id, Offer.place_id))
        .outerjoin(District, Place.district_id == District.id)
        .where(
            Offer.step == Step.PUBLISHED,
            Institution.is_public,
            Occurrence.first_day <= last,
            Occurrence.last_day >= first,
            members(semester),
        )
        .order_by(
            Occurrence.first_day, Occurrence.all_day.desc(), Occurrence.starts_at, Offer.title, Occurrence.id
        )
    )


_OFFER = (
    Offer.id,
    Offer.slug,
    Offer.title,
    Offer.summary,
    Offer.kind,
    Offer.attendance_mode,
    Offer.guest_places,
    Offer.guest_conditions,
    Offer.is_free,
    Offer.price_cents,
    Offer.reduced_price_cents,
    Offer.price_note,
    Offer.registration_way,
    Offer.registration_phone,
    Offer.contact_phone,
)
_DATE = (
    Run.price_cents.label("run_price_cents"),
    Run.reduced_price_cents.label("run_reduced_price_cents"),
    Run.price_note.label("run_price_note"),
    Run.attendance_mode.label("run_mode"),
    Run.availability,
    Run.status.label("run_status"),
    Run.note.label("run_note"),
    Occurrence.uuid.label("date_uuid"),
    Occurrence.first_day,
    Occurrence.last_day,
    Occurrence.starts_at,
    Occurrence.ends_at,
    Occurrence.all_day,
    Occurrence.status.label("date_status"),
    Occurrence.note.label("date_note"),
    Occurrence.room,
    Occurrence.moved_from,
)


def _entry(
    row: Row[Any], topics: tuple[Topic, ...], speaking: list[tuple[UUID | None, Speaker]]
) -> ProgrammeEntry:
    off = rules.off_status(row.run_status, row.date_status)
    return ProgrammeEntry(
        offer_id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary or "",
        kind=row.kind,
        uuid=row.date_uuid,
        first_day=row.first_day,
        last_day=row.last_day,
        starts_at=None if row.all_day else row.starts_at,
        ends_at=None if row.all_day else row.ends_at,
        over_at=row.ends_at,
        status=off or _status(row),
        moved_from=row.moved_from,
        note=row.date_note or (row.run_note if off else "") or "",
        mode=row.run_mode or row.attendance_mode,
        room=row.room or "",
        institution=Host(row.host_id, row.host_slug, row.host_name, row.host_short_name or row.host_name),
        venue=_venue(row),
        topics=topics,
        speakers=tuple(dict.fromkeys(one for day, one in speaking if day in (None, row.date_uuid))),
        guest_places=row.guest_places,
        guest_conditions=row.guest_conditions or "",
        is_free=row.is_free,
        price_cents=row.run_price_cents if row.run_price_cents is not None else row.price_cents,
        reduced_price_cents=row.run_reduced_price_cents
        if row.run_reduced_price_cents is not None
        else row.reduced_price_cents,
        price_note=row.run_price_note or row.price_note or "",
        registration_way=row.registration_way,
        registration_phone=row.registration_phone or row.contact_phone or "",
    )


def _status(row: Row[Any]) -> OccurrenceStatus:
    """The date's own; where that says nothing special, how it stands with places of the run."""
    if row.date_status not in _OPEN:
        status: OccurrenceStatus = row.date_status
        return status
    if row.run_status is OccurrenceStatus.FULL or row.availability in _FULL:
        return OccurrenceStatus.FULL
    if row.run_status is OccurrenceStatus.FEW_PLACES or row.availability is Availability.FEW:
        return OccurrenceStatus.FEW_PLACES
    confirmed: OccurrenceStatus = row.date_status
    return confirmed


def _venue(row: Row[Any]) -> Venue | None:
    if row.place_id is None:
        return None
    return Venue(
        id=row.place_id,
        name=row.place,
        street=row.street or "",
        postal_code=row.postal_code or "",
        town=row.town or "",
        district=row.district or "",
        access=tuple(feature for feature in AccessFeature if getattr(row, feature.value)),
        lacking=tuple(feature for feature in AccessFeature if getattr(row, feature.value) is False),
        access_note=row.access_note or "",
        transit_stop=row.transit_stop or "",
    )


_BROAD = aliased(Term, name="broad")


def _topics(session: Session, ids: Sequence[int]) -> dict[int, tuple[Topic, ...]]:
    if not ids:
        return {}
    rows = session.execute(
        select(
            OfferTerm.offer_id,
            Term.code,
            Term.label,
            Term.label_en,
            _BROAD.code.label("broad"),
            _BROAD.label.label("broad_label"),
            _BROAD.label_en.label("broad_label_en"),
        )
        .join(Term, OfferTerm.term_id == Term.id)
        .join(_BROAD, _BROAD.id == func.coalesce(Term.parent_id, Term.id))
        .where(OfferTerm.offer_id.in_(ids), Term.scheme == Scheme.TOPIC)
        .order_by(OfferTerm.offer_id, Term.position, Term.id)
    )
    return {
        offer_id: tuple(
            Topic(
                row.code, row.label, row.label_en or "", row.broad, row.broad_label, row.broad_label_en or ""
            )
            for row in of_offer
        )
        for offer_id, of_offer in groupby(rows, key=lambda row: row.offer_id)
    }


def _speakers(session: Session, ids: Sequence[int]) -> Speaking:
    """Who may be named, by offer, with the date that they speak on; None stands for every date."""
    if not ids:
        return {}
    rows = session.execute(
        select(
            Appearance.offer_id,
            Appearance.occurrence_uuid,
            Lecturer.name,
            Lecturer.role,
            Lecturer.affiliation,
            Lecturer.about,
        )
        .join(Lecturer, Appearance.lecturer_id == Lecturer.id)
        .where(Appearance.offer_id.in_(ids), may_be_named())
        .order_by(Appearance.offer_id, Appearance.position, Appearance.id)
    )
    found: Speaking = {}
    for row in rows:
        speaker = Speaker(row.name, row.role or "", row.affiliation or "", row.about or "")
        found.setdefault(row.offer_id, []).append((row.occurrence_uuid, speaker))
    return found


def may_be_named() -> ColumnElement[bool]:
    """The one place that says who of the lecturers is public: only who has consented."""
    return Lecturer.consented_on.is_not(None)
