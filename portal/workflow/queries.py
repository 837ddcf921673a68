"""Reads the work on offers: one working copy, the editors' queue, what went public without review, versions, comments, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.models import (
    Institution,
    Offer,
    OfferComment,
    OfferEdit,
    OfferVersion,
    ReturnReason,
)
from portal.offers import sheet_store
from portal.offers.sheet import OfferSheet, digest
from portal.vocabulary.offers import OfferKind, Step
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import WAS_PUBLIC, ChangeKind
from portal.workflow import versions


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """An offer as one goes on with it: `sheet` is the pending content, else the public one; `live` the public one, if any."""

    offer: Offer
    sheet: OfferSheet
    digest: str
    edit: OfferEdit | None
    live: OfferSheet | None


def working_copy(session: Session, offer_id: int) -> WorkingCopy | None:
    """Reads without writing anything; the digest is what `actions.save` wants as `opened`."""
    offer = sheet_store.offer(session, offer_id)
    if offer is None:
        return None
    live = sheet_store.read(offer) if versions.was_public(offer) else None
    edit = session.scalar(
        select(OfferEdit)
        .where(OfferEdit.offer_id == offer_id)
        .options(joinedload(OfferEdit.version), joinedload(OfferEdit.base))
    )
    if edit is not None:
        sheet = versions.up_to_date(edit, live)
    else:
        sheet = live or _last_words(session, offer) or sheet_store.read(offer)
    return WorkingCopy(offer, sheet, digest(sheet), edit, live)


def _last_words(session: Session, offer: Offer) -> OfferSheet | None:
    """The last version of an offer that never was public and was given up."""
    version = session.scalar(
        select(OfferVersion)
        .where(OfferVersion.offer_id == offer.id)
        .order_by(OfferVersion.number.desc())
        .limit(1)
    )
    return versions.sheet_of(version) if version else None


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One offer that waits for an editor, however many dates it has. `kinds` say what the change touches."""

    offer_id: int
    title: str
    kind: OfferKind
    institution_id: int
    institution: str
    standing: Standing
    since: datetime
    kinds: tuple[ChangeKind, ...]
    publish_at: datetime | None = None
    is_approved: bool = False


def queue(session: Session, *, limit: int = 200) -> list[QueueEntry]:
    """What is submitted, the longest waiting first; one statement. Titles are those of the pending content."""
    return _entries(session, is_approved=False, limit=limit)


def scheduled(session: Session, limit: int = 200) -> list[QueueEntry]:
    """What is approved and waits for its day."""
    return _entries(session, is_approved=True, limit=limit)


def _entries(session: Session, *, is_approved: bool, limit: int) -> list[QueueEntry]:
    approved = OfferEdit.approved_at
    rows = session.execute(
        select(
            OfferEdit,
            OfferVersion.content["title"].as_string().label("title"),
            Offer.kind,
            Institution.id.label("institution_id"),
            Institution.name,
            Institution.standing,
        )
        .join(OfferVersion, OfferEdit.version_id == OfferVersion.id)
        .join(Offer, OfferEdit.offer_id == Offer.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .where(
            OfferEdit.step == Step.SUBMITTED,
            approved.is_not(None) if is_approved else approved.is_(None),
        )
        .order_by(OfferEdit.submitted_at, OfferEdit.id)
        .limit(limit)
    ).all()
    return [
        QueueEntry(
            edit.offer_id,
            title,
            offer_kind,
            institution_id,
            name,
            standing,
            edit.submitted_at or edit.created_at,
            tuple(ChangeKind(value) for value in edit.change_kinds),
            edit.publish_at,
            edit.approved_at is not None,
        )
        for edit, title, offer_kind, institution_id, name, standing in rows
    ]


@dataclass(frozen=True, slots=True)
class SeenLater:
    """An offer that went public without review, in `times` versions since it was last looked at."""

    offer_id: int
    title: str
    slug: str
    kind: OfferKind
    institution: str
    standing: Standing
    first_number: int
    last_number: int
    times: int
    since: datetime
    author: str


def to_see(session: Session, limit: int = 200) -> list[SeenLater]:
    """What editors should look at, the oldest first; one statement."""
    since = func.min(OfferVersion.made_at)
    rows = session.execute(
        select(
            Offer.id,
            Offer.title,
            Offer.slug,
            Offer.kind,
            Institution.name,
            Institution.standing,
            func.min(OfferVersion.number),
            func.max(OfferVersion.number),
            func.count(),
            since,
            func.max(OfferVersion.author_name),
        )
        .join(Offer, OfferVersion.offer_id == Offer.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .where(OfferVersion.is_to_see)
        .group_by(Offer.id, Institution.id)
        .order_by(since)
        .limit(limit)
    )
    return [SeenLater(*row) for row in rows]


def history(session: Session, offer_id: int) -> Sequence[OfferVersion]:
    """All versions, the latest first."""
    return session.scalars(
        select(OfferVersion).where(OfferVersion.offer_id == offer_id).order_by(OfferVersion.number.desc())
    ).all()


def version(session: Session, offer_id: int, number: int) -> OfferVersion | None:
    """One version by its number."""
    return session.scalar(
        select(OfferVersion).where(OfferVersion.offer_id == offer_id, OfferVersion.number == number)
    )


def public_before(session: Session, offer_id: int, number: int) -> OfferVersion | None:
    """The last version before this one that was public: what it is compared with."""
    return session.scalar(
        select(OfferVersion)
        .where(
            OfferVersion.offer_id == offer_id,
            OfferVersion.number < number,
            OfferVersion.kind.in_(WAS_PUBLIC),
        )
        .order_by(OfferVersion.number.desc())
        .limit(1)
    )


def comments(session: Session, offer_id: int) -> Sequence[OfferComment]:
    """The thread, the oldest first."""
    return session.scalars(
        select(OfferComment).where(OfferComment.offer_id == offer_id).order_by(OfferComment.id)
    ).all()


def reasons(session: Session) -> Sequence[ReturnReason]:
    """The texts that editors use again and again."""
    return session.scalars(select(ReturnReason).order_by(ReturnReason.position, ReturnReason.id)).all()


def pending(session: Session, offer_ids: Sequence[int]) -> dict[int, OfferEdit]:
    """The pending work of some offers with its content, in one statement."""
    rows = session.scalars(
        select(OfferEdit).where(OfferEdit.offer_id.in_(offer_ids)).options(joinedload(OfferEdit.version))
    )
    return {edit.offer_id: edit for edit in rows}
