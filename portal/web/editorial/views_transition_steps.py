"""The steps of a guide: add, write, put in order, take out. Every change is a new version of the whole guide."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.guidance import transition_drafts as drafts
from portal.guidance import transition_queries as queries
from portal.guidance.transition_drafts import StepDraft, TransitionDraft, draft_of
from portal.models import Transition
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, transition_views, version_views
from portal.web.editorial.forms_transitions import StepForm, step_form_of
from portal.web.editorial.pages_collections import Around
from portal.web.editorial.pages_transitions import PartEditing
from portal.web.editorial.pages_versions import TwoVersions
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

STEP = f"{ONE}/schritte/<int(min=1,max=99):number>"


@blueprint.get(f"{ONE}/schritte/neu")
@needs(Right.CURATE)
def new_transition_step(transition_id: int) -> str:
    unsaved.keeps_drafts()
    return show(opened(StepForm()), stored(transition_id), None)


@blueprint.post(f"{ONE}/schritte/neu")
@needs(Right.CURATE)
def add_transition_step(transition_id: int) -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    return take(opened(StepForm()), stored(transition_id), None)


@blueprint.get(STEP)
@needs(Right.CURATE)
def edit_transition_step(transition_id: int, number: int) -> str:
    unsaved.keeps_drafts()
    row = stored(transition_id)
    return show(opened(step_form_of(step(row, number))), row, number)


@blueprint.post(STEP)
@needs(Right.CURATE)
def revise_transition_step(transition_id: int, number: int) -> Answer:
    row = stored(transition_id)
    return take(opened(StepForm()), row, number if number <= len(row.steps) else None)


@blueprint.post(f"{STEP}/verschieben")
@needs(Right.CURATE)
def move_transition_step(transition_id: int, number: int) -> Response:
    """Up or down, as the button says."""
    row = stored(transition_id)
    title, draft = step(row, number).title, draft_of(row)
    by = -1 if request.form.get("by") == "up" else 1
    return rearranged(
        row,
        with_steps(draft, drafts.moved(draft.steps, number - 1, by)),
        _("„%(title)s“ ist verschoben.", title=title),
        "schritte",
    )


@blueprint.post(f"{STEP}/entfernen")
@needs(Right.CURATE)
def remove_transition_step(transition_id: int, number: int) -> Response:
    row = stored(transition_id)
    title, draft = step(row, number).title, draft_of(row)
    return rearranged(
        row,
        with_steps(draft, drafts.without(draft.steps, number - 1)),
        _("„%(title)s“ ist entfernt. Eine frühere Fassung bringt es zurück.", title=title),
        "schritte",
    )


def rearranged(row: Transition, draft: TransitionDraft, said: str, anchor: str) -> Response:
    """The guide with its parts in another order, or one less."""
    try:
        save(row, draft)
        flash(said, "ok")
    except Conflict as problem:
        flash(_(str(problem)), "warn")
    return redirect(url_for("editorial.edit_transition", transition_id=row.id, _anchor=anchor), 303)


def take(form: StepForm, row: Transition, number: int | None) -> Answer:
    """What was sent for a new step or a stored one."""
    if is_look():
        form.validate()
        for field in form:
            if field not in (form.deadlines, form.query):
                field.errors = []
        keep_typed()
        return show(form, row, number, revision=version_views.revision())
    unsaved.keeps_drafts()
    if not form.validate_on_submit():
        return show(form, row, number, revision=version_views.revision()), 400
    draft = draft_of(row)
    at = None if number is None else number - 1
    try:
        save(row, with_steps(draft, drafts.put(draft.steps, at, form.draft())))
    except Conflict as problem:
        return refused(form, stored(row.id), number, problem)
    flash(_("Schritt „%(title)s“ ist gespeichert.", title=form.title.data), "ok")
    target = url_for("editorial.edit_transition", transition_id=row.id, _anchor="schritte")
    return redirect(unsaved.take(target) if number is None else target, 303)


def with_steps(draft: TransitionDraft, steps: tuple[StepDraft, ...]) -> TransitionDraft:
    return replace(draft, steps=steps)


def refused(form: StepForm, row: Transition, number: int | None, problem: Conflict) -> tuple[str, int]:
    """The form again; when somebody else was faster, with what now stands in this place."""
    if problem.field != "revision":
        form.title.errors = [*form.title.errors, _(str(problem))]
        return show(form, row, number, revision=version_views.revision()), 409
    if number is not None and number > len(row.steps):
        number = None  # somebody took it out: what was typed may become a step again
    differences: tuple[TwoVersions, ...] = ()
    if number is not None:
        names = dict(queries.bodies(db.session()))
        now, typed = (transition_views.step_words(one, names) for one in (step(row, number), form.draft()))
        differences = version_views.differences([(_("Schritt"), now)], [(_("Schritt"), typed)])
    return show(form, row, number, differences=differences, notices=(changed_notice(problem),)), 409


def show(
    form: StepForm,
    row: Transition,
    number: int | None,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form of a step; without a number it is new."""
    desk.stand_under(LIST)
    now = clock.now()
    looks = {
        field.name: transition_views.look(field.data, now)
        for field in (form.deadlines, form.query)
        if field.data and not field.errors
    }
    page = PartEditing(
        around=Around(
            title=_("Neuer Schritt") if number is None else _("Schritt %(number)s", number=number),
            back_url=url_for("editorial.edit_transition", transition_id=row.id, _anchor="schritte"),
            revision=row.revision if revision is None else revision,
            ticket=unsaved.new_ticket() if number is None else "",
            differences=differences,
            notices=notices,
            lang=languages.of_content(),
        ),
        looks={name: look for name, look in looks.items() if look},
        action=action(row, number),
    )
    return render_template("editorial/transition_step.html", page=page, form=form)


def action(row: Transition, number: int | None) -> str:
    """Where the form is sent to: a step that somebody else took out becomes a new one."""
    if number is None:
        return url_for("editorial.add_transition_step", transition_id=row.id)
    return url_for("editorial.revise_transition_step", transition_id=row.id, number=number)


def opened(form: StepForm) -> StepForm:
    form.choose_from(queries.bodies(db.session()))
    return form


def step(row: Transition, number: int) -> StepDraft:
    """A stored step by its number, which counts from one."""
    if number > len(row.steps):
        abort(404)
    return drafts.step_of(row.steps[number - 1])
