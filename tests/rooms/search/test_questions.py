"""What the search asks back when it found nothing or bent a word: in words as people write them, and never as an answer."""

from __future__ import annotations

import pytest

from portal.search.postings import JoinedVocabulary, TextIndex, analyse
from portal.search.query import understand
from portal.search.texts import Field
from tests.rooms.search.town import SYNONYMS, TITLES

INDEX = TextIndex.build(
    [*(analyse({Field.TITLE: title}) for title in TITLES), analyse({Field.INSTITUTION: "Volkshochschule"})]
)
VOCABULARY = JoinedVocabulary(INDEX)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Töpfan", "Töpfern"),
        ("Töpfan für Rentner", "Töpfern für Rentner"),
        ("Volkshochschle", "Volkshochschule"),
        ("Astronomei", "Astronomie"),
    ],
)
def test_a_slip_is_asked_about_in_real_words(typed: str, meant: str) -> None:
    assert understand(typed, VOCABULARY, SYNONYMS).did_you_mean == meant


@pytest.mark.parametrize(
    ("typed", "is_bent"),
    [
        ("Volkshochschle", True),
        ("Töpfan", False),
        ("Volkshochschle Töpfan", False),
        ("Volkshochschule", False),
    ],
)
def test_what_was_looked_for_instead_is_told_from_what_is_only_asked(typed: str, is_bent: bool) -> None:
    assert understand(typed, VOCABULARY, SYNONYMS).is_bent is is_bent


def test_a_guess_is_a_question_and_no_answer() -> None:
    numbers, _ = INDEX.matches(understand("Töpfan", VOCABULARY, SYNONYMS))
    assert len(numbers) == 0


@pytest.mark.parametrize(
    "typed", ["Xylophon", "Bremsscheibe", "Töpfe", "qwertz", "Eigenschaft", "Fingerabdruck"]
)
def test_a_word_that_is_no_slip_is_not_bent(typed: str) -> None:
    assert understand(typed, VOCABULARY, SYNONYMS).did_you_mean is None


def test_a_kindergarten_is_neither_child_nor_garden() -> None:
    plan = understand("Kindergarten", VOCABULARY, SYNONYMS)
    terms = {term for word in plan.words for near in word.alternatives for term in near.terms}
    assert not terms & {"kind", "gart", "gartenkunst"}
