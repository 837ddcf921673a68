"""B-Punkte: list, enter, change, remove. What is saved is public at once."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.guidance import point_actions, queries
from portal.guidance.point_actions import PointDraft, draft_of
from portal.institutions.queries import districts
from portal.models import GuidancePoint
from portal.permissions.policy import Right
from portal.vocabulary.terms import Scheme
from portal.web.editorial import blueprint, point_views, version_views
from portal.web.editorial.forms_points import PointForm
from portal.web.editorial.pages_points import Editing, PointsListPage
from portal.web.editorial.pages_versions import SurePage, TwoVersions
from portal.web.kit import (
    appointment_work,
    desk,
    guards,
    guidance_cards,
    languages,
    points,
    seals,
    unsaved,
    vocabulary,
)
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _

PATH = "/b-punkte"
ONE = f"{PATH}/<int(max=2147483647):point_id>"
LIST = "editorial.list_points"
Answer = str | Response | tuple[str, int]


@blueprint.get(PATH)
@needs(Right.CURATE)
def list_points() -> str:
    rows = tuple(point_views.row(one) for one in queries.everything(db.session()))
    return render_template("editorial/points.html", page=PointsListPage(rows, url_for("editorial.new_point")))


@blueprint.get(f"{PATH}/neu")
@needs(Right.CURATE)
def new_point() -> str:
    unsaved.keeps_drafts()
    return show(form_of(PointDraft("", "", position=len(points.kept().points))), None)


@blueprint.post(f"{PATH}/neu")
@needs(Right.CURATE)
def add_point() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    unsaved.keeps_drafts()
    form = form_of()
    if not form.is_valid(clock.today()):
        return show(form, None), 400
    try:
        row = point_actions.add(db.session(), guards.me(), draft=form.draft(), now=clock.now())
    except Conflict as problem:
        return refused(form, None, problem)
    points.read_again_after_commit()
    flash(_("„%(name)s“ ist eingetragen.", name=row.name), "ok")
    return redirect(unsaved.take(url_for(LIST)), 303)


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_point(point_id: int) -> str:
    row = stored(point_id)
    unsaved.keeps_drafts()
    return show(form_of(draft_of(row, clock.today())), row)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_point(point_id: int) -> Answer:
    row, form = stored(point_id), form_of()
    unsaved.keeps_drafts()
    if not form.is_valid(clock.today()):
        return show(form, row, revision=version_views.revision()), 400
    try:
        point_actions.revise(
            db.session(),
            guards.me(),
            point_id=point_id,
            draft=form.draft(),
            revision=version_views.revision(),
            now=clock.now(),
        )
    except Conflict as problem:
        return refused(form, row, problem)
    points.read_again_after_commit()
    flash(
        _("„%(name)s“ ist gespeichert und öffentlich zu sehen.", name=form.name.data)
        if form.is_public.data
        else _("„%(name)s“ ist gespeichert.", name=form.name.data),
        "ok",
    )
    return redirect(url_for(LIST), 303)


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_point(point_id: int) -> str:
    desk.stand_under(LIST)
    row = stored(point_id)
    page = SurePage(
        title=_("„%(title)s“ löschen?", title=row.name),
        text=_(
            "Auch die Terminwünsche, die dort warten, werden gelöscht. Soll er nur eine Zeit lang verschwinden? "
            "Dann nehmen Sie „Öffentlich zeigen“ heraus."
        ),
        label=_("Löschen"),
        back_url=url_for("editorial.edit_point", point_id=row.id),
        opened=str(row.revision),
        lines=((_("Wofür er da ist, in einer Zeile"), row.focus),),
    )
    return render_template("editorial/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_point(point_id: int) -> Response:
    stored(point_id)
    began = version_views.revision()
    try:
        name, erased = point_actions.remove(
            db.session(), guards.me(), point_id=point_id, revision=began, now=clock.now()
        )
    except Conflict as problem:
        flash(_(str(problem)), "warn")
        return redirect(url_for("editorial.edit_point", point_id=point_id), 303)
    appointment_work.gone(erased)
    points.read_again_after_commit()
    seals.read_again_after_commit()
    flash(_("„%(title)s“ ist gelöscht.", title=name), "ok")
    return redirect(url_for(LIST), 303)


def form_of(draft: PointDraft | None = None) -> PointForm:
    """The form with the town's districts, languages and phases of life."""
    terms, locale = vocabulary.catalogue().terms, languages.current()
    names = {
        scheme: {code: term.in_language(locale) for code, term in terms.get(scheme, {}).items()}
        for scheme in (Scheme.LANGUAGE, Scheme.LIFE_PHASE)
    }
    return PointForm(
        draft=draft,
        districts=districts(db.session()),
        languages=names[Scheme.LANGUAGE],
        life_phases=names[Scheme.LIFE_PHASE],
    )


def show(
    form: PointForm,
    row: GuidancePoint | None,
    *,
    revision: int | None = None,
    differences: tuple[TwoVersions, ...] = (),
    notices: tuple[p.Notice, ...] = (),
) -> str:
    """The form for a new point or a stored one. `revision` is the one that one began with, if not the stored."""
    desk.stand_under(LIST)
    page = Editing(
        title=row.name if row else _("Neuer B-Punkt"),
        back_url=url_for(LIST),
        ticket="" if row else unsaved.new_ticket(),
        revision=(row.revision if revision is None else revision) if row else 0,
        remove_url=url_for("editorial.ask_remove_point", point_id=row.id) if row else "",
        public_url=guidance_cards.url(queries.point(row)) if row and row.is_public else "",
        differences=differences,
        notices=notices,
        lang=languages.of_content(),
    )
    return render_template("editorial/point.html", page=page, form=form)


def refused(form: PointForm, row: GuidancePoint | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and row:
        row = stored(row.id)
        db.session.refresh(row)
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        known = districts(db.session())
        both = (point_views.lines(draft, known) for draft in (draft_of(row, clock.today()), form.draft()))
        return show(form, row, differences=version_views.differences(*both), notices=(notice,)), 409
    field = form[problem.field] if problem.field and problem.field in form else form.name
    field.errors = [*field.errors, _(str(problem))]
    return show(form, row, revision=version_views.revision() if row else None), 409


def stored(point_id: int) -> GuidancePoint:
    return queries.one(db.session(), point_id) or abort(404)
