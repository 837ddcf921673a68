"""Finds any offer, public or not, and what editors compare: the versions around what nobody has looked at yet. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, defer, joinedload

from portal.models import Institution, Offer, OfferEdit, OfferVersion
from portal.offers.sheet import OfferSheet
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.workflow import WAS_PUBLIC, VersionKind
from portal.workflow import versions
from portal.workflow.queries import SeenLater

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class FoundOffer:
    """An offer of whatever step; `pending` is the step of the work on it, if any."""

    offer_id: int
    title: str
    kind: OfferKind
    step: Step
    institution: str
    changed_at: datetime
    pending: Step | None


def find(
    session: Session, words: str, *, step: Step | None = None, page: int = 1, per_page: int = 30
) -> tuple[list[FoundOffer], int]:
    """Offers whose title, number, provider or provider's number hold every word, the latest change first; and how many."""
    conditions = [_holds(word) for word in words.split()[:MOST_WORDS]]
    if step is not None:
        conditions.append(or_(Offer.step == step, OfferEdit.step == step))
    rows = session.execute(
        select(
            Offer.id,
            Offer.title,
            Offer.kind,
            Offer.step,
            Institution.name,
            Offer.updated_at,
            OfferEdit.step,
            func.count().over(),
        )
        .join(Institution, Offer.institution_id == Institution.id)
        .outerjoin(OfferEdit, OfferEdit.offer_id == Offer.id)
        .where(*conditions)
        .order_by(Offer.updated_at.desc(), Offer.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    return [FoundOffer(*row[:7]) for row in rows], rows[0][7] if rows else 0


def _holds(word: str) -> ColumnElement[bool]:
    columns = (Offer.title, Institution.name, Offer.external_id)
    found: list[ColumnElement[bool]] = [
        column.icontains(one, autoescape=True) for one in _spellings(word) for column in columns
    ]
    if word.isascii() and word.isdigit() and len(word) < 10:
        found.append(Offer.id == int(word))
    return or_(*found)


def _spellings(word: str) -> set[str]:
    """Databases fold A to Z alone, wherever they may run; other letters are tried small, large and as a first letter."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def since_seen(
    session: Session, entries: Iterable[SeenLater]
) -> dict[int, tuple[OfferSheet | None, OfferSheet]]:
    """For each offer the content that was last looked at (None: never public before) and the present one; one statement."""
    wanted = {one.offer_id: one for one in entries}
    if not wanted:
        return {}
    earlier = aliased(OfferVersion)
    before = {
        one.offer_id: select(func.max(earlier.number))
        .where(
            earlier.offer_id == one.offer_id,
            earlier.number < one.first_number,
            earlier.kind.in_(WAS_PUBLIC),
        )
        .scalar_subquery()
        for one in wanted.values()
    }
    rows = session.scalars(
        select(OfferVersion).where(
            or_(
                *(
                    and_(
                        OfferVersion.offer_id == one.offer_id,
                        or_(
                            OfferVersion.number == one.last_number,
                            OfferVersion.number == before[one.offer_id],
                        ),
                    )
                    for one in wanted.values()
                )
            )
        )
    )
    found: dict[int, dict[bool, OfferSheet]] = {}
    for row in rows:
        is_last = row.number == wanted[row.offer_id].last_number
        found.setdefault(row.offer_id, {})[is_last] = versions.sheet_of(row)
    return {key: (pair.get(False), pair[True]) for key, pair in found.items()}


def unseen_minor(session: Session, offer_id: int) -> Sequence[OfferVersion]:
    """Changes of an offer that took effect at once and that no editor has looked at, the oldest first."""
    return session.scalars(
        select(OfferVersion)
        .where(
            OfferVersion.offer_id == offer_id,
            OfferVersion.is_to_see,
            OfferVersion.kind == VersionKind.MINOR,
        )
        .order_by(OfferVersion.number)
    ).all()


def numbered(session: Session, offer_id: int, numbers: Iterable[int]) -> Mapping[int, OfferVersion]:
    """Some versions of an offer by number, in one statement."""
    rows = session.scalars(
        select(OfferVersion).where(OfferVersion.offer_id == offer_id, OfferVersion.number.in_(set(numbers)))
    )
    return {row.number: row for row in rows}


def outline(session: Session, offer_id: int, limit: int = 300) -> Sequence[OfferVersion]:
    """The versions of an offer without their content, the latest first."""
    return session.scalars(
        select(OfferVersion)
        .where(OfferVersion.offer_id == offer_id)
        .options(defer(OfferVersion.content, raiseload=True))
        .order_by(OfferVersion.number.desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True, slots=True)
class Pending:
    """The content of a submission and what it began from; None for a new offer."""

    sheet: OfferSheet
    base: OfferSheet | None


def contents(session: Session, offer_ids: Sequence[int]) -> dict[int, Pending]:
    """What is pending on some offers, in one statement."""
    if not offer_ids:
        return {}
    rows = session.scalars(
        select(OfferEdit)
        .where(OfferEdit.offer_id.in_(offer_ids))
        .options(joinedload(OfferEdit.version), joinedload(OfferEdit.base))
    )
    return {
        edit.offer_id: Pending(
            versions.sheet_of(edit.version), versions.sheet_of(edit.base) if edit.base else None
        )
        for edit in rows
    }
