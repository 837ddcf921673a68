"""The form for one question of a Wegweiser: its words and up to eight answers as rows of fields."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, SelectField

from portal.guidance import wayfinder
from portal.guidance.wayfinder import MOST_ANSWERS, Answer, Fault, Problem, Question
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.vocabulary.labels import N_
from portal.web.editorial.forms_transitions import SearchField, area, line
from portal.web.kit.fields import DeskForm
from portal.web.kit.words import gettext as _

MOST_WORDING, MOST_ANSWER, ROWS_OPEN = 200, 120, 4
PARTS = ("text", "next", "query", "focus", "text_en")
SENTENCES = {
    Fault.NO_TEXT: N_("Bei der Frage „%(question)s“ fehlt ein Text."),
    Fault.NO_PLAIN: N_("Die Frage „%(question)s“ braucht noch einfache Worte."),
    Fault.FEW_ANSWERS: N_("Die Frage „%(question)s“ braucht zwei bis acht Antworten."),
    Fault.SAME_KEY: N_("Bei der Frage „%(question)s“ steht zweimal dasselbe: „%(answer)s“."),
    Fault.NO_SUCH_NEXT: N_(
        "Bei der Frage „%(question)s“ führt die Antwort „%(answer)s“ zu einer Frage, die es nicht mehr gibt."
    ),
    Fault.LOOP: N_(
        "Bei der Frage „%(question)s“ führt die Antwort „%(answer)s“ im Kreis zurück. Bitte wählen Sie ein anderes Ziel."
    ),
    Fault.EMPTY_END: N_(
        "Bei der Frage „%(question)s“ endet die Antwort „%(answer)s“ im Leeren. Geben Sie eine Suche oder einen Schwerpunkt an."
    ),
    Fault.TOO_MANY: N_("Ein Wegweiser hat höchstens zwölf Fragen. Zu viel ist: „%(question)s“."),
}


def sentence(problem: Problem) -> str:
    """A fault in words, with the question and the answer it is about."""
    return _(SENTENCES[problem.fault], question=problem.question, answer=problem.answer)


class QuestionForm(DeskForm):
    """A question; the fields of its answers are added below."""

    text = line(
        lazy_gettext("Frage"),
        lazy_gettext("Kurz, zum Beispiel: Wie alt ist Ihr Kind?"),
        most=MOST_WORDING,
        needed=lazy_gettext("Bitte schreiben Sie die Frage."),
    )
    plain = area(
        lazy_gettext("In einfachen Worten"),
        lazy_gettext("Ein kurzer Satz, der auch ohne Vorwissen zu verstehen ist."),
        most=MOST_WORDING,
        rows=2,
        needed=lazy_gettext("Bitte sagen Sie die Frage auch in einfachen Worten."),
    )
    text_en = line(lazy_gettext("Frage auf Englisch"), most=MOST_WORDING)
    plain_en = line(lazy_gettext("In einfachen Worten auf Englisch"), most=MOST_WORDING)

    def choose_from(self, others: Sequence[Question]) -> None:
        """The questions that an answer may lead to."""
        nexts = [
            ("", _("Ende: Angebote und Beratung zeigen")),
            *((one.key, _("weiter mit: %(question)s", question=one.text)) for one in others),
        ]
        focuses = [
            ("", _("keiner")),
            *((one.value, _(ADVICE_FOCUS_LABELS[one])) for one in AdviceFocus),
        ]
        for number in numbers():
            self.part(number, "next").choices = nexts
            self.part(number, "focus").choices = focuses

    def part(self, number: int, name: str) -> Field:
        """A field of an answer."""
        return self[f"answer_{number}_{name}"]

    def filled(self) -> Iterator[int]:
        """The numbers of the answers of which anything is filled in."""
        return (number for number in numbers() if any(self.part(number, name).data for name in PARTS))

    def rows(self) -> tuple[tuple[int, dict[str, Field]], ...]:
        """The fields by answer."""
        return tuple((number, {name: self.part(number, name) for name in PARTS}) for number in numbers())

    def open_rows(self) -> int:
        """How many rows stand open: those in use and one more, at least four."""
        return min(MOST_ANSWERS, max(ROWS_OPEN, max(self.filled(), default=0) + 1))

    def validate(self, extra_validators: Any = None) -> bool:
        """An answer of which anything is filled in needs its words."""
        is_fine = bool(super().validate(extra_validators))
        for number in self.filled():
            field = self.part(number, "text")
            if not field.data:
                said = _("Antwort %(number)s hat noch keinen Text.", number=number)
                field.errors, is_fine = [*field.errors, said], False
        return is_fine

    def question(self, before: Question | None, taken: Sequence[str]) -> Question:
        """What was entered, once it is valid. Keys of what stays stay; `taken` are those of the other questions."""
        rows = list(self.filled())
        texts = [str(self.part(number, "text").data or "") for number in rows]
        keys = wayfinder.keyed(texts, before.answers if before else ())
        return Question(
            key=before.key if before else wayfinder.new_key(self.text.data, taken),
            **{name: self[name].data or "" for name in ("text", "plain", "text_en", "plain_en")},
            answers=tuple(self._answer(number, key) for number, key in zip(rows, keys, strict=True)),
        )

    def _answer(self, number: int, key: str) -> Answer:
        query = self.part(number, "query")
        typed = {name: self.part(number, name).data or "" for name in ("text", "next", "focus", "text_en")}
        focus = typed["focus"] if typed["focus"] in set(AdviceFocus) else ""
        return replace(Answer(key, **typed), focus=focus, query=query.query)

    def complain(self, problems: Sequence[Problem]) -> None:
        """Each problem at the answer that is to blame, else at the question."""
        texts = {self.part(number, "text").data: self.part(number, "text") for number in self.filled()}
        for problem in problems:
            is_own = problem.question == self.text.data
            field = texts.get(problem.answer, self.text) if is_own else self.text
            field.errors = [*field.errors, sentence(problem)]


def numbers() -> range:
    return range(1, MOST_ANSWERS + 1)


def _add_answers() -> None:
    """Five fields for each answer."""
    for number in numbers():
        fields: dict[str, Field] = {
            "text": line(lazy_gettext("Text der Antwort"), most=MOST_ANSWER),
            "next": SelectField(lazy_gettext("Wohin führt sie?"), validate_choice=False),
            "query": SearchField(
                lazy_gettext("Suche"),
                lazy_gettext("Adresse einer Suche. Sie kommt zu dem dazu, was vorher geantwortet wurde."),
            ),
            "focus": SelectField(lazy_gettext("Schwerpunkt der Beratung"), validate_choice=False),
            "text_en": line(lazy_gettext("Antwort auf Englisch"), most=MOST_ANSWER),
        }
        for name, field in fields.items():
            setattr(QuestionForm, f"answer_{number}_{name}", field)


_add_answers()


def question_form_of(question: Question) -> QuestionForm:
    """The form filled with what is stored."""
    data = {name: getattr(question, name) for name in ("text", "plain", "text_en", "plain_en")}
    for number, answer in enumerate(question.answers[:MOST_ANSWERS], start=1):
        data |= {f"answer_{number}_{name}": getattr(answer, name) for name in PARTS}
    return QuestionForm(data=data)
