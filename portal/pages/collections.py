"""Reads collections: for the public those that are current, for editors all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.models import Collection, Institution, Offer, SlugRedirect
from portal.vocabulary.offers import Step

THING = "collection"  # in SlugRedirect
MOST_CURRENT = 50


@dataclass(frozen=True, slots=True)
class Teaser:
    """A current collection as lists name it."""

    slug: str
    title: str
    title_en: str
    summary: str
    summary_en: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A hand-picked offer as editors see it, whatever became of it."""

    id: int
    title: str
    institution: str
    is_public: bool


def current(session: Session, today: date) -> tuple[Teaser, ...]:
    """The collections that are public on a day, in the editors' order, then the latest; one statement."""
    rows = session.execute(
        select(
            Collection.slug, Collection.title, Collection.title_en, Collection.summary, Collection.summary_en
        )
        .where(
            Collection.is_public,
            or_(Collection.first_day.is_(None), Collection.first_day <= today),
            or_(Collection.last_day.is_(None), Collection.last_day >= today),
        )
        .order_by(Collection.position, Collection.id.desc())
        .limit(MOST_CURRENT)
    )
    return tuple(Teaser(*(value or "" for value in row)) for row in rows)


def everything(session: Session) -> tuple[Collection, ...]:
    """All collections by title, with what they pick; two statements."""
    return tuple(
        session.scalars(select(Collection).options(selectinload(Collection.items)).order_by(Collection.title))
    )


def by_id(session: Session, collection_id: int) -> Collection | None:
    """One collection with its picture and picks."""
    return session.scalar(_whole().where(Collection.id == collection_id))


def public_by_slug(session: Session, slug: str) -> Collection | None:
    """A collection that editors have made public, before, in or after its period."""
    return session.scalar(_whole().where(Collection.slug == slug, Collection.is_public))


def slug_after(session: Session, slug: str) -> str | None:
    """The present slug of a public collection that once had this one."""
    return session.scalar(
        select(Collection.slug)
        .join(SlugRedirect, SlugRedirect.target_id == Collection.id)
        .where(SlugRedirect.thing == THING, SlugRedirect.old_slug == slug, Collection.is_public)
    )


def picked(session: Session, offer_ids: Iterable[int]) -> dict[int, Picked]:
    """Offers by number, those that exist; one statement, none without numbers."""
    wanted = sorted(set(offer_ids))
    if not wanted:
        return {}
    rows = session.execute(
        select(
            Offer.id,
            Offer.title,
            Institution.short_name,
            Institution.name,
            Offer.step,
            Institution.is_public,
        )
        .join(Institution, Offer.institution_id == Institution.id)
        .where(Offer.id.in_(wanted))
    )
    return {
        row.id: Picked(
            row.id, row.title, row.short_name or row.name, row.step is Step.PUBLISHED and row.is_public
        )
        for row in rows
    }


def _whole() -> Select[Collection]:
    return select(Collection).options(joinedload(Collection.image), selectinload(Collection.items))
