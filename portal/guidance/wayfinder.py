"""The Wegweiser: a few questions that end in a search and in what a B-Punkt should know about. Pure: no database, no addresses.

An answer leads to another question or ends the way. The searches of all answers on the way are put together, of their focuses
the last counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from portal import text

MOST_QUESTIONS, MOST_ANSWERS = 12, 8
WORDS = "q"
# Parameters of the pages themselves: what it is about, the question that was shown, where one lives. No question has such a key.
ABOUT, SHOWN, DISTRICT = "thema", "frage", "stadtteil"
RESERVED = frozenset({ABOUT, SHOWN, DISTRICT})


@dataclass(frozen=True, slots=True)
class Answer:
    """`next` is the key of a question, or empty at an end. `query` is a search as in its address."""

    key: str
    text: str
    text_en: str = ""
    next: str = ""
    query: str = ""
    focus: str = ""

    @property
    def brings(self) -> bool:
        """Whether it adds anything to what is found in the end."""
        return bool(self.query or self.focus)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers; `plain` says the same in plain words."""

    key: str
    text: str
    plain: str = ""
    text_en: str = ""
    plain_en: str = ""
    answers: tuple[Answer, ...] = ()

    def answer(self, key: str) -> Answer | None:
        return next((one for one in self.answers if one.key == key), None)


class Fault(StrEnum):
    """What can be wrong with the questions of a guide."""

    NO_TEXT = "no_text"
    NO_PLAIN = "no_plain"
    FEW_ANSWERS = "few_answers"
    SAME_KEY = "same_key"
    NO_SUCH_NEXT = "no_such_next"
    LOOP = "loop"
    EMPTY_END = "empty_end"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault with the question it is about, and the answer, if one is to blame."""

    fault: Fault
    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody has come: what was answered, and the question that is next; None at the end."""

    taken: tuple[tuple[Question, Answer], ...]
    question: Question | None

    @property
    def query(self) -> str:
        return merged(answer.query for _question, answer in self.taken)

    @property
    def focus(self) -> str:
        """What advice should know about: what was said last counts."""
        found = (answer.focus for _question, answer in reversed(self.taken))
        return next((focus for focus in found if focus), "")


def walk(questions: Sequence[Question], given: Mapping[str, str]) -> Way:
    """From the first question as far as the given answers (question -> answer) lead; what is not understood is asked again."""
    known = {one.key: one for one in questions}
    taken: list[tuple[Question, Answer]] = []
    question = questions[0] if questions else None
    while question is not None:
        answer = question.answer(given.get(question.key, ""))
        if answer is None or any(question is before for before, _answer in taken):
            break
        taken.append((question, answer))
        question = known.get(answer.next)
    return Way(tuple(taken), question)


def merged(queries: Iterable[str]) -> str:
    """Several searches as one: their words one after the other, their filters together."""
    pairs = [pair for query in queries for pair in parse_qsl(query)]
    words = " ".join(dict.fromkeys(value for name, value in pairs if name == WORDS))
    rest = list(dict.fromkeys(pair for pair in pairs if pair[0] != WORDS))
    return urlencode([(WORDS, words), *rest] if words else rest)


def problems(questions: Sequence[Question]) -> tuple[Problem, ...]:
    """Everything that would lead somebody astray: each question is sound, every next one exists, no way goes round in circles,
    and every way ends with something to show. Empty for no questions at all."""
    found = [
        problem
        for at, one in enumerate(questions)
        for problem in _of_question(one, questions[:at], questions)
    ]
    if len(questions) > MOST_QUESTIONS:
        found.append(Problem(Fault.TOO_MANY, questions[MOST_QUESTIONS].text))
    loop = _loop(questions)
    if loop:
        return (*found, loop)
    return (*found, *_empty_ends(questions))


def unreachable(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Questions that nobody is asked, because no answer leads to them; the first is always asked."""
    reached, waiting = set(), list(questions[:1])
    known = {one.key: one for one in questions}
    while waiting:
        question = waiting.pop()
        reached.add(question.key)
        nexts = (known.get(answer.next) for answer in question.answers)
        waiting += [one for one in nexts if one and one.key not in reached]
    return tuple(one for one in questions if one.key not in reached)


def _of_question(
    question: Question, before: Sequence[Question], everything: Sequence[Question]
) -> Iterable[Problem]:
    if not question.text:
        yield Problem(Fault.NO_TEXT, question.key)
    if not question.plain:
        yield Problem(Fault.NO_PLAIN, question.text)
    if question.key in RESERVED or any(one.key == question.key for one in before):
        yield Problem(Fault.SAME_KEY, question.text)
    if not 2 <= len(question.answers) <= MOST_ANSWERS:
        yield Problem(Fault.FEW_ANSWERS, question.text)
    keys = {one.key for one in everything}
    for at, answer in enumerate(question.answers):
        if not answer.text:
            yield Problem(Fault.NO_TEXT, question.text, answer.key)
        if any(answer.key == one.key for one in question.answers[:at]):
            yield Problem(Fault.SAME_KEY, question.text, answer.text)
        if answer.next and answer.next not in keys:
            yield Problem(Fault.NO_SUCH_NEXT, question.text, answer.text)


def _loop(questions: Sequence[Question]) -> Problem | None:
    """The first answer that leads back to a question before it."""
    known = {one.key: one for one in reversed(questions)}
    finished: set[str] = set()

    def visit(question: Question, path: frozenset[str]) -> Problem | None:
        here = path | {question.key}
        for answer in question.answers:
            if answer.next in here:
                return Problem(Fault.LOOP, question.text, answer.text)
            following = known.get(answer.next)
            if following and following.key not in finished:
                problem = visit(following, here)
                if problem:
                    return problem
        finished.add(question.key)
        return None

    return next((found for one in questions if (found := visit(one, frozenset()))), None)


def _empty_ends(questions: Sequence[Question]) -> Iterable[Problem]:
    """Ends that somebody may reach who has gathered nothing on the way. There are no circles."""
    known = {one.key: one for one in reversed(questions)}
    waiting, bare = list(questions[:1]), set()
    while waiting:
        question = waiting.pop()
        if question.key in bare:
            continue
        bare.add(question.key)
        for answer in question.answers:
            if answer.brings:
                continue
            following = known.get(answer.next)
            if following:
                waiting.append(following)
            elif not answer.next:
                yield Problem(Fault.EMPTY_END, question.text, answer.text)


def leading_to(questions: Sequence[Question], key: str) -> tuple[str, ...]:
    """The texts of the questions with an answer that leads to this one."""
    return tuple(one.text for one in questions if any(answer.next == key for answer in one.answers))


def new_key(wording: str, taken: Iterable[str]) -> str:
    """A short key for addresses, made of the wording, that nobody else has."""
    base, others = text.slugify(wording, 24), {*taken, *RESERVED}
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in others:
        number += 1
    return key


def keyed(texts: Sequence[str], before: Sequence[Answer]) -> tuple[str, ...]:
    """Keys for answers that were written anew: the same words, or the same place, keep the key, so that addresses that somebody
    has kept lead on."""
    known = {one.text: one.key for one in reversed(before)}
    taken = {known[one] for one in texts if one in known}
    found: list[str] = []
    for at, one in enumerate(texts):
        key = known.pop(one, "")
        if not key and at < len(before) and before[at].key not in taken:
            key = before[at].key
        key = key or new_key(one, {*taken, *found, *(answer.key for answer in before)})
        taken.add(key)
        found.append(key)
    return tuple(found)


def stored(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """As the column holds them: empty fields are left out."""
    return [
        {
            **_filled(asdict(one), without="answers"),
            "answers": [_filled(asdict(answer)) for answer in one.answers],
        }
        for one in questions
    ]


def _filled(values: dict[str, Any], without: str = "") -> dict[str, Any]:
    return {name: value for name, value in values.items() if value and name != without}


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The inverse of `stored`; what this version does not know is left out."""
    return tuple(
        Question(
            **_known(row, ("key", "text", "plain", "text_en", "plain_en")),
            answers=tuple(
                Answer(**_known(answer, ("key", "text", "text_en", "next", "query", "focus")))
                for answer in row.get("answers", ())
            ),
        )
        for row in rows
    )


def _known(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: str(values.get(name) or "") for name in names}
