"""Lecturers at the desk: list, enter, change, remove. Where they speak: views_speaking.py."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.lectures import lecturer_actions, lecturers
from portal.models import Institution, Lecturer
from portal.pages import collections
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.web.desk import blueprint, lecturer_words, whose
from portal.web.desk.forms_lecturers import LecturerForm, lecturer_data
from portal.web.desk.pages_institution import RemovePage
from portal.web.desk.pages_lecturers import LecturerPage, LecturersPage
from portal.web.kit import desk, guards, languages, revisions, unsaved
from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

LIST = "/vortragende"
ONE = f"{LIST}/<int(max=2147483647):lecturer_id>"
HOME = "desk.list_lecturers"
Answer = str | Response | tuple[str, int]


def within() -> tuple[int, ...] | None:
    """The institutions whose lecturers somebody sees; None: all, for editors."""
    actor = guards.me()
    return None if policy.may(actor, Right.REVIEW) else tuple(actor.memberships)


@blueprint.get(LIST)
@needs(Right.EDIT_OFFER)
def list_lecturers() -> str:
    found = lecturers.of_institutions(db.session(), within())
    offers = lecturers.offers_spoken_in(db.session(), [one.id for one in found])
    page = LecturersPage(
        rows=tuple(lecturer_words.row(one, offers) for one in found),
        new_url=url_for("desk.new_lecturer"),
        lang=languages.of_content(),
    )
    return render_template("desk/lecturers.html", page=page)


@blueprint.get(f"{LIST}/neu")
@needs(Right.EDIT_OFFER)
def new_lecturer() -> str:
    unsaved.keeps_drafts()
    named = whose.named()
    institutions = whose.to_choose()
    data = {"institution": str(named.id)} if named else None
    return show(form_with(institutions, data), institutions, None)


@blueprint.post(f"{LIST}/neu")
@needs(Right.EDIT_OFFER)
def add_lecturer() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    unsaved.keeps_drafts()
    institutions = whose.to_choose()
    form = form_with(institutions)
    is_valid, institution_id = form.validate_on_submit(), form.chosen_institution()
    if institution_id is None:
        form.institution.errors = [_("Bitte wählen Sie, für welchen Anbieter.")]
    if not is_valid or institution_id is None:
        return show(form, institutions, None), 400
    guards.allow(Right.EDIT_OFFER, institution_id)
    try:
        made = lecturer_actions.add(
            db.session(), guards.me(), institution_id=institution_id, draft=form.draft(), now=clock.now()
        )
    except Conflict as problem:
        return refused(form, institutions, None, problem)
    flash(saved_words(made), "ok")
    return redirect(unsaved.take(url_for(HOME)), 303)


@blueprint.get(ONE)
@needs(Right.EDIT_OFFER)
def edit_lecturer(lecturer_id: int) -> str:
    row = stored(lecturer_id)
    unsaved.keeps_drafts()
    institutions = [row.institution]
    return show(form_with(institutions, lecturer_data(row)), institutions, row)


@blueprint.post(ONE)
@needs(Right.EDIT_OFFER)
def revise_lecturer(lecturer_id: int) -> Answer:
    row = stored(lecturer_id)
    unsaved.keeps_drafts()
    institutions, began = [row.institution], revisions.posted()
    form = form_with(institutions)
    if not form.validate_on_submit():
        return show(form, institutions, row, revision=began), 400
    try:
        row = lecturer_actions.revise(
            db.session(),
            guards.me(),
            lecturer_id=lecturer_id,
            draft=form.draft(),
            revision=began,
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, institutions, row, problem)
    flash(saved_words(row), "ok")
    return redirect(url_for(HOME), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.EDIT_OFFER)
def ask_remove_lecturer(lecturer_id: int) -> str:
    return ask(stored(lecturer_id))


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.EDIT_OFFER)
def remove_lecturer(lecturer_id: int) -> Answer:
    stored(lecturer_id)
    began = revisions.posted()
    try:
        name = lecturer_actions.remove(
            db.session(), guards.me(), lecturer_id=lecturer_id, revision=began, now=clock.now()
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return ask(stored(lecturer_id)), 409
    flash(_("„%(name)s“ ist gelöscht.", name=name), "ok")
    return redirect(url_for(HOME), 303)


def ask(row: Lecturer) -> str:
    """Whether one is sure."""
    page = RemovePage(
        institution=row.institution.name,
        title=_("„%(name)s“ löschen?", name=row.name),
        text=_("Der Name verschwindet von allen Angeboten. Die Angebote selbst bleiben."),
        label=_("Löschen"),
        back_url=url_for("desk.edit_lecturer", lecturer_id=row.id),
        revision=row.revision,
    )
    return render_template("desk/remove.html", page=page)


def saved_words(row: Lecturer) -> str:
    """What of it is public now."""
    if row.consented_on is None:
        return _(
            "„%(name)s“ ist gespeichert. Ohne Zustimmung erscheint der Name nirgends öffentlich.",
            name=row.name,
        )
    return _("„%(name)s“ ist gespeichert.", name=row.name)


def stored(lecturer_id: int) -> Lecturer:
    """A lecturer, for somebody who may change them."""
    desk.stand_under(HOME)
    row = lecturers.by_id(db.session(), lecturer_id) or abort(404)
    guards.allow(Right.EDIT_OFFER, row.institution_id)
    return row


def form_with(institutions: Sequence[Institution], data: Mapping[str, object] | None = None) -> LecturerForm:
    return LecturerForm(data=data, institutions=institutions)


def refused(
    form: LecturerForm, institutions: Sequence[Institution], row: Lecturer | None, problem: Conflict
) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and row:
        db.session.refresh(row)
        flash(_(str(problem)), "warn")
        return show(form, institutions, row, changes=lecturer_words.changes(row, form.draft())), 409
    field = form[problem.field or "name"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, institutions, row, revision=revisions.posted()), 400


def show(
    form: LecturerForm,
    institutions: Sequence[Institution],
    row: Lecturer | None,
    *,
    revision: int | None = None,
    changes: tuple[ChangeRow, ...] = (),
) -> str:
    """The form for somebody new or stored; `revision` is the one that one began with, if not the stored."""
    desk.stand_under(HOME)
    page = LecturerPage(
        title=row.name if row else _("Neue Vortragende, neuer Vortragender"),
        eyebrow=row.institution.name if row else institutions[0].name if len(institutions) == 1 else "",
        save_label=_("Speichern") if row else _("Eintragen"),
        back_url=url_for(HOME),
        ticket=unsaved.new_ticket(),
        revision=(row.revision if revision is None else revision) if row else 0,
        remove_url=url_for("desk.ask_remove_lecturer", lecturer_id=row.id) if row else "",
        has_choice=row is None and len(institutions) != 1,
        offers=offers_of(row) if row else (),
        changes=changes,
    )
    return render_template("desk/lecturer.html", page=page, form=form)


def offers_of(row: Lecturer) -> tuple[p.Link, ...]:
    """Where somebody speaks."""
    ids = lecturers.offers_spoken_in(db.session(), [row.id]).get(row.id, ())
    known = collections.picked(db.session(), ids)
    return tuple(
        p.Link(known[each].title, url_for("desk.list_speaking", offer_id=each))
        for each in ids
        if each in known
    )
