"""Guides through transitions: list, write, make public, look at, delete. Steps: views_transition_steps.py, questions:
views_transition_questions.py, kept versions: views_transition_versions.py."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import db
from portal.guidance import transition_actions as actions
from portal.guidance import transition_queries as queries
from portal.guidance.transition_drafts import TransitionDraft, draft_of
from portal.models import Transition
from portal.offers.filters import OfferFilter
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, transition_views, version_views
from portal.web.editorial.forms_transitions import TransitionForm, form_of
from portal.web.editorial.pages_collections import Around
from portal.web.editorial.pages_transitions import TransitionEditing, TransitionsDesk
from portal.web.editorial.pages_versions import SurePage, TwoVersions
from portal.web.kit import desk, guards, guide_pages, guides, languages, parking, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

ONE = "/uebergaenge/<int(max=2147483647):transition_id>"
LIST = "editorial.list_transitions"
Answer = str | Response | tuple[str, int]


@blueprint.get("/uebergaenge")
@needs(Right.CURATE)
def list_transitions() -> str:
    rows = tuple(transition_views.row(one) for one in queries.everything(db.session()))
    page = TransitionsDesk(rows, url_for("editorial.new_transition"))
    return render_template("editorial/transitions.html", page=page)


@blueprint.get("/uebergaenge/neu")
@needs(Right.CURATE)
def new_transition() -> str:
    unsaved.keeps_drafts()
    return show(TransitionForm(), None)


@blueprint.post("/uebergaenge/neu")
@needs(Right.CURATE)
def add_transition() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    form = TransitionForm()
    if is_look():
        return look_first(form, None)
    unsaved.keeps_drafts()
    if not form.validate_on_submit():
        return show(form, None), 400
    try:
        row = actions.add(
            db.session(),
            guards.me(),
            slug=form.slug.data or text.slugify(form.name.data),
            draft=form.draft(None),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, None, problem)
    flash(_("„%(title)s“ ist als Entwurf gespeichert.", title=row.name), "ok")
    return redirect(unsaved.take(url_for("editorial.edit_transition", transition_id=row.id)), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_transition(transition_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored(transition_id)
    return show(form_of(draft_of(row)), row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_transition(transition_id: int) -> Answer:
    form, row = TransitionForm(), stored(transition_id)
    if is_look():
        return look_first(form, row)
    unsaved.keeps_drafts()
    if not form.validate_on_submit():
        return show(form, row, revision=version_views.revision()), 400
    try:
        row = save(row, form.draft(draft_of(row)))
    except Conflict as problem:
        return refused(form, stored(transition_id), problem)
    flash(_("„%(title)s“ ist gespeichert.", title=row.name), "ok")
    return redirect(url_for("editorial.edit_transition", transition_id=row.id), 303)


@blueprint.post(f"{ONE}/veroeffentlichen")
@needs(Right.CURATE)
def publish_transition(transition_id: int) -> Response:
    """Show it or take it back, as the button says."""
    is_public = request.form.get("public") == "1"
    back = redirect(url_for("editorial.edit_transition", transition_id=transition_id), 303)
    try:
        row = actions.publish(
            db.session(),
            guards.me(),
            transition_id=transition_id,
            revision=version_views.revision(),
            is_public=is_public,
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return back
    guides.read_again_after_commit()
    said = _("„%(title)s“ ist öffentlich.") if is_public else _("„%(title)s“ ist nicht mehr öffentlich.")
    flash(said % {"title": row.name}, "ok")
    return back


@blueprint.get(f"{ONE}/vorschau")
@needs(Right.CURATE)
def preview_transition(transition_id: int) -> str:
    """As it will look, whether or not the public sees it yet."""
    row, now = stored(transition_id), clock.now()
    everything = service().search(OfferFilter(per_page=1), now=now)
    page = guide_pages.build(row, now, everything, is_preview=True)
    steps = (p.Crumb(_("Übergänge"), url_for(LIST)), p.Crumb(row.name))
    return render_template("guidance/transition.html", page=page, breadcrumb=steps)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_transition(transition_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(transition_id)
    page = SurePage(
        title=_("„%(title)s“ löschen?", title=row.name),
        text=_("Auch alle früheren Fassungen sind dann weg. Die Adresse führt ins Leere."),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_transition", transition_id=row.id),
        opened=str(row.revision),
        lines=(
            (_("Stand"), transition_views.status(row).label),
            (_("Enthält"), transition_views.holds(row)),
        ),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_transition(transition_id: int) -> Response:
    try:
        title = actions.remove(
            db.session(),
            guards.me(),
            transition_id=transition_id,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for("editorial.edit_transition", transition_id=transition_id), 303)
    guides.read_again_after_commit()
    flash(_("„%(title)s“ ist gelöscht.", title=title), "ok")
    return redirect(url_for(LIST), 303)


def save(row: Transition, draft: TransitionDraft) -> Transition:
    """Keeps a new version of a guide that was opened as the form says."""
    saved = actions.revise(
        db.session(),
        guards.me(),
        transition_id=row.id,
        draft=draft,
        revision=version_views.revision(),
        now=clock.now(),
    )
    guides.read_again_after_commit()
    return saved


def is_look() -> bool:
    """Whether the button was pressed that only tries out the searches."""
    return request.form.get("act") == "look"


def keep_typed() -> None:
    """What was typed is kept as a draft before anything is looked at."""
    unsaved.keep_draft(guards.me().user_id, request.path, parking.pairs_of(request.form), clock.now())


def look_first(form: TransitionForm, row: Transition | None) -> str:
    """The form with what its search finds now; nothing is stored."""
    form.validate()
    for field in form:
        if field is not form.query:
            field.errors = []
    keep_typed()
    return show(form, row, revision=version_views.revision() if row else None)


def show(
    form: TransitionForm,
    row: Transition | None,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new guide or a stored one. `revision` is the one that one began with, if not the stored."""
    desk.stand_under(LIST)
    now = clock.now()
    page = TransitionEditing(
        around=around(row, revision, differences, notices),
        look=transition_views.look(form.query.data, now) if not form.query.errors else None,
        steps=transition_views.steps(row, now) if row else None,
        questions=transition_views.questions(row) if row else None,
        address=f"/uebergaenge/{row.slug}" if row else "",
    )
    return render_template("editorial/transition.html", page=page, form=form)


def around(
    row: Transition | None,
    revision: int | None,
    differences: tuple[TwoVersions, ...],
    notices: tuple[p.Notice, ...],
) -> Around:
    """Title, ways out and state of the form."""
    if row is None:
        return Around(_("Neuer Übergang"), url_for(LIST), ticket=unsaved.new_ticket(), notices=notices)
    here: dict[str, Any] = {"transition_id": row.id}
    return Around(
        title=row.name,
        back_url=url_for(LIST),
        revision=row.revision if revision is None else revision,
        history_url=url_for("editorial.list_transition_versions", **here),
        preview_url=url_for("guidance.show_transition", slug=row.slug)
        if row.is_public
        else url_for("editorial.preview_transition", **here),
        remove_url=url_for("editorial.ask_remove_transition", **here),
        publish_url=url_for("editorial.publish_transition", **here),
        state=transition_views.status(row),
        is_public=row.is_public,
        differences=differences,
        notices=notices,
        lang=languages.of_content(),
    )


def changed_notice(problem: Conflict) -> p.Notice:
    """Somebody else was faster."""
    return p.Notice(
        _(str(problem)),
        _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
        "warn",
    )


def refused(form: TransitionForm, row: Transition | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and row:
        before = draft_of(row)
        both = transition_views.titled_lines(before.content(), form.draft(before).content())
        differences = version_views.differences(*both)
        return show(form, row, differences=differences, notices=(changed_notice(problem),)), 409
    name = problem.field or ""
    field = form[name if name in form else "name"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, row, revision=version_views.revision() if row else None), 409


def stored(transition_id: int) -> Transition:
    return queries.by_id(db.session(), transition_id) or abort(404)
