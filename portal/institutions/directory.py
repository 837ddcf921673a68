"""Reads institutions for the administration, with what hangs on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.models import Institution, Membership, Offer
from portal.models.matching import holds
from portal.vocabulary.offers import Step
from portal.vocabulary.people import Standing


@dataclass(frozen=True, slots=True)
class InstitutionFilter:
    """Which institutions are wanted; `text` is part of the name."""

    text: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class ListedInstitution:
    """An institution with counts. `last_confirmed_at` is the latest word of it, about itself or any of its offers."""

    id: int
    slug: str
    name: str
    standing: Standing
    offers: int
    public_offers: int
    members: int
    last_confirmed_at: datetime | None
    source: str


def count(session: Session, wanted: InstitutionFilter) -> int:
    """How many there are."""
    return session.scalar(select(func.count(Institution.id)).where(*_conditions(wanted))) or 0


def page(
    session: Session, wanted: InstitutionFilter, *, number: int, size: int
) -> tuple[ListedInstitution, ...]:
    """One page by name; one statement."""
    rows = _rows().where(*_conditions(wanted)).limit(size).offset((number - 1) * size)
    return tuple(_listed(row) for row in session.execute(rows))


def one(session: Session, institution_id: int) -> ListedInstitution | None:
    """One institution by its number."""
    row = session.execute(_rows().where(Institution.id == institution_id)).first()
    return _listed(row) if row else None


def names(session: Session) -> list[tuple[int, str]]:
    """All by name, to choose from."""
    rows = session.execute(select(Institution.id, Institution.name).order_by(func.lower(Institution.name)))
    return [(row.id, row.name) for row in rows]


def _rows() -> Select[*tuple[Any, ...]]:
    offers = select(func.count(Offer.id)).where(Offer.institution_id == Institution.id)
    confirmed = select(func.max(Offer.confirmed_at)).where(Offer.institution_id == Institution.id)
    members = select(func.count(Membership.id)).where(Membership.institution_id == Institution.id)
    return select(
        Institution,
        offers.correlate(Institution).scalar_subquery(),
        offers.where(Offer.step == Step.PUBLISHED).correlate(Institution).scalar_subquery(),
        members.correlate(Institution).scalar_subquery(),
        confirmed.correlate(Institution).scalar_subquery(),
    ).order_by(func.lower(Institution.name), Institution.id)


def _listed(found: Row[*tuple[Any, ...]]) -> ListedInstitution:
    row, offers, public, members, confirmed = found
    moments = [one for one in (row.confirmed_at, confirmed) if one is not None]
    return ListedInstitution(
        row.id,
        row.slug,
        row.name,
        row.standing,
        offers,
        public,
        members,
        max(moments, default=None),
        row.source or "",
    )


def _conditions(wanted: InstitutionFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        found.append(or_(holds(Institution.name, wanted.text), holds(Institution.short_name, wanted.text)))
    if wanted.standing:
        found.append(Institution.standing == wanted.standing)
    return found
