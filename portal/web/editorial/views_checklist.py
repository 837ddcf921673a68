"""The checklists of the classes on the editors' desk: list, write, order, delete lines."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.careers import checklist_actions, checklist_queries
from portal.careers.checklist_actions import TaskDraft, draft_of
from portal.careers.checklist_queries import Task
from portal.errors import Conflict
from portal.extensions import db
from portal.models import ClassTask
from portal.offers.filters import Facet
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, version_views
from portal.web.editorial.forms_checklist import ClassTaskForm, blank_form, form_of
from portal.web.editorial.pages_checklist import ClassTaskPage, ClassTasksPage, TaskRow
from portal.web.editorial.pages_versions import SurePage, TwoVersions
from portal.web.kit import class_tasks, desk, guards, languages, unsaved, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

PATH = "/checkliste"
ONE = f"{PATH}/<int(max=2147483647):task_id>"
LIST = "editorial.list_class_tasks"
USUAL = "8"
Answer = str | Response | tuple[str, int]


@blueprint.get(PATH)
@needs(Right.CURATE)
def list_class_tasks() -> str:
    grade = wanted_grade()
    tasks = checklist_queries.of_grade(db.session(), grade)
    page = ClassTasksPage(
        grade=label(grade),
        grades=tuple(p.SortLink(label(code), list_of(code), code == grade) for code in class_tasks.grades()),
        rows=tuple(row(one, at, len(tasks)) for at, one in enumerate(tasks)),
        new_url=url_for("editorial.new_class_task", klasse=grade),
        public_url=f"{languages.root()}/berufswahlkalender/klasse/{grade}",
    )
    return render_template("editorial/class_tasks.html", page=page)


@blueprint.get(f"{PATH}/neu")
@needs(Right.CURATE)
def new_class_task() -> str:
    unsaved.keeps_drafts()
    return show(blank_form(wanted_grade()), None)


@blueprint.post(f"{PATH}/neu")
@needs(Right.CURATE)
def add_class_task() -> Answer:
    unsaved.keeps_drafts()
    if target := unsaved.taken():
        return redirect(target, 303)
    form = ClassTaskForm()
    if not form.validate_on_submit():
        return show(form, None), 400
    try:
        made = checklist_actions.add(db.session(), guards.me(), draft=form.draft(), now=clock.now())
    except Conflict as problem:
        return refused(form, None, problem)
    flash(_("„%(title)s“ steht in der Checkliste.", title=made.title), "ok")
    return redirect(unsaved.take(list_of(made.grade)), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_class_task(task_id: int) -> str:
    unsaved.keeps_drafts()
    kept = stored(task_id)
    return show(form_of(draft_of(kept)), kept)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_class_task(task_id: int) -> Answer:
    unsaved.keeps_drafts()
    form, kept = ClassTaskForm(), stored(task_id)
    if not form.validate_on_submit():
        return show(form, kept, revision=version_views.revision()), 400
    try:
        checklist_actions.revise(
            db.session(),
            guards.me(),
            task_id=task_id,
            draft=form.draft(),
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, stored(task_id), problem)
    flash(_("„%(title)s“ ist gespeichert.", title=kept.title), "ok")
    return redirect(list_of(kept.grade), 303)


@blueprint.post(f"{ONE}/reihenfolge")
@needs(Right.CURATE)
def move_class_task(task_id: int) -> Response:
    is_up = request.form.get("nach") != "unten"
    kept = stored(task_id)
    try:
        checklist_actions.move(db.session(), guards.me(), task_id=task_id, up=is_up, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for(LIST), 303)
    said = _("„%(name)s“ steht weiter oben.") if is_up else _("„%(name)s“ steht weiter unten.")
    flash(said % {"name": kept.title}, "ok")
    return redirect(list_of(kept.grade), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_class_task(task_id: int) -> str:
    desk.stand_under(LIST)
    kept = stored(task_id)
    page = SurePage(
        title=_("„%(title)s“ löschen?", title=kept.title),
        text=_("Die Zeile steht dann nicht mehr in der Checkliste. Zurückholen lässt sie sich nicht."),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_class_task", task_id=kept.id),
        opened=str(kept.revision),
        lines=((_("Klasse"), label(kept.grade)),),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_class_task(task_id: int) -> Response:
    kept = stored(task_id)
    grade = kept.grade
    try:
        title = checklist_actions.remove(
            db.session(), guards.me(), task_id=task_id, revision=version_views.revision(), now=clock.now()
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for("editorial.edit_class_task", task_id=task_id), 303)
    flash(_("„%(title)s“ ist gelöscht.", title=title), "ok")
    return redirect(list_of(grade), 303)


def wanted_grade() -> str:
    """The class that the address names; else the eighth, which has most to do."""
    given = request.args.get("klasse", "")
    known = class_tasks.grades()
    return given if given in known else USUAL if USUAL in known else next(iter(known), USUAL)


def list_of(grade: str) -> str:
    return url_for(LIST, klasse=grade)


def label(grade: str) -> str:
    return vocabulary.label(Facet.GRADE, grade)


def row(task: Task, at: int, count: int) -> TaskRow:
    return TaskRow(
        id=task.id,
        title=task.title,
        when=class_tasks.months(task.months) or _("das ganze Schuljahr"),
        text=task.text,
        school_forms=", ".join(vocabulary.label(Facet.SCHOOL_FORM, code) for code in task.school_forms),
        link_url=class_tasks.address(task.query),
        has_english=bool(task.title_en),
        edit_url=url_for("editorial.edit_class_task", task_id=task.id),
        move_url=url_for("editorial.move_class_task", task_id=task.id),
        is_first=at == 0,
        is_last=at == count - 1,
        lang=languages.of_content(),
    )


def show(
    form: ClassTaskForm,
    kept: ClassTask | None,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new line or a stored one. `revision` is the one that one began with, if not the stored."""
    desk.stand_under(LIST)
    page = ClassTaskPage(
        title=_("„%(title)s“ ändern", title=kept.title) if kept else _("Neue Zeile"),
        save_label=_("Speichern") if kept else _("Anlegen"),
        back_url=list_of(kept.grade if kept else wanted_grade()),
        revision=(kept.revision if revision is None else revision) if kept else 0,
        remove_url=url_for("editorial.ask_remove_class_task", task_id=kept.id) if kept else "",
        ticket="" if kept else unsaved.new_ticket(),
        differences=differences,
        notices=notices,
        lang=languages.of_content(),
    )
    return render_template("editorial/class_task.html", page=page, form=form)


def refused(form: ClassTaskForm, kept: ClassTask | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and kept:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        both = version_views.differences(lines(draft_of(kept)), lines(form.draft()))
        return show(form, kept, differences=both, notices=(notice,)), 409
    field = form[problem.field or "title"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, kept, revision=version_views.revision() if kept else None), 409


def lines(draft: TaskDraft) -> list[tuple[str, str]]:
    """Each field of a line with its label and its value in words."""
    forms = ", ".join(vocabulary.label(Facet.SCHOOL_FORM, code) for code in draft.school_forms)
    return [
        (_("Klasse"), label(draft.grade)),
        (_("Was jetzt dran ist"), draft.title),
        (_("Wie das geht"), draft.text),
        (_("In welchen Monaten?"), class_tasks.months(draft.months)),
        (_("Für welche Schulformen?"), forms),
        (_("Was dazu passt"), draft.query),
        (_("Was jetzt dran ist, auf Englisch"), draft.title_en),
        (_("Wie das geht, auf Englisch"), draft.text_en),
    ]


def stored(task_id: int) -> ClassTask:
    return checklist_queries.row(db.session(), task_id) or abort(404)
