"""Signing in and out."""

from flask import redirect, render_template, session, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

from portal.accounts import actions, second_factor, sessions
from portal.extensions import db
from portal.models import User
from portal.web.accounts import blueprint, brake, entering
from portal.web.accounts.forms import LoginForm
from portal.web.accounts.pages import LoginPage
from portal.web.kit import guards, parking
from portal.web.kit import parts as p
from portal.web.kit.guards import public, signed_in
from portal.web.kit.words import gettext as _


@blueprint.get("/anmelden")
@public
def login() -> str | Response:
    if guards.actor():
        return redirect(url_for("accounts.home"))
    return show(LoginForm())


@blueprint.post("/anmelden")
@public
def sign_in() -> str | Response | tuple[str, int]:
    form = LoginForm()
    if not form.validate_on_submit():
        return show(form), 400
    email = form.email.data
    if seconds := brake.begin(brake.ACCOUNT, email):
        return brake.refusal(show(form, brake.words(seconds), forgotten()), seconds)
    user = actions.known(db.session(), email=email, password=form.password.data)
    if user is None:
        wrong = _("Adresse und Passwort passen nicht zusammen. Bitte versuchen Sie es noch einmal.")
        return show(form, wrong), 400
    return welcome(user, form)


def welcome(user: User, form: LoginForm) -> str | Response | tuple[str, int]:
    """Address and password fit. What is still missing, or in."""
    if user.address_confirmed_at is None:
        missing = _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse: mit dem Link in unserer E-Mail.")
        again = p.Link(_("Die E-Mail noch einmal schicken"), url_for("accounts.ask_confirmation"))
        return show(form, missing, (again,)), 400
    brake.lift(user.email, brake.ACCOUNT)
    if second_factor.is_on(user):
        entering.ask_second_step(user, is_remembered=form.remember.data)
        return redirect(url_for("accounts.ask_code", weiter=entering.wanted() or None), 303)
    entering.enter(user, is_remembered=form.remember.data)
    return redirect(entering.target(), 303)


def show(form: LoginForm, message: str = "", links: tuple[p.Link, ...] = ()) -> str:
    is_kept = f"{parking.PARKED}=" in entering.wanted()
    return render_template(
        "accounts/login.html", page=LoginPage(message, links=links, is_kept=is_kept), form=form
    )


def forgotten() -> tuple[p.Link, ...]:
    """The way in for whoever has to wait because of somebody else's guesses."""
    return (p.Link(_("Neues Passwort wählen: Das geht sofort"), url_for("accounts.ask_reset")),)


@blueprint.post("/abmelden")
@signed_in
def logout() -> Response:
    sessions.end(db.session(), token=guards.session_token())
    session.clear()
    logout_user()
    return redirect(url_for("public.home"), 303)
