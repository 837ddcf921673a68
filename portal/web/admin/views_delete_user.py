"""Deleting somebody's account: a page that asks, then the act and a letter to who had it."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import administration
from portal.errors import Conflict
from portal.extensions import db
from portal.permissions.policy import Right
from portal.web.admin import blueprint, user_words
from portal.web.admin.pages_settings import SurePage
from portal.web.admin.views_users import ONE, stored
from portal.web.kit import desk, languages, letters
from portal.web.kit.guards import me, needs
from portal.web.kit.words import gettext as _

DELETE = f"{ONE}/loeschen"


@blueprint.get(DELETE)
@needs(Right.ADMINISTER)
def ask_delete_user(user_id: int) -> str:
    desk.stand_under("admin.list_users")
    user = stored(user_id)
    page = SurePage(
        title=_("Das Konto von %(name)s löschen?", name=user.name),
        text=_(
            "Das lässt sich nicht rückgängig machen. Angebote bleiben beim Anbieter. Soll die Person nur vorerst nicht mehr "
            "hinein, sperren Sie das Konto."
        ),
        label=_("Konto löschen"),
        back_url=url_for("admin.list_users"),
    )
    return render_template("admin/sure.html", page=page)


@blueprint.post(DELETE)
@needs(Right.ADMINISTER)
def delete_user(user_id: int) -> Response:
    user, now = stored(user_id), clock.now()
    has_address = user.address_confirmed_at is not None
    name, email, locale = user.name, user.email, user.locale
    try:
        administration.delete(db.session(), me(), user=user, now=now)
    except Conflict as problem:
        flash(_(str(problem)), "stop")
        return redirect(url_for("admin.edit_user", user_id=user_id), 303)
    if has_address:
        with languages.speaking(locale):
            when = user_words.moment(now)
        letters.post("account_closed", to=email, locale=locale, name=name, when=when)
    flash(_("Das Konto ist gelöscht."), "ok")
    return redirect(url_for("admin.list_users"), 303)
