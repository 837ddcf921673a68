"""Moments and days come back from foreign readers as they are: icalendar, recurring-ical-events, and dateutil for zones."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone

from portal.calendar import timezones
from tests.rooms.calendar.reading import ZONES, assert_sound, feed, only, thorough, timed, whole_days

UNKNOWN = (
    "Europa/Dessau",
    "W. Europe Standard Time",
    "",
    "../../etc/passwd",
    "Europe",
    "Berlin\r\nATTACH:x",
    "\0",
)


def expanded(ics: bytes, first: datetime, last: datetime) -> list[Any]:
    found = recurring_ical_events.of(Calendar.from_ical(ics)).between(
        first - timedelta(days=1), last + timedelta(days=1)
    )
    return list(found)


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """Every moment of 2020 to 2037 at which the clock of a zone is changed, in UTC; found without timezones.py."""
    place, found = ZoneInfo(zone), []
    moment, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
    before = moment.astimezone(place).utcoffset()
    while moment < end:
        after = moment.astimezone(place).utcoffset()
        if after != before:
            found.append(moment)
        before, moment = after, moment + timedelta(minutes=30)
    return tuple(found)


def moments() -> st.SearchStrategy[datetime]:
    """Any minute, most of them within hours of a change in Berlin or New York."""
    turning = [at for zone in ("Europe/Berlin", "America/New_York") for at in changes(zone) if at.year > 2020]
    near = st.builds(
        lambda at, minutes: at + timedelta(minutes=minutes), st.sampled_from(turning), st.integers(-300, 300)
    )
    begin = datetime(2021, 1, 1, tzinfo=UTC)
    anywhere = st.integers(0, 16 * 365 * 24 * 60).map(lambda minutes: begin + timedelta(minutes=minutes))
    return st.one_of(near, near, anywhere)


lengths = st.one_of(
    st.just(timedelta(0)), st.integers(1, 3 * 24 * 60).map(lambda some: timedelta(minutes=some))
)


# --- moments


@given(start=moments(), length=lengths, zone=st.sampled_from(ZONES), is_off=st.booleans())
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), timedelta(hours=1), "Europe/Berlin", False)
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), timedelta(hours=1), "Europe/Berlin", False)
@example(datetime(2027, 3, 28, 0, 30, tzinfo=UTC), timedelta(hours=1), "Europe/Berlin", False)
@example(datetime(2026, 12, 1, 20, tzinfo=UTC), timedelta(hours=3), "Europe/Berlin", True)
@thorough
def test_a_moment_comes_back_as_the_same_moment_in_its_zone(
    start: datetime, length: timedelta, zone: str, is_off: bool
) -> None:
    ics = feed(timed(start, length, zone, is_off=is_off), zones=(zone,))
    assert_sound(ics)
    event = only(ics)
    ends = [event["DTEND"].dt.astimezone(UTC)] if "DTEND" in event else [start]
    assert (event["DTSTART"].dt.astimezone(UTC), ends) == (start, [start + length])
    assert ("DTEND" in event) is (length > timedelta(0))
    assert_zone(event, zone, start, start + length)
    assert (str(event["UID"]), event["SEQUENCE"]) == ("occurrence-1@agora", 4)
    assert (str(event["STATUS"]), str(event["TRANSP"])) == (
        ("CANCELLED", "TRANSPARENT") if is_off else ("CONFIRMED", "OPAQUE")
    )
    (again,) = expanded(ics, start, start + length)
    assert (again.start.astimezone(UTC), again.end.astimezone(UTC)) == (start, start + length)
    assert (str(again["UID"]), str(again["STATUS"])) == (str(event["UID"]), str(event["STATUS"]))


def assert_zone(event: Event, zone: str, *moments: datetime) -> None:
    """Written in its zone; only what touches an hour that the clock shows twice is in UTC, where it has but one name."""
    shown = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
    is_doubled = any(len({one.replace(fold=fold).utcoffset() for fold in (0, 1)}) == 2 for one in shown)
    written = {event[name].params.get("TZID", "UTC") for name in ("DTSTART", "DTEND") if name in event}
    assert written == {"UTC" if is_doubled else zone}


@given(start=moments(), length=lengths, zone=st.sampled_from(ZONES[:5]))
@settings(max_examples=60, deadline=None)
def test_a_reader_that_knows_no_zones_reads_the_same_moment_from_the_file(
    start: datetime, length: timedelta, zone: str
) -> None:
    ics = feed(timed(start, length, zone), zones=(zone,))
    ics = ics.replace(zone.encode(), b"Uhr " + zone.replace("/", " ").encode())
    event = only(ics)
    assert event.start.astimezone(UTC) == start
    assert event.end.astimezone(UTC) == start + length


@pytest.mark.parametrize("zone", UNKNOWN)
def test_a_zone_that_nobody_knows_becomes_that_of_the_town(zone: str) -> None:
    start = datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert timed(start, timedelta(hours=1), zone) == timed(start, timedelta(hours=1), "Europe/Berlin")


@given(
    day=st.dates(date(2021, 1, 1), date(2037, 1, 1)), zone=st.sampled_from(("Europe/Berlin", "Asia/Kolkata"))
)
@thorough
def test_an_evening_until_midnight_ends_at_midnight(day: date, zone: str) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    event = only(feed(timed(midnight - timedelta(hours=3), timedelta(hours=3), zone), zones=(zone,)))
    assert f"{event['DTEND'].dt:%Y-%m-%d %H:%M}" == f"{day} 00:00"
    assert event["DTSTART"].dt.date() == day - timedelta(days=1)
    assert event.end.astimezone(UTC) == midnight


# --- whole days


@given(first=st.dates(date(2020, 1, 1), date(2040, 12, 31)), length=st.integers(1, 400))
@example(date(2028, 2, 28), 2)
@example(date(2028, 2, 29), 366)
@example(date(2026, 12, 31), 2)
@example(date(2027, 3, 28), 1)
@example(date(2026, 10, 25), 1)
@thorough
def test_whole_days_are_the_same_days_with_an_exclusive_end(first: date, length: int) -> None:
    ics = feed(whole_days(first, first + timedelta(days=length - 1)))
    assert_sound(ics)
    assert f"\r\nDTSTART;VALUE=DATE:{first:%Y%m%d}\r\n".encode() in ics
    event = only(ics)
    end = date.fromordinal(first.toordinal() + length)
    assert (type(event["DTSTART"].dt), event["DTSTART"].dt, event["DTEND"].dt) == (date, first, end)
    assert str(event["TRANSP"]) == "TRANSPARENT"
    (again,) = recurring_ical_events.of(Calendar.from_ical(ics)).between(first, end)
    assert (type(again.start), again.start, again.end) == (date, first, end)
    assert recurring_ical_events.of(Calendar.from_ical(ics)).at(end) == []
    assert len(recurring_ical_events.of(Calendar.from_ical(ics)).at(end - timedelta(days=1))) == 1


# --- the clocks of zones


def samples(zone: str) -> Iterator[datetime]:
    """Every half hour around each change, and noon of every ninth day."""
    known_from = max([datetime(2020, 1, 1, tzinfo=UTC), *changes(zone)[:1]])
    for change in changes(zone):
        yield from (
            change + timedelta(minutes=30 * step) for step in range(-8, 9) if change > known_from or step >= 0
        )
    noon = datetime(2020, 1, 1, 12, tzinfo=UTC)
    days = (noon + timedelta(days=9 * step) for step in range(18 * 365 // 9))
    yield from (moment for moment in days if moment >= known_from)


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_a_written_zone_shows_the_same_clock_as_the_zone_database(zone: str) -> None:
    """Read by dateutil, whose reading of VTIMEZONE owes nothing to the zone database."""
    assert_sound(timezones.vtimezone(zone))
    read, real = tzical(io.StringIO(timezones.vtimezone(zone).decode())).get(zone), ZoneInfo(zone)
    wrong = []
    for moment in samples(zone):
        local = moment.astimezone(real)
        if not local.fold and local.replace(tzinfo=read).utcoffset() != local.utcoffset():
            wrong.append(f"{moment:%Y-%m-%d %H:%M}Z")
    assert wrong == []


def onsets(zone: str) -> dict[datetime, timedelta]:
    """The moments at which the clock changes, and the offset from then on: wall-clock onsets less TZOFFSETFROM (3.6.5)."""
    found = {}
    for part in Timezone.from_ical(timezones.vtimezone(zone)).subcomponents:
        first = part["DTSTART"].dt
        walls = {first}
        if "RRULE" in part:
            rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=first)
            walls |= set(rule.between(first, first.replace(year=2038, month=1, day=1)))
        dates = part.get("RDATE", [])
        for some in dates if isinstance(dates, list) else [dates]:
            walls |= {one.dt for one in some.dts}
        for wall in walls:
            found[wall.replace(tzinfo=UTC) - part["TZOFFSETFROM"].td] = part["TZOFFSETTO"].td
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_a_written_zone_changes_at_the_very_moments_of_the_zone_database(zone: str) -> None:
    real = ZoneInfo(zone)
    wanted = {change: change.astimezone(real).utcoffset() for change in changes(zone)}
    found = onsets(zone)
    if wanted:
        assert found == wanted
    else:
        assert list(found.values()) == [datetime(2030, 1, 1, tzinfo=real).utcoffset()]
