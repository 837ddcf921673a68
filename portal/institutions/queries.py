"""Reads institutions with what their pages show."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.models import District, Institution, Place, SlugRedirect


def public_institutions(session: Session) -> list[Institution]:
    """All public institutions by name, with district, in one statement."""
    return list(
        session.scalars(
            select(Institution)
            .where(Institution.is_public)
            .options(joinedload(Institution.district))
            .order_by(Institution.name)
        )
    )


def by_slug(session: Session, slug: str) -> Institution | None:
    """A public institution with its places and districts; two statements."""
    return session.scalar(
        select(Institution)
        .where(Institution.slug == slug, Institution.is_public)
        .options(
            joinedload(Institution.district), selectinload(Institution.places).joinedload(Place.district)
        )
    )


def slug_now(session: Session, old_slug: str) -> str | None:
    """The present slug of an institution that was public under an old one."""
    return session.scalar(
        select(Institution.slug)
        .join(SlugRedirect, SlugRedirect.target_id == Institution.id)
        .where(SlugRedirect.thing == "institution", SlugRedirect.old_slug == old_slug)
    )


def districts(session: Session) -> list[District]:
    """The districts of the town in their order."""
    return list(session.scalars(select(District).order_by(District.position, District.name, District.id)))


def by_id(session: Session, institution_id: int) -> Institution | None:
    """An institution, public or not."""
    return session.get(Institution, institution_id)


def by_ids(session: Session, ids: Collection[int]) -> list[Institution]:
    """Some institutions, by name; one statement."""
    return list(
        session.scalars(
            select(Institution).where(Institution.id.in_(ids)).order_by(Institution.name, Institution.id)
        )
    )


def all_of_them(session: Session) -> list[Institution]:
    """Every institution by name, whatever its standing."""
    return list(session.scalars(select(Institution).order_by(Institution.name, Institution.id)))
