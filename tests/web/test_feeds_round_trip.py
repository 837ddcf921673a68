"""Every feed, read by icalendar, recurring-ical-events and ical.js, holds exactly what the database holds: same moments, zone
and status. What belongs into a feed is said here once more, by plain queries, so that the portal is not its own judge."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from flask import Flask
from icalendar import Calendar
from sqlalchemy import ColumnElement, select

from portal import clock
from portal.calendar import ical
from portal.extensions import db
from portal.models import Institution, Offer, Run, Term
from portal.vocabulary.offers import OccurrenceStatus, OfferKind, Step
from portal.vocabulary.terms import Scheme
from tests.fixtures.programs import require
from tests.judge import JudgingClient
from tests.rooms.calendar.reading import ZONES, assert_sound, feed, timed, whole_days

ROOT = Path(__file__).resolve().parents[2]
BERLIN = ZoneInfo("Europe/Berlin")
OFF = (OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED)
LONG = timedelta(days=3650)
Answers = dict[str, "Entry"]


class Entry(NamedTuple):
    """What a client shows of an entry; `start` and `end` are UTC, or days with the end exclusive."""

    start: str
    end: str
    zone: str
    status: str


Condition = Callable[[], ColumnElement[bool]]


def of_kind(kind: OfferKind) -> Condition:
    return lambda: Offer.kind == kind


def of_programme(code: str) -> ColumnElement[bool]:
    return Offer.terms.any((Term.scheme == Scheme.PROGRAMME) & (Term.code == code))


def of_institution(slug: str) -> ColumnElement[bool]:
    return Offer.institution.has(Institution.slug == slug)


def careers() -> ColumnElement[bool]:
    of_pupils = (Offer.kind == OfferKind.DEADLINE) & Offer.terms.any(Term.scheme == Scheme.GRADE)
    return (Offer.kind == OfferKind.CAREERS_EVENT) | of_programme("berufsorientierung") | of_pupils


SELECTIONS: dict[str, Condition] = {
    "/suche.ics": lambda: Offer.id > 0,
    "/suche.ics?art=kurs": of_kind(OfferKind.COURSE),
    "/suche.ics?art=vortrag&seite=3&sort=preis": of_kind(OfferKind.LECTURE),
    "/suche.ics?anbieter=volkshochschule&art=kurs": lambda: (
        of_institution("volkshochschule") & (Offer.kind == OfferKind.COURSE)
    ),
    "/en/suche.ics?art=frist": of_kind(OfferKind.DEADLINE),
    "/suche.ics?kosten=kostenlos": lambda: Offer.is_free.is_(True),
    "/seniorenuniversitaet.ics": lambda: of_programme("seniorenuniversitaet"),
    "/elterntrainings.ics": of_kind(OfferKind.PARENT_TRAINING),
    "/berufswahlkalender.ics": careers,
}
SEARCHES = ("/suche.ics?q=computer", "/en/suche.ics?q=Deutsch")


# --- what the database holds


def offers(condition: ColumnElement[bool]) -> Iterable[Offer]:
    public = Offer.institution.has(Institution.is_public.is_(True)) & (Offer.step == Step.PUBLISHED)
    return db.session().scalars(select(Offer).where(public, condition))


def expected(condition: ColumnElement[bool], run: Run | None = None) -> Answers:
    """Every date and closing day of a year back and from then on, of public offers."""
    today = clock.today()
    horizon = datetime(today.year - 1, today.month, 1, tzinfo=BERLIN)
    found = {
        uid: (entry, ends)
        for offer in offers(condition)
        for each in offer.runs
        if run is None or each.id == run.id
        for uid, entry, ends in of_run(offer.kind, each)
    }
    return {uid: entry for uid, (entry, ends) in found.items() if ends >= horizon}


def of_run(kind: OfferKind, run: Run) -> Iterator[tuple[str, Entry, datetime]]:
    run_is_off = run.status is OccurrenceStatus.CANCELLED
    for day in run.occurrences:
        open_status = "TENTATIVE" if day.status is OccurrenceStatus.TENTATIVE else "CONFIRMED"
        status = "CANCELLED" if run_is_off or day.status in OFF else open_status
        if day.all_day:
            yield f"occurrence-{day.uuid}@agora", whole(day.first_day, day.last_day, status), day.ends_at
        else:
            span = (moment(day.starts_at), moment(day.ends_at))
            yield f"occurrence-{day.uuid}@agora", Entry(*span, day.zone, status), day.ends_at
    opens, closes = run.registration_opens_on, run.registration_closes_on
    status = "CANCELLED" if run_is_off else "CONFIRMED"
    if closes:
        ends = datetime.combine(closes, time(0), BERLIN) + timedelta(days=1)
        yield f"deadline-{run.uuid}@agora", whole(closes, closes, status), ends
        if opens and opens < closes and kind in (OfferKind.CAREERS_EVENT, OfferKind.DEADLINE):
            yield f"window-{run.uuid}@agora", whole(opens, closes, status), ends


def whole(first: date, last: date, status: str) -> Entry:
    return Entry(first.isoformat(), date.fromordinal(last.toordinal() + 1).isoformat(), "", status)


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# --- what readers read


def read_once(ics: bytes) -> Answers:
    """By icalendar, entry by entry as it stands in the file."""
    found = {}
    events = Calendar.from_ical(ics).walk("VEVENT")
    for event in events:
        assert not event.errors
        found[str(event["UID"])] = seen(event)
    assert len(found) == len(events)
    return found


def expand(ics: bytes) -> Answers:
    """By recurring-ical-events, as what it says happens in twenty years."""
    today = clock.today()
    happening = list(recurring_ical_events.of(Calendar.from_ical(ics)).between(today - LONG, today + LONG))
    found = {str(event["UID"]): seen(event) for event in happening}
    assert len(found) == len(happening)
    return found


def seen(event: Any) -> Entry:
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else event["DTSTART"].dt
    if isinstance(start, datetime):
        return Entry(moment(start), moment(end), str(start.tzinfo), str(event["STATUS"]))
    return Entry(start.isoformat(), end.isoformat(), "", str(event["STATUS"]))


def node() -> Path:
    """Node, where it is present; there ical.js must be as well."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("skipped: no Node on this machine, whose calendars ical.js would read")
    installed = ROOT / "node_modules" / "ical.js" / "dist" / "ical.js"
    require(installed if installed.exists() else None, "install ical.js (bash tools/install_test_programs)")
    return Path(program)


def read_by_ical_js(ics: bytes) -> list[dict[str, Any]]:
    script = Path(__file__).with_name("ical_js.mjs")
    done = subprocess.run([node(), script], input=ics, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)["entries"]
    assert not [entry for entry in found if entry["isRecurring"]]
    return found


def through_ical_js(ics: bytes) -> Answers:
    return {
        entry["uid"]: Entry(entry["start"], entry["end"], entry["tzid"], entry["status"])
        for entry in read_by_ical_js(ics)
    }


# --- the tests


def told(client: JudgingClient, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_sound(answer.data)
    return answer.data


@pytest.mark.parametrize("address", SELECTIONS)
def test_a_feed_holds_exactly_what_the_database_holds(
    app: Flask, client: JudgingClient, address: str
) -> None:
    ics = told(client, address)
    with app.app_context():
        wanted = expected(SELECTIONS[address]())
    assert wanted
    assert read_once(ics) == wanted
    assert expand(ics) == wanted


@pytest.mark.parametrize("address", ["/suche.ics", "/berufswahlkalender.ics", "/seniorenuniversitaet.ics"])
def test_ical_js_reads_the_same(app: Flask, client: JudgingClient, address: str) -> None:
    node()
    with app.app_context():
        wanted = expected(SELECTIONS[address]())
    assert through_ical_js(told(client, address)) == wanted


def test_every_institution_tells_of_its_own(app: Flask, client: JudgingClient) -> None:
    with app.app_context():
        slugs = db.session().scalars(select(Institution.slug).where(Institution.is_public.is_(True))).all()
        wanted = {slug: expected(of_institution(slug)) for slug in slugs}
    assert len(wanted) > 10
    for slug in wanted:
        ics = told(client, f"/anbieter/{slug}.ics")
        assert (slug, read_once(ics)) == (slug, wanted[slug])
        assert (slug, expand(ics)) == (slug, wanted[slug])


def test_every_offer_tells_of_itself(app: Flask, client: JudgingClient) -> None:
    with app.app_context():
        wanted = {
            f"/angebote/{one.id}-{one.slug}.ics": expected(Offer.id == one.id)
            for one in offers(Offer.id % 4 == 0)
        }
    assert len(wanted) > 50
    for address in wanted:
        ics = told(client, address)
        assert (address, read_once(ics)) == (address, wanted[address])
        assert (address, expand(ics)) == (address, wanted[address])


def test_one_run_tells_of_nothing_but_itself(app: Flask, client: JudgingClient) -> None:
    with app.app_context():
        chosen = next(
            one for one in offers(Offer.id > 0) if sum(bool(run.occurrences) for run in one.runs) > 1
        )
        address = f"/angebote/{chosen.id}-{chosen.slug}.ics"
        wanted = {
            f"{address}?durchfuehrung={run.uuid}": expected(Offer.id == chosen.id, run) for run in chosen.runs
        }
    for of_run_alone, entries in wanted.items():
        assert read_once(told(client, of_run_alone)) == expand(told(client, of_run_alone)) == entries
    assert read_once(told(client, address)) == {
        uid: entry for one in wanted.values() for uid, entry in one.items()
    }


@pytest.mark.parametrize("address", SEARCHES)
def test_a_search_for_words_tells_all_of_what_it_finds(
    app: Flask, client: JudgingClient, address: str
) -> None:
    """Which offers match is the search's affair; of each all dates must be there, and those the page shows must be among them."""
    found = read_once(told(client, address))
    shown = client.get(address.replace(".ics?", ".json?") + "&pro_seite=100").get_json()
    with app.app_context():
        by_offer = {one.id: expected(Offer.id == one.id) for one in offers(Offer.id > 0)}
    touched = {number: entries for number, entries in by_offer.items() if entries.keys() & found.keys()}
    assert found and found == {uid: entry for entries in touched.values() for uid, entry in entries.items()}
    shown_ids = {number for number in by_offer if f"/angebote/{number}-" in json.dumps(shown)}
    assert shown_ids and {number for number in shown_ids if by_offer[number]} <= touched.keys()


def test_a_weekday_leaves_only_its_dates(app: Flask, client: JudgingClient) -> None:
    found = read_once(told(client, "/suche.ics?wochentag=mo"))
    with app.app_context():
        everything = expected(Offer.id > 0)
    mondays = {uid: entry for uid, entry in everything.items() if entry.zone and weekday(entry) == 0}
    timed_ones = {uid: entry for uid, entry in found.items() if entry.zone}
    assert timed_ones == mondays


def weekday(entry: Entry) -> int:
    return datetime.fromisoformat(entry.start).astimezone(BERLIN).weekday()


@pytest.mark.parametrize("year", [0, 1])
def test_a_school_year_is_cut_out_of_the_careers_calendar(
    app: Flask, client: JudgingClient, year: int
) -> None:
    today = clock.today()
    start = today.year + year - (1 if today.month < 8 else 0)
    first, last = date(start, 8, 1), date(start + 1, 7, 31)
    address = f"/berufswahlkalender.ics?schuljahr={start}-{(start + 1) % 100:02}"
    with app.app_context():
        everything = expected(careers())
    wanted = {uid: entry for uid, entry in everything.items() if touches(entry, first, last)}
    ics = told(client, address)
    assert wanted
    assert read_once(ics) == expand(ics) == wanted


def touches(entry: Entry, first: date, last: date) -> bool:
    if not entry.zone:
        return entry.start <= last.isoformat() and entry.end > first.isoformat()
    begins, ends = (datetime.fromisoformat(at).astimezone(BERLIN) for at in (entry.start, entry.end))
    return begins.date() <= last and (ends - timedelta(seconds=1)).date() >= first


def test_what_one_can_leave_out_is_left_out_and_a_reminder_changes_no_date(
    app: Flask, client: JudgingClient
) -> None:
    with app.app_context():
        everything = expected(of_institution("volkshochschule"))
    assert {entry.status for entry in everything.values()} == {"CONFIRMED", "CANCELLED"}
    calendar = "/anbieter/volkshochschule.ics"
    found = read_once(told(client, f"{calendar}?ohne_abgesagte=1&erinnerung=P1D"))
    assert found == {uid: entry for uid, entry in everything.items() if entry.status == "CONFIRMED"}
    assert read_once(told(client, f"{calendar}?erinnerung=PT2H")) == everything
    dates = read_once(told(client, f"{calendar}?ohne_fristen=1"))
    assert dates and dates.items() <= everything.items()
    assert not [uid for uid in dates if not uid.startswith("occurrence-")]


def test_a_broken_line_in_an_address_stays_in_the_address(app: Flask, client: JudgingClient) -> None:
    with app.app_context():
        number = next(iter(offers(Offer.id > 0))).id
    ics = told(client, f"/angebote/{number}-x%0D%0AATTACH:boese.ics?q=%0AX:1")
    assert b"\nATTACH" not in ics and b"\nX:1" not in ics


def test_ical_js_reads_every_clock_as_the_zone_database_does() -> None:
    """Moments around changes of the clock, in zones of which ical.js knows only what the file says."""
    node()
    turning = (
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2027, 10, 31, 1, tzinfo=UTC),
        datetime(2026, 11, 1, 6, tzinfo=UTC),
    )
    cases = [
        (zone, change + timedelta(minutes=30 * step), timedelta(minutes=45 * length))
        for zone in ZONES
        for change in turning
        for step in range(-6, 7)
        for length in (0, 1, 4)
    ]
    ics = feed(*(timed(start, length, zone) for zone, start, length in cases), zones=ZONES)
    found = [(entry["start"], entry["end"]) for entry in read_by_ical_js(ics)]
    assert found == [(moment(start), moment(start + length)) for _zone, start, length in cases]


def test_ical_js_reads_days_as_they_are() -> None:
    node()
    first, last = date(2028, 2, 28), date(2029, 1, 1)
    (entry,) = read_by_ical_js(feed(whole_days(first, last)))
    assert (entry["start"], entry["end"], entry["isDate"]) == ("2028-02-28", "2029-01-02", True)


def test_ical_js_reads_texts_as_they_are() -> None:
    node()
    summary = "C:\\Neu, \\n; " + "ä" * 60 + " “Ö” 😀 مرحبا"
    description = "Erste Zeile: a, b; c\\N\n\n\tZweite" + "ß" * 90 + "\u2028END:VEVENT\r\nATTACH:x\0"
    start = datetime(2026, 12, 1, 17, tzinfo=UTC)
    span = ical.Span(start, start + timedelta(hours=1), False, start.date(), start.date(), "Europe/Berlin")
    stamp = ical.Stamp("occurrence-9@agora", 7, start)
    ics = ical.event(stamp, span, ical.EventText(summary, description), is_off=True, is_busy=True)
    (entry,) = read_by_ical_js(feed(ics))
    assert (entry["summary"], entry["sequence"], entry["status"]) == (summary, 7, "CANCELLED")
    assert entry["description"] == description.replace("\u2028", "\n").replace("\r\n", "\n").replace("\0", "")
    (gone,) = read_by_ical_js(feed(ical.called_off(ics, stamp, "Abgesagt: ")))
    assert (gone["summary"], gone["description"]) == (f"Abgesagt: {summary}", entry["description"])
