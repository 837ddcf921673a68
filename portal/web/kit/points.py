"""The B-Punkte as pages show them, with the town's districts and public holidays, kept for half a minute and for the day: the
home page and pages without hits name them and pay nothing for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from portal import clock
from portal.extensions import db
from portal.guidance import hours, queries
from portal.guidance.hours import Ahead, OpenState, OtherHours
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
        return hours.state(point.hours, exceptions(point), self.holidays, now)

    def ahead(self, point: Point, today: date) -> tuple[Ahead, ...]:
        """What is different at a point in the next weeks."""
        return hours.ahead(point.hours, exceptions(point), self.holidays, today)

    def is_german(self, point: Point, one: Ahead) -> bool:
        """Whether its reason is said in German although the reader reads another language."""
        if languages.current() == languages.DEFAULT:
            return False
        notes = {other.note for other in point.exceptions if not other.note_en}
        return one.reason in notes or one.reason == self.names[languages.DEFAULT].get(one.first_day)


def exceptions(point: Point) -> tuple[OtherHours, ...]:
    """The exceptions of a point, with their reasons in the present language where somebody has translated them."""
    if languages.current() == languages.DEFAULT:
        return point.exceptions
    return tuple(replace(one, note=one.note_en or one.note) for one in point.exceptions)


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
