"""The programme booklet: accessible, in large type, with every date, what is off named, and the access of each place."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from portal.print.booklet import (
    Booklet,
    BookletWords,
    PrintedHost,
    PrintedLecture,
    PrintedPlace,
    PrintedTopic,
    PrintedWeek,
    Prose,
    TopicLine,
    booklet,
)
from portal.web.kit.subscription import qr_image
from tests.factories.offers import NOW
from tests.fixtures import programs

from .test_sheets import HOSTILE, told_by

ADDRESS = "https://agora.stadt.example/seniorenuniversitaet"
WORDS = BookletWords(
    language="de",
    content_language="de",
    prose_language="de",
    programme="Seniorenuniversität",
    kicker="Herbstuniversität 2026",
    title="Gesellschaftlicher Wandel",
    period="23. bis 27. November 2026",
    town="Dessau-Roßlau",
    issuer="Agora des Lernens",
    as_of="Stand: 23. November 2026",
    contents="In diesem Heft",
    welcome="Willkommen",
    how="So machen Sie mit",
    steps=(("Aussuchen", "Sie brauchen kein Vorwissen."),),
    weeks="Woche für Woche",
    topics="Nach Themen",
    topics_hint="Mit der Seite.",
    places="Orte und Zugang",
    places_hint="Was Sie dort vorfinden.",
    hosts="Wer mitmacht",
    told_before="Siehe",
    on_page="Seite {page}",
    page="Seite {page}",
    help_heading="Fragen? Rufen Sie an.",
    help_text="Wir helfen beim Aussuchen.",
    help_phone="0340 0000-100",
    help_phone_link="tel:+493400000100",
    feed_text="Das Programm:",
    feed_address="agora.stadt.example/seniorenuniversitaet",
    feed_url=ADDRESS,
    feed_qr=qr_image(ADDRESS).decode(),
    feed_qr_alt="QR-Code",
    empty="Noch nichts eingetragen.",
    demo="Demodaten",
)
LECTURE = PrintedLecture(
    mark="a1",
    is_short=False,
    day="Montag, 23. November",
    time="10:00 bis 11:30 Uhr",
    shape="lecture",
    kind="Vortrag",
    title="Größe und Grenzen der Städte",
    url="https://agora.stadt.example/angebote/1-x",
    text="Eine Einführung für alle.",
    host="Hochschule Anhalt",
    speakers=(("Dr. Änne Weiß", "Stadtplanerin"),),
    lines=("Hörsaal 2, Innenstadt", "Ohne Anmeldung, kostenlos"),
)
AGAIN = replace(LECTURE, is_short=True, day="Dienstag, 24. November", text="", host="", speakers=(), lines=())
OFF = replace(
    LECTURE,
    mark="a2",
    day="Mittwoch, 25. November",
    title="Der Garten im Klimawandel",
    is_off=True,
    status="Abgesagt",
    note="Die Referentin ist krank.",
)
PLACE = PrintedPlace(
    "Hörsaalgebäude",
    "Seminarplatz 2a, Innenstadt",
    "Haltestelle: Bauhaus",
    (("Vorhanden", "Eingang ohne Stufen, Aufzug"), ("Nicht bekannt, bitte nachfragen", "Induktionsschleife")),
    "Die Klingel ist links.",
)
HOST = PrintedHost(
    "Hochschule Anhalt",
    "Seminarplatz 2a",
    "0340 0000-500",
    "tel:+493400000500",
    "info@hochschule.example",
    "https://hochschule.example/",
)
WHOLE = Booklet(
    words=WORDS,
    welcome=(
        Prose("heading", "Fünf Tage"),
        Prose("par", "Schön, dass Sie da sind."),
        Prose("item", "Zuhören"),
    ),
    weeks=(PrintedWeek("Woche vom 23. November 2026", (LECTURE, AGAIN, OFF)),),
    topics=(PrintedTopic("Gesellschaft", (TopicLine("a1", "2 Termine", LECTURE.title, "Hochschule"),)),),
    places=(PLACE,),
    hosts=(HOST,),
)
EMPTY = replace(WHOLE, welcome=(), weeks=(), topics=(), places=(), hosts=())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return booklet(WHOLE, now=NOW)


def words_of(pdf: bytes, folder: Path) -> str:
    """Its text, with words put together again that a line has divided."""
    told = told_by("pdftotext", pdf, folder).replace("\u00ad", "-")
    return " ".join(re.sub(r"-\n(?=[a-zäöüß])", "", told).split())


def structure_of(pdf: bytes, folder: Path) -> set[str]:
    """The sorts of tags in its tree; pdfinfo writes some of the titles in another coding."""
    path = programs.require(
        programs.which("pdfinfo"), "please install poppler-utils (Debian: apt-get install poppler-utils)"
    )
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([path, "-struct", file], capture_output=True, check=True)
    return set(re.findall(r"^ *([A-Za-z0-9]+)", done.stdout.decode(errors="replace"), re.MULTILINE))


def test_a_booklet_is_tagged_titled_and_says_its_language(pdf: bytes, tmp_path: Path) -> None:
    told = told_by("pdfinfo", pdf, tmp_path)
    assert "Tagged:          yes" in told and "(A4)" in told
    assert "Title:           Seniorenuniversität, Gesellschaftlicher Wandel" in told
    structure = structure_of(pdf, tmp_path)
    assert {"H1", "H2", "H3", "Figure", "Link", "TOC"} <= structure
    assert b"/Lang(de" in pdf and b"/StructTreeRoot" in pdf and b"/MarkInfo" in pdf and b"/Outlines" in pdf


def test_it_reads_in_order_from_the_cover_to_whom_to_ask(pdf: bytes, tmp_path: Path) -> None:
    told = words_of(pdf, tmp_path)
    body = told[told.index("Woche vom") :]
    parts = (
        "Größe und Grenzen der Städte",
        "Dr. Änne Weiß, Stadtplanerin",
        "Hörsaal 2, Innenstadt",
        "Der Garten im Klimawandel",
        "Orte und Zugang",
        "Hörsaalgebäude",
        "Wer mitmacht",
        "info@hochschule.example",
        "Fragen? Rufen Sie an.",
    )
    assert [part for part in parts if part not in body] == []
    assert [body.find(part) for part in parts] == sorted(body.find(part) for part in parts)
    assert (
        told.index("Seniorenuniversität") < told.index("23. bis 27. November 2026") < told.index("Willkommen")
    )


def test_what_does_not_take_place_says_so_and_why(pdf: bytes, tmp_path: Path) -> None:
    told = words_of(pdf, tmp_path)
    after = told[told.index("Der Garten im Klimawandel") :]
    assert after.index("Abgesagt") < after.index("Die Referentin ist krank.") < after.index("Nach Themen")


def test_the_access_of_each_place_is_told_in_words(pdf: bytes, tmp_path: Path) -> None:
    told = words_of(pdf, tmp_path)
    for said in (
        "Vorhanden: Eingang ohne Stufen, Aufzug",
        "Nicht bekannt, bitte nachfragen: Induktionsschleife",
        "Haltestelle: Bauhaus",
        "Die Klingel ist links.",
    ):
        assert said in told


def test_topics_and_later_dates_lead_to_the_page_where_it_is_told(pdf: bytes, tmp_path: Path) -> None:
    told = words_of(pdf, tmp_path)
    pages = [told_by("pdftotext", pdf, tmp_path, "-f", str(n), "-l", str(n)) for n in range(1, 5)]
    page = next(n for n, text in enumerate(pages, start=1) if "Eine Einführung für alle." in text)
    assert (
        told.count(f"Seite {page}") >= 3 and f"Siehe Seite {page}" in told
    )  # the foot of the page, the topic, the later date
    assert b"/Dest" in pdf or b"/GoTo" in pdf


def test_type_is_large(pdf: bytes, tmp_path: Path) -> None:
    """The words of the programme are as high as 14 point type is; smaller is the foot of the page alone."""
    boxes = told_by("pdftotext", pdf, tmp_path, "-bbox")
    heights = [
        float(found["low"]) - float(found["high"])
        for found in re.finditer(
            r'yMin="(?P<high>[\d.]+)" xMax="[\d.]+" yMax="(?P<low>[\d.]+)">(?P<word>[^<]+)<', boxes
        )
        if found["word"] in ("Einführung", "kostenlos", "Klingel", "Hörsaal")
    ]
    assert len(heights) >= 4 and min(heights) >= 14


def test_an_empty_semester_still_has_a_booklet(tmp_path: Path) -> None:
    told = words_of(booklet(EMPTY, now=NOW), tmp_path)
    assert "Noch nichts eingetragen." in told and "Orte und Zugang" not in told


def test_the_same_programme_gives_the_same_bytes(pdf: bytes) -> None:
    assert booklet(WHOLE, now=NOW) == pdf


@pytest.mark.parametrize("text", HOSTILE)
def test_what_providers_write_is_never_markup(text: str) -> None:
    lecture = replace(
        LECTURE,
        title=text,
        text=text,
        note=text,
        host=text,
        day=text,
        speakers=((text, text),),
        lines=(text,),
    )
    whole = replace(
        WHOLE,
        welcome=(Prose("par", text),),
        weeks=(PrintedWeek(text, (lecture, replace(lecture, is_short=True))),),
        topics=(PrintedTopic(text, (TopicLine("a1", text, text, text),)),),
        places=(PrintedPlace(text, text, text, ((text, text),), text),),
        hosts=(replace(HOST, name=text, address=text, phone=text),),
    )
    assert booklet(whole, now=NOW).startswith(b"%PDF-")
