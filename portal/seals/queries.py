"""Reads seals and who bears them. An award whose holder is gone is nobody's: it is not shown, and never another's that got the
number of the one that went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.models import GuidancePoint, Institution, Offer, Seal, SealAward
from portal.models.matching import holds
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.offers import Step

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Holder:
    """Who or what bears a seal; `slug` for its address. `is_public`: visitors see it."""

    kind: SealHolder
    id: int
    name: str
    slug: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Award:
    """That a holder bears a seal from one day to another, both included; `holder` None where it is gone."""

    id: int
    seal_id: int
    seal_slug: str
    seal_name: str
    issuer: str
    holder: Holder | None
    valid_from: date
    valid_until: date | None
    proof: str
    checked_on: date
    checked_by: str
    revision: int


def seals(session: Session) -> list[Seal]:
    """All seals by name, in one statement."""
    return list(session.scalars(select(Seal).order_by(Seal.name, Seal.id)))


def one(session: Session, seal_id: int) -> Seal | None:
    """One seal by its number."""
    return session.get(Seal, seal_id)


def not_over(session: Session, today: date) -> tuple[Award, ...]:
    """The awards of existing public holders that count on a day or will, in one statement."""
    ahead = or_(SealAward.valid_until.is_(None), SealAward.valid_until >= today)
    found = (award(row) for row in session.execute(_awards().where(ahead)))
    return tuple(one for one in found if one.holder and one.holder.is_public)


def awards_of(session: Session, seal_id: int) -> tuple[Award, ...]:
    """All awards of a seal, those that run out first before the others."""
    return tuple(award(row) for row in session.execute(_awards().where(SealAward.seal_id == seal_id)))


def everything(session: Session) -> tuple[Award, ...]:
    """All awards of all seals, in one statement."""
    return tuple(award(row) for row in session.execute(_awards()))


def award_by_id(session: Session, award_id: int) -> Award | None:
    """One award with its holder."""
    row = session.execute(_awards().where(SealAward.id == award_id)).first()
    return award(row) if row else None


def holder(session: Session, kind: SealHolder, holder_id: int) -> Holder | None:
    """Who could bear a seal, by number."""
    return next(iter(_holders(session, kind, _TABLES[kind].id == holder_id)), None)


def find_holders(session: Session, words: str) -> tuple[Holder, ...]:
    """Institutions, advice points and offers whose name holds the words, a dozen of each at most; three statements."""
    if not words:
        return ()
    found: list[Holder] = []
    for kind in (SealHolder.INSTITUTION, SealHolder.GUIDANCE_POINT, SealHolder.OFFER):
        name = Offer.title if kind is SealHolder.OFFER else _TABLES[kind].name
        found += _holders(session, kind, holds(name, words))
    return tuple(found)


_TABLES: dict[SealHolder, Any] = {
    SealHolder.INSTITUTION: Institution,
    SealHolder.OFFER: Offer,
    SealHolder.GUIDANCE_POINT: GuidancePoint,
}


def _holders(session: Session, kind: SealHolder, wanted: Any) -> Iterable[Holder]:
    if kind is SealHolder.OFFER:
        offers = (
            select(Offer.id, Offer.title, Offer.slug, Offer.step, Institution.is_public)
            .join(Institution, Institution.id == Offer.institution_id)
            .where(wanted)
            .order_by(Offer.title, Offer.id)
            .limit(MOST_FOUND)
        )
        return [
            Holder(kind, row.id, row.title, row.slug, row.step is Step.PUBLISHED and row.is_public)
            for row in session.execute(offers)
        ]
    table = _TABLES[kind]
    rows = select(table.id, table.name, table.slug, table.is_public).where(wanted)
    return [Holder(kind, *row) for row in session.execute(rows.order_by(table.name).limit(MOST_FOUND))]


def _awards() -> Any:
    """Awards with their seal and whichever holder they have; one that is younger than its award is another's successor."""
    owner = select(Institution.id, Institution.is_public).subquery()

    def bears(kind: SealHolder, table: Any) -> Any:
        return and_(
            SealAward.holder == kind,
            SealAward.holder_id == table.id,
            table.created_at <= SealAward.created_at,
        )

    return (
        select(
            SealAward,
            Seal.slug,
            Seal.name,
            Seal.issuer,
            Institution.name.label("institution_name"),
            Institution.slug.label("institution_slug"),
            Institution.is_public.label("institution_public"),
            Offer.title.label("offer_title"),
            Offer.slug.label("offer_slug"),
            Offer.step.label("offer_step"),
            owner.c.is_public.label("owner_public"),
            GuidancePoint.name.label("point_name"),
            GuidancePoint.slug.label("point_slug"),
            GuidancePoint.is_public.label("point_public"),
        )
        .join(Seal, Seal.id == SealAward.seal_id)
        .outerjoin(Institution, bears(SealHolder.INSTITUTION, Institution))
        .outerjoin(Offer, bears(SealHolder.OFFER, Offer))
        .outerjoin(owner, owner.c.id == Offer.institution_id)
        .outerjoin(GuidancePoint, bears(SealHolder.GUIDANCE_POINT, GuidancePoint))
        .order_by(SealAward.valid_until.is_(None), SealAward.valid_until, SealAward.id)
    )


def award(row: Any) -> Award:
    """A row of `_awards` as plain data."""
    stored: SealAward = row[0]
    return Award(
        id=stored.id,
        seal_id=stored.seal_id,
        seal_slug=row.slug,
        seal_name=row.name,
        issuer=row.issuer,
        holder=_holder(stored, row),
        valid_from=stored.valid_from,
        valid_until=stored.valid_until,
        proof=stored.proof or "",
        checked_on=stored.checked_on,
        checked_by=stored.checked_by,
        revision=stored.revision,
    )


def _holder(stored: SealAward, row: Any) -> Holder | None:
    kind, number = stored.holder, stored.holder_id
    if kind is SealHolder.INSTITUTION and row.institution_name is not None:
        return Holder(kind, number, row.institution_name, row.institution_slug, row.institution_public)
    if kind is SealHolder.OFFER and row.offer_title is not None:
        is_public = row.offer_step is Step.PUBLISHED and bool(row.owner_public)
        return Holder(kind, number, row.offer_title, row.offer_slug, is_public)
    if kind is SealHolder.GUIDANCE_POINT and row.point_name is not None:
        return Holder(kind, number, row.point_name, row.point_slug, row.point_public)
    return None
