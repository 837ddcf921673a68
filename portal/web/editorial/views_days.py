"""Special days of the calendar: list, enter, change, confirm, remove, have suggested."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock, text
from portal.errors import Conflict, SettingsProblem
from portal.extensions import db
from portal.holidays import actions, loading, package, queries
from portal.holidays.queries import SpecialDay
from portal.models import Holiday
from portal.permissions.policy import Right
from portal.schoolyear import SchoolYear
from portal.web.editorial import blueprint, day_views
from portal.web.editorial.forms import DayForm, blank_form, form_of
from portal.web.editorial.pages import DayPage, Difference, RemovePage
from portal.web.kit import desk, languages, revisions
from portal.web.kit import parts as p
from portal.web.kit.guards import needs
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ONE = "/kalendertage/<int(max=2147483647):day_id>"
Answer = str | Response | tuple[str, int]


@blueprint.get("/kalendertage")
@needs(Right.CURATE)
def list_days() -> str:
    notices: list[p.Notice] = []
    wanted = request.args.get("schuljahr", "")
    year = SchoolYear.parse(wanted)
    if wanted and year is None:
        shown = text.one_line(wanted, 40)
        notices.append(p.Notice(_("„%(value)s“ ist kein Schuljahr. Hier steht das laufende.", value=shown)))
    days = queries.everything(db.session())
    page = day_views.days_page(days, year or SchoolYear.of(clock.today()), notices)
    return render_template("editorial/days.html", page=page)


@blueprint.get("/kalendertage/neu")
@needs(Right.CURATE)
def new_day() -> str:
    return show(blank_form(), None)


@blueprint.post("/kalendertage/neu")
@needs(Right.CURATE)
def add_day() -> Answer:
    form = DayForm()
    if not form.validate_on_submit():
        return show(form, None), 400
    try:
        row = actions.add(db.session(), draft=form.draft())
    except Conflict as problem:
        return refused(form, None, problem)
    return done(row, _("„%(name)s“ ist eingetragen.", name=row.name))


@blueprint.get(ONE)
@needs(Right.CURATE)
def edit_day(day_id: int) -> str:
    day = stored(day_id)
    return show(form_of(day), day)


@blueprint.post(ONE)
@needs(Right.CURATE)
def revise_day(day_id: int) -> Answer:
    form = DayForm()
    if not form.validate_on_submit():
        return show(form, stored(day_id), revision=revisions.posted()), 400
    try:
        row = actions.revise(db.session(), day_id=day_id, draft=form.draft(), revision=revisions.posted())
    except Conflict as problem:
        return refused(form, stored(day_id), problem)
    return done(row, _("„%(name)s“ ist gespeichert.", name=row.name))


@blueprint.post(f"{ONE}/bestaetigen")
@needs(Right.CURATE)
def confirm_day(day_id: int) -> Answer:
    try:
        row = actions.confirm(db.session(), day_id=day_id, revision=revisions.posted(), today=clock.today())
    except Conflict as problem:
        return look_again(day_id, problem)
    return done(row, _("„%(name)s“ ist bestätigt und öffentlich.", name=row.name))


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.CURATE)
def ask_remove_day(day_id: int) -> str:
    day = stored(day_id)
    title = (
        _("„%(name)s“ löschen?", name=day.name)
        if day.is_confirmed
        else _("Vorschlag „%(name)s“ verwerfen?", name=day.name)
    )
    page = RemovePage(
        title=title,
        text=_(
            "Weder das Paket noch eine Regel bringt den Eintrag wieder. Von Hand können Sie ihn neu eintragen."
        ),
        label=_("Löschen") if day.is_confirmed else _("Verwerfen"),
        row=day_views.day_row(day),
        back_url=list_of(day),
    )
    desk.stand_under("editorial.list_days")
    return render_template("editorial/remove.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.CURATE)
def remove_day(day_id: int) -> Answer:
    try:
        day = actions.remove(db.session(), day_id=day_id, revision=revisions.posted())
    except Conflict as problem:
        return look_again(day_id, problem)
    flash(_("„%(name)s“ ist gelöscht.", name=day.name), "ok")
    return redirect(list_of(day), 303)


@blueprint.post("/kalendertage/vorschlaege")
@needs(Right.CURATE)
def suggest_days() -> Response:
    """What the package knows from this year on, and what the rules propose for the next school years."""
    session, today = db.session(), clock.today()
    try:
        land = queries.land(session)
        years = range(today.year, package.last_year(land) + 1)
        loaded = loading.load_from_package(session, land=land, years=years, today=today)
    except SettingsProblem as problem:
        flash(str(problem), "stop")
        loaded = loading.LoadReport()
    tell(loaded, loading.suggest_by_rule(session, today=today))
    return redirect(url_for("editorial.list_days"), 303)


def tell(loaded: loading.LoadReport, suggested: loading.LoadReport) -> None:
    """Report what came and what stayed although the package says something else."""
    new = len(suggested.added)
    if new:
        flash(ngettext("Ein neuer Vorschlag.", "%(num)s neue Vorschläge.", new), "ok")
    if loaded.added:
        names = ngettext(
            "Aus dem Paket kam ein Tag dazu.", "Aus dem Paket kamen %(num)s Tage dazu.", len(loaded.added)
        )
        flash(names, "ok")
    if loaded.differing:
        names = ", ".join(f"{one.name} {one.first_day.year}" for one in loaded.differing[:5])
        flash(_("Das Paket sagt etwas anderes; Ihre Angaben bleiben: %(names)s", names=names), "warn")
    if not (new or loaded.added):
        flash(_("Es gibt nichts Neues."), "info")


def show(
    form: DayForm,
    day: SpecialDay | None,
    *,
    revision: int | None = None,
    differences: tuple[Difference, ...] = (),
    notices: list[p.Notice] | None = None,
) -> str:
    """The form for a new day or a stored one. `revision` is the one that one began with, if not the stored."""
    desk.stand_under("editorial.list_days")
    page = DayPage(
        title=_("„%(name)s“ ändern", name=day.name) if day else _("Neuer Kalendertag"),
        save_label=_("Speichern") if day else _("Eintragen"),
        back_url=list_of(day) if day else url_for("editorial.list_days"),
        revision=(day.revision if revision is None else revision) if day else 0,
        remove_url=url_for("editorial.ask_remove_day", day_id=day.id) if day else "",
        differences=differences,
        notices=tuple(notices or ()),
        lang=languages.of_content(),
    )
    return render_template("editorial/day.html", page=page, form=form)


def refused(form: DayForm, day: SpecialDay | None, problem: Conflict) -> tuple[str, int]:
    """The form again: with the message at its field, or with both versions when somebody else was faster."""
    if problem.field == "revision" and day:
        notice = p.Notice(
            _(str(problem)),
            _("Unten steht noch, was Sie eingegeben haben. Wenn Sie speichern, gilt Ihre Fassung."),
            "warn",
        )
        both = day_views.differences(day, form.draft())
        return show(form, day, differences=both, notices=[notice]), 409
    field = form[problem.field or "name"]
    field.errors = [*field.errors, _(str(problem))]
    return show(form, day), 409


def look_again(day_id: int, problem: Conflict) -> Response:
    """Nobody confirms or removes what they have not seen: show what is stored now."""
    flash(_(str(problem)) + " " + _("Hier steht, was jetzt gilt."), "warn")
    return redirect(url_for("editorial.edit_day", day_id=day_id), 303)


def done(row: Holiday, message: str) -> Response:
    flash(message, "ok")
    return redirect(list_of(queries.special_day(row)), 303)


def stored(day_id: int) -> SpecialDay:
    return queries.day(db.session(), day_id) or abort(404)


def list_of(day: SpecialDay) -> str:
    """The list of the school year that a day begins in."""
    return url_for("editorial.list_days", schuljahr=SchoolYear.of(day.first_day).slug)
