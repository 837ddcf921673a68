"""Reads lecturers: all of an institution for its own people, and for the public those of an offer who have consented."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.lectures.entries import Speaker
from portal.lectures.programme import may_be_named
from portal.models import Appearance, Institution, Lecturer


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """Who may be named on the page of an offer; `days` are the dates of the one who speaks only on some, none means all."""

    speaker: Speaker
    days: tuple[UUID, ...]


def of_institutions(session: Session, institution_ids: Collection[int] | None) -> tuple[Lecturer, ...]:
    """All lecturers of these institutions, or of all for None, by institution and name; with or without consent, so only for
    their own people."""
    wanted = (
        select(Lecturer)
        .join(Lecturer.institution)
        .options(contains_eager(Lecturer.institution))
        .order_by(Institution.name, func.lower(Lecturer.name), Lecturer.id)
    )
    if institution_ids is not None:
        wanted = wanted.where(Lecturer.institution_id.in_(institution_ids))
    return tuple(session.scalars(wanted))


def by_id(session: Session, lecturer_id: int) -> Lecturer | None:
    return session.get(Lecturer, lecturer_id)


def offers_spoken_in(session: Session, lecturer_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The offers of each lecturer; one statement."""
    if not lecturer_ids:
        return {}
    found: dict[int, dict[int, None]] = {}
    rows = session.execute(
        select(Appearance.lecturer_id, Appearance.offer_id)
        .where(Appearance.lecturer_id.in_(lecturer_ids))
        .order_by(Appearance.lecturer_id, Appearance.offer_id)
    )
    for row in rows:
        found.setdefault(row.lecturer_id, {})[row.offer_id] = None
    return {lecturer_id: tuple(offers) for lecturer_id, offers in found.items()}


def appearances(session: Session, offer_id: int) -> tuple[Appearance, ...]:
    """Who speaks in an offer, with or without consent, in their order; for its own people."""
    return tuple(
        session.scalars(
            select(Appearance)
            .where(Appearance.offer_id == offer_id)
            .options(joinedload(Appearance.lecturer))
            .order_by(Appearance.position, Appearance.id)
        )
    )


def offers_with_names(session: Session) -> frozenset[int]:
    """The offers in which somebody speaks who may be named; one statement."""
    wanted = (
        select(Appearance.offer_id)
        .join(Lecturer, Appearance.lecturer_id == Lecturer.id)
        .where(may_be_named())
    )
    return frozenset(session.scalars(wanted.distinct()))


def named(session: Session, offer_id: int) -> tuple[NamedSpeaker, ...]:
    """Who speaks in an offer and has consented to be named; one statement. For everything that is public."""
    rows = session.execute(
        select(
            Lecturer.id,
            Lecturer.name,
            Lecturer.role,
            Lecturer.affiliation,
            Lecturer.about,
            Appearance.occurrence_uuid,
        )
        .join(Lecturer, Appearance.lecturer_id == Lecturer.id)
        .where(Appearance.offer_id == offer_id, may_be_named())
        .order_by(Appearance.position, Appearance.id)
    )
    speakers: dict[int, Speaker] = {}
    days: dict[int, list[UUID | None]] = {}
    for row in rows:
        speakers[row.id] = Speaker(row.name, row.role or "", row.affiliation or "", row.about or "")
        days.setdefault(row.id, []).append(row.occurrence_uuid)
    return tuple(
        NamedSpeaker(speaker, () if None in days[key] else tuple(day for day in days[key] if day))
        for key, speaker in speakers.items()
    )
