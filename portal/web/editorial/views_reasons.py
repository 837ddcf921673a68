"""Reusable reasons for returns: list, add, change, order, delete."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict
from portal.extensions import db
from portal.models import ReturnReason
from portal.permissions.policy import Right
from portal.web.editorial import blueprint
from portal.web.editorial.forms_reasons import ReasonForm
from portal.web.editorial.pages_history import AskPage
from portal.web.editorial.pages_reasons import ReasonPage, ReasonRow, ReasonsPage
from portal.web.kit import desk, languages, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _
from portal.workflow import queries, reasons

LIST = "/textbausteine"
ONE = f"{LIST}/<int(max=2147483647):reason_id>"
Answer = str | Response | tuple[str, int]


@blueprint.get(LIST)
@needs(Right.REVIEW)
def list_reasons() -> str:
    rows = queries.reasons(db.session())
    page = ReasonsPage(
        rows=tuple(
            ReasonRow(
                id=row.id,
                label=row.label,
                text=row.text,
                edit_url=url_for("editorial.edit_reason", reason_id=row.id),
                move_url=url_for("editorial.move_reason", reason_id=row.id),
                is_first=at == 0,
                is_last=at == len(rows) - 1,
                lang=languages.of_content(),
            )
            for at, row in enumerate(rows)
        ),
        new_url=url_for("editorial.new_reason"),
    )
    return render_template("editorial/reasons.html", page=page)


@blueprint.get(f"{LIST}/neu")
@needs(Right.REVIEW)
def new_reason() -> str:
    unsaved.keeps_drafts()
    return show(ReasonForm(), None)


@blueprint.post(f"{LIST}/neu")
@needs(Right.REVIEW)
def add_reason() -> Answer:
    unsaved.keeps_drafts()
    form = ReasonForm()
    if target := unsaved.taken():
        return redirect(target, 303)
    if not form.validate_on_submit():
        return show(form, None), 400
    try:
        row = reasons.add(db.session(), me(), label=form.label.data, text=form.text.data, now=clock.now())
    except Conflict as problem:
        return refused(form, None, problem)
    flash(_("„%(name)s“ ist angelegt.", name=row.label), "ok")
    return redirect(unsaved.take(url_for("editorial.list_reasons")), 303)


@blueprint.get(ONE)
@needs(Right.REVIEW)
def edit_reason(reason_id: int) -> str:
    unsaved.keeps_drafts()
    row = reasons.get(db.session(), reason_id)
    return show(ReasonForm(data={"label": row.label, "text": row.text}), row)


@blueprint.post(ONE)
@needs(Right.REVIEW)
def revise_reason(reason_id: int) -> Answer:
    unsaved.keeps_drafts()
    form, row = ReasonForm(), reasons.get(db.session(), reason_id)
    opened = text.one_line(request.form.get("stand", ""))[:40]
    if not form.validate_on_submit():
        return show(form, row, stand=opened), 400
    try:
        reasons.revise(
            db.session(),
            me(),
            reason_id=reason_id,
            label=form.label.data,
            text=form.text.data,
            opened=opened,
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, row, problem)
    flash(_("„%(name)s“ ist gespeichert.", name=form.label.data), "ok")
    return to_list()


@blueprint.post(f"{ONE}/reihenfolge")
@needs(Right.REVIEW)
def move_reason(reason_id: int) -> Response:
    is_up = request.form.get("nach") != "unten"
    row = reasons.move(db.session(), me(), reason_id=reason_id, up=is_up, now=clock.now())
    said = _("„%(name)s“ steht weiter oben.") if is_up else _("„%(name)s“ steht weiter unten.")
    flash(said % {"name": row.label}, "ok")
    return to_list()


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.REVIEW)
def ask_remove_reason(reason_id: int) -> str:
    return ask(reasons.get(db.session(), reason_id))


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.REVIEW)
def remove_reason(reason_id: int) -> Answer:
    opened = text.one_line(request.form.get("stand", ""))[:40]
    try:
        name = reasons.remove(db.session(), me(), reason_id=reason_id, opened=opened, now=clock.now())
    except Conflict as problem:
        notice = p.Notice(_(str(problem)), tone="warn")
        return ask(reasons.get(db.session(), reason_id), notice), 409
    flash(_("„%(name)s“ ist gelöscht.", name=name), "ok")
    return to_list()


def ask(row: ReturnReason, notice: p.Notice | None = None) -> str:
    page = AskPage(
        title=_("„%(name)s“ löschen?", name=row.label),
        text=row.text,
        label=_("Löschen"),
        stand=reasons.digest(row),
        back_url=url_for("editorial.list_reasons"),
        is_severe=True,
        notices=(notice,) if notice else (),
    )
    desk.stand_under("editorial.list_reasons")
    return render_template("editorial/ask.html", page=page, form=None)


def show(
    form: ReasonForm,
    row: ReturnReason | None,
    *,
    stand: str | None = None,
    stored: tuple[tuple[str, str], ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new reason or a stored one. `stand` is what one began with, if not what is stored."""
    present = reasons.digest(row) if row else ""
    page = ReasonPage(
        title=_("„%(name)s“ ändern", name=row.label) if row else _("Neuer Textbaustein"),
        save_label=_("Speichern") if row else _("Anlegen"),
        back_url=url_for("editorial.list_reasons"),
        stand=present if stand is None else stand,
        remove_url=url_for("editorial.ask_remove_reason", reason_id=row.id) if row else "",
        stored=stored,
        notices=notices,
        lang=languages.of_content(),
    )
    desk.stand_under("editorial.list_reasons")
    return render_template("editorial/reason.html", page=page, form=form, ticket=unsaved.new_ticket())


def refused(form: ReasonForm, row: ReturnReason | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with what somebody else has saved."""
    if problem.field == "stand" and row:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        stored = ((_("Name"), row.label), (_("Text"), row.text))
        return show(form, row, stored=stored, notices=(notice,)), 409
    form.label.errors = [*form.label.errors, _(str(problem))]
    return show(form, row, stand=text.one_line(request.form.get("stand", ""))[:40]), 409


def to_list() -> Response:
    return redirect(url_for("editorial.list_reasons"), 303)
