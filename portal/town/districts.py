"""Districts of the town: list, add, change, remove. Flushes, never commits.

A district's short name stands in addresses and calendars of many, so it stays as it was first given.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal import text
from portal.audit import journal
from portal.audit.outbox import note_change
from portal.errors import Conflict
from portal.models import District, GuidancePoint, Institution, Occurrence, Offer, Place, Run
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

TAKEN = N_("Einen Stadtteil mit diesem Namen oder Kürzel gibt es schon.")
IN_USE = N_("Dieser Stadtteil wird noch gebraucht. Bitte ordnen Sie zuerst zu, was in ihm liegt.")
ONLINE = "online"  # the filter's word for what happens nowhere in town


@dataclass(frozen=True, slots=True)
class DistrictDraft:
    """What one may say about a district. An empty `slug` is made of the name."""

    name: str
    latitude: float
    longitude: float
    postal_codes: tuple[str, ...] = ()
    position: int = 0
    slug: str = ""


@dataclass(frozen=True, slots=True)
class UsedDistrict:
    """A district with how many places, institutions and B-Punkte lie in it."""

    id: int
    slug: str
    name: str
    latitude: float
    longitude: float
    postal_codes: tuple[str, ...]
    position: int
    uses: int


def everything(session: Session) -> tuple[UsedDistrict, ...]:
    """All districts in their order; one statement."""
    here = [
        select(func.count()).where(table.district_id == District.id).correlate(District).scalar_subquery()
        for table in (Place, Institution, GuidancePoint)
    ]
    order = (District.position, District.name, District.id)
    rows = session.execute(select(District, here[0] + here[1] + here[2]).order_by(*order))
    return tuple(
        UsedDistrict(
            row.id,
            row.slug,
            row.name,
            row.latitude,
            row.longitude,
            tuple(row.postal_codes),
            row.position,
            count,
        )
        for row, count in rows
    )


def one(session: Session, district_id: int) -> UsedDistrict | None:
    """One district by its number."""
    return next((each for each in everything(session) if each.id == district_id), None)


def add(session: Session, actor: Actor, *, draft: DistrictDraft, now: datetime) -> District:
    """A new district. Raises Conflict for a name or short name that is taken."""
    slug = text.slugify(draft.slug or draft.name)
    if slug == ONLINE or session.scalar(
        select(District.id).where(or_(District.slug == slug, District.name == draft.name))
    ):
        raise Conflict(TAKEN, "name")
    row = District(
        slug=slug,
        name=draft.name,
        latitude=draft.latitude,
        longitude=draft.longitude,
        postal_codes=list(draft.postal_codes),
        position=draft.position,
    )
    session.add(row)
    session.flush()
    _told(session, actor, Act.CREATED, row, now, {key: (None, value) for key, value in asdict(draft).items()})
    return row


def revise(
    session: Session, actor: Actor, *, district_id: int, draft: DistrictDraft, now: datetime
) -> District:
    """Change all but the short name. Raises Conflict for a name that is taken."""
    row = session.get_one(District, district_id)
    if session.scalar(select(District.id).where(District.name == draft.name, District.id != row.id)):
        raise Conflict(TAKEN, "name")
    changes = {}
    for name in ("name", "latitude", "longitude", "postal_codes", "position"):
        before, after = getattr(row, name), getattr(draft, name)
        after = list(after) if name == "postal_codes" else after
        if before != after:
            setattr(row, name, after)
            changes[name] = (before, after)
    if changes:
        session.flush()
        _told(session, actor, Act.CHANGED, row, now, changes)
    return row


def remove(session: Session, actor: Actor, *, district_id: int, now: datetime) -> str:
    """Delete a district in which nothing lies; its name. Raises Conflict while something does."""
    found = one(session, district_id)
    row = session.get_one(District, district_id)
    if found is None or found.uses:
        raise Conflict(IN_USE)
    session.delete(row)
    session.flush()
    _told(session, actor, Act.DELETED, row, now, {"slug": (row.slug, None)})
    return row.name


def offers_in(session: Session, district_id: int) -> set[int]:
    """The offers that are held there, with all or some of their dates."""
    places = select(Place.id).where(Place.district_id == district_id).scalar_subquery()
    found = set(session.scalars(select(Offer.id).where(Offer.place_id.in_(places))))
    found |= set(session.scalars(select(Run.offer_id).where(Run.place_id.in_(places))))
    dates = select(Run.offer_id).join(Occurrence, Occurrence.run_id == Run.id)
    return found | set(session.scalars(dates.where(Occurrence.place_id.in_(places))))


def _told(
    session: Session,
    actor: Actor,
    act: Act,
    row: District,
    now: datetime,
    changes: dict[str, tuple[object, object]],
) -> None:
    """A line in the journal, and word for search and calendars. They read the list of districts whenever an offer changes;
    for a district without offers the number 0 stands in, which no offer has."""
    journal.record(
        session, actor, act, Thing.DISTRICT, thing_id=row.id, title=row.name, now=now, changes=changes
    )
    session.flush()
    note_change(session, offers_in(session, row.id) or {0})
