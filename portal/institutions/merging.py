"""Two institutions that are the same become one: offers, places, people, seals, invitations and the journal move to the kept
one, the address of the other leads there, and so do searches that name it. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from portal.audit import journal
from portal.audit.outbox import note_change
from portal.errors import Conflict, NotAllowed
from portal.institutions import addresses
from portal.institutions.addresses import REDIRECTS
from portal.models import (
    AccountTicket,
    CivicOpening,
    Institution,
    JournalEntry,
    Lecturer,
    Membership,
    Offer,
    Place,
    SealAward,
    SlugRedirect,
)
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.guidance import SealHolder
from portal.vocabulary.labels import N_
from portal.vocabulary.people import MembershipRole
from portal.vocabulary.workflow import Act, Thing

ITSELF = N_("Bitte wählen Sie einen anderen Anbieter: Mit sich selbst geht das nicht.")
_PROFILE = (
    "name",
    "short_name",
    "kind",
    "summary",
    "description",
    "street",
    "postal_code",
    "town",
    "phone",
    "email",
    "website",
    "opening_hours",
    "maintenance_email",
)


@dataclass(frozen=True, slots=True)
class SameNumber:
    """Two offers that an import knows by the same number: that of the dropped institution gets another."""

    external_id: str
    new_external_id: str
    kept_title: str
    moved_title: str


@dataclass(frozen=True, slots=True)
class Merger:
    """What a merger would move."""

    offers: int
    places: int
    new_members: tuple[str, ...]
    same_members: tuple[str, ...]
    same_numbers: tuple[SameNumber, ...]
    addresses: tuple[str, ...]


def preview(session: Session, *, kept: Institution, dropped: Institution) -> Merger:
    """What would move, so that somebody can look before."""
    inside = set(session.scalars(select(Membership.user_id).where(Membership.institution_id == kept.id)))
    people = session.scalars(
        select(Membership)
        .where(Membership.institution_id == dropped.id)
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    ).all()
    redirects = select(SlugRedirect.old_slug).where(
        SlugRedirect.thing == REDIRECTS, SlugRedirect.target_id == dropped.id
    )
    return Merger(
        offers=_count(session, Offer, dropped),
        places=_count(session, Place, dropped),
        new_members=tuple(one.user.name for one in people if one.user_id not in inside),
        same_members=tuple(one.user.name for one in people if one.user_id in inside),
        same_numbers=_same_numbers(session, kept, dropped),
        addresses=(dropped.slug, *session.scalars(redirects)),
    )


def merge(
    session: Session, actor: Actor, *, kept: Institution, dropped: Institution, now: datetime
) -> Merger:
    """Move everything and delete the dropped institution; what moved. Raises Conflict for one and the same."""
    if not policy.may(actor, Right.ADMINISTER):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")
    if kept.id == dropped.id:
        raise Conflict(ITSELF, "kept")
    moved = preview(session, kept=kept, dropped=dropped)
    offer_ids = list(session.scalars(select(Offer.id).where(Offer.institution_id == dropped.id)))
    _write_down(session, actor, kept, dropped, moved, now)
    _renumber(session, dropped, moved.same_numbers)
    _move_people(session, kept, dropped)
    _move_rows(session, kept, dropped)
    _move_seals(session, kept, dropped, now)
    _move_addresses(session, kept, dropped)
    gone = dropped.id
    session.flush()
    session.expunge(dropped)  # the database deletes what still hangs on it
    session.execute(delete(Institution).where(Institution.id == gone))
    session.expire_all()
    note_change(session, offer_ids)
    return moved


def _count(session: Session, table: Any, of: Institution) -> int:
    return session.scalar(select(func.count(table.id)).where(table.institution_id == of.id)) or 0


def _same_numbers(session: Session, kept: Institution, dropped: Institution) -> tuple[SameNumber, ...]:
    numbers = select(Offer.external_id, Offer.title).where(Offer.external_id.is_not(None))
    ours = {
        row.external_id: row.title for row in session.execute(numbers.where(Offer.institution_id == kept.id))
    }
    theirs = {
        row.external_id: row.title
        for row in session.execute(
            numbers.where(Offer.institution_id == dropped.id).order_by(Offer.external_id)
        )
    }
    taken = {*ours, *theirs}
    found = []
    for number in theirs:
        if number in ours:
            fresh = _free_number(number, dropped.slug, taken)
            taken.add(fresh)
            found.append(SameNumber(number, fresh, ours[number], theirs[number]))
    return tuple(found)


def _free_number(number: str, slug: str, taken: set[str]) -> str:
    """The number with the institution it came from, cut to what the column holds."""
    tries = 1
    while True:
        end = f"@{slug}" + (f"-{tries}" if tries > 1 else "")
        fresh = number[: 200 - len(end)] + end
        if fresh not in taken:
            return fresh
        tries += 1


def _renumber(session: Session, dropped: Institution, same: tuple[SameNumber, ...]) -> None:
    for one in same:
        session.execute(
            update(Offer)
            .where(Offer.institution_id == dropped.id, Offer.external_id == one.external_id)
            .values(external_id=one.new_external_id, updated_at=Offer.updated_at)
        )


def _move_people(session: Session, kept: Institution, dropped: Institution) -> None:
    """Who works for both keeps the greater part."""
    inside = {
        one.user_id: one
        for one in session.scalars(select(Membership).where(Membership.institution_id == kept.id))
    }
    for one in session.scalars(select(Membership).where(Membership.institution_id == dropped.id)).all():
        own = inside.get(one.user_id)
        if own is None:
            one.institution_id = kept.id
            continue
        if one.role is MembershipRole.MANAGER:
            own.role = MembershipRole.MANAGER
        session.delete(one)
    session.flush()


def _move_rows(session: Session, kept: Institution, dropped: Institution) -> None:
    """That an offer has another provider is no change of what it says: feeds and digests do not tell it as news."""
    session.execute(
        update(Offer)
        .where(Offer.institution_id == dropped.id)
        .values(institution_id=kept.id, revision=Offer.revision + 1, updated_at=Offer.updated_at)
    )
    for table in (Place, Lecturer, CivicOpening, AccountTicket, JournalEntry):
        session.execute(
            update(table).where(table.institution_id == dropped.id).values(institution_id=kept.id)
        )


def _move_seals(session: Session, kept: Institution, dropped: Institution, now: datetime) -> None:
    """Where both bear a seal, the kept one's own award counts. No award is older than its bearer: so those date from now."""
    borne = select(SealAward.seal_id).where(
        SealAward.holder == SealHolder.INSTITUTION, SealAward.holder_id == kept.id
    )
    theirs = (SealAward.holder == SealHolder.INSTITUTION, SealAward.holder_id == dropped.id)
    session.execute(delete(SealAward).where(*theirs, SealAward.seal_id.in_(borne)))
    session.execute(update(SealAward).where(*theirs).values(holder_id=kept.id, created_at=now))


def _move_addresses(session: Session, kept: Institution, dropped: Institution) -> None:
    session.execute(
        update(SlugRedirect)
        .where(SlugRedirect.thing == REDIRECTS, SlugRedirect.target_id == dropped.id)
        .values(target_id=kept.id)
    )
    addresses.lead(session, old_slug=dropped.slug, institution=kept)


def _write_down(
    session: Session,
    actor: Actor,
    kept: Institution,
    dropped: Institution,
    moved: Merger,
    now: datetime,
) -> None:
    """The profile that goes stands in the journal, since nothing else keeps it."""
    changes = {
        name: (str(was), str(getattr(kept, name) or ""))
        for name in _PROFILE
        if (was := getattr(dropped, name)) and was != getattr(kept, name)
    }
    changes["offers"] = (str(moved.offers), "")
    journal.record(
        session,
        actor,
        Act.MERGED,
        Thing.INSTITUTION,
        thing_id=kept.id,
        title=kept.name,
        now=now,
        institution_id=kept.id,
        changes=changes,
        note=f"{dropped.id}: {dropped.name} ({dropped.slug})",
    )
    session.flush()
