"""Texts in calendars come back whole, whatever they hold, and break out of nothing: no line, no property, no entry."""

import re
import string
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Alarm, Calendar

from portal.calendar import ical
from portal.calendar.ical import EventText, Head, Span, Stamp
from tests.rooms.calendar.reading import CHANGED, PLAIN, assert_sound, feed, names, only, thorough

KNOWN_LINES = frozenset(
    "BEGIN END UID DTSTAMP LAST-MODIFIED SEQUENCE DTSTART DTEND STATUS TRANSP CLASS SUMMARY DESCRIPTION LOCATION CONTACT "
    "CATEGORIES GEO URL ORGANIZER CONFERENCE IMAGE".split()
)
PIECES = (
    "Ähre, Öl; Übung", "\\", "\\n", "\\N", "\\,", "C:\\Neu", "\r\nATTACH:https://boese.example", "\nEND:VEVENT\nBEGIN:VEVENT",
    "\u2028END:VEVENT", "\u2029X-BOESE:1", "\x85ATTACH:1", "\rSTATUS:CANCELLED", "\t", "\0", "\x07\x1b[31m", "\x0b\x0c\x1c", "\x7f",
    "ä" * 60, "ß" * 37, "😀" * 20, "👨‍👩‍👧", "שלום עולם", "مرحبا", "\u202eumgekehrt", "\u200f", "\ufeff", "\ufffe", "e\u0301", "\ud800",
    '"', '":ATTACH:x', "^n^'^^", "'", "’", "100%2C", "%0D%0A", ":", ";", ",", "=", "  ", " ", "<b>", "&amp;",
)  # fmt: skip
ENDINGS = re.compile("\r\n|[\r\u2028\u2029]")
STARTS = (datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=8).map("".join)


def worded(text: EventText) -> bytes:
    start = datetime(2026, 12, 1, 17, tzinfo=UTC)
    span = Span(start, start + timedelta(hours=2), False, start.date(), start.date(), "Europe/Berlin")
    return ical.event(Stamp("occurrence-3@agora", 1, CHANGED), span, text, is_off=False, is_busy=True)


def bare(text: str) -> str:
    """What of a text can be seen, and its lines: said here once more, so that the portal's own rule is not its judge."""
    with_lines = ENDINGS.sub("\n", text)
    seen = "".join(
        one
        for one in with_lines
        if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Cn")
    )
    return unicodedata.normalize("NFC", seen).rstrip("\n")


def unescaped(written: str) -> str:
    """icalendar knows no NAME and leaves it as it stands."""
    return re.sub(r"\\(.)", r"\1", written)


def one_line(text: str) -> str:
    return " ".join(bare(text).split())


@given(summary=hostile, description=hostile, location=hostile, contact=hostile)
@example("ä" * 60, "Ü" * 60 + " " + "ö" * 60, "C:\\Neu, \\n; \\N", "😀" * 40)
@thorough
def test_every_text_comes_back_and_breaks_out_of_nothing(
    summary: str, description: str, location: str, contact: str
) -> None:
    ics = worded(EventText(summary, description, location, contact=contact))
    assert_sound(ics)
    assert set(names(ics)) <= KNOWN_LINES and len(set(names(ics))) == len(names(ics))
    event = only(feed(ics))
    assert str(event["SUMMARY"]) == " ".join(str(event["SUMMARY"]).split())
    assert one_line(str(event["SUMMARY"])) == one_line(summary)
    for name, given_text in (("DESCRIPTION", description), ("LOCATION", location), ("CONTACT", contact)):
        assert bare(str(event.get(name, ""))) == bare(given_text)


@given(
    categories=st.lists(hostile, min_size=1, max_size=4).map(tuple),
    organizer=hostile,
    address=hostile,
    mail=hostile,
)
@thorough
def test_lists_names_and_addresses_break_out_of_nothing(
    categories: tuple[str, ...], organizer: str, address: str, mail: str
) -> None:
    link = f"https://stadt.example/{address}"
    text = EventText(
        "Keramik",
        "Drei Abende.",
        url=link,
        categories=categories,
        organizer_name=organizer,
        organizer_email=f"a{mail}@verein.example",
        geo=(51.836113, -12.242778),
        conference=link,
        image=link,
    )
    ics = worded(text)
    assert_sound(ics)
    assert set(names(ics)) <= KNOWN_LINES and len(set(names(ics))) == len(names(ics))
    event = only(feed(ics))
    assert [one_line(str(one)) for one in event["CATEGORIES"].cats] == [one_line(one) for one in categories]
    for name in ("URL", "CONFERENCE", "IMAGE"):
        assert set(str(event[name])) <= set(string.ascii_letters + string.digits + "-._~%/:=&?#+!$,;'@()*[]")
        assert str(event[name]).startswith("https://stadt.example/")
    assert str(event["ORGANIZER"]).startswith("mailto:a")
    assert event["GEO"].to_ical() == "51.836113;-12.242778"


@pytest.mark.parametrize(
    "name",
    (
        'Verein "Süd"',
        "Pfad C:\\",
        "A, B; C: D",
        "Kultur’s ^ Haus",
        "Quer\r\nATTACH:x",
        '":mailto:x',
        "  viel   Platz  ",
        "ö" * 60,
    ),
)
def test_the_name_of_the_organizer_comes_back(name: str) -> None:
    ics = worded(EventText("Keramik", "", organizer_name=name, organizer_email="a@verein.example"))
    organizer = only(feed(ics))["ORGANIZER"]
    assert organizer.params["CN"] == one_line(name).replace("\\", "/")
    assert str(organizer) == "mailto:a@verein.example"


@pytest.mark.parametrize(
    ("given_address", "expected"),
    [
        ("https://x.example/a%20b?q=1&r=%C3%A4#top", "https://x.example/a%20b?q=1&r=%C3%A4#top"),
        ("https://x.example/ä b", "https://x.example/%C3%A4%20b"),
        ("https://x.example/\r\nATTACH:y", "https://x.example/%0AATTACH:y"),
    ],
)
def test_an_address_stays_one(given_address: str, expected: str) -> None:
    assert str(only(feed(worded(EventText("Keramik", "", url=given_address))))["URL"]) == expected


@given(name=hostile, description=hostile, source=hostile)
@thorough
def test_the_head_of_a_calendar_breaks_out_of_nothing(name: str, description: str, source: str) -> None:
    link = f"https://stadt.example/suche.ics?q={source}"
    ics = ical.head(Head(name, description, link, link), ("Europe/Berlin",)) + ical.CALENDAR_END
    assert_sound(ics)
    calendar = Calendar.from_ical(ics)
    assert not calendar.errors
    assert set(calendar) == set(Calendar.from_ical(feed()))
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"])
    assert one_line(unescaped(calendar["NAME"])) == one_line(name)
    assert bare(str(calendar["DESCRIPTION"])) == bare(description)
    assert [one.name for one in calendar.subcomponents] == ["VTIMEZONE"]


# --- what is made of entries


@given(
    before=st.timedeltas(timedelta(minutes=1), timedelta(weeks=4)).map(
        lambda one: timedelta(minutes=one // timedelta(minutes=1))
    )
)
@thorough
def test_a_reminder_is_added_and_nothing_else_changes(before: timedelta) -> None:
    ics = worded(PLAIN)
    reminded = ical.with_alarm(ics, before)
    assert_sound(reminded)
    event = only(feed(reminded))
    (alarm,) = event.walk("VALARM")
    assert isinstance(alarm, Alarm)
    assert alarm["TRIGGER"].dt == -before
    event.subcomponents.clear()
    assert event.to_ical() == ics


@given(text=hostile, start=st.sampled_from(STARTS), sequence=st.integers(1, 99))
@example("C:\\Neu \\n \\N", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 5)
@thorough
def test_what_is_called_off_stays_the_same_entry(text: str, start: datetime, sequence: int) -> None:
    span = Span(start, start + timedelta(hours=1), False, start.date(), start.date(), "Europe/Berlin")
    words = EventText(
        text, text, text, categories=(text,), organizer_name=text, organizer_email="a@b.example"
    )
    ics = ical.event(Stamp("occurrence-4@agora", 0, CHANGED), span, words, is_off=False, is_busy=True)
    stamp = Stamp("occurrence-4@agora", sequence, CHANGED + timedelta(hours=1))
    gone = ical.called_off(ics, stamp, "Abgesagt: ")
    assert_sound(gone)
    assert names(gone) == names(ics)
    assert ical.called_off(gone, stamp, "Abgesagt: ") == gone
    before, after = only(feed(ics)), only(feed(gone))
    assert str(after["SUMMARY"]) == f"Abgesagt: {before['SUMMARY']}"
    assert ical.summary_of(gone) == str(after["SUMMARY"])
    assert (after["SEQUENCE"], str(after["STATUS"])) == (sequence, "CANCELLED")
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt == stamp.changed_at
    changed = {"SUMMARY", "SEQUENCE", "STATUS", "TRANSP", "DTSTAMP", "LAST-MODIFIED"}
    assert {name for name in after if after[name] != before[name]} <= changed
