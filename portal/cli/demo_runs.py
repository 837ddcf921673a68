"""Builds runs and occurrences of the demo from their short notation in the YAML files."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from portal import clock
from portal.cli.demo_dates import DemoCalendar, clock_time, is_closed, open_day
from portal.models import Occurrence, Offer, Run
from portal.offers import series
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# Demo occurrences keep their public ids when the demo moves along, as a calendar subscriber would expect.
_NAMESPACE = uuid.UUID("5f0a4f0e-6f0b-4c59-9a0f-1d1f0a6d2b11")


def build_run(row: dict[str, Any], offer: Offer, index: int, calendar: DemoCalendar) -> Run:
    """One run with its dates, statuses and changes."""
    run = Run(
        uuid=_public_id(offer, index),
        position=index,
        number=row.get("number"),
        note=row.get("note"),
        price_cents=row.get("price_cents"),
        reduced_price_cents=row.get("reduced_price_cents"),
        max_participants=row.get("max_participants"),
        availability=Availability(row.get("availability") or "free"),
        places_left=row.get("places_left"),
        status=OccurrenceStatus(row.get("status") or "planned"),
        source="demo",
        published_at=offer.published_at,
    )
    days = _days(row, calendar, step=DAY if offer.kind is OfferKind.DEADLINE else WEEK)
    run.occurrences = [
        _occurrence(row, run, offer, index, number, day) for number, day in enumerate(days, start=1)
    ]
    for change in row.get("changes") or ():
        _change(run.occurrences[min(int(change["date"]), len(days)) - 1], change, row, calendar)
    run.starts_on = min(occurrence.first_day for occurrence in run.occurrences)
    run.ends_on = max(occurrence.last_day for occurrence in run.occurrences)
    registration = row.get("registration") or {}
    run.registration_opens_on = calendar.day(registration["opens"]) if registration.get("opens") else None
    if registration.get("closes"):
        run.registration_closes_on = open_day(calendar.day(registration["closes"]), step=-DAY)
    return run


def _public_id(offer: Offer, *numbers: int) -> uuid.UUID:
    return uuid.uuid5(
        _NAMESPACE, "/".join([str(offer.institution.slug), str(offer.external_id), *map(str, numbers)])
    )


def _days(row: dict[str, Any], calendar: DemoCalendar, *, step: timedelta) -> list[date]:
    """The days of a run. What is held once moves by `step` off a closed day; days in a row leave such a day out."""
    first = calendar.day(row["start"])
    repeat = row.get("repeat") or {}
    if "days" in repeat:
        return _in_a_row(first, int(repeat["days"]))
    every, count = int(repeat.get("every", 1)), int(repeat.get("count", 1))
    if count == 1:
        return [first if int(row.get("days", 1)) > 1 else open_day(first, step=step)]
    return series.count_from(first, count, {first.weekday()}, every=every, skip=_without_meeting(first))


def _in_a_row(first: date, count: int) -> list[date]:
    """Days in a row without the closed ones; a week later, where not even half of them would be left."""
    days = [first + offset * DAY for offset in range(count)]
    found = [day for day in days if not is_closed(day)]
    return found if 2 * len(found) > count else _in_a_row(first + WEEK, count)


def _without_meeting(first: date) -> frozenset[date]:
    """Days on which no weekly course meets, in the two years from its first date on."""
    days = (first + offset * DAY for offset in range(2 * 366))
    return frozenset(day for day in days if is_christmas_break(day) or is_closed(day))


def is_christmas_break(day: date) -> bool:
    """No weekly course meets between the years."""
    return (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2)


def _occurrence(
    row: dict[str, Any], run: Run, offer: Offer, index: int, number: int, day: date
) -> Occurrence:
    occurrence = Occurrence(
        uuid=_public_id(offer, index, number),
        room=row.get("room"),
        status=run.status,
        all_day=bool(row.get("all_day")),
    )
    if occurrence.all_day:
        _span(occurrence, day, int(row.get("days", 1)))
    else:
        _timed(occurrence, day, row["start"], int(row.get("minutes", 90)))
    return occurrence


def _span(occurrence: Occurrence, day: date, days: int) -> None:
    occurrence.first_day, occurrence.last_day = day, day + timedelta(days=days - 1)
    occurrence.starts_at = clock.as_utc(day, 0, 0)
    occurrence.ends_at = clock.as_utc(occurrence.last_day + timedelta(days=1), 0, 0)


def _timed(occurrence: Occurrence, day: date, spec: dict[str, Any], minutes: int) -> None:
    occurrence.starts_at = clock.as_utc(day, *clock_time(spec))
    occurrence.ends_at = occurrence.starts_at + timedelta(minutes=minutes)
    occurrence.first_day = day
    occurrence.last_day = clock.local(occurrence.ends_at).date()


def _change(
    occurrence: Occurrence, change: dict[str, Any], row: dict[str, Any], calendar: DemoCalendar
) -> None:
    occurrence.note = change.get("note")
    if "moved_to" in change:
        before: datetime = occurrence.starts_at
        spec = change["moved_to"]
        _timed(occurrence, open_day(calendar.day(spec), step=-DAY), spec, int(row.get("minutes", 90)))
        occurrence.moved_from, occurrence.status = before, OccurrenceStatus.MOVED
    if "status" in change:
        occurrence.status = OccurrenceStatus(change["status"])
