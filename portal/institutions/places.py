"""Places of learning: where an institution's offers happen. A change is told to search and calendars for all offers there.
Flushes, never commits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal import text
from portal.audit import journal, saving
from portal.audit.outbox import note_change
from portal.errors import Conflict, NotAllowed, NotFound
from portal.models import District, Occurrence, Offer, OfferEdit, OfferVersion, Place, Run
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.labels import N_
from portal.vocabulary.places import AccessFeature
from portal.vocabulary.workflow import Act, Thing

CHANGED = N_("Diesen Lernort hat inzwischen jemand anders geändert.")
IN_USE = N_("Dieser Lernort wird noch gebraucht. Wählen Sie in den Angeboten zuerst einen anderen.")
HALF = N_("Zu einer Lage gehören Breite und Länge. Bitte geben Sie beide ein oder keine.")
_flush = partial(saving.flush, changed=CHANGED)


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """What somebody says about a place. Without a position it lies in the middle of its district; `access` holds only what is
    known: True or False."""

    name: str
    street: str = ""
    postal_code: str = ""
    town: str = ""
    district_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    access: Mapping[AccessFeature, bool] = field(default_factory=dict)
    access_note: str = ""
    transit_stop: str = ""


@dataclass(frozen=True, slots=True)
class UsingOffer:
    """An offer that happens at a place, or will when its pending edit is published."""

    id: int
    title: str


def of_institution(session: Session, institution_id: int) -> list[Place]:
    """The institution's places by name, with their districts; one statement."""
    return list(
        session.scalars(
            select(Place)
            .where(Place.institution_id == institution_id)
            .options(joinedload(Place.district))
            .order_by(Place.name, Place.id)
        )
    )


def using(session: Session, place_ids: Collection[int]) -> dict[int, list[UsingOffer]]:
    """Which offers need these places: for themselves, a run or a date, published or being edited."""
    statements = (
        select(Offer.place_id, Offer.id).where(Offer.place_id.in_(place_ids)),
        select(Run.place_id, Run.offer_id).where(Run.place_id.in_(place_ids)),
        select(Occurrence.place_id, Run.offer_id)
        .join(Run, Run.id == Occurrence.run_id)
        .where(Occurrence.place_id.in_(place_ids)),
    )
    pairs = {(place, offer) for each in statements for place, offer in session.execute(each) if place}
    pairs |= set(_edited(session, place_ids))
    titles = session.execute(select(Offer.id, Offer.title).where(Offer.id.in_({each for _, each in pairs})))
    title_of = {row.id: row.title for row in titles}
    found: dict[int, list[UsingOffer]] = {number: [] for number in place_ids}
    for place_id, offer_id in sorted(pairs):
        found[place_id].append(UsingOffer(offer_id, title_of.get(offer_id, "")))
    return found


def _edited(session: Session, place_ids: Collection[int]) -> Iterable[tuple[int, int]]:
    """Place and offer of pending edits, which are sheets and not rows yet."""
    owners = select(Place.institution_id).where(Place.id.in_(place_ids))
    rows = session.execute(
        select(OfferEdit.offer_id, OfferVersion.content)
        .join(OfferVersion, OfferVersion.id == OfferEdit.version_id)
        .join(Offer, Offer.id == OfferEdit.offer_id)
        .where(Offer.institution_id.in_(owners))
    )
    for offer_id, content in rows:
        runs = content.get("runs", [])
        for holder in (content, *runs, *(one for run in runs for one in run.get("dates", []))):
            if holder.get("place_id") in place_ids:
                yield holder["place_id"], offer_id


def same_address(
    session: Session, institution_id: int, draft: PlaceDraft, but_id: int | None = None
) -> list[Place]:
    """The institution's other places in the same street and house, whatever their name."""
    wanted = _address(draft.street, draft.postal_code)
    if not draft.street:
        return []
    others = of_institution(session, institution_id)
    return [one for one in others if one.id != but_id and _address(one.street, one.postal_code) == wanted]


def _address(street: str | None, postal_code: str | None) -> tuple[str, str]:
    """'Fröbelstr. 8 a' and 'Froebelstraße 8A' are one house."""
    slug = text.slugify(street or "", 200).replace("strasse", "str").replace("-", "")
    return slug, (postal_code or "").strip()


def add(session: Session, actor: Actor, *, institution_id: int, draft: PlaceDraft, now: datetime) -> Place:
    """A new place of the institution. Raises Conflict naming the field, and NotAllowed."""
    _allow(actor, institution_id)
    row = Place(institution_id=institution_id, **_columns(session, draft))
    session.add(row)
    session.flush()
    _record(session, actor, row, Act.CREATED, now)
    return row


def revise(
    session: Session, actor: Actor, *, place_id: int, draft: PlaceDraft, revision: int, now: datetime
) -> Place:
    """Change a place that still stands as `revision`, for all offers there. Raises NotFound, NotAllowed, Conflict("revision")
    when somebody else was faster."""
    row = _unchanged(session, actor, place_id, revision)
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in _columns(session, draft).items():
        before = getattr(row, name)
        if before != value:
            changes[name] = (before, value)
            setattr(row, name, value)
    if changes:
        row.revision = revision + 1
        _flush(session)
        note_change(session, {one.id for one in using(session, [row.id])[row.id]})
        _record(session, actor, row, Act.CHANGED, now, changes)
    return row


def remove(session: Session, actor: Actor, *, place_id: int, revision: int, now: datetime) -> str:
    """Delete a place that no offer needs; returns its name. Raises Conflict("in_use"), and as `revise` does."""
    row = _unchanged(session, actor, place_id, revision)
    if using(session, [row.id])[row.id]:
        raise Conflict(IN_USE, "in_use")
    _record(session, actor, row, Act.DELETED, now)
    session.delete(row)
    _flush(session)
    return row.name


def centre(session: Session, district_id: int | None) -> tuple[float | None, float | None]:
    """The middle of a district: where a place lies of which nobody has said it better."""
    district = session.get(District, district_id) if district_id else None
    return (district.latitude, district.longitude) if district else (None, None)


def _columns(session: Session, draft: PlaceDraft) -> dict[str, Any]:
    """A draft as the table holds it."""
    if (draft.latitude is None) is not (draft.longitude is None):
        raise Conflict(HALF, "latitude" if draft.latitude is None else "longitude")
    latitude, longitude = draft.latitude, draft.longitude
    if latitude is None:
        latitude, longitude = centre(session, draft.district_id)
    texts = ("street", "postal_code", "town", "access_note", "transit_stop")
    return {
        "name": draft.name,
        **{name: getattr(draft, name) or None for name in texts},
        "district_id": draft.district_id,
        "latitude": latitude,
        "longitude": longitude,
        **{feature.value: draft.access.get(feature) for feature in AccessFeature},
    }


def _unchanged(session: Session, actor: Actor, place_id: int, revision: int) -> Place:
    row = session.get(Place, place_id)
    if row is None or row.institution_id is None:
        raise NotFound("Diesen Lernort gibt es nicht mehr.")
    _allow(actor, row.institution_id)
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row


def _allow(actor: Actor, institution_id: int) -> None:
    if not policy.may(actor, Right.EDIT_INSTITUTION, institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")


def _record(
    session: Session,
    actor: Actor,
    row: Place,
    act: Act,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    journal.record(
        session,
        actor,
        act,
        Thing.PLACE,
        thing_id=row.id,
        title=row.name,
        now=now,
        institution_id=row.institution_id,
        changes=changes,
    )
    session.flush()
