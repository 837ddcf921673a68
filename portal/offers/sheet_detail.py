"""A sheet as its page will show it: the same shape that detail.py reads from the tables of what is public already."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.models import Image, Offer, Place, Term
from portal.offers.detail import (
    DateDetail,
    DistrictDetail,
    ImageDetail,
    InstitutionDetail,
    OfferDetail,
    PlaceDetail,
    RunDetail,
    TermDetail,
)
from portal.offers.sheet import DATE_FIELDS, OFFER_FIELDS, RUN_FIELDS, DateSheet, OfferSheet, RunSheet
from portal.offers.sheet_names import place_ids
from portal.text import slugify

Places = Mapping[int, PlaceDetail]


def of_sheet(session: Session, offer: Offer, sheet: OfferSheet, now: datetime) -> OfferDetail:
    """The offer as it would be with this content; at most three statements beside the institution."""
    places = _places(session, sheet)
    image = session.get(Image, sheet.image_id) if sheet.image_id else None
    own = {name: getattr(sheet, name) for name in OFFER_FIELDS if name != "image_id"}
    row = {
        one.name: getattr(offer, one.name) for one in fields(OfferDetail) if one.name not in _MADE | set(own)
    }
    return OfferDetail(
        **{name: value for name, value in own.items() if name in _NAMES},
        **row,
        slug=slugify(sheet.title, 100),
        institution=_shape(InstitutionDetail, offer.institution),
        place=places.get(sheet.place_id or 0),
        image=_shape(ImageDetail, image) if image else None,
        terms=_terms(session, sheet),
        runs=tuple(_run(number, run, places, now) for number, run in enumerate(sheet.runs, start=1)),
    )


_MADE = {"slug", "institution", "place", "image", "terms", "runs"}
_NAMES = {one.name for one in fields(OfferDetail)}


def _shape(shape: Any, row: Any, **more: Any) -> Any:
    """A frozen row with the fields that the shape names."""
    return shape(
        **{one.name: getattr(row, one.name) for one in fields(shape) if one.name not in more}, **more
    )


def _places(session: Session, sheet: OfferSheet) -> Places:
    ids = place_ids(sheet)
    if not ids:
        return {}
    rows = session.scalars(select(Place).where(Place.id.in_(ids)).options(joinedload(Place.district)))
    return {
        row.id: _shape(
            PlaceDetail, row, district=_shape(DistrictDetail, row.district) if row.district else None
        )
        for row in rows
    }


def _terms(session: Session, sheet: OfferSheet) -> tuple[TermDetail, ...]:
    wanted = {(scheme, code) for scheme, codes in sheet.terms.items() for code in codes}
    if not wanted:
        return ()
    rows = session.scalars(
        select(Term)
        .where(Term.code.in_({code for _scheme, code in wanted}))
        .order_by(Term.scheme, Term.position, Term.id)
    )
    return tuple(_shape(TermDetail, row) for row in rows if (row.scheme, row.code) in wanted)


def _run(number: int, run: RunSheet, places: Places, now: datetime) -> RunDetail:
    dates = (_date(position, one, places, now) for position, one in enumerate(run.dates, start=1))
    return RunDetail(
        **{name: getattr(run, name) for name in RUN_FIELDS},
        id=number,
        uuid=UUID(run.uuid),
        external_id=None,
        published_at=None,
        revision=1,
        created_at=now,
        updated_at=now,
        place=places.get(run.place_id or 0),
        occurrences=tuple(dates),
    )


def _date(number: int, one: DateSheet, places: Places, now: datetime) -> DateDetail:
    return DateDetail(
        **{name: getattr(one, name) for name in DATE_FIELDS},
        id=number,
        uuid=UUID(one.uuid),
        revision=1,
        created_at=now,
        updated_at=now,
        place=places.get(one.place_id or 0),
    )
