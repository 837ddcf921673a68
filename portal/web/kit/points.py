"""The B-Punkte as pages show them, with the town's districts and public holidays, kept for half a minute and for the day: the
home page and pages without hits name them and pay nothing for it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.extensions import db
from portal.guidance import hours, queries
from portal.guidance.hours import OpenState
from portal.guidance.queries import Point, Spot
from portal.holidays.queries import between
from portal.vocabulary.calendar import HolidayKind
from portal.web.kit import languages

KEPT_SECONDS = 30
HOLIDAYS_AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Kept:
    """What one reading found; the names of public holidays by language and day."""

    points: tuple[Point, ...] = ()
    spots: tuple[Spot, ...] = ()
    names: Mapping[str, Mapping[date, str]] = field(default_factory=dict)

    @property
    def holidays(self) -> Mapping[date, str]:
        """The public holidays ahead in the present language."""
        return self.names.get(languages.current(), {})

    def by_slug(self, slug: str) -> Point | None:
        return next((one for one in self.points if one.slug == slug), None)

    def state(self, point: Point, now: datetime) -> OpenState:
        """Whether somebody is there."""
        return hours.state(point.hours, point.exceptions, self.holidays, now)


class PointShelf:
    """What was read last, until it is half a minute old or the day is over."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.day: date | None = None
        self.read_at = 0.0
        self.is_old = True

    def get(self) -> Kept:
        today = clock.today()
        if self.is_old or today != self.day or time.monotonic() - self.read_at > KEPT_SECONDS:
            self.is_old = False  # before reading: a change in the meantime makes it old again
            try:
                self.kept = self._read(today)
                self.day, self.read_at = today, time.monotonic()
            except SQLAlchemyError:
                self.is_old = True
                if self.day is None:  # nothing was ever known
                    raise
                db.session.rollback()
        return self.kept

    @staticmethod
    def _read(today: date) -> Kept:
        """Three statements."""
        session = db.session()
        last = today + HOLIDAYS_AHEAD
        off = between(session, today, last, kinds=(HolidayKind.PUBLIC_HOLIDAY,))
        names = {
            locale: {
                day: one.name_en if locale == "en" and one.name_en else one.name
                for one in off
                for day in _days(max(one.first_day, today), min(one.last_day, last))
            }
            for locale in languages.LOCALES
        }
        return Kept(queries.points(session), queries.districts(session), names)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def shelf() -> PointShelf:
    """This application's shelf."""
    found: PointShelf = current_app.extensions.setdefault("agora_points", PointShelf())
    return found


def kept() -> Kept:
    """The points, districts and holidays as this process knows them."""
    return shelf().get()


def read_again_after_commit() -> None:
    """Points have changed: this process shows them from the commit on, others within half a minute."""
    found = shelf()

    def committed(_session: object) -> None:
        found.is_old = True

    event.listen(db.session(), "after_commit", committed, once=True)
