"""Semesters of the Seniorenuniversität: list, write, choose lectures for the compact ones, delete."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.lectures import semester_actions, semesters
from portal.lectures.semester_actions import draft_of
from portal.models import Semester
from portal.permissions.policy import Right
from portal.web.editorial import blueprint, collection_views, picking, semester_views, version_views
from portal.web.editorial.forms_semesters import SemesterForm, blank_form, form_of
from portal.web.editorial.pages_collections import Around
from portal.web.editorial.pages_semesters import SemesterEditing, SemestersPage
from portal.web.editorial.pages_versions import SurePage, TwoVersions
from portal.web.editorial.picking import Picking
from portal.web.kit import desk, guards, languages, parking, unsaved
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

ONE = "/semester/<int(max=2147483647):semester_id>"
LIST = "editorial.list_semesters"
Answer = str | Response | tuple[str, int]


@blueprint.get("/semester")
@needs(Right.CURATE)
def list_semesters() -> str:
    rows = tuple(semester_views.row(one) for one in semesters.everything(db.session()))
    page = SemestersPage(rows, url_for("editorial.new_semester"))
    return render_template("editorial/semesters.html", page=page)


@blueprint.get("/semester/neu")
@needs(Right.CURATE)
def new_semester() -> str:
    unsaved.keeps_drafts()
    return show(blank_form(), None, kept_picks(()))


@blueprint.post("/semester/neu")
@needs(Right.CURATE)
def add_semester() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    form, picks = SemesterForm(), picking.read(request.form)
    if is_step():
        return step(form, None, picks)
    unsaved.keeps_drafts()
    if not is_valid(form, picks):
        return show(form, None, picks), 400
    try:
        row = semester_actions.add(
            db.session(), guards.me(), draft=form.draft(picks.offer_ids), now=clock.now()
        )
    except Conflict as problem:
        return refused(form, None, picks, problem)
    flash(_("„%(title)s“ ist gespeichert.", title=row.title), "ok")
    return redirect(unsaved.take(url_for("editorial.edit_semester", semester_id=row.id)), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_semester(semester_id: int) -> str:
    unsaved.keeps_drafts()
    row = stored(semester_id)
    return show(form_of(row), row, kept_picks(draft_of(row).offer_ids))


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_semester(semester_id: int) -> Answer:
    form, picks, row = SemesterForm(), picking.read(request.form), stored(semester_id)
    if is_step():
        return step(form, row, picks)
    unsaved.keeps_drafts()
    if not is_valid(form, picks):
        return show(form, row, picks, revision=version_views.revision()), 400
    try:
        row = semester_actions.revise(
            db.session(),
            guards.me(),
            semester_id=semester_id,
            draft=form.draft(picks.offer_ids),
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, stored(semester_id), picks, problem)
    flash(_("„%(title)s“ ist gespeichert.", title=row.title), "ok")
    return redirect(url_for("editorial.edit_semester", semester_id=row.id), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_semester(semester_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(semester_id)
    page = SurePage(
        title=_("„%(title)s“ löschen?", title=row.title),
        text=_(
            "Die Veranstaltungen bleiben. Wer den Kalender dieses Semesters abonniert hat, bekommt dann das ganze Programm."
        ),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_semester", semester_id=row.id),
        opened=str(row.revision),
        lines=(
            (_("Stand"), semester_views.status(row, clock.today()).label),
            (_("Zeigt"), semester_views.shows(row)),
        ),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_semester(semester_id: int) -> Response:
    try:
        title = semester_actions.remove(
            db.session(),
            guards.me(),
            semester_id=semester_id,
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for("editorial.edit_semester", semester_id=semester_id), 303)
    flash(_("„%(title)s“ ist gelöscht.", title=title), "ok")
    return redirect(url_for(LIST), 303)


def is_step() -> bool:
    """Whether a button was pressed that only rearranges or looks; Enter looks for offers where words for them stand."""
    act = picking.first(request.form, "act")
    if act == "enter":
        return bool(picking.first(request.form, "woerter").strip())
    return act not in ("", "save")


def step(form: SemesterForm, row: Semester | None, picks: Picking) -> str:
    """The form after such a button, with everything typed; nothing is stored but the draft of the form."""
    form.validate()
    for field in form:
        field.errors = []
    unsaved.keep_draft(guards.me().user_id, request.path, parking.pairs_of(request.form), clock.now())
    return show(form, row, picks, revision=version_views.revision() if row else None)


def kept_picks(stored_ids: tuple[int, ...]) -> Picking:
    """What is chosen when the form is opened: as it was left, or as it is stored."""
    kept = unsaved.restored()
    return picking.read(kept) if kept is not None else Picking(stored_ids)


def is_valid(form: SemesterForm, picks: Picking) -> bool:
    """The fields, and that each line of numbers names an offer."""
    is_fine = bool(form.validate_on_submit())
    if picks.odd:
        form.numbers.errors = [*form.numbers.errors, odd_words(picks)]
    return is_fine and not picks.odd


def odd_words(picks: Picking) -> str:
    return _("Das ist keine Nummer und keine Adresse eines Angebots: %(odd)s", odd=", ".join(picks.odd[:5]))


def show(
    form: SemesterForm,
    row: Semester | None,
    picks: Picking,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new semester or a stored one. `revision` is the one that one began with, if not the stored."""
    desk.stand_under(LIST)
    now = clock.now()
    if not form.is_submitted() or is_step():
        form.numbers.data = "\n".join(picks.odd)  # what was understood stands in the list now
    days = period(form)
    chosen = semester_views.picked_rows(picks.offer_ids, days, now)
    words = picks.words if form.is_compact else ""
    page = SemesterEditing(
        around=around(row, revision, differences, notices),
        public_url=semester_views.public_url(row) if row else "",
        picks=chosen,
        odd=odd_words(picks) if picks.odd and not form.numbers.errors else "",
        found=collection_views.found_offers(words, picks.offer_ids, now) if words else None,
        proposals=semester_views.proposals(days, picks.offer_ids) if form.is_compact and not words else (),
        missing=semester_views.missing(chosen, days, is_compact=form.is_compact) if row else (),
    )
    return render_template("editorial/semester.html", page=page, form=form)


def period(form: SemesterForm) -> tuple[date, date] | None:
    """The days in the form, where they are two and in order."""
    first, last = form.first_day.data, form.last_day.data
    return (first, last) if first and last and first <= last else None


def around(
    row: Semester | None,
    revision: int | None,
    differences: tuple[TwoVersions, ...],
    notices: tuple[p.Notice, ...],
) -> Around:
    """Title, ways out and state of the form."""
    if row is None:
        return Around(_("Neues Semester"), url_for(LIST), ticket=unsaved.new_ticket(), notices=notices)
    return Around(
        title=row.title,
        back_url=url_for(LIST),
        revision=row.revision if revision is None else revision,
        remove_url=url_for("editorial.ask_remove_semester", semester_id=row.id),
        state=semester_views.status(row, clock.today()),
        is_public=row.is_public,
        differences=differences,
        notices=notices,
        lang=languages.of_content(),
    )


def refused(form: SemesterForm, row: Semester | None, picks: Picking, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and row:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        both = version_views.differences(
            semester_views.lines(draft_of(row)), semester_views.lines(form.draft(picks.offer_ids))
        )
        return show(form, row, picks, differences=both, notices=(notice,)), 409
    field = form[problem.field or "title"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, row, picks, revision=version_views.revision() if row else None), 409


def stored(semester_id: int) -> Semester:
    return semesters.by_id(db.session(), semester_id) or abort(404)
