"""Reads the openings for civic activity (Tätigkeitsfelder): what is public, what fits a topic, and for the desk all of an
institution with how many people wait for an answer."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.models import CivicInterest, CivicOpening, Institution


def public(session: Session, today: date) -> tuple[CivicOpening, ...]:
    """All that are public and still open, by title; one statement."""
    return tuple(session.scalars(_public(today).order_by(CivicOpening.title, CivicOpening.id)))


def public_by_uuid(session: Session, uuid: UUID, today: date) -> CivicOpening | None:
    return session.scalar(_public(today).where(CivicOpening.uuid == uuid))


def _public(today: date) -> Select[CivicOpening]:
    return (
        select(CivicOpening)
        .join(CivicOpening.institution)
        .options(contains_eager(CivicOpening.institution), joinedload(CivicOpening.district))
        .where(*_is_public(today))
    )


def _is_public(today: date) -> tuple[ColumnElement[bool], ...]:
    is_open = CivicOpening.open_until.is_(None) | (CivicOpening.open_until >= today)
    return (CivicOpening.is_public.is_(True), Institution.is_public.is_(True), is_open)


def topics(session: Session, today: date) -> tuple[tuple[str, ...], ...]:
    """The topics of each public opening; one statement. They are a short list in a column, and are compared by who asks: a town
    has dozens of openings, not thousands."""
    rows = session.scalars(
        select(CivicOpening.topics)
        .join(Institution, Institution.id == CivicOpening.institution_id)
        .where(*_is_public(today))
    )
    return tuple(tuple(row) for row in rows)


def of_institutions(session: Session, institution_ids: Collection[int] | None) -> tuple[CivicOpening, ...]:
    """All openings of these institutions, or of everybody, public or not, by institution and title; one statement."""
    wanted = (
        select(CivicOpening)
        .join(CivicOpening.institution)
        .options(contains_eager(CivicOpening.institution), joinedload(CivicOpening.district))
        .order_by(Institution.name, CivicOpening.title, CivicOpening.id)
    )
    if institution_ids is not None:
        wanted = wanted.where(CivicOpening.institution_id.in_(institution_ids))
    return tuple(session.scalars(wanted))


def waiting(session: Session, opening_ids: Collection[int]) -> Mapping[int, int]:
    """How many people wait for an answer, by opening; one statement."""
    rows = session.execute(
        select(CivicInterest.opening_id, func.count())
        .where(CivicInterest.opening_id.in_(opening_ids), CivicInterest.handled_at.is_(None))
        .group_by(CivicInterest.opening_id)
    )
    return {row[0]: row[1] for row in rows}
