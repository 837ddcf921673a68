"""Seals: list with what runs out soon, enter, change, remove. Who bears them: views_awards.py."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Seal
from portal.permissions.policy import Right
from portal.seals import actions, queries
from portal.seals.actions import draft_of
from portal.web.editorial import blueprint, seal_views, version_views
from portal.web.editorial.forms_seals import SealForm
from portal.web.editorial.pages_points import Editing, SealEditing, SealsListPage
from portal.web.editorial.pages_versions import SurePage, TwoVersions
from portal.web.kit import desk, guards, languages, seals, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

PATH = "/siegel"
ONE = f"{PATH}/<int(max=2147483647):seal_id>"
LIST = "editorial.list_seals"
Answer = str | Response | tuple[str, int]


@blueprint.get(PATH)
@needs(Right.CURATE)
def list_seals() -> str:
    session, today = db.session(), clock.today()
    awards = queries.everything(session)
    page = SealsListPage(
        ending=tuple(seal_views.award_row(one) for one in awards if seal_views.needs_work(one, today)),
        rows=tuple(seal_views.seal_row(one, awards) for one in queries.seals(session)),
        new_url=url_for("editorial.new_seal"),
        lang=languages.of_content(),
    )
    return render_template("editorial/seals.html", page=page)


@blueprint.get(f"{PATH}/neu")
@needs(Right.CURATE)
def new_seal() -> str:
    unsaved.keeps_drafts()
    return show(SealForm(), None)


@blueprint.post(f"{PATH}/neu")
@needs(Right.CURATE)
def add_seal() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    unsaved.keeps_drafts()
    form = SealForm()
    if not form.validate_on_submit():
        return show(form, None), 400
    try:
        row = actions.add(db.session(), guards.me(), draft=form.draft(), now=clock.now())
    except Conflict as problem:
        return refused(form, None, problem)
    seals.read_again_after_commit()
    flash(_("„%(name)s“ ist eingetragen. Jetzt können Sie es verleihen.", name=row.name), "ok")
    return redirect(unsaved.take(url_for("editorial.edit_seal", seal_id=row.id)), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_seal(seal_id: int) -> str:
    row = stored(seal_id)
    unsaved.keeps_drafts()
    return show(SealForm(obj=row), row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_seal(seal_id: int) -> Answer:
    row, form = stored(seal_id), SealForm()
    unsaved.keeps_drafts()
    began = version_views.revision()
    if not form.validate_on_submit():
        return show(form, row, revision=began), 400
    try:
        actions.revise(
            db.session(), guards.me(), seal_id=seal_id, draft=form.draft(), revision=began, now=clock.now()
        )
    except Conflict as problem:
        return refused(form, row, problem)
    seals.read_again_after_commit()
    flash(_("„%(name)s“ ist gespeichert.", name=form.name.data), "ok")
    return redirect(url_for("editorial.edit_seal", seal_id=seal_id), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_seal(seal_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(seal_id)
    page = SurePage(
        title=_("„%(title)s“ löschen?", title=row.name),
        text=_(
            "Dann trägt es niemand mehr, und die Erklärung ist weg. Im Protokoll bleibt stehen, dass es das gab."
        ),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_seal", seal_id=row.id),
        opened=str(row.revision),
        lines=((_("Wer es verleiht"), row.issuer),),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_seal(seal_id: int) -> Response:
    stored(seal_id)
    began = version_views.revision()
    try:
        name = actions.remove(db.session(), guards.me(), seal_id=seal_id, revision=began, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for("editorial.edit_seal", seal_id=seal_id), 303)
    seals.read_again_after_commit()
    flash(_("„%(title)s“ ist gelöscht.", title=name), "ok")
    return redirect(url_for(LIST), 303)


def show(
    form: SealForm,
    row: Seal | None,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new seal or a stored one, with who bears it."""
    desk.stand_under(LIST)
    around = Editing(
        title=row.name if row else _("Neues Siegel"),
        back_url=url_for(LIST),
        ticket="" if row else unsaved.new_ticket(),
        revision=(row.revision if revision is None else revision) if row else 0,
        remove_url=url_for("editorial.ask_remove_seal", seal_id=row.id) if row else "",
        public_url=url_for("guidance.list_seals", _anchor=row.slug) if row else "",
        award_url=url_for("editorial.new_award", seal_id=row.id) if row else "",
        differences=differences,
        notices=notices,
        lang=languages.of_content(),
    )
    awards = queries.awards_of(db.session(), row.id) if row else ()
    page = SealEditing(around, tuple(map(seal_views.award_row, awards)))
    return render_template("editorial/seal.html", page=page, form=form)


def refused(form: SealForm, row: Seal | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and row:
        row = stored(row.id)
        db.session.refresh(row)
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        both = seal_views.lines(draft_of(row)), seal_views.lines(form.draft())
        return show(form, row, differences=version_views.differences(*both), notices=(notice,)), 409
    form.name.errors = [*form.name.errors, _(str(problem))]
    return show(form, row, revision=version_views.revision() if row else None), 409


def stored(seal_id: int) -> Seal:
    return queries.one(db.session(), seal_id) or abort(404)
