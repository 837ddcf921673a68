"""An institution that the office enters itself, without an application: so a new portal gets its first one."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.institutions import actions
from portal.permissions.policy import Right
from portal.vocabulary.people import InstitutionKind
from portal.web.admin import blueprint
from portal.web.admin.forms_institutions import NewInstitutionForm
from portal.web.admin.pages_users import AskPage
from portal.web.kit import desk
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _

NEW = "/anbieter/neu"
Answer = str | Response | tuple[str, int]


@blueprint.get(NEW)
@needs(Right.ADMINISTER)
def new_institution() -> str:
    return show(NewInstitutionForm())


@blueprint.post(NEW)
@needs(Right.ADMINISTER)
def add_institution() -> Answer:
    form = NewInstitutionForm()
    if not form.validate_on_submit():
        return show(form), 400
    try:
        added = actions.create(
            db.session(),
            me(),
            name=form.name.data,
            kind=InstitutionKind(form.kind.data),
            maintenance_email=form.maintenance_email.data or "",
            now=clock.now(),
        )
    except Conflict as problem:
        form.name.errors = [_(str(problem))]
        return show(form), 409
    flash(_("„%(name)s“ ist angelegt und freigegeben.", name=added.name), "ok")
    return redirect(url_for("admin.show_institution", institution_id=added.id), 303)


def show(form: NewInstitutionForm) -> str:
    desk.stand_under("admin.list_institutions")
    page = AskPage(
        _("Neuer Anbieter"),
        _(
            "Er ist sofort freigegeben. Danach können Sie Angebote für ihn eintragen und Personen dazu einladen."
        ),
        _("Anlegen"),
        url_for("admin.list_institutions"),
    )
    return render_template("admin/ask.html", page=page, form=form)
