"""The town's settings as pages show them, kept for a minute; the last known, or the defaults, without a database."""

import time
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db
from portal.pages import queries
from portal.web.kit import formats

KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ShownTown:
    """The town with what templates need made ready."""

    name: str
    place: str
    phone: str
    phone_link: str
    email: str
    address: str
    is_demo: bool


class TownShelf:
    """The town's settings for a minute; an unreachable database gives the last known, or the defaults."""

    def __init__(self) -> None:
        self.town: ShownTown | None = None
        self.read_at = 0.0

    def get(self) -> ShownTown:
        if self.town is None or time.monotonic() - self.read_at > KEPT_SECONDS:
            try:
                self.town = shown(queries.town(db.session()))
                self.read_at = time.monotonic()
            except SQLAlchemyError:
                db.session.rollback()
        return self.last_known()

    def last_known(self) -> ShownTown:
        """The settings without asking the database."""
        return self.town or shown(queries.Town())


def shown(town: queries.Town) -> ShownTown:
    return ShownTown(
        town.name,
        town.place,
        town.phone,
        formats.telephone_link(town.phone),
        town.email,
        town.address,
        town.is_demo,
    )


def town() -> ShownTown:
    """The town as pages show it."""
    shelf: TownShelf = current_app.extensions["agora_town"]
    return shelf.get()
