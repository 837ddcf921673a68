"""iCalendar from end to end: series become offers with their dates; times, zones, rules and single changed dates;
what is refused."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.importers import mapping as mappings
from portal.importers import runner
from portal.importers.sources_ical import MAPPING
from portal.models import Offer
from portal.vocabulary.offers import AttendanceMode, OccurrenceStatus, OfferKind

from .conftest import NOW
from .ical_texts import (
    WEEKLY,
    Importing,
    calendar,
    dates,
    event,
    import_into,
    in_town,
    reasons,
    single,
    starts,
)


@pytest.fixture
def importing(session: Session) -> Importing:
    return import_into(session)


def test_a_series_is_one_offer_with_one_run_and_its_dates(session: Session, importing: Importing) -> None:
    more = (
        "DESCRIPTION:<p>Mit der <b>eigenen</b> Maschine\\, sonst *leihen*.</p>\nURL:https://vhs.example/naehen\n"
        "LOCATION:Volkshochschule\\, Lange Straße 3\\, 06844 Dessau\\, Deutschland\nGEO:51.83;12.24\n"
        "CATEGORIES:Sprachen,Unsinn\nSTATUS:CONFIRMED"
    )
    report = importing(calendar(event(f"{WEEKLY}\n{more}")))
    assert (report.rows, report.counts["offers_created"], report.refusals) == (1, 1, ())
    (offer,) = session.scalars(select(Offer))
    assert (offer.title, offer.kind, offer.external_id) == ("Nähen", OfferKind.WORKSHOP, "kurs-1")
    assert offer.description == "Mit der eigenen Maschine, sonst \\*leihen\\*."
    assert offer.website == "https://vhs.example/naehen"
    assert [term.code for term in offer.terms] == ["sprachen"]
    assert offer.place is not None
    place = (offer.place.name, offer.place.street, offer.place.postal_code, offer.place.town)
    assert place == ("Volkshochschule", "Lange Straße 3", "06844", "Dessau")
    assert (offer.place.latitude, offer.place.longitude) == (51.83, 12.24)
    (run,) = offer.runs
    assert (run.status, run.starts_on, run.ends_on) == (
        OccurrenceStatus.CONFIRMED,
        date(2026, 12, 1),
        date(2026, 12, 22),
    )
    assert starts(session) == ["12-01 18:00", "12-08 18:00", "12-15 18:00", "12-22 18:00"]
    assert {o.ends_at - o.starts_at for o in run.occurrences} == {timedelta(minutes=90)}
    assert "kein Eintrag der Wortliste, weggelassen" in reasons(report)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({"DTSTART": ":20261201T180000Z"}, ["12-01 19:00"]),
        ({"DTSTART": ":20261201T180000"}, ["12-01 18:00"]),
        ({"DTSTART": ";TZID=W. Europe Standard Time:20261201T180000"}, ["12-01 18:00"]),
        ({"DTSTART": ";TZID=America/New_York:20261201T120000"}, ["12-01 18:00"]),
        ({"DTSTART": ";TZID=/vendor.example/Europe/Lisbon:20261201T180000"}, ["12-01 19:00"]),
        ({"DTSTART": ";TZID=Nirgendwo:20261201T180000"}, ["12-01 18:00"]),
        ({"DTSTART": ";VALUE=DATE:20261201", "DTEND": ";VALUE=DATE:20261203"}, ["2026-12-01"]),
        ({"DTSTART": ":20261201T180000Z", "RDATE": ";VALUE=PERIOD:20261205T180000Z/PT2H"}, ["12-01 19:00", "12-05 19:00"]),
        ({"DTSTART": ";VALUE=DATE:20261230", "RRULE": ":FREQ=DAILY;COUNT=3", "EXDATE": ";VALUE=DATE:20261231"}, ["2026-12-30", "2027-01-01"]),
        ({"DTSTART": ":20261201T180000Z", "RRULE": ":FREQ=DAILY;UNTIL=20261203"}, ["12-01 19:00", "12-02 19:00", "12-03 19:00"]),
        ({"DTSTART": ":20261201T180000Z", "RRULE": ":", "EXDATE": ":"}, ["12-01 19:00"]),
        ({"DTSTART": ":20261201T180000Z", "RRULE": ":FREQ=WEEKLY; BYDAY=TU, TH;COUNT=2"}, ["12-01 19:00", "12-03 19:00"]),
    ],
)  # fmt: skip
def test_dates_are_meant_as_the_calendar_says(
    session: Session, importing: Importing, lines: dict[str, str], expected: list[str]
) -> None:
    report = importing(calendar(single(**lines)))
    assert report.refusals == ()
    assert starts(session) == expected
    assert {o.zone for o in dates(session)} == {"Europe/Berlin"}


def test_the_end_of_whole_days_is_exclusive_and_a_missing_end_is_said(
    session: Session, importing: Importing
) -> None:
    report = importing(
        calendar(
            single(";VALUE=DATE:20261201", UID=":days", DTEND=";VALUE=DATE:20261203"),
            single(";VALUE=DATE:20261210", UID=":day"),
            single(":20261215T170000Z", UID=":open"),
            single(":20261220T170000Z", UID=":length", DURATION=":PT2H"),
        )
    )
    days, day, open_end, length = dates(session)
    assert (days.first_day, days.last_day, days.all_day) == (date(2026, 12, 1), date(2026, 12, 2), True)
    assert (day.first_day, day.last_day) == (date(2026, 12, 10), date(2026, 12, 10))
    assert open_end.ends_at - open_end.starts_at == timedelta(hours=1)
    assert length.ends_at - length.starts_at == timedelta(hours=2)
    assert "Ende fehlt: 60 Minuten angenommen" in reasons(report)


def test_times_without_zone_are_meant_where_the_calendar_or_the_town_is(
    session: Session, importing: Importing
) -> None:
    report = importing(calendar(single(":20261201T180000")))
    assert "Zeit ohne Zeitzone: als Ortszeit (Europe/Berlin) gelesen" in reasons(report)
    report = importing(calendar("X-WR-TIMEZONE:Europe/London\n", single(":20261201T180000", UID=":b")))
    assert starts(session)[-1] == "12-01 19:00"
    assert reasons(report) == {"Ende fehlt: 60 Minuten angenommen"}
    report = importing(
        calendar("X-WR-TIMEZONE:Europe/London\n", single(";TZID=Nirgendwo:20261201T180000", UID=":c"))
    )
    assert starts(session)[-1] == "12-01 19:00"
    assert "unbekannte Zeitzone: als Europe/London gelesen" in reasons(report)


def test_weekly_times_in_utc_keep_their_hour_where_x_wr_timezone_says_so(
    session: Session, importing: Importing
) -> None:
    weekly = single(":20270322T170000Z", RRULE=":FREQ=WEEKLY;COUNT=2")
    importing(calendar("X-WR-TIMEZONE:Europe/Berlin\n", weekly))
    assert starts(session) == ["03-22 18:00", "03-29 18:00"]


def test_a_zone_that_the_calendar_defines_is_its_own(session: Session, importing: Importing) -> None:
    def zone(offset: str) -> str:
        inner = f"DTSTART:19700101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}"
        return event(f"TZID:Eigene\n{event(inner, 'STANDARD')}".strip(), "VTIMEZONE")

    importing(calendar(zone("+0300"), single(";TZID=Eigene:20261201T180000")))
    assert starts(session) == ["12-01 16:00"]
    importing(calendar(zone("+0500"), single(";TZID=Eigene:20261202T180000", UID=":b")))
    assert starts(session)[-1] == "12-02 14:00"


def test_changed_dates_of_a_series_stand_where_they_moved_and_cancelled_ones_are_left_out(
    session: Session, importing: Importing
) -> None:
    moved = "UID:kurs-1\nSUMMARY:Nähen extra\nRECURRENCE-ID;TZID=Europe/Berlin:20261208T180000\nDTSTART;TZID=Europe/Berlin:20261209T190000"
    gone = "UID:kurs-1\nSTATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Berlin:20261215T180000\nDTSTART;TZID=Europe/Berlin:20261215T180000"
    report = importing(calendar(event(gone), event(WEEKLY), event(moved)))
    assert report.rows == 1
    assert starts(session) == ["12-01 18:00", "12-09 19:00", "12-22 18:00"]
    assert "weicht bei einzelnen Terminen ab: nicht übernommen" in reasons(report)


@pytest.mark.parametrize(
    ("part", "field", "reason"),
    [
        (single(CLASS=":PRIVATE"), "CLASS", "nicht öffentlich"),
        (single(CLASS=":CONFIDENTIAL"), "CLASS", "nicht öffentlich"),
        (single(CLASS=":X-INTERN"), "CLASS", "nicht öffentlich"),
        (event("UID:t\nSUMMARY:Aufgabe", "VTODO"), "VTODO", "Aufgabe, keine Veranstaltung"),
        (event("UID:t\nSUMMARY:Notiz", "VJOURNAL"), "VJOURNAL", "Tagebucheintrag, keine Veranstaltung"),
        (event("UID:t", "VFREEBUSY"), "VFREEBUSY", "Belegtzeit, keine Veranstaltung"),
        (event("UID:t", "VAVAILABILITY"), "VAVAILABILITY", "Verfügbarkeit, keine Veranstaltung"),
        (event("UID:a\nSUMMARY:A"), "DTSTART", "Beginn (DTSTART) fehlt"),
        (event("UID:a\nDTSTART:20261201"), "title", "Titel fehlt"),
        (single(":20200101T100000Z"), "dates", "liegt ganz in der Vergangenheit, vor dem 01.11.2025"),
        (single(":20200101T100000Z", RRULE=":FREQ=DAILY;COUNT=9"), "dates", "liegt ganz in der Vergangenheit, vor dem 01.11.2025"),
        (single(":20300101T100000Z"), "dates", "liegt ganz in der Zukunft, nach dem 30.11.2028"),
        (single(RRULE=":FREQ=DAILY;UNTIL=20261101"), "dates", "die Regel ergibt keinen Termin"),
        (single(DTEND=":20261201T170000Z"), "DTEND", "Ende vor dem Beginn (2026-12-01 18:00:00+00:00)"),
        (single(RRULE=":FREQ=SECONDLY"), "RRULE", "wiederholt sich zu dicht für einzelne Termine"),
        (single(RRULE=":FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "RRULE", "die Regel trifft auf keinen Tag zu"),
        (single(RRULE=":RSCALE=HEBREW;FREQ=YEARLY"), "RRULE", "Wiederholungsregel nicht unterstützt"),
        (single(RRULE=":FREQ=MANCHMAL"), "RRULE", "unlesbare Angabe zum Termin"),
        (single(EXDATE=":gestern"), "EXDATE", "unlesbare Angabe zum Termin"),
        (single(EXRULE=":FREQ=WEEKLY"), "EXRULE", "veraltete Ausnahmeregel, nicht unterstützt"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_an_offer_is_refused_by_name(
    session: Session, importing: Importing, part: str, field: str, reason: str
) -> None:
    report = importing(calendar(single(UID=":gut"), part))
    assert [(refusal.field, refusal.reason) for refusal in report.refusals] == [(field, reason)]
    assert report.refusals[0].line == 8
    assert len(dates(session)) == 1


def test_endless_and_very_long_series_are_cut_with_a_notice(session: Session, importing: Importing) -> None:
    report = importing(calendar(single(RRULE=":FREQ=WEEKLY")))
    assert "Wiederholung ohne Ende: Termine bis 30.11.2028" in reasons(report)
    assert in_town(dates(session)[-1].starts_at).date() == date(2028, 11, 28)
    report = importing(calendar(single(":20251201T100000Z", RRULE=":FREQ=DAILY", UID=":b")))
    assert "mehr als 1000 Termine: die ersten 1000" in reasons(report)
    report = importing(calendar(single(RRULE=":FREQ=HOURLY", UID=":c")))
    assert [refusal.reason for refusal in report.refusals] == ["mehr als 1000 Termine in zu kurzer Zeit"]


def test_a_place_that_is_an_address_of_the_web_is_none(session: Session, importing: Importing) -> None:
    importing(
        calendar(
            single(LOCATION=":https://meet.example/abc"), single(UID=":b", LOCATION=":Rathaus\\, Saal 2")
        )
    )
    online, on_site = session.scalars(select(Offer).order_by(Offer.external_id))
    assert (online.attendance_mode, online.place) == (AttendanceMode.ONLINE, None)
    assert on_site.place is not None
    assert (on_site.attendance_mode, on_site.place.name) == (AttendanceMode.ON_SITE, "Rathaus, Saal 2")


def test_an_address_that_is_none_of_the_web_is_left_out(session: Session, importing: Importing) -> None:
    report = importing(calendar(single(URL=":message:%3Cabc@mail.example%3E")))
    assert "keine Internetadresse, weggelassen" in reasons(report)
    assert [offer.website for offer in session.scalars(select(Offer))] == [None]


def test_a_mapping_is_laid_over_the_defaults(session: Session, importing: Importing) -> None:
    kind = {"column": "CATEGORIES", "first": True, "map": {"Vortrag": "lecture"}, "default": "course"}
    importing(
        calendar(single(CATEGORIES=":Vortrag", X_PREIS=":5 €"), single(UID=":b")),
        offer={"kind": kind, "topics": {"value": ["sprachen"]}},
        price="X-PREIS",
    )
    lecture, course = session.scalars(select(Offer).order_by(Offer.external_id))
    assert (lecture.kind, lecture.title, lecture.price_cents) == (OfferKind.LECTURE, "Nähen", 500)
    assert (course.kind, [term.code for term in course.terms]) == (OfferKind.COURSE, ["sprachen"])


def test_several_calendars_in_one_file_and_old_encodings_are_read(
    session: Session, importing: Importing
) -> None:
    importing(
        "\ufeff"
        + calendar(single())
        + calendar("X-WR-TIMEZONE:Europe/London\n", single(":20261202T180000", UID=":b"))
    )
    assert starts(session) == ["12-01 19:00", "12-02 19:00"]
    report = importing(calendar(single(UID=":c", SUMMARY=":Töpfern")).encode("cp1252"))
    assert "nicht in UTF-8 geschrieben, als cp1252 gelesen" in reasons(report)
    cut = calendar(single(UID=":d", SUMMARY=":Gefä")).encode().replace(b"\xc3\xa4", b"\xc3\n \xa4")
    importing(cut)
    titles = set(session.scalars(select(Offer.title)))
    assert titles == {"Nähen", "Töpfern", "Gefä"}


def test_dates_with_start_and_end_may_come_from_json_too(session: Session) -> None:
    from portal.importers.sources_jsonl import JsonlSource

    data = b'{"id": "1", "title": "Tanz", "termine": [{"start": "2026-12-01T18:00", "end": "2026-12-01T20:00"}, {"start": "2026-12-05"}]}'
    mapping = mappings.from_data(
        {"external_id": "id", "offer": {"title": "title"}, "occurrences": {"dates": "termine"}}
    )
    runner.run(session, JsonlSource("x", data), mapping, runner.Options("json", "vhs"), NOW)
    first, second = dates(session)
    assert (first.starts_at, first.ends_at - first.starts_at) == (
        datetime(2026, 12, 1, 17, tzinfo=UTC),
        timedelta(hours=2),
    )
    assert (second.all_day, second.first_day) == (True, date(2026, 12, 5))


def test_the_documentation_shows_the_defaults_and_a_mapping_that_works() -> None:
    text = (Path(__file__).parents[3] / "docs" / "imports.md").read_text(encoding="utf-8")
    defaults, example = re.findall(r"~~~yaml\n(.*?)~~~", text, re.DOTALL)
    assert yaml.safe_load(defaults) == MAPPING
    assert mappings.parse(example, MAPPING).absent == "cancel"
