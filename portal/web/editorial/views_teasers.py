"""Notices "im Stadtmagazin": enter, change, remove."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.magazine import teasers
from portal.models import MagazineTeaser
from portal.permissions.policy import Right
from portal.web.editorial import blueprint
from portal.web.editorial.forms_magazine import TeaserForm, form_of
from portal.web.editorial.pages_history import AskPage
from portal.web.editorial.pages_magazine import TeaserPage
from portal.web.kit import desk, magazine, revisions, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _

LIST = "/stadtmagazin/hinweise"
ONE = f"{LIST}/<int(max=2147483647):teaser_id>"
Answer = str | Response | tuple[str, int]


@blueprint.get(f"{LIST}/neu")
@needs(Right.CURATE)
def new_teaser() -> str:
    unsaved.keeps_drafts()
    return show(TeaserForm(), None)


@blueprint.post(f"{LIST}/neu")
@needs(Right.CURATE)
def add_teaser() -> Answer:
    unsaved.keeps_drafts()
    form = TeaserForm()
    if target := unsaved.taken():
        return redirect(target, 303)
    if not form.validate_on_submit():
        return show(form, None), 400
    try:
        row = teasers.add(db.session(), draft=form.draft(), actor=me(), now=clock.now())
    except Conflict as problem:
        return refused(form, None, problem)
    flash(_("„%(name)s“ ist eingetragen.", name=row.title), "ok")
    magazine.read_again_after_commit()
    return redirect(unsaved.take(url_for("editorial.list_magazine")), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_teaser(teaser_id: int) -> str:
    unsaved.keeps_drafts()
    row = teasers.get(db.session(), teaser_id)
    return show(form_of(row), row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_teaser(teaser_id: int) -> Answer:
    unsaved.keeps_drafts()
    form, row = TeaserForm(), teasers.get(db.session(), teaser_id)
    if not form.validate_on_submit():
        return show(form, row, revisions.posted()), 400
    try:
        teasers.revise(
            db.session(),
            teaser_id=teaser_id,
            draft=form.draft(),
            revision=revisions.posted(),
            actor=me(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, row, problem)
    flash(_("„%(name)s“ ist gespeichert.", name=row.title), "ok")
    magazine.read_again_after_commit()
    return redirect(url_for("editorial.list_magazine"), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_teaser(teaser_id: int) -> str:
    return ask(teasers.get(db.session(), teaser_id))


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_teaser(teaser_id: int) -> Answer:
    try:
        name = teasers.remove(
            db.session(), teaser_id=teaser_id, revision=revisions.posted("stand"), actor=me(), now=clock.now()
        )
    except Conflict as problem:
        return ask(teasers.get(db.session(), teaser_id), p.Notice(_(str(problem)), tone="warn")), 409
    flash(_("„%(name)s“ ist gelöscht.", name=name), "ok")
    magazine.read_again_after_commit()
    return redirect(url_for("editorial.list_magazine"), 303)


def ask(row: MagazineTeaser, notice: p.Notice | None = None) -> str:
    page = AskPage(
        title=_("„%(name)s“ löschen?", name=row.title),
        text=row.text or "",
        label=_("Löschen"),
        stand=str(row.revision),
        back_url=url_for("editorial.list_magazine"),
        is_severe=True,
        notices=(notice,) if notice else (),
    )
    desk.stand_under("editorial.list_magazine")
    return render_template("editorial/ask.html", page=page, form=None)


def show(
    form: TeaserForm,
    row: MagazineTeaser | None,
    opened: int | None = None,
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new notice or a stored one. `opened` is the version that one began with, if not the stored."""
    page = TeaserPage(
        title=_("„%(name)s“ ändern", name=row.title) if row else _("Neuer Hinweis"),
        save_label=_("Speichern") if row else _("Eintragen"),
        back_url=url_for("editorial.list_magazine"),
        revision=(row.revision if opened is None else opened) if row else 0,
        remove_url=url_for("editorial.ask_remove_teaser", teaser_id=row.id) if row else "",
        notices=notices,
    )
    desk.stand_under("editorial.list_magazine")
    return render_template("editorial/teaser.html", page=page, form=form, ticket=unsaved.new_ticket())


def refused(form: TeaserForm, row: MagazineTeaser | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with a word that somebody else was faster."""
    if problem.field == "revision" and row:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        return show(form, row, notices=(notice,)), 409
    field = form[problem.field or "title"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, row, revisions.posted() if row else None), 400
