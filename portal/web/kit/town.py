"""The town's settings as pages show them, kept for half a minute; the last known, or the defaults, without a database."""

import hashlib
import time
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db
from portal.town import colours, queries
from portal.town.settings import Freshness
from portal.web.kit import formats
from portal.web.kit.recent import KEPT_SECONDS


@dataclass(frozen=True, slots=True)
class ShownTown:
    """The town with what templates need made ready. `colours` names the version of the town's own stylesheet, or is empty."""

    name: str
    place: str
    phone: str
    phone_link: str
    email: str
    address: str
    is_demo: bool
    welcome: str = ""
    welcome_en: str = ""
    note: str = ""
    note_en: str = ""
    colours: str = ""
    magazine: str = ""
    walls: tuple[tuple[str, str], ...] = ()

    def welcome_in(self, locale: str) -> str:
        """The sentence on the home page; in German where there is no English one."""
        return (self.welcome_en if locale == "en" else "") or self.welcome

    def note_in(self, locale: str) -> str:
        """The note at the foot of every page; in German where there is no English one."""
        return (self.note_en if locale == "en" else "") or self.note


class TownShelf:
    """The town's settings for half a minute; an unreachable database gives the last known, or the defaults."""

    def __init__(self) -> None:
        self.town: ShownTown | None = None
        self.ages = Freshness()
        self.read_at = 0.0
        self.is_old = True

    def get(self) -> ShownTown:
        if self.is_old or time.monotonic() - self.read_at > KEPT_SECONDS:
            try:
                self.is_old = False  # before reading: a change in the meantime makes it old again
                found = queries.town(db.session())
                self.town, self.ages = shown(found), found.ages
                self.read_at = time.monotonic()
            except SQLAlchemyError:
                self.is_old = True
                db.session.rollback()
        return self.last_known()

    def last_known(self) -> ShownTown:
        """The settings without asking the database."""
        return self.town or shown(queries.Town())


def shown(town: queries.Town) -> ShownTown:
    css = colours.stylesheet(dict(town.walls))
    return ShownTown(
        town.name,
        town.place,
        town.phone,
        formats.telephone_link(town.phone),
        town.email,
        town.address,
        town.is_demo,
        town.welcome,
        town.welcome_en,
        town.note,
        town.note_en,
        hashlib.sha256(css.encode()).hexdigest()[:12] if css else "",
        town.magazine,
        town.walls,
    )


def shelf() -> TownShelf:
    """This application's shelf."""
    found: TownShelf = current_app.extensions["agora_town"]
    return found


def town() -> ShownTown:
    """The town as pages show it."""
    return shelf().get()


def read_again_after_commit() -> None:
    """Settings have changed: this process shows them from the commit on, others within half a minute."""
    kept = shelf()

    def committed(_session: object) -> None:
        kept.is_old = True

    event.listen(db.session(), "after_commit", committed, once=True)


def stylesheet() -> str:
    """The town's own colours as CSS; '' for the design's."""
    return colours.stylesheet(dict(town().walls))
