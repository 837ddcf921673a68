"""The questions of a guide's Wegweiser: add, write, put in order, take out. No change may lead anybody astray."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.guidance import transition_drafts as drafts
from portal.guidance import wayfinder
from portal.guidance.transition_drafts import draft_of
from portal.guidance.wayfinder import Question
from portal.models import Transition
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, transition_views, version_views
from portal.web.editorial.forms_wayfinder import QuestionForm, question_form_of, sentence
from portal.web.editorial.pages_collections import Around
from portal.web.editorial.pages_transitions import PartEditing
from portal.web.editorial.pages_versions import TwoVersions
from portal.web.editorial.views_transition_steps import rearranged
from portal.web.editorial.views_transitions import (
    LIST,
    ONE,
    Answer,
    changed_notice,
    is_look,
    keep_typed,
    save,
    stored,
)
from portal.web.kit import desk, languages, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

QUESTION = f"{ONE}/fragen/<int(min=1,max=99):number>"
ANCHOR = "fragen"


@blueprint.get(f"{ONE}/fragen/neu")
@needs(Right.CURATE)
def new_transition_question(transition_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored(transition_id)
    return show(opened(QuestionForm(), row, None), row, None)


@blueprint.post(f"{ONE}/fragen/neu")
@needs(Right.CURATE)
def add_transition_question(transition_id: int) -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    row = stored(transition_id)
    return take(opened(QuestionForm(), row, None), row, None)


@blueprint.get(QUESTION)
@needs(Right.CURATE)
def edit_transition_question(transition_id: int, number: int) -> str:
    unsaved.keeps_drafts()
    row = stored(transition_id)
    form = question_form_of(question(row, number))
    return show(opened(form, row, number), row, number)


@blueprint.post(QUESTION)
@needs(Right.CURATE)
def revise_transition_question(transition_id: int, number: int) -> Answer:
    row = stored(transition_id)
    there = number if number <= len(row.wayfinder) else None
    return take(opened(QuestionForm(), row, there), row, there)


@blueprint.post(f"{QUESTION}/verschieben")
@needs(Right.CURATE)
def move_transition_question(transition_id: int, number: int) -> Response:
    """Up or down, as the button says; the first question is the one that everybody is asked."""
    row = stored(transition_id)
    text = question(row, number).text
    by = -1 if request.form.get("by") == "up" else 1
    return arranged(
        row,
        drafts.moved(questions(row), number - 1, by),
        _("„%(title)s“ ist verschoben.", title=text),
    )


@blueprint.post(f"{QUESTION}/entfernen")
@needs(Right.CURATE)
def remove_transition_question(transition_id: int, number: int) -> Response:
    """Refused while another question leads to it."""
    row = stored(transition_id)
    gone = question(row, number)
    before = wayfinder.leading_to(questions(row), gone.key)
    if before:
        flash(
            _(
                "„%(title)s“ kann noch nicht weg: Die Frage „%(before)s“ führt dorthin. Ändern Sie diese zuerst.",
                title=gone.text,
                before=before[0],
            ),
            "warn",
        )
        return redirect(url_for("editorial.edit_transition", transition_id=row.id, _anchor=ANCHOR), 303)
    said = _("„%(title)s“ ist entfernt. Eine frühere Fassung bringt es zurück.", title=gone.text)
    return arranged(row, drafts.without(questions(row), number - 1), said)


def arranged(row: Transition, new: tuple[Question, ...], said: str) -> Response:
    """The guide with its questions in another order, or one less, unless that leads astray."""
    problems = wayfinder.problems(new)
    if problems:
        flash(sentence(problems[0]), "warn")
        return redirect(url_for("editorial.edit_transition", transition_id=row.id, _anchor=ANCHOR), 303)
    return rearranged(row, replace(draft_of(row), wayfinder=new), said, ANCHOR)


def take(form: QuestionForm, row: Transition, number: int | None) -> Answer:
    """What was sent for a new question or a stored one."""
    if is_look():
        form.validate()
        for field in form:
            if not field.name.endswith("_query"):
                field.errors = []
        keep_typed()
        return show(form, row, number, revision=version_views.revision())
    unsaved.keeps_drafts()
    if not form.validate_on_submit():
        return show(form, row, number, revision=version_views.revision()), 400
    new = drafts.put(questions(row), None if number is None else number - 1, typed(form, row, number))
    problems = wayfinder.problems(new)
    if problems:
        form.complain(problems)
        return show(form, row, number, revision=version_views.revision()), 400
    try:
        save(row, replace(draft_of(row), wayfinder=new))
    except Conflict as problem:
        return refused(form, stored(row.id), number, problem)
    flash(_("Frage „%(title)s“ ist gespeichert.", title=form.text.data), "ok")
    target = url_for("editorial.edit_transition", transition_id=row.id, _anchor=ANCHOR)
    return redirect(unsaved.take(target) if number is None else target, 303)


def typed(form: QuestionForm, row: Transition, number: int | None) -> Question:
    """The question as it was entered."""
    before = question(row, number) if number is not None else None
    return form.question(before, [one.key for one in questions(row)])


def refused(form: QuestionForm, row: Transition, number: int | None, problem: Conflict) -> tuple[str, int]:
    """The form again, with what now stands in this place; a question that somebody took out may become a new one."""
    if number is not None and number > len(row.wayfinder):
        number = None
    form.choose_from(others(row, number))
    differences: tuple[TwoVersions, ...] = ()
    if number is not None:
        draft, label = draft_of(row), _("Frage")
        now, mine = (
            transition_views.question_words(one, draft)
            for one in (question(row, number), typed(form, row, number))
        )
        differences = version_views.differences([(label, now)], [(label, mine)])
    return show(form, row, number, differences=differences, notices=(changed_notice(problem),)), 409


def show(
    form: QuestionForm,
    row: Transition,
    number: int | None,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form of a question; without a number it is new."""
    desk.stand_under(LIST)
    page = PartEditing(
        around=Around(
            title=_("Neue Frage") if number is None else _("Frage %(number)s", number=number),
            back_url=url_for("editorial.edit_transition", transition_id=row.id, _anchor=ANCHOR),
            revision=row.revision if revision is None else revision,
            ticket=unsaved.new_ticket() if number is None else "",
            differences=differences,
            notices=notices,
            lang=languages.of_content(),
        ),
        counts=transition_views.counts(form, clock.now()),
        action=url_for("editorial.add_transition_question", transition_id=row.id)
        if number is None
        else url_for("editorial.revise_transition_question", transition_id=row.id, number=number),
    )
    return render_template("editorial/transition_question.html", page=page, form=form)


def opened(form: QuestionForm, row: Transition, number: int | None) -> QuestionForm:
    form.choose_from(others(row, number))
    return form


def others(row: Transition, number: int | None) -> tuple[Question, ...]:
    """The questions that an answer may lead to."""
    everything = questions(row)
    return everything if number is None else drafts.without(everything, number - 1)


def questions(row: Transition) -> tuple[Question, ...]:
    return wayfinder.read(row.wayfinder)


def question(row: Transition, number: int) -> Question:
    """A stored question by its number, which counts from one."""
    if number > len(row.wayfinder):
        abort(404)
    return questions(row)[number - 1]
