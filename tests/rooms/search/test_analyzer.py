"""The German analyzer: one spelling for all, stems, gender forms, hyphens; and that no text at all breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.analyzer import is_function_term, term_of, terms, tokens
from portal.search.lexicon import fold
from portal.search.stemming import root, stem

ANY_TEXT = st.text(max_size=400) | st.text(
    alphabet="äöüßÄÖÜaeouß-'*:/(\u0308\u00ad\u202e\x00 \n\"+#1", max_size=200
)
GERMAN = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=14)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_any_text_has_terms_within_its_bounds(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(token.term and not token.term.isspace() for token in found)
    assert [token.term for token in found] == terms(text)


@settings(max_examples=300, deadline=None)
@given(GERMAN)
def test_umlauts_and_their_transcriptions_are_one_term(word: str) -> None:
    transcribed = word.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    assert fold(word) == fold(transcribed)
    assert term_of(word) == term_of(transcribed) == term_of(word.upper())


@settings(max_examples=300, deadline=None)
@given(GERMAN)
def test_a_root_begins_its_stem(word: str) -> None:
    assert stem(fold(word)).startswith(root(stem(fold(word)))) or root(stem(fold(word))) == stem(fold(word))


def test_ten_thousand_characters_are_read() -> None:
    assert len(terms("Kurs " * 2_000)) == 2_000
    assert len(terms("x" * 10_000)) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "Kurs Kurse Kursen Kurses Kursus",
        "Kita Kitas",
        "Buch Bücher Büchern Buches",
        "Museum Museen Museums",
        "Führerschein Fuehrerschein Fuhrerschein Führerscheine",
        "Lehrer Lehrern Lehrers Lehrerin Lehrerinnen",
        "Student Studenten Studentinnen",
        "Straße Strasse Straßen",
        "Zeugnis Zeugnisse Zeugnissen",
        "Gymnasium Gymnasien",
        "Fotografie Photographie",
        "Kenntnis Kenntnisse",
        "Idee Ideen",
        "Fahrrad Fahrräder Fahrrädern",
        "Heimatmuseum Heimatmuseen",
        "aufhören aufzuhören",
    ],
)
def test_forms_of_a_word_are_one_term(forms: str) -> None:
    assert len({term_of(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["Küche Kuchen", "Reis Reise", "Not Note", "Bar Bär", "nah nähen", "Leben Leber", "Seite seit"]
)
def test_words_that_differ_in_meaning_differ_in_term(pair: str) -> None:
    first, second = pair.split()
    assert term_of(first) != term_of(second)


@pytest.mark.parametrize(
    "text",
    [
        "Schüler:innen",
        "Schüler*innen",
        "Schüler_innen",
        "Schüler/-innen",
        "Schüler/innen",
        "SchülerInnen",
        "Schüler(innen)",
    ],
)
def test_gender_forms_are_the_word_itself(text: str) -> None:
    assert terms(text) == ["schuler"]


def test_hyphenated_words_give_their_parts_and_short_ones_the_whole() -> None:
    assert terms("Mathe-Nachhilfe") == ["math", "nachhilf"]
    assert terms("Tai-Chi") == ["taichi", "tai", "chi"]
    assert "ebik" in terms("E-Bike")


def test_levels_and_languages_of_machines_are_kept() -> None:
    assert terms("A 1") == terms("A1") == ["a1"]
    assert terms("C++ und C#")[::2] == ["c++", "c#"]
    assert terms("60+") == terms("60plus")


def test_function_words_bear_a_mark() -> None:
    assert [is_function_term(term) for term in terms("Kurse für die Seiten")] == [False, True, True, False]


def test_offsets_point_at_the_word() -> None:
    text = "Der (Gitarren-)Kurs, neu!"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Der", "Gitarren", "Kurs", "neu"]
