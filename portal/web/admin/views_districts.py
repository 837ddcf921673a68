"""Districts of the town: filters, the finder of B-Punkte and the search by distance go by them."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.permissions.policy import Right
from portal.town import districts
from portal.town.districts import UsedDistrict
from portal.web.admin import blueprint
from portal.web.admin.forms_settings import DistrictForm, form_of
from portal.web.admin.pages_settings import DistrictPage, DistrictRow, DistrictsPage, SurePage
from portal.web.kit import desk, vocabulary
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _

LIST = "/stadtteile"
ONE = f"{LIST}/<int(max=2147483647):district_id>"
Answer = str | Response | tuple[str, int]


@blueprint.get(LIST)
@needs(Right.ADMINISTER)
def list_districts() -> str:
    desk.stand_under("admin.edit_settings")
    page = DistrictsPage(
        rows=tuple(map(row, districts.everything(db.session()))),
        new_url=url_for("admin.new_district"),
        settings_url=url_for("admin.edit_settings"),
    )
    return render_template("admin/districts.html", page=page)


def row(one: UsedDistrict) -> DistrictRow:
    return DistrictRow(
        name=one.name,
        slug=one.slug,
        centre=f"{one.latitude}, {one.longitude}",
        postal_codes=", ".join(one.postal_codes),
        uses=one.uses,
        edit_url=url_for("admin.edit_district", district_id=one.id),
        remove_url="" if one.uses else url_for("admin.ask_remove_district", district_id=one.id),
    )


@blueprint.get(f"{LIST}/neu")
@needs(Right.ADMINISTER)
def new_district() -> str:
    return show(DistrictForm())


@blueprint.post(f"{LIST}/neu")
@needs(Right.ADMINISTER)
def add_district() -> Answer:
    form = DistrictForm()
    if not form.validate_on_submit():
        return show(form), 400
    try:
        added = districts.add(db.session(), me(), draft=form.draft(), now=clock.now())
    except Conflict as problem:
        return refused(form, problem)
    return done(_("„%(name)s“ ist eingetragen.", name=added.name))


@blueprint.get(ONE)
@needs(Right.ADMINISTER)
def edit_district(district_id: int) -> str:
    found = stored(district_id)
    return show(form_of(found), found)


@blueprint.post(ONE)
@needs(Right.ADMINISTER)
def revise_district(district_id: int) -> Answer:
    found, form = stored(district_id), DistrictForm()
    if not form.validate_on_submit():
        return show(form, found), 400
    try:
        revised = districts.revise(
            db.session(), me(), district_id=district_id, draft=form.draft(), now=clock.now()
        )
    except Conflict as problem:
        return refused(form, problem, found)
    return done(_("„%(name)s“ ist gespeichert.", name=revised.name))


@blueprint.get(f"{ONE}/loeschen")
@needs(Right.ADMINISTER)
def ask_remove_district(district_id: int) -> str:
    desk.stand_under("admin.edit_settings")
    found = stored(district_id)
    page = SurePage(
        title=_("„%(name)s“ löschen?", name=found.name),
        text=_("Der Stadtteil verschwindet aus den Filtern. In ihm liegt nichts mehr."),
        label=_("Löschen"),
        back_url=url_for("admin.list_districts"),
    )
    return render_template("admin/sure.html", page=page)


@blueprint.post(f"{ONE}/loeschen")
@needs(Right.ADMINISTER)
def remove_district(district_id: int) -> Response:
    stored(district_id)
    try:
        name = districts.remove(db.session(), me(), district_id=district_id, now=clock.now())
    except Conflict as problem:
        flash(_(str(problem)), "stop")
        return redirect(url_for("admin.list_districts"), 303)
    return done(_("„%(name)s“ ist gelöscht.", name=name))


def show(form: DistrictForm, found: UsedDistrict | None = None) -> str:
    desk.stand_under("admin.edit_settings")
    if found:
        del form.slug  # it stays
    page = DistrictPage(
        title=_("„%(name)s“ ändern", name=found.name) if found else _("Neuer Stadtteil"),
        save_label=_("Speichern") if found else _("Eintragen"),
        back_url=url_for("admin.list_districts"),
        slug=found.slug if found else "",
    )
    return render_template("admin/district.html", page=page, form=form)


def refused(form: DistrictForm, problem: Conflict, found: UsedDistrict | None = None) -> tuple[str, int]:
    form.name.errors = [_(str(problem))]
    return show(form, found), 409


def done(said: str) -> Response:
    vocabulary.read_again_after_commit()
    flash(said, "ok")
    return redirect(url_for("admin.list_districts"), 303)


def stored(district_id: int) -> UsedDistrict:
    return districts.one(db.session(), district_id) or abort(404)
