"""Meetings of a body: enter with what came of them, change, remove."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.guidance import bodies, body_actions
from portal.models import Body, BodyMeeting
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, body_rows, version_views
from portal.web.editorial.forms_bodies import MeetingForm, blank_meeting, meeting_form
from portal.web.editorial.pages_bodies import PartEditing
from portal.web.editorial.views_bodies import LIST, ONE, Answer, look_again, stored
from portal.web.kit import desk, guards, languages, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

MEETINGS = f"{ONE}/sitzungen"
MEETING = f"{MEETINGS}/<int(max=2147483647):meeting_id>"


@blueprint.get(f"{MEETINGS}/neu")
@needs(Right.CURATE)
def new_meeting(body_id: int) -> str:
    unsaved.keeps_drafts()
    return show(blank_meeting(), stored(body_id), None)


@blueprint.post(f"{MEETINGS}/neu")
@needs(Right.CURATE)
def add_meeting(body_id: int) -> Answer:
    unsaved.keeps_drafts()
    return keep(body_id, None)


@blueprint.get(MEETING)
@needs(Right.CURATE)
def edit_meeting(body_id: int, meeting_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored_meeting(body_id, meeting_id)
    return show(meeting_form(row), stored(body_id), row)


@blueprint.post(MEETING)
@needs(Right.CURATE)
def revise_meeting(body_id: int, meeting_id: int) -> Answer:
    unsaved.keeps_drafts()
    return keep(body_id, stored_meeting(body_id, meeting_id))


@blueprint.post(f"{MEETING}/loeschen")
@needs(Right.CURATE)
def remove_meeting(body_id: int, meeting_id: int) -> Response:
    row = stored_meeting(body_id, meeting_id)
    when = body_rows.moment(row.starts_at)
    try:
        body_actions.remove_meeting(
            db.session(),
            guards.me(),
            body_id=body_id,
            meeting_id=meeting_id,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return look_again(body_id, problem)
    flash(_("Die Sitzung vom %(when)s ist gelöscht.", when=when), "ok")
    return redirect(url_for("editorial.edit_body", body_id=body_id), 303)


def keep(body_id: int, row: BodyMeeting | None) -> Answer:
    """Store what was sent, or show the form again."""
    form, body = MeetingForm(), stored(body_id)
    if not form.validate_on_submit():
        return show(form, body, row, revision=version_views.revision()), 400
    try:
        kept = body_actions.keep_meeting(
            db.session(),
            guards.me(),
            body_id=body_id,
            meeting_id=row.id if row else None,
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
    flash(_("Die Sitzung vom %(when)s ist gespeichert.", when=body_rows.moment(kept.starts_at)), "ok")
    return redirect(url_for("editorial.edit_body", body_id=body_id), 303)


def show(
    form: MeetingForm,
    body: Body,
    row: BodyMeeting | None,
    *,
    revision: int | None = None,
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new meeting or a stored one."""
    desk.stand_under(LIST)
    remove_url = url_for("editorial.remove_meeting", body_id=body.id, meeting_id=row.id) if row else ""
    page = PartEditing(
        title=_("Sitzung vom %(when)s", when=body_rows.moment(row.starts_at)) if row else _("Neue Sitzung"),
        body=body.name,
        back_url=url_for("editorial.edit_body", body_id=body.id),
        revision=body.revision if revision is None else revision,
        remove_url=remove_url,
        notices=notices,
        lang=languages.of_content(),
    )
    return render_template("editorial/body_meeting.html", page=page, form=form)


def stored_meeting(body_id: int, meeting_id: int) -> BodyMeeting:
    return bodies.meeting(db.session(), body_id, meeting_id) or abort(404)
