"""Bodies and offices of the town: list in the order of the chart, enter, change, move, remove. Meetings: views_meetings.py."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.guidance import bodies, body_actions
from portal.models import Body
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, body_rows, version_views
from portal.web.editorial.forms_bodies import BodyForm, blank_body, form_of
from portal.web.editorial.pages_bodies import BodiesDesk, BodyEditing
from portal.web.editorial.pages_versions import SurePage, TwoVersions
from portal.web.kit import desk, guards, responsible, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

ONE = "/gremien/<int(max=2147483647):body_id>"
LIST = "editorial.list_bodies"
Answer = str | Response | tuple[str, int]


@blueprint.get("/gremien")
@needs(Right.CURATE)
def list_bodies() -> str:
    session = db.session()
    page = BodiesDesk(
        rows=body_rows.rows(bodies.everything(session), bodies.next_meetings(session, clock.now())),
        new_url=url_for("editorial.new_body"),
        public_url=url_for("guidance.list_bodies"),
    )
    return render_template("editorial/bodies.html", page=page)


@blueprint.get("/gremien/neu")
@needs(Right.CURATE)
def new_body() -> str:
    unsaved.keeps_drafts()
    return show(blank_body(), None)


@blueprint.post("/gremien/neu")
@needs(Right.CURATE)
def add_body() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    unsaved.keeps_drafts()
    form = BodyForm()
    body_rows.offer_choices(form, bodies.everything(db.session()), None)
    if not form.validate_on_submit():
        return show(form, None), 400
    try:
        row = body_actions.add(db.session(), guards.me(), draft=form.draft(), now=clock.now())
    except Conflict as problem:
        return refused(form, None, problem)
    responsible.read_again_after_commit()
    flash(_("„%(name)s“ ist angelegt.", name=row.name), "ok")
    return redirect(unsaved.take(url_for("editorial.edit_body", body_id=row.id)), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_body(body_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored(body_id)
    return show(form_of(row), row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_body(body_id: int) -> Answer:
    unsaved.keeps_drafts()
    form, row = BodyForm(), stored(body_id)
    body_rows.offer_choices(form, bodies.everything(db.session()), row)
    if not form.validate_on_submit():
        return show(form, row, revision=version_views.revision()), 400
    try:
        row = body_actions.revise(
            db.session(),
            guards.me(),
            body_id=body_id,
            draft=form.draft(),
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, stored(body_id), problem)
    responsible.read_again_after_commit()
    flash(_("„%(name)s“ ist gespeichert.", name=row.name), "ok")
    return redirect(url_for("editorial.edit_body", body_id=row.id), 303)


@blueprint.post(f"{ONE}/reihenfolge")
@needs(Right.CURATE)
def move_body(body_id: int) -> Response:
    is_up = request.form.get("nach") != "unten"
    row = body_actions.move(db.session(), guards.me(), body_id=body_id, up=is_up, now=clock.now())
    said = _("„%(name)s“ steht weiter oben.") if is_up else _("„%(name)s“ steht weiter unten.")
    flash(said % {"name": row.name}, "ok")
    return redirect(url_for(LIST), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_body(body_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(body_id)
    below = [one.name for one in bodies.everything(db.session()) if one.parent_id == row.id]
    page = SurePage(
        title=_("„%(name)s“ löschen?", name=row.name),
        text=_("Auch Sitzungen, Protokolle und Unterlagen sind dann weg. Was darunter steht, bleibt."),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_body", body_id=row.id),
        opened=str(row.revision),
        lines=(
            (_("Darunter"), ", ".join(below) or _("nichts")),
            (_("Sitzungen"), str(len(row.meetings))),
            (_("Unterlagen"), str(len(row.documents))),
        ),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_body(body_id: int) -> Response:
    stored(body_id)
    try:
        name = body_actions.remove(
            db.session(),
            guards.me(),
            body_id=body_id,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return look_again(body_id, problem)
    responsible.read_again_after_commit()
    flash(_("„%(name)s“ ist gelöscht.", name=name), "ok")
    return redirect(url_for(LIST), 303)


def show(
    form: BodyForm,
    row: Body | None,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new body or a stored one. `revision` is the one that one began with, if not the stored."""
    desk.stand_under(LIST)
    if not form.topics.choices:
        body_rows.offer_choices(form, bodies.everything(db.session()), row)
    page = BodyEditing(
        title=row.name if row else _("Neues Gremium oder Amt"),
        back_url=url_for(LIST),
        revision=(row.revision if revision is None else revision) if row else 0,
        ticket="" if row else unsaved.new_ticket(),
        public_url=url_for("guidance.show_body", slug=row.slug) if row and row.is_public else "",
        remove_url=url_for("editorial.ask_remove_body", body_id=row.id) if row else "",
        meetings=tuple(body_rows.meeting_row(one) for one in reversed(row.meetings)) if row else (),
        new_meeting_url=url_for("editorial.new_meeting", body_id=row.id) if row else "",
        documents=tuple(body_rows.document_row(one) for one in row.documents) if row else (),
        new_document_url=url_for("editorial.new_document", body_id=row.id) if row else "",
        differences=differences,
        notices=notices,
    )
    return render_template("editorial/body.html", page=page, form=form)


def refused(form: BodyForm, row: Body | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and row:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        names = {one.id: one.name for one in bodies.everything(db.session())}
        before, after = body_actions.draft_of(row), form.draft()
        both = version_views.differences(body_rows.lines(before, names), body_rows.lines(after, names))
        return show(form, row, differences=both, notices=(notice,)), 409
    field = form[problem.field or "name"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, row, revision=version_views.revision() if row else None), 409


def look_again(body_id: int, problem: Conflict) -> Response:
    """Nobody deletes what they have not seen: show what is stored now."""
    flash(_(str(problem)), "warn")
    return redirect(url_for("editorial.edit_body", body_id=body_id), 303)


def stored(body_id: int) -> Body:
    return bodies.by_id(db.session(), body_id) or abort(404)
