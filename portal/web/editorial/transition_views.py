"""Guides in words, as the editors' pages show them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from flask import url_for

from portal import clock
from portal.audit.versions import Content
from portal.extensions import db
from portal.guidance import transition_queries, wayfinder
from portal.guidance.transition_actions import MOST_STEPS
from portal.guidance.transition_drafts import StepDraft, TransitionDraft, draft_of
from portal.guidance.wayfinder import MOST_QUESTIONS, Question
from portal.models import Transition
from portal.offers.filters import Facet
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.web.editorial import collection_views
from portal.web.editorial.forms_wayfinder import QuestionForm
from portal.web.editorial.pages_collections import SearchLook
from portal.web.editorial.pages_transitions import PartList, PartRow, TransitionRow
from portal.web.editorial.version_views import Lines
from portal.web.kit import collections, filter_words, formats, guide_pages, languages, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

T = TypeVar("T")
STEPS, QUESTIONS = "transition_step", "transition_question"  # in the names of their endpoints


def status(row: Transition) -> p.Status:
    if row.is_public:
        return p.Status(_("öffentlich"), "ok", "check")
    return p.Status(_("Entwurf"), "plain", "edit")


def row(one: Transition) -> TransitionRow:
    """A guide as a line of the list."""
    return TransitionRow(
        name=one.name,
        state=status(one),
        holds=holds(one),
        changed=formats.long_date(clock.local(one.updated_at).date(), weekday=False),
        edit_url=url_for("editorial.edit_transition", transition_id=one.id),
        preview_url=url_for("editorial.preview_transition", transition_id=one.id),
        public_url=url_for("guidance.show_transition", slug=one.slug) if one.is_public else "",
        lang=languages.of_content(),
    )


def holds(one: Transition) -> str:
    """'7 Schritte, 4 Fragen'."""
    steps = ngettext("ein Schritt", "%(num)s Schritte", len(one.steps))
    questions = ngettext("eine Frage", "%(num)s Fragen", len(one.wayfinder))
    return f"{steps}, {questions}"


def steps(one: Transition, now: datetime) -> PartList:
    """The steps with what their searches find now; no statement."""
    draft = draft_of(one)
    rows = tuple(
        _part(one.id, STEPS, at, f"{step.when}: {step.title}", _step_note(step, now))
        for at, step in enumerate(draft.steps, start=1)
    )
    return PartList(rows, url_for("editorial.new_transition_step", transition_id=one.id))


def _step_note(step: StepDraft, now: datetime) -> str:
    due, offers = guide_pages.find(step.deadlines, now), guide_pages.find(step.query, now)
    found = [
        ngettext("eine Frist", "%(num)s Fristen", due.total) if due else "",
        ngettext("ein Angebot", "%(num)s Angebote", offers.total) if offers else "",
    ]
    return ", ".join(part for part in found if part)


def questions(one: Transition) -> PartList:
    """The questions with where they lead; what nobody is asked says so."""
    known = wayfinder.read(one.wayfinder)
    lost = wayfinder.unreachable(known)
    rows = tuple(
        _part(
            one.id,
            QUESTIONS,
            at,
            question.text,
            " · ".join(answer.text for answer in question.answers),
            _("Keine Antwort führt hierher.") if question in lost else "",
        )
        for at, question in enumerate(known, start=1)
    )
    return PartList(rows, url_for("editorial.new_transition_question", transition_id=one.id))


def _part(transition_id: int, kind: str, number: int, title: str, note: str, odd: str = "") -> PartRow:
    where: dict[str, Any] = {"transition_id": transition_id, "number": number}
    return PartRow(
        number,
        title,
        note,
        url_for(f"editorial.edit_{kind}", **where),
        url_for(f"editorial.move_{kind}", **where),
        url_for(f"editorial.remove_{kind}", **where),
        odd,
    )


def look(typed: str | None, now: datetime) -> SearchLook | None:
    """What a search in a form finds now, where there is one."""
    return collection_views.look(typed, now) if typed else None


def counts(form: QuestionForm, now: datetime) -> dict[str, str]:
    """How much the searches of a question's answers find now, by the name of their field; no statement."""
    fields = [parts["query"] for _number, parts in form.rows() if parts["query"].data]
    found = {one.name: guide_pages.find(one.query, now, 1) for one in fields if not one.errors}
    return {
        name: ngettext("Zurzeit ein Angebot", "Zurzeit %(num)s Angebote", one.total)
        for name, one in found.items()
        if one
    }


def titled_lines(*contents: Content) -> list[Lines]:
    """The lines of some versions, bodies by their names; one statement."""
    names = dict(transition_queries.bodies(db.session()))
    return [lines(content, names) for content in contents]


def lines(content: Content, bodies: Mapping[int, str] | None = None) -> Lines:
    """Each field of a version with its label and its value in words; every step and every question is a line of its own."""
    draft = TransitionDraft.of_content(content)
    return [
        (_("Name"), draft.name),
        (_("Frage"), draft.title),
        (_("Kurz gesagt"), draft.lead),
        (_("Das Ganze in einfacher Sprache"), draft.plain_text),
        (_("Name auf Englisch"), draft.name_en),
        (_("Frage auf Englisch"), draft.title_en),
        (_("Kurz gesagt auf Englisch"), draft.lead_en),
        (_("Das Ganze in einfacher Sprache, auf Englisch"), draft.plain_text_en),
        (_("Lebensphasen"), _phases(draft.life_phases)),
        (_("Schwerpunkte"), ", ".join(_focus(one) for one in draft.focus)),
        (_("Suche"), search_words(draft.query)),
        *(
            (_("Schritt %(number)s", number=at), step_words(step, bodies or {}) if step else "")
            for at, step in _numbered(draft.steps, MOST_STEPS)
        ),
        *(
            (_("Frage %(number)s im Wegweiser", number=at), question_words(one, draft) if one else "")
            for at, one in _numbered(draft.wayfinder, MOST_QUESTIONS)
        ),
    ]


def _numbered(items: Sequence[T], most: int) -> Iterator[tuple[int, T | None]]:
    """Always as many, so that the lines of two versions stand beside each other."""
    return ((number, items[number - 1] if number <= len(items) else None) for number in range(1, most + 1))


def _phases(codes: Sequence[str]) -> str:
    return " → ".join(vocabulary.label(Facet.LIFE_PHASE, code) for code in codes)


def _focus(value: str) -> str:
    return _(ADVICE_FOCUS_LABELS[AdviceFocus(value)]) if value in set(AdviceFocus) else value


def search_words(query: str) -> str:
    """A search in words; '' for none."""
    return filter_words.title(collections.read_search(query)[0]) if query else ""


def step_words(step: StepDraft, bodies: Mapping[int, str]) -> str:
    """Everything of a step, one part a line."""
    body = bodies.get(step.body_id, f"#{step.body_id}") if step.body_id else ""
    due, offers = search_words(step.deadlines), search_words(step.query)
    parts = (
        f"{step.when}: {step.title}",
        step.text,
        ", ".join(part for part in (body, step.contact, step.phone) if part),
        "\n".join(step.documents),
        _("Fristen: %(words)s", words=due) if due else "",
        _("Angebote: %(words)s", words=offers) if offers else "",
        ": ".join(part for part in (step.when_en, step.title_en) if part),
        step.text_en,
        step.contact_en,
        "\n".join(step.documents_en),
    )
    return "\n".join(part for part in parts if part)


def question_words(question: Question, draft: TransitionDraft) -> str:
    """A question with its answers and where they lead, one a line."""
    texts = {one.key: one.text for one in draft.wayfinder}
    found = [question.text, question.plain, question.text_en, question.plain_en]
    for answer in question.answers:
        brings = (
            search_words(answer.query),
            _focus(answer.focus) if answer.focus else "",
            _("weiter mit: %(question)s", question=texts.get(answer.next, answer.next))
            if answer.next
            else "",
        )
        said = "; ".join(part for part in brings if part)
        named = " / ".join(part for part in (answer.text, answer.text_en) if part)
        found.append(f"{named}: {said}" if said else named)
    return "\n".join(part for part in found if part)
