"""Signing in, signing out, and the page of one's own account."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import actions, queries
from portal.extensions import db
from portal.models import User
from portal.vocabulary.people import ROLE_LABELS
from portal.web.accounts import blueprint
from portal.web.accounts.forms import LoginForm
from portal.web.accounts.pages import AccountPage, LoginPage
from portal.web.kit import addresses, guards, languages
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
    user = actions.sign_in(db.session(), email=form.email.data, password=form.password.data, now=clock.now())
    if user is None:
        return show(
            form, _("Adresse und Passwort passen nicht zusammen. Bitte versuchen Sie es noch einmal.")
        ), 400
    session.clear()
    login_user(guards.SignedIn(user))
    session.pop("_id", None)  # Flask-Login's hash of IP address and browser, which we do not keep
    return redirect(safe_target(request.args.get("weiter", "")), 303)


def show(form: LoginForm, message: str = "") -> str:
    return render_template("accounts/login.html", page=LoginPage(message), form=form)


def safe_target(wanted: str) -> str:
    """Where to go on: a path of this portal, nothing else."""
    parts = urlsplit(wanted)
    inside = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return languages.root() + wanted if inside else url_for("accounts.home")


@blueprint.post("/abmelden")
@signed_in
def logout() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for("public.home"), 303)


@blueprint.get("/")
@signed_in
def home() -> str:
    user = guards.actor()
    assert user is not None
    links = tuple(
        p.Link(entry.institution.name, addresses.institution(entry.institution.slug))
        for entry in queries.memberships(db.session(), user)
    )
    page = AccountPage(user.name, _(ROLE_LABELS[user.role]), links, desks(user))
    return render_template("accounts/home.html", page=page)


def desks(user: User) -> tuple[p.Link, ...]:
    """Where the role leads to, beside one's own institutions."""
    if not guards.is_editor(user):
        return ()
    return (p.Link(_("Redaktion: Kalendertage"), url_for("editorial.list_days")),)
