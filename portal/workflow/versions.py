"""Versions of an offer and the pending work on it: keep, find, bring up to the public state. No decision is made here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.journal import NOBODY
from portal.models import Offer, OfferEdit, OfferVersion
from portal.offers import differences, sheet_store
from portal.offers.sheet import OfferSheet, digest, from_json, to_json
from portal.permissions.policy import Actor
from portal.vocabulary.offers import Step
from portal.vocabulary.workflow import WAS_PUBLIC, VersionKind

EVER_PUBLIC = frozenset({Step.PUBLISHED, Step.WITHDRAWN})


def was_public(offer: Offer) -> bool:
    """Whether the tables hold a version that was public (else all there is of the offer is the pending work)."""
    return offer.published_at is not None or offer.step in EVER_PUBLIC


def sheet_of(version: OfferVersion) -> OfferSheet:
    """The content of a version."""
    return from_json(version.content)


def edit_of(session: Session, offer: Offer) -> OfferEdit | None:
    """The pending work, if any."""
    return session.scalar(select(OfferEdit).where(OfferEdit.offer_id == offer.id))


def keep(
    session: Session,
    actor: Actor | None,
    offer: Offer,
    sheet: OfferSheet,
    kind: VersionKind,
    now: datetime,
    *,
    note: str | None = None,
    is_to_see: bool = False,
) -> OfferVersion:
    """Store a content as the offer's next version."""
    last = session.scalar(select(func.max(OfferVersion.number)).where(OfferVersion.offer_id == offer.id))
    version = OfferVersion(
        offer_id=offer.id,
        number=(last or 0) + 1,
        kind=kind,
        digest=digest(sheet),
        content=to_json(sheet),
        author_id=actor.user_id if actor else None,
        author_name=actor.name if actor else NOBODY,
        made_at=now,
        note=note,
        is_to_see=is_to_see,
    )
    session.add(version)
    session.flush()
    return version


def public_version(session: Session, offer: Offer, now: datetime) -> OfferVersion | None:
    """The version that is in the tables, kept now if an import or the demo has written it; None for what never was public."""
    if not was_public(offer):
        return None
    sheet = sheet_store.read(offer)
    latest = session.scalar(
        select(OfferVersion)
        .where(OfferVersion.offer_id == offer.id, OfferVersion.kind.in_(WAS_PUBLIC))
        .order_by(OfferVersion.number.desc())
        .limit(1)
    )
    if latest is not None and latest.digest == digest(sheet):
        return latest
    return keep(session, None, offer, sheet, VersionKind.FOUND, now)


def by_digest(session: Session, offer: Offer, wanted: str) -> OfferSheet | None:
    """The content that a form was opened with."""
    version = session.scalar(
        select(OfferVersion)
        .where(OfferVersion.offer_id == offer.id, OfferVersion.digest == wanted)
        .order_by(OfferVersion.number.desc())
        .limit(1)
    )
    return sheet_of(version) if version else None


def up_to_date(edit: OfferEdit, live: OfferSheet | None) -> OfferSheet:
    """The pending content with what became public since it was begun; where both changed the same, the pending one stands."""
    mine = sheet_of(edit.version)
    if live is None or edit.base is None or edit.base.digest == digest(live):
        return mine
    return differences.merge(sheet_of(edit.base), live, mine).sheet


@dataclass(frozen=True, slots=True)
class Ground:
    """Where work on an offer goes on: the public version (None: never public), the pending work and the present content."""

    public: OfferVersion | None
    edit: OfferEdit | None
    sheet: OfferSheet


def ground(session: Session, offer: Offer, now: datetime) -> Ground:
    """Brings the pending work up to the public state and keeps that, so that whatever a form shows is a kept version."""
    public = public_version(session, offer, now)
    edit = edit_of(session, offer)
    if edit is None:
        return Ground(public, None, sheet_of(public) if public else sheet_store.read(offer))
    sheet = up_to_date(edit, sheet_of(public) if public else None)
    if public is not None and edit.base_id != public.id:
        if digest(sheet) != edit.version.digest:
            edit.version = keep(session, None, offer, sheet, VersionKind.DRAFT, now)
        edit.base = public
        session.flush()
    return Ground(public, edit, sheet)
