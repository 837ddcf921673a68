"""Differences in words: whatever two contents hold, every change is shown, escaped, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from portal.offers import differences
from portal.offers.sheet import DATE_FIELDS, OFFER_FIELDS, RUN_FIELDS, DateSheet, OfferSheet, RunSheet
from portal.offers.sheet_names import SheetNames
from portal.vocabulary.offers import (
    AttendanceMode,
    Availability,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.terms import SCHEME_LABELS, Scheme
from portal.web.kit import changes, field_words, languages, text_difference
from portal.web.kit.change_parts import ChangeRow
from tests.factories import sheets
from tests.web.hall import HOSTILE

NOTHING = SheetNames()
START = datetime(2027, 1, 26, 9, 0, tzinfo=UTC)
ONE = DateSheet(START, START + timedelta(minutes=90), START.date(), START.date())
COURSE = OfferSheet("Computerkurs für Senioren", OfferKind.COURSE, runs=(RunSheet(dates=(ONE,)),))
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def bare(html: str) -> str:
    """Markup as a reader sees it."""
    return unescape(Markup(html.replace("<br>", "\n")).striptags())


def all_html(rows: tuple[ChangeRow, ...]) -> str:
    return "".join(
        str(part) for row in rows for part in (row.before, row.after, *(line.html for line in row.lines))
    )


@settings(max_examples=30, deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_every_difference_has_a_row_in_both_languages(app: Flask, data: st.DataObject) -> None:
    before = data.draw(sheets.sheets())
    after = data.draw(st.one_of(sheets.changed(before), sheets.sheets()))
    found = differences.compare(before, after)
    for locale in languages.LOCALES:
        with app.app_context(), languages.speaking(locale):
            rows = changes.in_words(before, after, NOTHING)
            whole = changes.content(after, NOTHING)
        assert bool(rows) == bool(found)
        assert all(row.label for row in rows)
        assert len(whole) >= bool(after.title)
        keys = {row.key for row in rows}
        for one in found:
            if one.key[0] == "offer":
                assert ".".join(one.key) in keys
            else:
                assert any(one.key[1] in key for key in keys), one


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_both_texts_can_be_read_from_the_difference(before: str, after: str) -> None:
    found = text_difference.parts(before, after)
    assert "".join(part.before for part in found) == before
    assert "".join(part.after for part in found) == after
    old, new = text_difference.both(before, after)
    assert "<ins>" not in old
    assert "<del>" not in new
    assert ("<del>" in old or "<ins>" in new) == (before != after)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("Kurs für Senioren", "Kurs ab 60", "Kurs <del>für Senioren</del>", "Kurs <ins>ab 60</ins>"),
        ("schreiben.", "schreiben, lesen.", "schreiben.", "schreiben<ins>, lesen</ins>."),
        ("eins\nzwei", "eins\ndrei", "eins<br><del>zwei</del>", "eins<br><ins>drei</ins>"),
        ("a < b", "a > b", "a <del>&lt;</del> b", "a <ins>&gt;</ins> b"),
        ("rot - blau", "grün - gelb", "<del>rot - blau</del>", "<ins>grün - gelb</ins>"),
        ("", "neu", "", "<ins>neu</ins>"),
    ],
)
def test_texts_differ_by_words(before: str, after: str, old: str, new: str) -> None:
    assert text_difference.both(before, after) == (Markup(old), Markup(new))


def test_endless_texts_are_compared_by_sentences_and_in_time() -> None:
    before = "Ein Satz mit ein paar Wörtern darin. " * 600
    after = before.replace("paar", "PAAR", 1)
    old, new = text_difference.both(before, after)
    assert old.count("<del>") == new.count("<ins>") == 1
    assert "PAAR" in new


@pytest.mark.parametrize(
    "field", ["title", "summary", "description", "price_note", "contact_name", "website"]
)
def test_markup_in_a_text_stays_text(app: Flask, field: str) -> None:
    after = replace(COURSE, **{field: HOSTILE})
    with app.app_context():
        rows = changes.in_words(COURSE, after, NOTHING)
        whole = changes.content(after, NOTHING)
    for html in (all_html(rows), "".join(str(row.html) for row in whole)):
        assert "<script" not in html
        assert "<img" not in html
        assert "alert" in html
    assert HOSTILE.split()[0][:8] in bare(all_html(rows))


def test_markup_in_dates_and_numbers_of_runs_stays_text(app: Flask) -> None:
    run = replace(COURSE.runs[0], number=HOSTILE, dates=(replace(ONE, room=HOSTILE, note=HOSTILE),))
    with app.app_context():
        rows = changes.in_words(COURSE, replace(COURSE, runs=(run,)), NOTHING)
        new = changes.in_words(replace(COURSE, runs=()), replace(COURSE, runs=(run,)), NOTHING)
    for html in (all_html(rows), all_html(new)):
        assert "<script" not in html
        assert "onerror" in html


def moved(**values: Any) -> OfferSheet:
    return replace(COURSE, runs=(replace(COURSE.runs[0], dates=(replace(ONE, **values),)),))


def date_lines(app: Flask, after: OfferSheet, before: OfferSheet = COURSE) -> list[tuple[str, str]]:
    with app.app_context():
        rows = changes.in_words(before, after, NOTHING)
    return [(line.word, str(line.html)) for row in rows for line in row.lines]


def test_a_moved_date_shows_both_times(app: Flask) -> None:
    later = START + timedelta(hours=3)
    [(word, html)] = date_lines(app, moved(starts_at=later, ends_at=later + timedelta(minutes=90)))
    assert word == "verlegt"
    assert html == "Di, 26. Januar 2027, <del>10:00 bis 11:30 Uhr</del> <ins>13:00 bis 14:30 Uhr</ins>"


def test_a_date_on_another_day_shows_both_days(app: Flask) -> None:
    week = timedelta(weeks=1)
    after = moved(
        starts_at=START + week,
        ends_at=ONE.ends_at + week,
        first_day=date(2027, 2, 2),
        last_day=date(2027, 2, 2),
    )
    [(word, html)] = date_lines(app, after)
    assert word == "verlegt"
    assert "<del>Di, 26. Januar 2027, 10:00 bis 11:30 Uhr</del> <ins>Di, 2. Februar 2027" in html


def test_a_date_that_is_called_off_says_so(app: Flask) -> None:
    [(word, html)] = date_lines(app, moved(status=OccurrenceStatus.CANCELLED, note="Die Leitung ist krank."))
    assert word == "Abgesagt"
    assert "Stand: <del>Geplant</del> <ins>Abgesagt</ins>" in html
    assert "Hinweis: <ins>Die Leitung ist krank.</ins>" in html


def test_dates_that_came_and_went_are_a_list_and_the_rest_is_counted(app: Flask) -> None:
    weeks = [timedelta(weeks=number) for number in range(4)]
    dates = [
        DateSheet(START + week, ONE.ends_at + week, (START + week).date(), (START + week).date())
        for week in weeks
    ]
    before = replace(COURSE, runs=(replace(COURSE.runs[0], dates=tuple(dates[:3])),))
    after = replace(COURSE, runs=(replace(COURSE.runs[0], dates=tuple(dates[1:])),))
    with app.app_context():
        [row] = changes.in_words(before, after, NOTHING)
    assert [line.word for line in row.lines] == ["entfällt", "neu"]
    assert row.rest == "2 Termine bleiben, wie sie sind."


def test_a_run_that_came_or_went_is_one_row_with_all_it_holds(app: Flask) -> None:
    new = RunSheet(number="K2", price_cents=4200, dates=(replace(ONE, uuid="x"),))
    both = replace(COURSE, runs=(*COURSE.runs, new))
    for before, after, word in ((COURSE, both, "neu"), (both, COURSE, "entfällt")):
        with app.app_context():
            [row] = changes.in_words(before, after, NOTHING)
        assert row.where == "Durchführung 2 (K2)"
        assert [line.word for line in row.lines] == [word, word]
        assert "Preis: 42 €" in row.lines[0].html


def test_places_and_pictures_are_told_by_name_and_what_is_gone_as_gone(app: Flask) -> None:
    names = SheetNames({7: "Halle 2"}, {3: "Eine Lötstation"})
    with app.app_context():
        rows = changes.in_words(replace(COURSE, place_id=7), replace(COURSE, place_id=8, image_id=3), names)
    assert [(row.label, str(row.before), str(row.after)) for row in rows] == [
        ("Ort", "<del>Halle 2</del>", "<ins>ein Ort, den es nicht mehr gibt</ins>"),
        ("Bild", "", "<ins>Eine Lötstation</ins>"),
    ]


def test_terms_are_told_by_their_labels_and_unknown_ones_by_code(app: Flask) -> None:
    after = replace(COURSE, terms={Scheme.TOPIC: ("klima-energie", "gibt-es-nicht")})
    with app.app_context():
        [row] = changes.in_words(COURSE, after, NOTHING)
    assert row.label == "Thema"
    assert row.after == "<ins>Klima und Energie</ins>, <ins>gibt-es-nicht</ins>"


def test_every_field_has_a_name() -> None:
    for name in (*OFFER_FIELDS, *RUN_FIELDS, *DATE_FIELDS):
        assert field_words.LABELS[name]
    assert set(SCHEME_LABELS) >= set(Scheme) - {Scheme.SYNONYM}


@pytest.mark.parametrize(
    "kinds", [OfferKind, AttendanceMode, RegistrationWay, Availability, OccurrenceStatus]
)
def test_every_code_has_a_word(app: Flask, kinds: Any) -> None:
    with app.app_context():
        assert all(field_words.plain(one) for one in kinds)
