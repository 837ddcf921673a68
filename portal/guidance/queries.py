"""Reads the advice points: as plain values for pages, as rows for editors."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.guidance import hours
from portal.guidance.hours import OtherHours, WeekSpan
from portal.models import District, GuidancePoint, Offer, Place
from portal.vocabulary.offers import Step

MOST_THERE = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """A district with its centre, for the sketch of the town and for what is near."""

    slug: str
    name: str
    latitude: float
    longitude: float
    postal_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A public advice point as plain data. Texts are German, with `_en` English or empty; codes and focuses are those that
    are stored."""

    id: int
    slug: str
    name: str
    focus: str
    description: str
    street: str
    postal_code: str
    town: str
    district: Spot | None
    phone: str
    email: str
    note: str
    focuses: tuple[str, ...]
    languages: tuple[str, ...]
    life_phases: tuple[str, ...]
    hours: tuple[WeekSpan, ...]
    exceptions: tuple[OtherHours, ...]
    step_free: bool | None
    takes_appointments: bool
    focus_en: str = ""
    description_en: str = ""
    note_en: str = ""


def points(session: Session) -> tuple[Point, ...]:
    """The public advice points in the editors' order, in one statement."""
    return tuple(point(row) for row in session.scalars(_in_order().where(GuidancePoint.is_public)))


def everything(session: Session) -> list[GuidancePoint]:
    """All advice points as rows, in the editors' order, in one statement."""
    return list(session.scalars(_in_order()))


def one(session: Session, point_id: int) -> GuidancePoint | None:
    """One advice point as a row, with its district."""
    return session.scalar(_in_order().where(GuidancePoint.id == point_id))


def districts(session: Session) -> tuple[Spot, ...]:
    """All districts in their order."""
    return tuple(
        spot(row) for row in session.scalars(select(District).order_by(District.position, District.name))
    )


def spot(row: District) -> Spot:
    return Spot(row.slug, row.name, row.latitude, row.longitude, tuple(row.postal_codes))


def point(row: GuidancePoint) -> Point:
    """A row as plain data."""
    return Point(
        id=row.id,
        slug=row.slug,
        name=row.name,
        focus=row.focus,
        description=row.description or "",
        street=row.street or "",
        postal_code=row.postal_code or "",
        town=row.town or "",
        district=spot(row.district) if row.district else None,
        phone=row.phone or "",
        email=row.email or "",
        note=row.opening_hours or "",
        focuses=tuple(row.focuses),
        languages=tuple(row.languages),
        life_phases=tuple(row.life_phases),
        hours=hours.read_hours(row.hours),
        exceptions=hours.read_exceptions(row.exceptions),
        step_free=row.step_free,
        takes_appointments=row.takes_appointments,
        focus_en=row.focus_en or "",
        description_en=row.description_en or "",
        note_en=row.opening_hours_en or "",
    )


def _in_order() -> Select[GuidancePoint]:
    return (
        select(GuidancePoint)
        .options(joinedload(GuidancePoint.district))
        .order_by(GuidancePoint.position, GuidancePoint.name, GuidancePoint.id)
    )


def offers_at(session: Session, point: Point) -> tuple[int, ...]:
    """The published offers that are held at the point's own address, in one statement; none without a street."""
    if not point.street:
        return ()
    found = (
        select(Offer.id)
        .join(Place, Place.id == Offer.place_id)
        .where(
            Offer.step == Step.PUBLISHED,
            Place.street == point.street,
            Place.postal_code == point.postal_code,
        )
    )
    return tuple(session.scalars(found.order_by(Offer.id).limit(MOST_THERE)))
