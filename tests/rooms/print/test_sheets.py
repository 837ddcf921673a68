"""Poster and handout: PDF/UA that is tagged, of the right size, with text that can be selected, whatever the data hold."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.careers.year import YearEntry
from portal.print.careers_handout import HandoutWords, handout
from portal.print.careers_poster import PosterFormat, PosterWords, grouped, lanes, poster
from portal.print.careers_sheet import PrintedDay, PrintedEntry, SheetWords
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind, HolidayKind
from portal.vocabulary.offers import OccurrenceStatus, OfferKind
from portal.web.kit.subscription import qr_image
from tests.factories.offers import NOW
from tests.fixtures import programs

YEAR = SchoolYear(2026)
MONTHS = tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split())
WORDS = SheetWords(
    language="de",
    title="Berufswahlkalender 2026/27",
    subtitle="Klasse 9 · Sekundarschule",
    issuer="Agora des Lernens Dessau-Roßlau",
    as_of="Stand: 23. November 2026",
    feed_heading="Immer aktuell",
    feed_text="Abfotografieren oder diese Adresse öffnen.",
    feed_address="bildung.stadt.example/berufswahlkalender",
    feed_qr=qr_image("https://bildung.stadt.example/berufswahlkalender.ics").decode(),
    feed_qr_alt="QR-Code mit der Adresse des Kalenders",
    demo="Demodaten",
)
POSTER = PosterWords(
    months=MONTHS,
    weekdays=tuple("Mo Di Mi Do Fr Sa So".split()),
    legend={name: name for name in "occurrence deadline window school_break public_holiday number".split()},
    list_heading="Was nicht in die Felder passt",
    rest="und {count} weitere",
    empty="Nichts eingetragen.",
)
HANDOUT = HandoutWords(
    months=MONTHS,
    deadlines_heading="Fristen",
    holidays_heading="Ferien",
    breaks="Schulferien",
    public_holidays="Feiertage",
    action_days="Aktionstage",
    help_heading="Fragen Sie einen Menschen",
    help_text="Am B-Punkt hilft man Ihnen.",
    phone_label="Telefon",
    phone="0340 0000-100",
    page="Seite {page} von {pages}",
    empty="Nichts eingetragen.",
)
BREAK = PrintedDay(
    HolidayKind.SCHOOL_BREAK, "Herbstferien", date(2026, 10, 19), date(2026, 10, 30), "19. bis 30. Oktober"
)
HOSTILE = (
    '#import "/etc/passwd": x',
    "$ x^2 $ *fett* _kursiv_ `code` <label> @ref // Ende /* */ \\",
    '"]) #panic("!")',
    "🎓🇩🇪👩🏽‍🔬 \u202etfel hcan sthcer\u202c שלום 你好",
    "\x00\x07\u2028Zeile\r\nZeile\t",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "w" * 300,
)


def entry(
    title: str, day: date, kind: EntryKind = EntryKind.OCCURRENCE, days: int = 1, number: int = 1
) -> PrintedEntry:
    made = YearEntry(
        kind=kind,
        offer_id=number,
        slug="x",
        title=title,
        offer_kind=OfferKind.CAREERS_EVENT,
        first_day=day,
        last_day=day + timedelta(days=days - 1),
        starts_at=None,
        ends_at=None,
        status=OccurrenceStatus.PLANNED,
        is_registration=False,
        note="",
        institution="IHK",
        place="BiZ",
        district="Süd",
        grades=("9",),
        school_forms=(),
        actions=(),
    )
    return PrintedEntry(
        made, title, "Termin", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.", "BiZ, Süd", "Klasse 9"
    )


def many(count: int) -> list[PrintedEntry]:
    kinds = (EntryKind.OCCURRENCE, EntryKind.OCCURRENCE, EntryKind.DEADLINE, EntryKind.WINDOW)
    return [
        entry(
            f"Betriebserkundung Nummer {number}: Werkstätten, Büros und Größeres",
            YEAR.first + timedelta(days=number * 7 % 360),
            kinds[number % 4],
            12 if kinds[number % 4] is EntryKind.WINDOW else 1,
            number,
        )
        for number in range(count)
    ]


def sheets(entries: Sequence[PrintedEntry], days: Sequence[PrintedDay] = (BREAK,)) -> dict[str, bytes]:
    found = {
        paper.value: poster(YEAR, entries, days, words=WORDS, poster_words=POSTER, paper=paper, now=NOW)
        for paper in PosterFormat
    }
    return found | {"a4": handout(YEAR, entries, days, words=WORDS, handout_words=HANDOUT, now=NOW)}


@pytest.mark.parametrize("count", [0, 1, 400])
def test_sheets_hold_nothing_one_and_four_hundred(count: int) -> None:
    for pdf in sheets(many(count)).values():
        assert pdf.startswith(b"%PDF-") and len(pdf) > 10_000


def told_by(program: str, pdf: bytes, folder: Path, *options: str) -> str:
    path = programs.require(
        programs.which(program), "please install poppler-utils (Debian: apt-get install poppler-utils)"
    )
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        [path, *options, file, *(["-"] if program == "pdftotext" else [])],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_sheets_are_tagged_titled_and_of_the_right_size(tmp_path: Path) -> None:
    sizes = {"a3": "(A3)", "a1": "(A1)", "a4": "(A4)"}
    for name, pdf in sheets(many(40)).items():
        told = told_by("pdfinfo", pdf, tmp_path)
        assert "Tagged:          yes" in told
        assert "Title:           Berufswahlkalender 2026/27, Klasse 9 · Sekundarschule" in told
        assert sizes[name] in told, told


def test_the_text_of_a_sheet_can_be_selected(tmp_path: Path) -> None:
    pdfs = sheets([entry("Größe zählt: Straßenbau für Mädchen", date(2026, 9, 16))])
    for pdf in pdfs.values():
        told = " ".join(told_by("pdftotext", pdf, tmp_path).replace("-\n", "").split())
        assert "Berufswahlkalender 2026/27" in told and "Straßenbau" in told and "Herbstferien" in told


def test_two_entries_of_a_day_both_begin_to_speak(tmp_path: Path) -> None:
    """Also on a full poster, where rows are lowest."""
    day = date(2026, 12, 9)
    printed = [
        *many(200),
        entry("Zwergenmesse der Region Anhalt und mehr", day, number=901),
        entry("Quittenernte", day, number=902),
    ]
    alone = [one for one in printed if one.entry.first_day != day or one.entry.offer_id > 900]
    pdf = poster(YEAR, alone, (), words=WORDS, poster_words=POSTER, paper=PosterFormat.A3, now=NOW)
    told = told_by("pdftotext", pdf, tmp_path)
    assert "Zwergenmesse" in told and "Quittenernte" in told


def test_what_the_list_cannot_hold_is_counted_and_has_an_address(tmp_path: Path) -> None:
    pdf = poster(YEAR, many(400), (), words=WORDS, poster_words=POSTER, paper=PosterFormat.A3, now=NOW)
    told = " ".join(told_by("pdftotext", pdf, tmp_path).split())
    assert re.search(r"und \d+ weitere bildung\.stadt\.example/berufswahlkalender", told)


def test_a_long_filter_stays_within_the_band_of_the_title(tmp_path: Path) -> None:
    long = replace(WORDS, subtitle=", ".join(f"Klasse {grade}" for grade in range(101, 140)))
    pdf = poster(YEAR, [], (), words=long, poster_words=POSTER, paper=PosterFormat.A3, now=NOW)
    told = told_by("pdftotext", pdf, tmp_path, "-bbox")
    lowest = re.search(r'yMax="([\d.]+)">139<', told)
    assert lowest and float(lowest[1]) < 37 / 25.4 * 72  # the band is 37 mm high


@pytest.mark.parametrize("text", HOSTILE)
def test_data_are_never_markup(text: str) -> None:
    printed = [entry(text, date(2026, 9, 16)), entry(text, date(2026, 9, 17), EntryKind.WINDOW, 20, 2)]
    for pdf in sheets(
        printed, (PrintedDay(HolidayKind.PUBLIC_HOLIDAY, text, date(2026, 9, 18), date(2026, 9, 18), text),)
    ).values():
        assert pdf.startswith(b"%PDF-")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
def test_any_title_can_be_set(text: str) -> None:
    assert handout(
        YEAR, [entry(text or "-", date(2026, 9, 16))], (), words=WORDS, handout_words=HANDOUT, now=NOW
    )


def test_the_same_data_give_the_same_bytes() -> None:
    assert sheets(many(20)) == sheets(many(20))


def test_a_series_is_one_line_of_the_list_with_all_its_days() -> None:
    numbers, lines = grouped(
        [entry("Werkstatt", date(2026, 9, day)) for day in (1, 8, 15)]
        + [entry("Messe", date(2026, 9, 2), number=2)]
    )
    assert numbers == [0, 0, 0, 1]
    assert [line["day"] for line in lines] == ["1.9., 8.9., 15.9.", "2.9."]


def test_windows_hang_side_by_side_and_no_more_than_three() -> None:
    windows = [
        entry(str(number), date(2026, 9, 1 + number), EntryKind.WINDOW, 10, number).entry
        for number in range(5)
    ]
    bars = lanes(date(2026, 9, 1), windows)
    assert [bar.lane for bar in bars] == [0, 1, 2]
    assert all(bar.begins and bar.ends for bar in bars)
