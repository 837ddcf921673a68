"""What people change about their own account: name, language of letters, password, mail address."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import emails, profile, tickets
from portal.errors import Conflict
from portal.extensions import db
from portal.models import User
from portal.models.account import TicketKind
from portal.web.accounts import blueprint, brake, correspondence
from portal.web.accounts.forms import NewAddressForm, PasswordForm, ProfileForm
from portal.web.accounts.pages import Input, MessagePage, OwnFormPage, ProfilePage
from portal.web.accounts.proving import object_to, unproven
from portal.web.kit import desk, guards
from portal.web.kit import parts as p
from portal.web.kit.guards import public, signed_in
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]


def own() -> User:
    """The account behind a guard that lets nobody else in."""
    user = guards.account()
    assert user is not None
    return user


@blueprint.get("/angaben", endpoint="profile")
@signed_in
def show_profile() -> str:
    user = own()
    return show(ProfileForm(data={"name": user.name, "locale": user.locale}))


@blueprint.post("/angaben")
@signed_in
def save_profile() -> Answer:
    form = ProfileForm()
    if not form.validate_on_submit():
        return show(form), 400
    profile.change(db.session(), user=own(), name=form.name.data, locale=form.locale.data)
    flash(_("Ihre Angaben sind gespeichert."), "ok")
    return redirect(url_for("accounts.profile"), 303)


def show(form: ProfileForm) -> str:
    return render_template("accounts/profile.html", page=ProfilePage(own().email), form=form)


@blueprint.get("/passwort")
@signed_in
def ask_password() -> str:
    return show_password(PasswordForm())


@blueprint.post("/passwort")
@signed_in
def change_password() -> Answer:
    form, user = PasswordForm(), own()
    if refused := unproven(user, form, show_password):
        return refused
    try:
        profile.change_password(
            db.session(), user=user, password=form.new_password.data, keep_token=guards.session_token()
        )
    except Conflict as problem:
        object_to(form, problem, "new_password")
        return show_password(form), 400
    correspondence.password_changed(user)
    flash(_("Ihr neues Passwort gilt. Auf anderen Geräten sind Sie abgemeldet."), "ok")
    return redirect(url_for("accounts.profile"), 303)


def show_password(form: PasswordForm, message: str = "") -> str:
    desk.stand_under("accounts.profile")
    page = OwnFormPage(
        title=_("Passwort ändern"),
        lead=_("Danach sind Sie auf allen anderen Geräten abgemeldet."),
        label=_("Passwort ändern"),
        inputs=(Input("current_password", "current-password"), Input("new_password", "new-password")),
        back=to_profile(),
        message=message,
    )
    return render_template("accounts/own_form.html", page=page, form=form)


def to_profile() -> p.Link:
    return p.Link(_("Zurück zu den Angaben"), url_for("accounts.profile"))


@blueprint.get("/adresse")
@signed_in
def ask_address() -> str:
    return show_address(NewAddressForm())


@blueprint.post("/adresse")
@signed_in
def send_address() -> Answer:
    form, user = NewAddressForm(), own()
    if refused := unproven(user, form, show_address):
        return refused
    if seconds := brake.begin(brake.REGISTER, form.email.data):  # each sends a letter to somebody
        return brake.refusal(show_address(form, brake.words(seconds)), seconds)
    try:
        token = profile.ask_address(db.session(), user=user, email=form.email.data, now=clock.now())
    except Conflict as problem:
        object_to(form, problem, "email")
        return show_address(form), 400
    correspondence.address_wanted(user, emails.normalized(form.email.data), token)
    flash(
        _(
            "Wir haben einen Link an %(email)s geschickt. Bis Sie ihn öffnen, gilt die alte Adresse.",
            email=form.email.data,
        ),
        "ok",
    )
    return redirect(url_for("accounts.profile"), 303)


def show_address(form: NewAddressForm, message: str = "") -> str:
    desk.stand_under("accounts.profile")
    page = OwnFormPage(
        title=_("E-Mail-Adresse ändern"),
        lead=_(
            "Ihre jetzige Adresse ist %(email)s. Auch dorthin schreiben wir, dass sie geändert werden soll.",
            email=own().email,
        ),
        label=_("Link an die neue Adresse schicken"),
        inputs=(Input("email", "email"), Input("current_password", "current-password")),
        back=to_profile(),
        message=message,
    )
    return render_template("accounts/own_form.html", page=page, form=form)


@blueprint.get("/adresse-bestaetigen/<token>")
@public
def ask_change_address(token: str) -> Answer:
    """Only a button: programs that look at letters open every link in them."""
    ticket = tickets.find(db.session(), TicketKind.CHANGE_ADDRESS, token, clock.now())
    if ticket is None:
        return over()
    page = MessagePage(
        title=_("Neue Adresse bestätigen"),
        lead=_(
            "Künftig melden Sie sich mit %(email)s an und bekommen dort Ihre E-Mails.", email=ticket.email
        ),
        button=_("Ja, diese Adresse soll gelten"),
    )
    return render_template("accounts/message.html", page=page)


@blueprint.post("/adresse-bestaetigen/<token>")
@public
def change_address(token: str) -> Answer:
    session, now = db.session(), clock.now()
    ticket = tickets.find(session, TicketKind.CHANGE_ADDRESS, token, now)
    owner = session.get(User, ticket.user_id) if ticket and ticket.user_id else None
    former = owner.email if owner else ""
    user = profile.change_address(session, token=token, now=now)
    if user is None:
        return over()
    correspondence.address_changed(user, former)
    flash(_("Ihre neue Adresse gilt: %(email)s", email=user.email), "ok")
    return redirect(url_for("accounts.home"), 303)


def over() -> Answer:
    page = MessagePage(
        title=_("Dieser Link gilt nicht mehr"),
        lead=_("Er gilt 24 Stunden und nur einmal. Einen neuen bekommen Sie in Ihrem Konto unter „Angaben“."),
        actions=(p.Action(_("Zu meinem Konto"), url_for("accounts.home")),),
    )
    return render_template("accounts/message.html", page=page), 410
