"""A provider registers, and its first member confirms the address. The answer never says whether an address has an account."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import passwords, registration, tickets
from portal.errors import Conflict
from portal.extensions import csrf, db
from portal.models.account import TicketKind
from portal.web.accounts import blueprint, brake, correspondence
from portal.web.accounts.forms import AddressForm, RegisterForm, blank_address_form
from portal.web.accounts.pages import FormPage, Input, MessagePage, RegisterPage
from portal.web.kit import parts as p
from portal.web.kit import robots, unsaved
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]


@blueprint.get("/registrieren")
@public
def register() -> str:
    return show(RegisterForm(**robots.opened(einmal=unsaved.new_ticket())))


@blueprint.post("/registrieren")
@csrf.exempt  # no account acts here; the ticket and the trap stand against robots, and nothing typed is lost with a cookie
@public
def apply() -> Answer:
    if target := unsaved.taken():
        return redirect(target, 303)
    form = RegisterForm(request.form)
    if not form.validate():
        return show(form), 400
    if seconds := brake.begin(brake.REGISTER, form.email.data):
        return brake.refusal(show(form, brake.words(seconds)), seconds)
    try:
        asked = registration.apply(db.session(), application=form.application(), now=clock.now())
    except Conflict as problem:
        refuse(form, problem)
        return show(form), 400
    correspondence.registered(asked, form.institution.data)
    return redirect(unsaved.take(url_for("accounts.registered")), 303)


@blueprint.get("/registrieren/danke")
@public
def registered() -> str:
    page = MessagePage(
        title=_("Schauen Sie bitte in Ihre E-Mails"),
        lead=_("Wir haben Ihnen eine E-Mail mit einem Link geschickt. Mit ihm bestätigen Sie Ihre Adresse."),
        steps=steps(),
        actions=(p.Action(_("Keine E-Mail da? Noch einmal schicken"), url_for("accounts.ask_confirmation")),),
    )
    return render_template("accounts/message.html", page=page)


def show(form: RegisterForm, message: str = "") -> str:
    return render_template("accounts/register.html", page=RegisterPage(steps(), message), form=form)


def steps() -> tuple[p.StepText, ...]:
    """What happens after sending."""
    return (
        p.StepText(
            _("Sie bestätigen Ihre Adresse"),
            _("Sie bekommen sofort eine E-Mail mit einem Link. Er gilt sieben Tage."),
        ),
        p.StepText(
            _("Die Redaktion prüft Ihre Angaben"),
            _(
                "Das dauert meist nicht länger als zwei Arbeitstage. Sie bekommen Bescheid, auch wenn etwas fehlt."
            ),
        ),
        p.StepText(
            _("Sie tragen Ihre Angebote ein"),
            _("Vorbereiten können Sie sie gleich. Öffentlich werden sie nach der Freigabe."),
        ),
    )


def refuse(form: RegisterForm, problem: Conflict) -> None:
    """The room's objection stands at its field."""
    field = form.password if problem.field == "password" else form.email
    field.errors = [_(str(problem))]


@blueprint.get("/bestaetigen")
@public
def ask_confirmation() -> str:
    return show_again(blank_address_form())


@blueprint.post("/bestaetigen")
@csrf.exempt  # as above
@public
def send_confirmation() -> Answer:
    form = AddressForm(request.form)
    if not form.validate():
        return show_again(form), 400
    if seconds := brake.begin(brake.REGISTER, form.email.data):
        return brake.refusal(show_again(form, brake.words(seconds)), seconds)
    passwords.spend()  # a letter takes a moment too
    asked = registration.ask_again(db.session(), email=form.email.data, now=clock.now())
    if asked is not None:
        waiting = registration.applied_with(db.session(), asked.user) if asked.token else []
        correspondence.registered(asked, waiting[0].name if waiting else asked.user.name)
    return redirect(url_for("accounts.confirmation_sent"), 303)


@blueprint.get("/bestaetigen/gesendet")
@public
def confirmation_sent() -> str:
    page = MessagePage(
        title=_("Schauen Sie bitte in Ihre E-Mails"),
        lead=_(
            "Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail unterwegs. Sehen Sie auch beim Spam nach."
        ),
        actions=(p.Action(_("Zum Anmelden"), url_for("accounts.login")),),
    )
    return render_template("accounts/message.html", page=page)


def show_again(form: AddressForm, message: str = "") -> str:
    page = FormPage(
        title=_("E-Mail noch einmal schicken"),
        lead=_(
            "Geben Sie die Adresse ein, mit der Sie sich registriert haben. Der Link darin gilt sieben Tage."
        ),
        label=_("E-Mail schicken"),
        inputs=(Input("email", "email"),),
        message=message,
    )
    return render_template("accounts/form.html", page=page, form=form)


@blueprint.get("/bestaetigen/<token>")
@public
def ask_confirm(token: str) -> Answer:
    """Only a button: programs that look at letters open every link in them."""
    ticket = tickets.find(db.session(), TicketKind.CONFIRM_ADDRESS, token, clock.now())
    if ticket is None:
        return over()
    page = MessagePage(
        title=_("Adresse bestätigen"),
        lead=_("Gehört %(email)s Ihnen? Dann drücken Sie bitte den Knopf.", email=ticket.email),
        button=_("Ja, das ist meine Adresse"),
    )
    return render_template("accounts/message.html", page=page)


@blueprint.post("/bestaetigen/<token>")
@public
def confirm(token: str) -> Answer:
    user = registration.confirm(db.session(), token=token, now=clock.now())
    if user is None:
        return over()
    correspondence.applied(user, registration.applied_with(db.session(), user))
    flash(
        _(
            "Ihre Adresse ist bestätigt. Die Redaktion prüft jetzt Ihre Angaben. Sie können sich schon anmelden."
        ),
        "ok",
    )
    return redirect(url_for("accounts.login"), 303)


def over() -> Answer:
    """The link was used, ran out, or was never ours."""
    page = MessagePage(
        title=_("Dieser Link gilt nicht mehr"),
        lead=_(
            "Vielleicht haben Sie ihn schon benutzt: Dann melden Sie sich einfach an. Sonst schicken wir Ihnen einen neuen."
        ),
        actions=(
            p.Action(_("Anmelden"), url_for("accounts.login"), primary=True),
            p.Action(_("Neuen Link schicken"), url_for("accounts.ask_confirmation")),
        ),
    )
    return render_template("accounts/message.html", page=page), 410
