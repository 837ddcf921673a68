"""Entries as bytes to be read back by foreign readers, and the rules of RFC 5545 for those bytes."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from icalendar import Calendar, Event

from portal.calendar import ical, timezones
from portal.calendar.ical import EventText, Head, Span, Stamp

CHANGED = datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)
HEAD = Head(
    "Kurse · Köthen",
    "Termine aus dem Portal",
    "https://stadt.example/suche.ics",
    "https://stadt.example/suche",
)
PLAIN = EventText("Keramik", "Drei Abende.")
ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/Dublin", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Africa/Casablanca", "Asia/Tehran", "Antarctica/Troll", "Pacific/Chatham", "America/St_Johns", "UTC",
)  # fmt: skip
thorough = settings(max_examples=150, deadline=None)


def feed(*events: bytes, zones: tuple[str, ...] = (timezones.TOWN_ZONE,)) -> bytes:
    return ical.head(HEAD, zones) + b"".join(events) + ical.CALENDAR_END


def timed(start: datetime, length: timedelta, zone: str, *, is_off: bool = False) -> bytes:
    days = start.astimezone(UTC).date()
    span = Span(start, start + length, False, days, days, zone)
    return ical.event(Stamp("occurrence-1@agora", 4, CHANGED), span, PLAIN, is_off=is_off, is_busy=True)


def whole_days(first: date, last: date) -> bytes:
    begin = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo("Europe/Berlin"))
    span = Span(begin, begin + timedelta(days=1), True, first, last, "Europe/Berlin")
    return ical.event(Stamp("occurrence-2@agora", 0, CHANGED), span, PLAIN, is_off=False, is_busy=True)


def only(ics: bytes) -> Event:
    """The one entry of a feed, with nothing about it that icalendar could not read."""
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    assert isinstance(event, Event)
    assert not event.errors
    return event


def assert_sound(ics: bytes) -> None:
    """RFC 5545, 3.1: lines of at most 75 octets that end in CR LF and hold nothing else that any reader cuts lines at."""
    assert ics.endswith(b"\r\n")
    lines = ics.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\r" in line or b"\n" in line or not line]
    assert [line.decode() for line in lines] == ics.decode().splitlines()
    assert not [
        one for one in ics.decode() if unicodedata.category(one) in ("Cc", "Zl", "Zp") and one not in "\r\n\t"
    ]


def names(ics: bytes) -> list[str]:
    """The names of the unfolded lines."""
    unfolded = ics.decode().replace("\r\n ", "").removesuffix("\r\n")
    return [re.split("[:;]", line, maxsplit=1)[0] for line in unfolded.split("\r\n")]
