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
from portal.print.careers_handout import HandoutWords, ahead, handout, is_due
from portal.print.careers_poster import PosterFormat, PosterWords, grouped, lanes, poster
from portal.print.careers_sheet import PrintedDay, PrintedEntry, SheetWords
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind, HolidayKind
from portal.vocabulary.offers import OccurrenceStatus, OfferKind
from portal.web.kit.subscription import qr_image
from tests.factories.offers import NOW
from tests.fixtures import programs

YEAR, TODAY = SchoolYear(2026), NOW.date()
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
    legend={
        name: name
        for name in "occurrence deadline window school_break public_holiday number number_overleaf".split()
    },
    list_heading="Was nicht in die Felder passt",
    sheet_heading="Legende",
    empty="Nichts eingetragen.",
)
HANDOUT = HandoutWords(
    months=MONTHS,
    deadlines_heading="Fristen",
    deadlines_over="Alle Fristen sind vorbei.",
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


def paper_to_take(
    entries: Sequence[PrintedEntry], days: Sequence[PrintedDay] = (BREAK,), today: date = TODAY
) -> bytes:
    return handout(YEAR, entries, days, words=WORDS, handout_words=HANDOUT, today=today, now=NOW)


def sheets(entries: Sequence[PrintedEntry], days: Sequence[PrintedDay] = (BREAK,)) -> dict[str, bytes]:
    found = {
        paper.value: poster(YEAR, entries, days, words=WORDS, poster_words=POSTER, paper=paper, now=NOW)
        for paper in PosterFormat
    }
    return found | {"a4": paper_to_take(entries, days)}


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


def full_poster(entries: Sequence[PrintedEntry]) -> bytes:
    return poster(YEAR, entries, (), words=WORDS, poster_words=POSTER, paper=PosterFormat.A3, now=NOW)


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page in its reading order, as one line each."""
    told = re.sub(r"-\n(?=[a-zäöüß])", "", told_by("pdftotext", pdf, folder).replace("\u00ad", "-"))
    return [" ".join(page.split()) for page in told.split("\f")[:-1]]


def test_a_list_too_long_for_the_foot_has_sheets_of_its_own_and_loses_nothing(tmp_path: Path) -> None:
    printed = many(400)
    pdf = full_poster(printed)
    first, *sheets = pages_of(pdf, tmp_path)
    assert sheets and "number_overleaf" in first and "Was nicht in die Felder passt" not in first
    assert all("Legende" in sheet for sheet in sheets)
    listed = " ".join(sheets)
    on_a_bar = {one.title for one in printed if one.entry.kind is EntryKind.WINDOW and one.title in first}
    missing = [one.title for one in printed if one.title not in listed and one.title not in on_a_bar]
    assert missing == [] and re.search(r"\+\d", first) is None
    size = told_by("pdfinfo", pdf, tmp_path, "-l", "9")
    assert len(re.findall(r"size: +1190\.55 x 841\.89 pts", size)) == 1 + len(sheets)


def test_each_number_on_the_days_stands_in_the_list_and_each_tile_has_words_or_a_number(
    tmp_path: Path,
) -> None:
    """Thirty on one day and three windows beside it: more than any cell holds."""
    day = date(2026, 9, 16)
    crowd = [entry(f"Zwergenmesse{number:02}", day, number=number) for number in range(30)]
    windows = [
        entry(f"Fenster{number} mit sehr langem Namen", day, EntryKind.WINDOW, 1, 100 + number)
        for number in range(3)
    ]
    pdf = full_poster([*crowd, *windows])
    (page,) = pages_of(pdf, tmp_path)
    days, _sep, listed = page.partition("Was nicht in die Felder passt")
    assert [one.title for one in (*crowd, *windows) if one.title.split()[0] not in listed] == []
    assert "…" not in days and re.search(r"\+\d", days) is None
    numbers = re.findall(r"\b(\d+) 16\.9\.", listed)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)] and len(numbers) > 5


def test_a_short_list_stays_at_the_foot(tmp_path: Path) -> None:
    (page,) = pages_of(full_poster(many(40)), tmp_path)
    assert "Was nicht in die Felder passt" in page and "Legende" not in page


def test_a_sheet_of_the_list_names_every_day_of_a_series(tmp_path: Path) -> None:
    days = [YEAR.first + timedelta(days=7 * number) for number in range(52)]
    series = [
        entry("Sehr lange Überschrift einer Werkstatt für wirklich alle", day, number=999) for day in days
    ]
    _first, *sheets = pages_of(full_poster([*many(400), *series]), tmp_path)
    listed = " ".join(sheets)
    assert [day for day in days if f"{day.day}.{day.month}." not in listed] == []
    assert f"{days[-2].day}.{days[-2].month}., {days[-1].day}.{days[-1].month}." in listed


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
    assert paper_to_take([entry(text or "-", date(2026, 9, 16))], ())


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


def applying(title: str, first: date, last: date, number: int) -> PrintedEntry:
    """A time in which one applies, from day to day."""
    made = entry(title, first, EntryKind.WINDOW, (last - first).days + 1, number)
    return replace(made, entry=replace(made.entry, offer_kind=OfferKind.DEADLINE))


DUE = (
    entry("Alte Frist", date(2026, 9, 25), EntryKind.DEADLINE, number=1),
    entry("Frist von heute", date(2026, 11, 23), EntryKind.DEADLINE, number=2),
    entry("Frist im März", date(2027, 3, 1), EntryKind.DEADLINE, number=3),
    applying("Bewerbungszeit", date(2026, 11, 2), date(2027, 1, 15), 4),
    applying("Alte Bewerbungszeit", date(2026, 9, 2), date(2026, 10, 15), 5),
    entry("Praktikumswochen", date(2026, 11, 16), EntryKind.WINDOW, 20, 6),
)


def test_the_box_of_deadlines_holds_what_is_ahead_with_times_to_apply_in_by_their_last_day() -> None:
    due = [one for one in DUE if is_due(one.entry)]
    told = [one.title for one in ahead(due, TODAY)]
    assert told == ["Frist von heute", "Bewerbungszeit", "Frist im März"]


def test_a_time_to_register_in_is_told_once_with_its_closing_day() -> None:
    closing = entry("Anmeldeschluss", date(2027, 1, 15), EntryKind.DEADLINE, number=4)
    assert ahead([applying("Anmeldung", date(2026, 11, 2), date(2027, 1, 15), 4), closing], TODAY) == [
        closing
    ]


def test_deadlines_that_are_over_are_left_to_their_months(tmp_path: Path) -> None:
    (first, *_more) = pages_of(paper_to_take(DUE), tmp_path)
    box, _sep, months = first.partition("September 2026")
    assert "Alte Frist" not in box and "Alte Frist" in months and "Frist von heute" in box
    (first, *_more) = pages_of(paper_to_take(DUE, today=date(2027, 7, 1)), tmp_path)
    box, _sep, months = first.partition("September 2026")
    assert "Alle Fristen sind vorbei." in box and "Frist im März" not in box


def test_holidays_are_not_torn_in_two(tmp_path: Path) -> None:
    """Whatever stands before them: four lines alone on a last page help nobody."""
    days = [
        PrintedDay(
            HolidayKind.PUBLIC_HOLIDAY,
            f"Feiertag {number}",
            date(2026, 10, 3),
            date(2026, 10, 3),
            "3. Oktober",
        )
        for number in range(20)
    ]
    for count in range(8, 20, 2):
        pages = pages_of(paper_to_take(many(count), days), tmp_path)
        assert [page for page in pages if ("Feiertag 0:" in page) != ("Feiertag 19:" in page)] == []
