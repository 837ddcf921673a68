"""The B-Punkte as pages show them, with the town's districts and public holidays, kept for half a minute and for the day: the
home page and pages without hits name them and pay nothing for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal import clock
from portal.extensions import db
from portal.guidance import hours, queries
from portal.guidance.hours import OpenState
from portal.guidance.queries import Point, Spot
from portal.holidays.queries import between
from portal.vocabulary.calendar import HolidayKind
from portal.web.kit import languages, recent
from portal.web.kit.recent import Recent

HOLIDAYS_AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Kept:
    """What one reading found, on which day; the names of public holidays by language and day."""

    day: date
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


def _read() -> Kept:
    """Three statements."""
    session, today = db.session(), clock.today()
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
    return Kept(today, queries.points(session), queries.districts(session), names)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def shelf() -> Recent[Kept]:
    """This application's reading."""
    return recent.kept("agora_points", _read)


def kept() -> Kept:
    """The points, districts and holidays as this process knows them, of this very day."""
    found = shelf()
    if found.get().day != clock.today():
        found.is_old = True
    return found.get()


def read_again_after_commit() -> None:
    """Points have changed."""
    shelf().read_again_after_commit()
