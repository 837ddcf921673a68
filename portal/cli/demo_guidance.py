"""Loads the demo's B-Punkte with hours and exceptions around the present week. One that an editor has changed is left alone."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cli.demo_dates import WEEKDAYS, DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.guidance.hours import OtherHours, Span, WeekSpan, exception_rows, hour_rows
from portal.models import AppointmentRequest, District, GuidancePoint, JournalEntry
from portal.paths import resource_dir
from portal.vocabulary.workflow import Thing

FILE = "guidance_points.yaml"
_TEXTS = (
    *"name focus description street postal_code phone email opening_hours step_free".split(),
    *"focus_en description_en opening_hours_en".split(),
)
_LISTS = "focuses languages life_phases".split()


def load(session: Session, calendar: DemoCalendar) -> None:
    """Add what is missing, and renew what is still as it was loaded."""
    found = {point.slug: point for point in session.scalars(select(GuidancePoint))}
    edited = set(
        session.scalars(select(JournalEntry.thing_id).where(JournalEntry.thing == Thing.GUIDANCE_POINT))
    )
    districts = {district.slug: district for district in session.scalars(select(District))}
    for position, values in enumerate(read(resource_dir("seed") / "demo" / FILE)["guidance_points"]):
        point = found.get(values["slug"])
        if point is None:
            point = GuidancePoint(slug=values["slug"], is_demo=True)
            session.add(point)
        elif not point.is_demo or point.id in edited:
            continue
        fill(point, values, calendar)
        point.district = districts[values["district"]] if values.get("district") else None
        point.position = position
        found[point.slug] = point
    session.flush()
    _appointments(session, found)


def _appointments(session: Session, points: Mapping[str, GuidancePoint]) -> None:
    """Invented wishes that wait; those of a former week go."""
    session.execute(delete(AppointmentRequest).where(AppointmentRequest.is_demo))
    for values in read(resource_dir("seed") / "demo" / FILE)["appointments"]:
        said = {name: values.get(name) for name in ("name", "email", "phone", "focus", "language", "wish")}
        asked_at = clock.now() - timedelta(hours=values["hours_ago"])
        point = points[values["point"]]
        session.add(AppointmentRequest(point=point, asked_at=asked_at, is_demo=True, **said))
    session.flush()


def fill(point: GuidancePoint, values: dict[str, Any], calendar: DemoCalendar) -> None:
    for name in _TEXTS:
        setattr(point, name, values.get(name))
    for name in _LISTS:
        setattr(point, name, list(values.get(name) or ()))
    point.town = values.get("town", "Dessau-Roßlau") if values.get("street") else None
    point.hours = hour_rows(span for line in values.get("hours", ()) for span in _week(line))
    exceptions = (_exception(one, calendar) for one in values.get("exceptions", ()))
    point.exceptions = exception_rows(one for each in exceptions for one in each)


def _week(line: str) -> Iterable[WeekSpan]:
    """ "mon wed 10:00-12:30 13:30-16:00": days, then spans."""
    words = line.split()
    days = [WEEKDAYS.index(word) for word in words if word in WEEKDAYS]
    return (WeekSpan(day, *span) for day in days for span in map(_span, words[len(days) :]))


def _exception(values: dict[str, Any], calendar: DemoCalendar) -> Iterable[OtherHours]:
    """Without `opens` it is closed."""
    first = calendar.day(values["first"])
    last = calendar.day(values["last"]) if values.get("last") else first
    spans = [_span(word) for word in str(values.get("opens") or "").split()]
    notes = (values.get("note", ""), values.get("note_en", ""))
    if not spans:
        return [OtherHours(first, last, None, None, *notes)]
    return [OtherHours(first, last, *span, *notes) for span in spans]


def _span(word: str) -> Span:
    opens, _dash, closes = word.partition("-")
    return _minute(opens), _minute(closes)


def _minute(word: str) -> int:
    hour, _colon, minute = word.partition(":")
    return int(hour) * 60 + int(minute or 0)
