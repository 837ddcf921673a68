"""Reads ideas: for everybody the public ones, for editors all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from portal.models import District, Idea, Institution, Offer
from portal.models.matching import holds
from portal.vocabulary.offers import Step
from portal.vocabulary.participation import PUBLIC_IDEAS, IdeaState

PER_PAGE = 20
MOST_COMPARED = 1_000


class Order(StrEnum):
    """How the public list is ordered: the value of `sort=`."""

    NEWEST = "neu"
    SUPPORTED = "unterstuetzt"


@dataclass(frozen=True, slots=True)
class Listed:
    """An idea with what a page says beside it. `offer` is the public offer that came of it."""

    idea: Idea
    district: str
    offer: tuple[int, str, str] | None  # number, slug, title


def public(
    session: Session, *, state: IdeaState | None, order: Order, page: int
) -> tuple[tuple[Listed, ...], int]:
    """A page of public ideas in one state or in any, and how many there are; two statements."""
    wanted = Idea.state == state if state in PUBLIC_IDEAS else Idea.state.in_(tuple(PUBLIC_IDEAS))
    newest = (Idea.public_at.desc(), Idea.id.desc())
    ordered = newest if order is Order.NEWEST else (Idea.supports.desc(), *newest)
    return _page(session, wanted, ordered, page)


def for_editors(session: Session, *, state: IdeaState, page: int) -> tuple[tuple[Listed, ...], int]:
    """A page of the ideas in one state: those that wait the oldest first, others the latest first."""
    ordered = (Idea.asked_at.asc(), Idea.id.asc())
    if state is not IdeaState.WAITING:
        ordered = (Idea.updated_at.desc(), Idea.id.desc())
    return _page(session, Idea.state == state, ordered, page)


def _page(
    session: Session, wanted: ColumnElement[bool], ordered: Sequence[Any], page: int
) -> tuple[tuple[Listed, ...], int]:
    total = session.scalar(select(func.count(Idea.id)).where(wanted)) or 0
    rows = session.execute(
        _whole().where(wanted).order_by(*ordered).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    )
    return tuple(_listed(row) for row in rows), total


def public_by_uuid(session: Session, uuid: UUID) -> Listed | None:
    """One public idea; one statement."""
    row = session.execute(_whole().where(Idea.uuid == uuid, Idea.state.in_(tuple(PUBLIC_IDEAS)))).first()
    return _listed(row) if row else None


def by_id(session: Session, idea_id: int) -> Listed | None:
    """One idea, whatever its state."""
    row = session.execute(_whole().where(Idea.id == idea_id)).first()
    return _listed(row) if row else None


def titles(session: Session) -> tuple[tuple[UUID, str, int], ...]:
    """Address, title and supports of the public ideas, the latest first, to compare a new one with; one statement."""
    rows = session.execute(
        select(Idea.uuid, Idea.title, Idea.supports)
        .where(Idea.state.in_(tuple(PUBLIC_IDEAS)))
        .order_by(Idea.id.desc())
        .limit(MOST_COMPARED)
    )
    return tuple((row[0], row[1], row[2]) for row in rows)


def districts(session: Session) -> tuple[tuple[int, str], ...]:
    """The districts that an idea may name."""
    rows = session.execute(select(District.id, District.name).order_by(District.position, District.name))
    return tuple((row[0], row[1]) for row in rows)


def offers_like(session: Session, words: str, limit: int = 12) -> tuple[tuple[int, str, str], ...]:
    """Public offers whose title holds these words: number, title and provider."""
    wanted = select(Offer.id, Offer.title, func.coalesce(Institution.short_name, Institution.name)).join(
        Institution, Institution.id == Offer.institution_id
    )
    wanted = wanted.where(Offer.step == Step.PUBLISHED, Institution.is_public)
    for word in words.split()[:6]:
        wanted = wanted.where(holds(Offer.title, word))
    rows = session.execute(wanted.order_by(Offer.title, Offer.id).limit(limit))
    return tuple((row[0], row[1], row[2]) for row in rows)


def columns() -> Mapping[str, ScalarSelect[Any]]:
    """What the editors' menu shows: ideas that nobody has looked at."""
    waiting = select(func.count(Idea.id)).where(Idea.state == IdeaState.WAITING)
    return {"ideas": waiting.scalar_subquery()}


def _whole() -> Any:
    """An idea with its district and the offer that came of it, as far as that is public."""
    public = select(Offer.id).join(Institution).where(Offer.step == Step.PUBLISHED, Institution.is_public)
    return (
        select(Idea, func.coalesce(District.name, ""), Offer.id, Offer.slug, Offer.title)
        .outerjoin(District, District.id == Idea.district_id)
        .outerjoin(Offer, (Offer.id == Idea.offer_id) & Offer.id.in_(public))
    )


def _listed(row: Any) -> Listed:
    idea, district, number, slug, title = row
    return Listed(idea, district, (number, slug, title) if number else None)
