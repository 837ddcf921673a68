"""Who uses a picture: offers and themed pages as they are public, every kept version of both, and forms that are not sent yet."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Collection as ThemedPage
from portal.models import FormDraft, Offer, OfferVersion, ParkedForm, TextVersion

KEPT_FIELD = "picture_kept"  # the form field that carries "<id>.<signature>"; forms with a prefix end in it


def used(session: Session, image_ids: Collection[int]) -> set[int]:
    """Those of the pictures that anything public or any kept version shows."""
    found: set[int] = set()
    for column in (Offer.image_id, ThemedPage.image_id):
        found |= {each for each in session.scalars(select(column).where(column.in_(image_ids))) if each}
    for content in (OfferVersion.content, TextVersion.content):
        number = content["image_id"].as_integer()
        found |= set(session.scalars(select(number).where(number.in_(image_ids))))
    return found


def typed(session: Session) -> set[int]:
    """The pictures in drafts of forms and in parked ones."""
    found: set[int] = set()
    for fields in (FormDraft.fields, ParkedForm.fields):
        for pairs in session.scalars(select(fields)):
            found |= {number for pair in pairs if (number := _number(pair)) is not None}
    return found


def _number(pair: Any) -> int | None:
    """The id in a field that carries one; the signature does not matter where nothing is shown."""
    match pair:
        case [str(name), str(value)] if name.endswith(KEPT_FIELD):
            number = value.partition(".")[0]
            return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return None
