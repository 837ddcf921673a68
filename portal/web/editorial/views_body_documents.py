"""Documents of a body: enter, change, remove. The portal keeps where they stand, not the files."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.guidance import bodies, body_actions
from portal.models import Body, BodyDocument
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, version_views
from portal.web.editorial.forms_bodies import DocumentForm, document_form
from portal.web.editorial.pages_bodies import PartEditing
from portal.web.editorial.views_bodies import LIST, ONE, Answer, look_again, stored
from portal.web.kit import desk, guards, languages, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

DOCUMENTS = f"{ONE}/unterlagen"
DOCUMENT = f"{DOCUMENTS}/<int(max=2147483647):document_id>"


@blueprint.get(f"{DOCUMENTS}/neu")
@needs(Right.CURATE)
def new_document(body_id: int) -> str:
    unsaved.keeps_drafts()
    return show(DocumentForm(), stored(body_id), None)


@blueprint.post(f"{DOCUMENTS}/neu")
@needs(Right.CURATE)
def add_document(body_id: int) -> Answer:
    unsaved.keeps_drafts()
    return keep(body_id, None)


@blueprint.get(DOCUMENT)
@needs(Right.CURATE)
def edit_document(body_id: int, document_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored_document(body_id, document_id)
    return show(document_form(row), stored(body_id), row)


@blueprint.post(DOCUMENT)
@needs(Right.CURATE)
def revise_document(body_id: int, document_id: int) -> Answer:
    unsaved.keeps_drafts()
    return keep(body_id, stored_document(body_id, document_id))


@blueprint.post(f"{DOCUMENT}/loeschen")
@needs(Right.CURATE)
def remove_document(body_id: int, document_id: int) -> Response:
    title = stored_document(body_id, document_id).title
    try:
        body_actions.remove_document(
            db.session(),
            guards.me(),
            body_id=body_id,
            document_id=document_id,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return look_again(body_id, problem)
    flash(_("„%(name)s“ ist gelöscht.", name=title), "ok")
    return redirect(url_for("editorial.edit_body", body_id=body_id), 303)


def keep(body_id: int, row: BodyDocument | None) -> Answer:
    """Store what was sent, or show the form again."""
    form, body = DocumentForm(), stored(body_id)
    if not form.validate_on_submit():
        return show(form, body, row, revision=version_views.revision()), 400
    try:
        kept = body_actions.keep_document(
            db.session(),
            guards.me(),
            body_id=body_id,
            document_id=row.id if row else None,
            draft=form.draft(),
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Speichern Sie es noch einmal."),
            "warn",
        )
        return show(form, stored(body_id), row, notices=(notice,)), 409
    flash(_("„%(name)s“ ist gespeichert.", name=kept.title), "ok")
    return redirect(url_for("editorial.edit_body", body_id=body_id), 303)


def show(
    form: DocumentForm,
    body: Body,
    row: BodyDocument | None,
    *,
    revision: int | None = None,
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new document or a stored one."""
    desk.stand_under(LIST)
    remove_url = url_for("editorial.remove_document", body_id=body.id, document_id=row.id) if row else ""
    page = PartEditing(
        title=row.title if row else _("Neue Unterlage"),
        body=body.name,
        back_url=url_for("editorial.edit_body", body_id=body.id),
        revision=body.revision if revision is None else revision,
        remove_url=remove_url,
        notices=notices,
        lang=languages.of_content(),
    )
    return render_template("editorial/body_document.html", page=page, form=form)


def stored_document(body_id: int, document_id: int) -> BodyDocument:
    return bodies.document(db.session(), body_id, document_id) or abort(404)
