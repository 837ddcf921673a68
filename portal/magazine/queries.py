"""Reads the dates of a month for the city magazine, and its notices: plain rows, one statement each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from portal.magazine import months
from portal.models import (
    District,
    Institution,
    MagazineChoice,
    MagazineTeaser,
    Occurrence,
    Offer,
    Place,
    Run,
)
from portal.vocabulary.offers import OFF, OccurrenceStatus, OfferKind, Step

_DAY_PLACE, _RUN_PLACE, _OFFER_PLACE = aliased(Place), aliased(Place), aliased(Place)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date of the month as the magazine could print it. `text` is what the editors wrote instead of its title."""

    uuid: UUID
    offer_id: int
    slug: str
    kind: OfferKind
    title: str
    institution: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date
    status: OccurrenceStatus
    room: str | None
    place: str | None
    street: str | None
    district: str | None
    price_cents: int | None
    reduced_price_cents: int | None
    is_free: bool
    phone: str | None
    is_chosen: bool
    text: str | None


@dataclass(frozen=True, slots=True)
class Teaser:
    """A notice "im Stadtmagazin", shown from one day to another, both included."""

    id: int
    title: str
    text: str
    url: str
    issue: str
    first_day: date
    last_day: date

    def is_shown_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def dates(session: Session, month: date, *, only_chosen: bool = False) -> tuple[Printed, ...]:
    """The public dates of a month that take place, in the magazine's order: by day, whole days first, then by the clock."""
    statement = _statement(month)
    if only_chosen:
        statement = statement.where(MagazineChoice.id.is_not(None))
    found = [_printed(row) for row in session.execute(statement)]
    return tuple(sorted(found, key=_order))


def _order(one: Printed) -> tuple[date, bool, datetime, str]:
    return one.first_day, not one.all_day, one.starts_at, one.title


def _statement(month: date) -> Select[*tuple[Any, ...]]:
    place_id = func.coalesce(_DAY_PLACE.id, _RUN_PLACE.id, _OFFER_PLACE.id)
    shown = aliased(Place)
    return (
        select(
            Occurrence, Run, Offer, Institution.name, Institution.phone, shown, District.name, MagazineChoice
        )
        .join(Run, Occurrence.run_id == Run.id)
        .join(Offer, Run.offer_id == Offer.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .outerjoin(_DAY_PLACE, Occurrence.place_id == _DAY_PLACE.id)
        .outerjoin(_RUN_PLACE, Run.place_id == _RUN_PLACE.id)
        .outerjoin(_OFFER_PLACE, Offer.place_id == _OFFER_PLACE.id)
        .outerjoin(shown, shown.id == place_id)
        .outerjoin(District, shown.district_id == District.id)
        .outerjoin(
            MagazineChoice,
            and_(MagazineChoice.occurrence_uuid == Occurrence.uuid, MagazineChoice.month == month),
        )
        .where(
            Offer.step == Step.PUBLISHED,
            Institution.is_public,
            Occurrence.first_day <= months.last_of(month),
            Occurrence.last_day >= month,
            Occurrence.status.not_in(OFF),
            Run.status.not_in(OFF),
        )
    )


def _printed(row: Row[*tuple[Any, ...]]) -> Printed:
    day, run, offer, institution, phone, place, district, choice = row
    return Printed(
        uuid=day.uuid,
        offer_id=offer.id,
        slug=offer.slug,
        kind=offer.kind,
        title=offer.title,
        institution=institution,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        all_day=day.all_day,
        first_day=day.first_day,
        last_day=day.last_day,
        status=day.status,
        room=day.room,
        place=place.name if place else None,
        street=place.street if place else None,
        district=district,
        price_cents=run.price_cents if run.price_cents is not None else offer.price_cents,
        reduced_price_cents=run.reduced_price_cents
        if run.reduced_price_cents is not None
        else offer.reduced_price_cents,
        is_free=offer.is_free,
        phone=offer.contact_phone or phone,
        is_chosen=choice is not None,
        text=choice.text if choice else None,
    )


def chosen_counts(session: Session) -> dict[date, int]:
    """How many dates are chosen, by month."""
    rows = session.execute(select(MagazineChoice.month, func.count()).group_by(MagazineChoice.month))
    return dict(rows.all())


def teasers(session: Session) -> tuple[Teaser, ...]:
    """All notices, in the editors' order."""
    rows = session.scalars(select(MagazineTeaser).order_by(MagazineTeaser.position, MagazineTeaser.id))
    return tuple(
        Teaser(row.id, row.title, row.text or "", row.url, row.issue or "", row.first_day, row.last_day)
        for row in rows
    )
