"""Whatever bytes are called a calendar: rows or an ImportProblem, in bounded time, and nothing else."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.errors import ImportProblem
from portal.importers import mapping as mappings
from portal.importers import runner
from portal.importers.base import Row
from portal.importers.sources_ical import MAPPING, IcalSource

from .conftest import NOW

WORDS = st.sampled_from(
    "BEGIN END VCALENDAR VEVENT VTIMEZONE STANDARD VALARM VTODO UID SUMMARY DTSTART DTEND DURATION RRULE RDATE EXDATE "
    "RECURRENCE-ID SEQUENCE CLASS STATUS GEO CATEGORIES TZID VALUE=DATE RANGE=THISANDFUTURE 20261201T180000 20261201 "
    "20261201T180000Z 00010101 99991231T235959 PT1H -P1D P9999999W FREQ=DAILY FREQ=SECONDLY;INTERVAL=0 PRIVATE "
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 COUNT=3 UNTIL=20270101 BYDAY=MO,99TU Europe/Berlin Europe Nirgendwo nan;inf "
    "20261201T180000/PT2H".split()
)
MARKS = st.sampled_from([":", ";", "=", ",", "\n", "\r\n", "\n ", '"', "\\", "\x00", "ä", "\u2028", " "])
LINES = st.lists(WORDS | MARKS | st.text(max_size=4), max_size=40).map("".join)
MOMENTS = st.sampled_from(
    [
        ":20261201T180000",
        ":20261201T180000Z",
        ";VALUE=DATE:20261201",
        ":20261201",
        ";TZID=Nirgendwo:20261201T180000",
        ";TZID=Europe:20261201T180000",
        ":00010101T000000",
        ":99991231T235959Z",
        ";VALUE=PERIOD:20261201T180000Z/PT1H",
        ":20260229T180000",
        ":",
        ":gestern",
    ]
)
RULES = st.lists(
    st.sampled_from(
        "FREQ=DAILY FREQ=WEEKLY FREQ=YEARLY FREQ=HOURLY FREQ=SECONDLY FREQ= INTERVAL=0 INTERVAL=2 INTERVAL=-1 COUNT=5 COUNT=-1 "
        "UNTIL=20270101 UNTIL=20270101T000000Z BYDAY=MO,TU BYDAY=-9FR BYMONTHDAY=31 BYMONTH=2 BYSETPOS=9 BYHOUR=1,2,3 "
        "BYMINUTE=0,30 BYWEEKNO=53 BYYEARDAY=366 WKST=SU RSCALE=HEBREW X=1".split()
    ),
    max_size=5,
).map(";".join)
EVENTS = st.fixed_dictionaries(
    {"DTSTART": MOMENTS},
    optional={
        "UID": st.sampled_from([":a", ":b", ":"]),
        "DTEND": MOMENTS,
        "DURATION": st.sampled_from([":PT1H", ":P1D", ":-PT1H", ":P99999W", ":x"]),
        "RRULE": RULES.map(lambda rule: f":{rule}"),
        "RDATE": MOMENTS,
        "EXDATE": MOMENTS,
        "RECURRENCE-ID": MOMENTS,
        "SEQUENCE": st.sampled_from([":0", ":1", ":x", ":-1"]),
        "STATUS": st.sampled_from([":CANCELLED", ":CONFIRMED", ":?"]),
        "CLASS": st.sampled_from([":PUBLIC", ":PRIVATE"]),
        "SUMMARY": st.text(max_size=8).map(lambda text: f":{text}"),
        "LOCATION": st.text(max_size=8).map(lambda text: f":{text}"),
        "GEO": st.sampled_from([":51.8;12.2", ":nan;inf", ":999;999"]),
        "URL": st.sampled_from([":https://a.example/x", ":mailto:a@b.example", ":[", ":http://[::1"]),
    },
)


def calendar(*events: dict[str, str]) -> bytes:
    lines = ["BEGIN:VCALENDAR"]
    for event in events:
        lines += ["BEGIN:VEVENT", *(f"{name}{value}" for name, value in event.items()), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode(errors="replace")


def read(data: bytes) -> list[Row]:
    try:
        rows = list(IcalSource("any.ics", data, NOW).rows())
    except ImportProblem as problem:
        assert str(problem)
        return []
    assert all(isinstance(row, Row) for row in rows)
    return [row for row in rows if isinstance(row, Row)]


@settings(deadline=None, max_examples=150)
@given(data=st.binary(max_size=300) | LINES.map(lambda text: text.encode(errors="replace")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read(data)
    read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data + b"\nEND:VEVENT\nEND:VCALENDAR\n")


@settings(deadline=None, max_examples=40)
@given(text=LINES)
def test_any_zone_is_known_or_passed_over(text: str) -> None:
    zone = f"BEGIN:VTIMEZONE\nTZID:Eigene\nBEGIN:STANDARD\nDTSTART:19701025T030000\n{text}\nEND:STANDARD\nEND:VTIMEZONE\n"
    event = "BEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART;TZID=Eigene:20261201T180000\nEND:VEVENT\n"
    read(f"BEGIN:VCALENDAR\n{zone}{event}END:VCALENDAR\n".encode(errors="replace"))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, min_size=1, max_size=4))
def test_any_events_end_as_runs_or_refusals(session: Session, events: list[dict[str, str]]) -> None:
    try:
        source = IcalSource("any.ics", calendar(*events), NOW)
    except ImportProblem:  # a line break in a text may be an END of its own
        return
    options = runner.Options("any", "vhs", publish=True)
    report = runner.run(session, source, mappings.from_data(MAPPING), options, NOW)
    session.rollback()
    counts = report.counts
    assert report.rows == counts["runs_created"] + counts["rows_identical"] + len(report.refusals)
    assert all(refusal.reason and refusal.remedy for refusal in report.refusals)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=999999999",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2",
        "FREQ=MINUTELY;BYDAY=MO",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3,4,5,6,7,8,9",
    ],
)
@pytest.mark.parametrize("start", [":20261201T180000", ":19000101T000000Z", ";VALUE=DATE:20261201"])
def test_a_rule_that_never_ends_is_refused_before_it_is_followed(rule: str, start: str) -> None:
    began = time.process_time()
    (row,) = read(calendar({"UID": ":a", "SUMMARY": ":A", "DTSTART": start, "RRULE": f":{rule}"}))
    assert row.refused is not None and row.refused.field in ("RRULE", "VEVENT", "DTSTART")
    assert time.process_time() - began < 6


def test_a_zone_that_never_ends_is_not_followed() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Eigene\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "BEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART;TZID=Eigene:20261201T180000\nEND:VEVENT\n"
    (row,) = read(f"BEGIN:VCALENDAR\n{zone}{event}END:VCALENDAR\n".encode())
    assert [remark.reason for remark in row.remarks] == ["unbekannte Zeitzone: als Europe/Berlin gelesen"]
    assert row.values["dates"][0]["start"].astimezone(UTC) == datetime(2026, 12, 1, 17, tzinfo=UTC)  # type: ignore[index]


def test_a_thousand_calendars_inside_one_another_are_read_without_recursion() -> None:
    deep = "BEGIN:X-A\n" * 3000 + "BEGIN:VEVENT\nUID:a\nDTSTART:20261201\nEND:VEVENT\n" + "END:X-A\n" * 3000
    assert len(read(f"BEGIN:VCALENDAR\n{deep}END:VCALENDAR\n".encode())) == 1
