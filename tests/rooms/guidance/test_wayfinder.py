"""The rules of the Wegweiser: what leads somebody astray is found, and sound questions always end with something to show."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal.guidance import wayfinder
from portal.guidance.wayfinder import RESERVED, Answer, Fault, Question
from portal.paths import resource_dir

END = Answer("ende", "Zum Kurs", query="art=kurs")
TALK = Answer("reden", "Mit jemandem reden", focus="familie")
LAST = Question("zweite", "Was suchen Sie?", "Was brauchen Sie?", answers=(END, TALK))
FIRST = Question(
    "erste",
    "Wie alt ist das Kind?",
    "Sagen Sie uns das Alter.",
    answers=(
        Answer("klein", "Klein", next="zweite", query="phase=kita"),
        Answer("gross", "Groß", focus="schule"),
    ),
)
SOUND = (FIRST, LAST)
KEYS = st.sampled_from(["a", "b", "c", "d", "e", ""])
ANSWERS = st.builds(
    Answer,
    key=KEYS,
    text=st.sampled_from(["Ja", "Nein", "Vielleicht", ""]),
    next=KEYS,
    query=st.sampled_from(["", "", "art=kurs", "q=töpfern&art=kurs"]),
    focus=st.sampled_from(["", "", "familie"]),
)
QUESTIONS = st.lists(
    st.builds(
        Question,
        key=KEYS,
        text=st.sampled_from(["Wie alt?", "Wo?", "Wann?", ""]),
        plain=st.just("Einfach gesagt"),
        answers=st.lists(ANSWERS, max_size=4).map(tuple),
    ),
    max_size=5,
)
# Questions that lead on only to later ones; mostly sound, so that the property is not about nothing.
FORWARD = st.integers(1, 5).flatmap(
    lambda many: st.tuples(
        *(
            st.lists(
                st.tuples(st.sampled_from(["", *"abcde"[at + 1 : many]]), st.booleans()),
                min_size=2,
                max_size=4,
            ).map(
                lambda rows, at=at: Question(
                    "abcde"[at],
                    f"Frage {at}",
                    "Einfach",
                    answers=tuple(
                        Answer(f"x{n}", f"Antwort {n}", next=leads, query="art=kurs" if brings else "")
                        for n, (leads, brings) in enumerate(rows)
                    ),
                )
            )
            for at in range(many)
        )
    )
)


def faults(*questions: Question) -> set[Fault]:
    return {problem.fault for problem in wayfinder.problems(questions)}


def test_sound_questions_have_no_problems() -> None:
    assert wayfinder.problems(SOUND) == ()
    assert wayfinder.problems(()) == ()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (replace(LAST, text=""), Fault.NO_TEXT),
        (replace(LAST, plain=""), Fault.NO_PLAIN),
        (replace(LAST, key="erste"), Fault.SAME_KEY),
        (replace(LAST, key=min(RESERVED)), Fault.SAME_KEY),
        (replace(LAST, answers=(END,)), Fault.FEW_ANSWERS),
        (replace(LAST, answers=(END, replace(TALK, text=""))), Fault.NO_TEXT),
        (replace(LAST, answers=(END, replace(TALK, key="ende"))), Fault.SAME_KEY),
        (replace(LAST, answers=(END, replace(TALK, next="dritte"))), Fault.NO_SUCH_NEXT),
        (replace(LAST, answers=(END, replace(TALK, next="erste"))), Fault.LOOP),
        (replace(LAST, answers=(END, replace(TALK, next="zweite"))), Fault.LOOP),
    ],
)
def test_what_leads_astray_is_found(changed: Question, fault: Fault) -> None:
    assert fault in faults(FIRST, changed)


def test_an_end_needs_something_gathered_on_every_way_to_it() -> None:
    nothing = replace(LAST, answers=(replace(END, query=""), TALK))
    assert faults(FIRST, nothing) == set(), "the answer before has brought a search"
    bare = replace(FIRST, answers=(replace(FIRST.answers[0], query=""), FIRST.answers[1]))
    [problem] = wayfinder.problems((bare, nothing))
    assert (problem.fault, problem.question, problem.answer) == (Fault.EMPTY_END, LAST.text, "Zum Kurs")


def test_more_than_twelve_questions_are_too_many() -> None:
    many = tuple(replace(LAST, key=f"k{number}", text=f"Frage {number}") for number in range(13))
    assert faults(*many) == {Fault.TOO_MANY}


def test_questions_that_nobody_is_asked_are_named() -> None:
    lost = replace(LAST, key="dritte")
    assert wayfinder.unreachable((*SOUND, lost)) == (lost,)
    assert wayfinder.leading_to(SOUND, "zweite") == (FIRST.text,)


@given(QUESTIONS, st.dictionaries(KEYS, KEYS))
def test_whatever_is_stored_walking_ends(questions: list[Question], given: dict[str, str]) -> None:
    """Nothing hangs, even where the questions are not sound; and finding what is wrong never fails."""
    way = wayfinder.walk(questions, given)
    assert len(way.taken) <= len(questions)
    wayfinder.problems(questions)
    wayfinder.unreachable(questions)


@given(FORWARD, st.data())
def test_sound_questions_end_with_a_search_or_advice(
    questions: tuple[Question, ...], data: st.DataObject
) -> None:
    chosen = {one.key: data.draw(st.sampled_from(one.answers)).key for one in questions}
    way = wayfinder.walk(questions, chosen)
    assert way.question is None, "every question was answered"
    if not wayfinder.problems(questions):
        assert way.query or way.focus
    elif not (way.query or way.focus):
        assert Fault.EMPTY_END in faults(*questions)


@given(QUESTIONS)
def test_stored_questions_come_back_unchanged(questions: list[Question]) -> None:
    assert wayfinder.read(wayfinder.stored(questions)) == tuple(questions)


def test_the_way_gathers_searches_and_the_last_focus() -> None:
    way = wayfinder.walk(SOUND, {"erste": "klein", "zweite": "reden"})
    assert (way.question, way.query, way.focus) == (None, "phase=kita", "familie")
    stopped = wayfinder.walk(SOUND, {"erste": "klein", "zweite": "quatsch"})
    assert stopped.question is LAST, "what is not understood is asked again"


def test_searches_are_put_together() -> None:
    merged = wayfinder.merged(["q=ton&art=kurs", "", "art=kurs&q=malen&kosten=kostenlos", "art=vortrag"])
    assert parse_qsl(merged) == [
        ("q", "ton malen"),
        ("art", "kurs"),
        ("kosten", "kostenlos"),
        ("art", "vortrag"),
    ]
    assert wayfinder.merged(["", ""]) == ""


@given(
    st.lists(st.sampled_from(["Ja", "Nein", "Nie", "Ja!"]), max_size=5),
    st.permutations(["Ja", "Nein", "Nie"]),
)
def test_rewritten_answers_have_keys_of_their_own(texts: list[str], before: list[str]) -> None:
    old = [Answer(f"alt-{one.casefold()}", one) for one in before]
    keys = wayfinder.keyed(texts, old)
    assert len(set(keys)) == len(texts)
    for text in set(texts) & set(before):
        assert keys[texts.index(text)] == f"alt-{text.casefold()}", "the same words keep their key"


def test_new_keys_avoid_those_that_are_taken_and_those_of_the_pages() -> None:
    assert wayfinder.new_key("Wie alt?", ["wie-alt"]) == "wie-alt-2"
    assert wayfinder.new_key("Frage", []) not in RESERVED


def test_the_questions_of_the_demo_lead_nobody_astray() -> None:
    path: Path = resource_dir("seed") / "demo" / "transitions.yaml"
    guides = yaml.safe_load(path.read_text(encoding="utf-8"))["transitions"]
    assert len(guides) == 4
    for guide in guides:
        questions = wayfinder.read(guide["wayfinder"])
        assert wayfinder.problems(questions) == (), guide["slug"]
        assert wayfinder.unreachable(questions) == (), guide["slug"]
        assert all(one.plain and one.text_en and one.plain_en for one in questions)
        assert 5 <= len(guide["steps"]) <= 7
        assert guide["plain_text"]
