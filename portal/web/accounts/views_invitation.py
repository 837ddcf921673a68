"""An invitation by mail: whoever has an account signs in and joins, others choose name and password."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import invitations
from portal.errors import Conflict
from portal.extensions import db
from portal.models import AccountTicket, Institution, User
from portal.vocabulary.people import MEMBERSHIP_LABELS, ROLE_LABELS, MembershipRole, Role
from portal.web.accounts import blueprint, entering
from portal.web.accounts.forms import JoinForm
from portal.web.accounts.pages import JoinPage, MessagePage
from portal.web.kit import guards, languages
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]


@blueprint.get("/einladung/<token>")
@public
def invitation(token: str) -> Answer:
    ticket = invitations.find(db.session(), token, clock.now())
    if ticket is None:
        return over()
    guest = invitations.guest(db.session(), ticket)
    if aside := elsewhere(ticket, guest):
        return aside
    return show(ticket, JoinForm(name=guest.name if guest and invitations.is_new(guest) else None), guest)


@blueprint.post("/einladung/<token>")
@public
def join(token: str) -> Answer:
    session, now = db.session(), clock.now()
    ticket = invitations.find(session, token, now)
    if ticket is None:
        return over()
    guest = invitations.guest(session, ticket)
    if aside := elsewhere(ticket, guest):
        return aside
    form = JoinForm()
    try:
        if guest is not None and not invitations.is_new(guest):
            invitations.accept(session, ticket=ticket, user=guest, now=now)
        elif not form.validate_on_submit():
            return show(ticket, form, guest), 400
        else:
            accept_anew(ticket, form)
    except Conflict as problem:
        return refused(ticket, form, guest, problem)
    flash(_("Willkommen! Sie sind dabei: %(where)s.", where=where(ticket)), "ok")
    return redirect(url_for("accounts.home"), 303)


def accept_anew(ticket: AccountTicket, form: JoinForm) -> None:
    """A new person joins and is signed in: the link has proved the address."""
    user = invitations.accept_anew(
        db.session(),
        ticket=ticket,
        name=form.name.data,
        password=form.password.data,
        locale=languages.current(),
        now=clock.now(),
    )
    entering.enter(user)


def refused(ticket: AccountTicket, form: JoinForm, guest: User | None, problem: Conflict) -> Answer:
    if problem.field == "password":
        form.password.errors = [_(str(problem))]
        return show(ticket, form, guest), 400
    return show(ticket, form, guest, _(str(problem))), 400


def elsewhere(ticket: AccountTicket, guest: User | None) -> Answer | None:
    """Where somebody has to go first: to the login, or out of another account."""
    present = guards.account()
    if present is not None and present.email != ticket.email:
        page = MessagePage(
            title=_("Diese Einladung gilt für ein anderes Konto"),
            lead=_(
                "Sie ist an %(invited)s gerichtet, Sie sind aber als %(present)s angemeldet. Melden Sie sich zuerst ab, und "
                "öffnen Sie den Link noch einmal.",
                invited=ticket.email,
                present=present.email,
            ),
            actions=(p.Action(_("Zu meinem Konto"), url_for("accounts.home")),),
        )
        return render_template("accounts/message.html", page=page), 403
    if present is None and guest is not None and not invitations.is_new(guest):
        flash(
            _(
                "Für Ihre Adresse gibt es schon ein Konto. Melden Sie sich an, dann können Sie die Einladung annehmen."
            ),
            "info",
        )
        return redirect(url_for("accounts.login", weiter=request.path), 303)
    return None


def show(ticket: AccountTicket, form: JoinForm, guest: User | None, message: str = "") -> str:
    page = JoinPage(
        title=_("Einladung annehmen"),
        lead=_("Sie sind eingeladen: %(where)s.", where=where(ticket)),
        email=ticket.email,
        is_new=invitations.is_new(guest),
        message=message,
    )
    return render_template("accounts/join.html", page=page, form=form)


def where(ticket: AccountTicket) -> str:
    """What an invitation leads into, in words."""
    if ticket.institution_id:
        institution = db.session.get(Institution, ticket.institution_id)
        part = _(MEMBERSHIP_LABELS[ticket.membership_role or MembershipRole.MEMBER])
        return _(
            "%(institution)s, als %(part)s", institution=institution.name if institution else "", part=part
        )
    return _(ROLE_LABELS[ticket.role or Role.PROVIDER])


def over() -> Answer:
    page = MessagePage(
        title=_("Diese Einladung gilt nicht mehr"),
        lead=_(
            "Sie wurde schon angenommen, zurückgezogen, oder sie ist älter als 14 Tage. Bitten Sie um eine neue: bei der Leitung "
            "Ihrer Einrichtung, oder bei uns."
        ),
        actions=(p.Action(_("Anmelden"), url_for("accounts.login")),),
    )
    return render_template("accounts/message.html", page=page), 410
