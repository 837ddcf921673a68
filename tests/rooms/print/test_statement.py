"""The statement of attendance on paper: accessible, the same bytes for the same words, and never markup."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.print.statement import PrintedStatement, StatementWords, statement_sheet
from portal.web.kit.subscription import qr_image
from tests.factories.offers import NOW

from .test_booklet import structure_of
from .test_sheets import HOSTILE, told_by

ADDRESS = "https://agora.stadt.example/bestaetigung/K7QF-2M9D-X4TR"
ONE = PrintedStatement(
    name="Änne Müller-Lüdenscheidt",
    title="Größen der Physik: vier Abende",
    intro="hat an diesem Angebot teilgenommen:",
    facts=(("Anbieter", "Hochschule Anhalt"), ("Umfang", "4 Stunden 30 Minuten")),
    days=("Donnerstag, 5. November 2026", "Donnerstag, 12. November 2026"),
    code="K7QF-2M9D-X4TR",
    issued="Dessau-Roßlau, ausgestellt am 27. November 2026",
    qr=qr_image(ADDRESS).decode(),
)
WORDS = StatementWords(
    language="de",
    title="Teilnahmebestätigung",
    issuer="Agora des Lernens Dessau-Roßlau",
    opening="Wir bestätigen:",
    days_heading="Besucht an diesen Tagen",
    code_heading="Prüfcode",
    check_text="Ob diese Bestätigung echt ist, prüfen Sie hier:",
    check_address="agora.stadt.example/bestaetigung",
    check_url="https://agora.stadt.example/bestaetigung",
    qr_alt="QR-Code mit der Adresse der Prüfung",
    machine_note="Das Portal hat dieses Blatt gemacht.",
    demo="Demodaten",
)


def sheet(*statements: PrintedStatement) -> bytes:
    return statement_sheet(statements or (ONE,), words=WORDS, issued_at=NOW)


def test_a_statement_is_tagged_titled_and_says_its_language(tmp_path: Path) -> None:
    pdf = sheet()
    told = told_by("pdfinfo", pdf, tmp_path)
    assert "Tagged:          yes" in told and "Title:           Teilnahmebestätigung" in told
    assert "Pages:           1" in told and "(A4)" in told
    structure = structure_of(pdf, tmp_path)
    assert {"H1", "H2", "L", "Figure"} <= structure
    assert b"/Lang(de" in pdf and b"/StructTreeRoot" in pdf and b"/MarkInfo" in pdf


def test_its_text_reads_in_order_with_umlauts(tmp_path: Path) -> None:
    told = " ".join(told_by("pdftotext", sheet(), tmp_path).split())
    parts = (
        "Teilnahmebestätigung",
        ONE.name,
        ONE.title,
        "Hochschule Anhalt",
        "Donnerstag, 12. November 2026",
        "ausgestellt am 27. November 2026",
        "K7QF-2M9D-X4TR",
        "agora.stadt.example/bestaetigung",
    )
    assert [told.find(part) >= 0 for part in parts] == [True] * len(parts)
    assert [told.find(part) for part in parts] == sorted(told.find(part) for part in parts)


def test_the_same_words_give_the_same_bytes_and_one_sign_makes_others() -> None:
    assert sheet() == sheet()
    for changed in (replace(ONE, name="Anne"), replace(ONE, code="K7QF-2M9D-X4TS"), replace(ONE, days=())):
        assert sheet(changed) != sheet()


def test_a_long_course_and_several_statements_have_a_page_each(tmp_path: Path) -> None:
    long = replace(
        ONE,
        title="Ein sehr langer Titel, der nicht in eine Zeile passt, " * 2,
        days=tuple(f"Tag {number}" for number in range(40)),
    )
    assert "Pages:           3" in told_by("pdfinfo", sheet(ONE, long, ONE), tmp_path)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_titles_are_never_markup(text: str) -> None:
    assert sheet(replace(ONE, name=text, title=text, facts=((text, text),))).startswith(b"%PDF-")
