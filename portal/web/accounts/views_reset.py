"""A forgotten password: a link by mail, then a new one. The answer never says whether an address has an account."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import passwords, recovery
from portal.errors import Conflict
from portal.extensions import csrf, db
from portal.web.accounts import blueprint, brake, correspondence, entering
from portal.web.accounts.forms import AddressForm, NewPasswordForm, blank_address_form
from portal.web.accounts.pages import FormPage, Input, MessagePage
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]


@blueprint.get("/passwort-vergessen")
@public
def ask_reset() -> str:
    return show(blank_address_form())


@blueprint.post("/passwort-vergessen")
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots
@public
def send_reset() -> Answer:
    form = AddressForm(request.form)
    if not form.validate():
        return show(form), 400
    if seconds := brake.begin(brake.RESET, form.email.data):
        return brake.refusal(show(form, brake.words(seconds)), seconds)
    passwords.spend()  # a letter takes a moment too
    found = recovery.ask(db.session(), email=form.email.data, now=clock.now())
    if found is not None:
        correspondence.reset(*found)
    return redirect(url_for("accounts.reset_sent"), 303)


@blueprint.get("/passwort-vergessen/gesendet")
@public
def reset_sent() -> str:
    page = MessagePage(
        title=_("Schauen Sie bitte in Ihre E-Mails"),
        lead=_(
            "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail mit einem Link unterwegs. Er gilt zwei Stunden. "
            "Sehen Sie auch beim Spam nach."
        ),
        actions=(p.Action(_("Zum Anmelden"), url_for("accounts.login")),),
    )
    return render_template("accounts/message.html", page=page)


def show(form: AddressForm, message: str = "") -> str:
    page = FormPage(
        title=_("Passwort vergessen"),
        lead=_(
            "Geben Sie die Adresse Ihres Kontos ein. Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen."
        ),
        label=_("Link schicken"),
        inputs=(Input("email", "username"),),
        message=message,
    )
    return render_template("accounts/form.html", page=page, form=form)


@blueprint.get("/passwort-neu/<token>")
@public
def ask_new_password(token: str) -> Answer:
    found = recovery.find(db.session(), token, clock.now())
    return show_new(NewPasswordForm(), found[1].email) if found else over()


@blueprint.post("/passwort-neu/<token>")
@public
def set_new_password(token: str) -> Answer:
    session, now = db.session(), clock.now()
    found = recovery.find(session, token, now)
    if found is None:
        return over()
    email, form = found[1].email, NewPasswordForm()
    if not form.validate_on_submit():
        return show_new(form, email), 400
    try:
        done = recovery.reset(session, token=token, password=form.password.data, now=now)
    except Conflict as problem:
        form.password.errors = [_(str(problem))]
        return show_new(form, email), 400
    if done is None:
        return over()
    brake.lift(email, brake.ACCOUNT, brake.RESET)
    correspondence.applied(done.user, done.waiting)
    correspondence.password_changed(done.user)
    entering.leave()
    flash(_("Ihr neues Passwort gilt. Sie sind überall abgemeldet. Bitte melden Sie sich damit an."), "ok")
    return redirect(url_for("accounts.login"), 303)


def show_new(form: NewPasswordForm, email: str) -> str:
    page = FormPage(
        title=_("Neues Passwort wählen"),
        lead=_("Für das Konto %(email)s. Danach sind Sie auf allen Geräten abgemeldet.", email=email),
        label=_("Passwort speichern"),
        inputs=(Input("password", "new-password"),),
    )
    return render_template("accounts/form.html", page=page, form=form)


def over() -> Answer:
    """The link was used, ran out, or was never ours."""
    page = MessagePage(
        title=_("Dieser Link gilt nicht mehr"),
        lead=_("Er gilt zwei Stunden und nur einmal. Wir schicken Ihnen gern einen neuen."),
        actions=(p.Action(_("Neuen Link schicken"), url_for("accounts.ask_reset"), primary=True),),
    )
    return render_template("accounts/message.html", page=page), 410
