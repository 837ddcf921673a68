"""Every calendar beside the checkout, the broken ones too: imported, or refused with the reason; never by halves,
and twice is once. What the import says is held against a reading that knows nothing of it."""

import re
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from sqlalchemy import StaticPool, create_engine, func, select
from sqlalchemy.orm import Session

import portal.models
from portal.clock import TOWN_ZONE
from portal.errors import ImportProblem
from portal.extensions import Base
from portal.importers import mapping as mappings
from portal.importers import runner
from portal.importers.base import ImportReport, Row
from portal.importers.ical_dates import Window
from portal.importers.sources_ical import MAPPING, IcalSource
from portal.models import Occurrence, Offer, OutboxEntry, Place, Run
from portal.offers.series import MOST_DATES

from .conftest import NOW

CALENDARS = Path(__file__).parents[4] / "shared" / "data" / "ics"
FILES = sorted(CALENDARS.rglob("*.ics")) if CALENDARS.is_dir() else []
MAPPED = mappings.from_data(MAPPING)
ENTRIES = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY")
# Two events with one UID, of which one will be refused; RDATEs that are days, counted from midnight here and not in
# UTC; an UNTIL that is a day, and includes it.
MEANT_OTHERWISE = {"example", "issue_1633_rdate_with_dates", "issue_75_range_parameter"}

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FILES, reason="skipped: no shared data"),
]


@cache
def seeded() -> bytes:
    """A database with tables and one institution, made once; without word lists, whose reading takes longest."""
    with sqlite3.connect(":memory:") as connection:
        engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(portal.models.Institution(slug="vhs", name="Volkshochschule Musterstadt"))
            session.commit()
        return connection.serialize()


@pytest.fixture
def quick_session() -> Iterator[Session]:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(seeded())
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with Session(engine) as session:
        yield session
    engine.dispose()


def lines_of(data: bytes) -> list[tuple[int, str]]:
    """Unfolded lines, each with the number of its first."""
    found: list[tuple[int, str]] = []
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith((" ", "\t")) and found:
            found[-1] = (found[-1][0], found[-1][1] + line[1:])
        elif line:
            found.append((number, line))
    return found


def events_of(data: bytes) -> dict[int, str]:
    """Line and UID of each VEVENT."""
    found: dict[int, str] = {}
    begin = 0
    for number, line in lines_of(data):
        if line.upper() == "BEGIN:VEVENT":
            begin = number
            found[begin] = ""
        elif re.match("UID[;:]", line, re.I) and begin:
            found[begin] = found[begin] or " ".join(line.partition(":")[2].split())
        elif line.upper() == "END:VEVENT":
            begin = 0
    return found


def is_sound(data: bytes) -> bool:
    """Whether there is an entry in it, and each BEGIN has its END."""
    marks = [
        line.upper().strip() for _, line in lines_of(data) if re.match(r"(BEGIN|END)[ \t]*:", line, re.I)
    ]
    opened: list[str] = []
    for mark in marks:
        kind = mark.partition(":")[2].strip()
        if mark.startswith("BEGIN"):
            opened.append(kind)
        elif not opened or opened.pop() != kind:
            return False
    entries = any(mark == f"BEGIN:{kind}" for mark in marks for kind in ENTRIES)
    calendar = any(mark in ("BEGIN:VCALENDAR", "BEGIN:VEVENT") for mark in marks)
    return not opened and entries and calendar and b"\0\0" not in data


def its_own_time(data: bytes) -> datetime:
    """A moment at which the calendar was current: half a year after its earliest event."""
    years = [int(year) for year in re.findall(rb"DTSTART[^:\n]*:((?:19[6-9]|20[0-4])\d)\d{4}", data)]
    return datetime(max(years, default=2026), 6, 15, 12, tzinfo=UTC)


def load(session: Session, file: Path, now: datetime, *, applied: bool = True) -> ImportReport:
    source = IcalSource(file.name, file.read_bytes(), now)
    options = runner.Options("probe", "vhs", publish=True, applied=applied)
    report = runner.run(session, source, MAPPED, options, now)
    if applied:
        session.commit()
    session.rollback()
    session.expunge_all()
    return report


def state(session: Session) -> list[object]:
    found: list[object] = [session.scalar(select(func.count()).select_from(OutboxEntry))]
    for table in (Offer, Run, Occurrence, Place):
        rows = session.execute(select(table.id, table.revision, table.updated_at).order_by(table.id))
        found += [tuple(row) for row in rows]
    return found


@pytest.mark.parametrize("moment", [lambda _: NOW, its_own_time], ids=["today", "then"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}"[-80:])
def test_a_calendar_is_imported_or_refused_with_the_reason(
    quick_session: Session, file: Path, moment: Callable[[bytes], datetime]
) -> None:
    session, data = quick_session, file.read_bytes()
    now = moment(data)
    before = state(session)
    try:
        rehearsed = load(session, file, now, applied=False)
    except ImportProblem as problem:
        assert str(problem).endswith(".") and not is_sound(data), problem
        with pytest.raises(ImportProblem, match=re.escape(str(problem))):
            load(session, file, now)
        assert state(session) == before
        return
    assert is_sound(data)
    assert state(session) == before
    report = load(session, file, now)
    assert (report.counts, report.refusals) == (rehearsed.counts, rehearsed.refusals)
    assert_accounted(session, data, report)
    kept = state(session)
    again = load(session, file, now + timedelta(days=1))
    assert again.counts["runs_unchanged"] + len(again.refusals) + again.counts["rows_identical"] == again.rows
    assert state(session) == kept


def assert_accounted(session: Session, data: bytes, report: ImportReport) -> None:
    """Each VEVENT is a run with dates, or refused on its line; each refusal says why and what to do."""
    counts = report.counts
    assert report.rows == counts["runs_created"] + counts["rows_identical"] + len(report.refusals)
    assert all(refusal.line and refusal.reason and refusal.remedy for refusal in report.refusals)
    events = events_of(data)
    refused = {events[refusal.line] for refusal in report.refusals if refusal.line in events}
    dated = set(session.scalars(select(Run.external_id).join(Run.occurrences)))
    unnamed = sum(key.startswith("ohne-uid-") for key in dated)
    for uid in events.values():
        short = uid[:150]  # a longer key is shortened, with a hash at its end
        assert short in {key[:150] for key in dated | refused} if uid else unnamed or "" in refused


def expected_dates(data: bytes, now: datetime) -> dict[str, set[datetime]] | None:
    """What the libraries by themselves make of the whole file, by UID; None where they cannot read it."""
    window = Window.around(now.astimezone(TOWN_ZONE).date(), TOWN_ZONE)
    first, beyond = midnight(window.first), midnight(window.last + timedelta(days=1))
    found: dict[str, set[datetime]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for calendar in icalendar.Calendar.from_ical(data, multiple=True):
                for event in recurring_ical_events.of(calendar).between(first, beyond):
                    if str(event.get("STATUS")) != "CANCELLED":
                        found.setdefault(str(event["UID"]), set()).add(in_utc(event["DTSTART"].dt))
    except Exception:
        return None
    return found


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), TOWN_ZONE)


def in_utc(moment: date) -> datetime:
    found = moment if isinstance(moment, datetime) else midnight(moment)
    return (found if found.tzinfo else found.replace(tzinfo=TOWN_ZONE)).astimezone(UTC)


@pytest.mark.parametrize("moment", [lambda _: NOW, its_own_time], ids=["today", "then"])
def test_the_dates_are_those_that_the_libraries_expand_by_themselves(
    moment: Callable[[bytes], datetime],
) -> None:
    compared, differing = 0, set()
    for file in FILES:
        data = file.read_bytes()
        expected = expected_dates(data, moment(data))
        if expected is None or not is_sound(data):
            continue
        rows = [row for row in IcalSource(file.name, data, moment(data)).rows() if isinstance(row, Row)]
        for row in rows:
            uid, dates = str(row.values["UID"]), row.values.get("dates", ())
            if row.refused or row.values["STATUS"] == "CANCELLED" or uid.startswith("ohne-uid-"):
                continue
            assert isinstance(dates, tuple)
            starts = sorted({in_utc(entry["start"]) for entry in dates if "cancelled" not in entry})
            compared += 1
            if starts != sorted(expected.get(uid, ()))[:MOST_DATES]:
                differing.add(file.stem.rpartition("__")[2])
    assert compared > 80
    assert differing <= MEANT_OTHERWISE
