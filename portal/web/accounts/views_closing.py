"""Leaving for good: the account is removed, the journal keeps the name."""

from flask import flash, redirect, render_template, session, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import profile
from portal.errors import Conflict
from portal.extensions import db
from portal.web.accounts import blueprint, correspondence
from portal.web.accounts.forms import ProofForm
from portal.web.accounts.pages import Input, OwnFormPage
from portal.web.accounts.proving import unproven
from portal.web.accounts.views_profile import own, to_profile
from portal.web.kit import desk
from portal.web.kit.guards import signed_in
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]


@blueprint.get("/loeschen")
@signed_in
def ask_close() -> str:
    return show(ProofForm())


@blueprint.post("/loeschen")
@signed_in
def close() -> Answer:
    form, user = ProofForm(), own()
    if refused := unproven(user, form, show):
        return refused
    name, email, locale = user.name, user.email, user.locale
    try:
        profile.close(db.session(), user=user, now=clock.now())
    except Conflict as problem:
        return show(form, _(str(problem))), 409
    correspondence.closed(name, email, locale)
    session.clear()
    logout_user()
    flash(_("Ihr Konto ist gelöscht."), "ok")
    return redirect(url_for("accounts.login"), 303)


def show(form: ProofForm, message: str = "") -> str:
    desk.stand_under("accounts.profile")
    page = OwnFormPage(
        title=_("Konto löschen"),
        lead=_(
            "Ihr Konto wird sofort und endgültig gelöscht. Ihre Angebote gehören dem Anbieter und bleiben. Im Protokoll steht "
            "weiter Ihr Name, damit Änderungen nachvollziehbar sind."
        ),
        label=_("Konto endgültig löschen"),
        inputs=(Input("current_password", "current-password"),),
        back=to_profile(),
        message=message,
        is_dangerous=True,
    )
    return render_template("accounts/own_form.html", page=page, form=form)
