"""The places that an offer of an institution may be held at: its own first, then those of others in town."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Place

MOST_OTHERS = 400


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place as one picks it: name and street."""

    id: int
    name: str
    street: str
    is_own: bool

    @property
    def label(self) -> str:
        return f"{self.name}, {self.street}" if self.street else self.name


def for_institution(session: Session, institution_id: int) -> list[PlaceChoice]:
    """Own places by name, then the others; one statement."""
    is_own = Place.institution_id == institution_id
    rows = session.execute(
        select(Place.id, Place.name, Place.street, is_own.label("is_own"))
        .order_by(is_own.desc(), Place.name, Place.id)
        .limit(MOST_OTHERS)
    )
    return [PlaceChoice(row.id, row.name, row.street or "", bool(row.is_own)) for row in rows]
