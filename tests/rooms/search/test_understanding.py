"""Understanding queries and answering them from the arrays: fillers, phrases, corrections, deltas; and that no query breaks it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.highlight import marked
from portal.search.plan import QueryPlan, Reason
from portal.search.postings import AnalysedText, Field, JoinedVocabulary, TextIndex, analyse, matches_in
from portal.search.query import understand
from portal.search.synonyms import SynonymTable
from tests.rooms.search.town import SYNONYMS, TITLES

INDEX = TextIndex.build(analyse({Field.TITLE: title}) for title in TITLES)
VOCABULARY = JoinedVocabulary(INDEX)
HARD = st.text(max_size=200) | st.text(
    alphabet="\"'*?()[]{}:^~+-&|!\\/ \x00\x1f\u202e\u0308😀aäKurs", max_size=120
)


def plan_of(text: str) -> QueryPlan:
    return understand(text, VOCABULARY, SYNONYMS)


def titles_for(text: str) -> list[str]:
    numbers, scores = INDEX.matches(plan_of(text))
    return [TITLES[numbers[at]] for at in np.lexsort((numbers, -scores))]


@settings(max_examples=300, deadline=None)
@given(HARD, st.booleans())
def test_any_query_is_understood_and_answered(text: str, prefix_last: bool) -> None:
    plan = understand(text, VOCABULARY, SYNONYMS, prefix_last=prefix_last)
    numbers, scores = INDEX.matches(plan)
    assert len(numbers) == len(scores)
    assert np.all(np.diff(numbers) > 0)
    assert "".join(piece for piece, _ in marked(text, plan)) == text


@pytest.mark.parametrize(
    "text",
    ["", " ", "?!", '"', "AND OR NOT", "😀😀", "\u202eYoga", "Yoga " * 2_000, "x" * 10_000, "\x00\x01"],
)
def test_hard_queries_do_no_harm(text: str) -> None:
    INDEX.matches(plan_of(text))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(list(Field)), st.text(max_size=120)))
def test_packed_texts_are_the_same_again(fields: dict[Field, str]) -> None:
    text = analyse(fields)
    assert AnalysedText.unpack(text.pack()) == text


def test_bytes_of_something_else_are_refused() -> None:
    with pytest.raises(ValueError, match="not an analysed text"):
        AnalysedText.unpack(b"something else")


def test_fillers_are_named_and_do_not_count() -> None:
    plan = plan_of("wo lerne ich hier Spanisch")
    assert [word.surface for word in plan.words] == ["Spanisch"]
    assert plan.ignored == ("wo", "lerne", "ich", "hier")


def test_a_query_of_fillers_still_asks_for_something() -> None:
    assert not plan_of("der die das").is_empty
    assert plan_of("...").is_empty


def test_title_stands_before_description_and_exact_before_compound() -> None:
    texts = [
        {Field.TITLE: "Abend", Field.DESCRIPTION: "Es geht um Yoga."},
        {Field.TITLE: "Kinderyoga"},
        {Field.TITLE: "Yoga"},
    ]
    index = TextIndex.build(analyse(text) for text in texts)
    numbers, scores = index.matches(understand("Yoga", JoinedVocabulary(index), SYNONYMS))
    assert list(numbers[np.argsort(-scores)]) == [2, 1, 0]


def test_covering_more_of_the_query_stands_first() -> None:
    assert titles_for("Yoga Fortgeschrittene")[0] == "Hatha Yoga für Fortgeschrittene"


def test_slip_is_corrected_and_named() -> None:
    plan = plan_of("Gedächtnistrainig am Abend")
    assert plan.did_you_mean is not None
    assert plan.did_you_mean.startswith("Gedächtnistraining")
    assert plan_of("Gedächtnistraining").did_you_mean is None


def test_exact_word_is_never_bent() -> None:
    reasons = {near.reason for word in plan_of("Yoga").words for near in word.alternatives}
    assert Reason.FUZZY not in reasons
    assert Reason.PREFIX not in reasons


def test_synonyms_that_helped_are_named() -> None:
    assert "Künstliche Intelligenz" in plan_of("ChatGPT").also_found


def test_words_in_quotes_must_stand_side_by_side() -> None:
    assert titles_for('"Leben im Barock"') == ["Vortrag: Leben im Barock"]
    assert titles_for('"Barock Leben"') == []


def test_unknown_words_are_named_for_the_zero_hit_page() -> None:
    assert plan_of("Yoga Hauptuntersuchung").unknown == ("Hauptuntersuchung",)


def test_delta_answers_with_the_base_and_by_its_measure() -> None:
    base = TextIndex.build(analyse({Field.TITLE: title}) for title in TITLES)
    delta = TextIndex.build([analyse({Field.TITLE: "Yoga im Wasser"})], statistics=base)
    vocabulary = JoinedVocabulary(base, delta)
    (base_docs, _), (delta_docs, delta_scores) = matches_in(
        (base, delta), understand("Yoga", vocabulary, SYNONYMS)
    )
    assert [TITLES[number] for number in base_docs] == ["Yoga am Morgen", "Hatha Yoga für Fortgeschrittene"]
    assert list(delta_docs) == [0]
    assert delta_scores[0] > 0
    assert vocabulary.frequency("yoga") == 3


def test_empty_index_answers_nothing() -> None:
    index = TextIndex.build([])
    numbers, scores = index.matches(understand("Yoga", JoinedVocabulary(index), SynonymTable()))
    assert len(numbers) == len(scores) == 0


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("Gitarre", "Ein Gitarrenkurs am Abend", ["Gitarr"]),
        ("Kurse", "Kurs: noch ein Kurs", ["Kurs", "Kurs"]),
        ("Fuehrung", "Die Führung beginnt", ["Führung"]),
        ("nichts", "Kein Wort davon", []),
    ],
)
def test_answers_are_marked(query: str, text: str, expected: list[str]) -> None:
    index = TextIndex.build([analyse({Field.TITLE: text})])
    plan = understand(query, JoinedVocabulary(index), SynonymTable())
    assert [piece for piece, hit in marked(text, plan) if hit] == expected


def test_synonyms_hold_both_ways_and_over_several_words() -> None:
    table = SynonymTable([("Deutsch als Zweitsprache", ["DaZ"]), ("Senioren", ["Rentner"])])
    assert [synonym.surface for synonym in table.of("rentner")] == ["Senioren"]
    assert [synonym.surface for synonym in table.of("daz")] == ["Deutsch als Zweitsprache"]
    (span,) = table.spans(["abend", "deutsch", "zweitsprach"])
    assert (span.start, span.end) == (1, 3)
