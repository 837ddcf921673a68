"""The names of what sheets refer to by number only: places and pictures. Reads, decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Image, Place
from portal.offers.sheet import OfferSheet


@dataclass(frozen=True, slots=True)
class SheetNames:
    """Number -> name of the place, and number -> alternative text of the picture."""

    places: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, str] = field(default_factory=dict)


def read(session: Session, sheets: Iterable[OfferSheet]) -> SheetNames:
    """What these sheets refer to, in at most two statements; what is gone has no name."""
    given = list(sheets)
    places = {number for sheet in given for number in place_ids(sheet)}
    images = {sheet.image_id for sheet in given if sheet.image_id}
    return SheetNames(
        {
            row.id: row.name
            for row in session.execute(select(Place.id, Place.name).where(Place.id.in_(places)))
        }
        if places
        else {},
        {row.id: row.alt for row in session.execute(select(Image.id, Image.alt).where(Image.id.in_(images)))}
        if images
        else {},
    )


def place_ids(sheet: OfferSheet) -> set[int]:
    """Every place that an offer, its runs or its dates name."""
    found = {sheet.place_id, *(run.place_id for run in sheet.runs)}
    found |= {one.place_id for run in sheet.runs for one in run.dates}
    return {number for number in found if number}
