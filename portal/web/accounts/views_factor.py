"""Setting up the second factor, its recovery codes, and switching it off."""

import re
from io import BytesIO

import segno
from flask import Response as FlaskResponse
from flask import abort, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import second_factor, sessions
from portal.errors import Conflict
from portal.extensions import db
from portal.models import User
from portal.vocabulary.people import Role
from portal.web.accounts import blueprint, brake, correspondence
from portal.web.accounts.forms import CodeForm, ProofForm
from portal.web.accounts.pages import CodesPage, FactorPage, Input, OwnFormPage, SetUpPage
from portal.web.accounts.proving import unproven
from portal.web.accounts.views_profile import own
from portal.web.kit import desk, formats, guards
from portal.web.kit import parts as p
from portal.web.kit.guards import signed_in
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

Answer = str | Response | tuple[str, int]


@blueprint.get("/zweiter-faktor", endpoint="second_factor")
@signed_in
def show_second_factor() -> str:
    return show(ProofForm())


def show(form: ProofForm, message: str = "") -> str:
    user = own()
    on = user.totp_confirmed_at if second_factor.is_on(user) else None
    left = second_factor.codes_left(db.session(), user) if on else 0
    page = FactorPage(
        since=formats.long_date(clock.local(on).date(), weekday=False) if on else "",
        codes=ngettext("Noch %(num)d Ersatzcode", "Noch %(num)d Ersatzcodes", left) if on else "",
        is_required=is_required(user),
        message=message,
    )
    return render_template("accounts/factor.html", page=page, form=form)


def is_required(user: User) -> bool:
    """Whether this person's role asks for it here."""
    is_production = current_app.extensions["agora_settings"].is_production
    return is_production and user.role in (Role.EDITOR, Role.ADMINISTRATOR)


@blueprint.post("/zweiter-faktor")
@signed_in
def start_second_factor() -> Answer:
    form = ProofForm()
    if refused := unproven(own(), form, show):
        return refused
    try:
        second_factor.start(db.session(), user=own())
    except Conflict as problem:
        flash(_(str(problem)), "info")
        return redirect(url_for("accounts.second_factor"), 303)
    return redirect(url_for("accounts.set_up_second_factor"), 303)


@blueprint.get("/zweiter-faktor/einrichten")
@signed_in
def set_up_second_factor() -> Answer:
    user = own()
    if user.totp_secret is None or second_factor.is_on(user):
        return redirect(url_for("accounts.second_factor"), 303)
    return show_set_up(CodeForm())


@blueprint.post("/zweiter-faktor/einrichten")
@signed_in
def confirm_second_factor() -> Answer:
    user, form = own(), CodeForm()
    if user.totp_secret is None or second_factor.is_on(user):
        return redirect(url_for("accounts.second_factor"), 303)
    if not form.validate_on_submit():
        return show_set_up(form), 400
    if seconds := brake.begin(brake.CODE, str(user.id)):
        return brake.refusal(show_set_up(form, brake.words(seconds)), seconds)
    codes = second_factor.confirm(
        db.session(), user=user, actor=guards.me(), code=form.code.data, key=secret_key(), now=clock.now()
    )
    if codes is None:
        form.code.errors = [
            _("Dieser Code stimmt nicht. Bitte warten Sie auf den nächsten und geben Sie ihn gleich ein.")
        ]
        return show_set_up(form), 400
    brake.lift(str(user.id), brake.CODE)
    sessions.end_all(db.session(), user=user, but_token=guards.session_token())
    correspondence.factor(user, "on")
    return show_codes(_("Der zweite Faktor ist eingeschaltet"), codes)


def secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])


def show_set_up(form: CodeForm, message: str = "") -> str:
    desk.stand_under("accounts.second_factor")
    user = own()
    uri = second_factor.uri(user, secret_key(), issuer=f"{town().name} {town().place}".strip())
    secret = second_factor.secret_of(user, secret_key())
    page = SetUpPage(
        qr=drawing(uri),
        secret=" ".join(re.findall(".{1,4}", secret)),
        uri=uri,
        message=message,
    )
    return render_template("accounts/factor_setup.html", page=page, form=form)


def drawing(uri: str) -> Markup:
    """A QR code as an inline SVG, black on white on every ground."""
    out = BytesIO()
    segno.make(uri, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, svgclass="qr", lineclass=None, omitsize=True, border=2
    )
    svg = out.getvalue().decode().strip().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(svg)  # noqa: S704  drawn here


def show_codes(title: str, codes: list[str]) -> str:
    desk.stand_under("accounts.second_factor")
    page = CodesPage(
        title,
        tuple(codes),
        url_for("accounts.download_codes"),
        p.Link(_("Ich habe die Codes: weiter zu meinem Konto"), url_for("accounts.home")),
    )
    return render_template("accounts/codes.html", page=page)


@blueprint.get("/zweiter-faktor/codes")
@signed_in
def ask_renew_codes() -> Answer:
    if not second_factor.is_on(own()):
        return redirect(url_for("accounts.second_factor"), 303)
    return show_renew(ProofForm())


@blueprint.post("/zweiter-faktor/codes")
@signed_in
def renew_codes() -> Answer:
    form, user = ProofForm(), own()
    if not second_factor.is_on(user):
        return redirect(url_for("accounts.second_factor"), 303)
    if refused := unproven(own(), form, show_renew):
        return refused
    codes = second_factor.renew(db.session(), user=user, actor=guards.me(), now=clock.now())
    correspondence.factor(user, "codes")
    return show_codes(_("Ihre neuen Ersatzcodes"), codes)


def show_renew(form: ProofForm, message: str = "") -> str:
    return show_proof(
        form,
        message,
        title=_("Neue Ersatzcodes"),
        lead=_("Sie bekommen zehn neue Codes. Die alten gelten dann nicht mehr."),
        label=_("Neue Codes machen"),
    )


@blueprint.post("/zweiter-faktor/codes.txt")
@signed_in
def download_codes() -> FlaskResponse:
    """The codes that the page before has shown, as a file. The portal itself does not know them any more."""
    codes = [code[:40] for code in request.form.getlist("codes")][: second_factor.CODES]
    if not second_factor.are_codes_of(db.session(), own(), codes):
        abort(404)
    lines = [_("Ersatzcodes für %(email)s", email=own().email), _("Jeder gilt einmal."), "", *codes, ""]
    response = FlaskResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ersatzcodes.txt"'
    return response


@blueprint.get("/zweiter-faktor/ausschalten")
@signed_in
def ask_second_factor_off() -> Answer:
    if not second_factor.is_on(own()) or is_required(own()):
        return redirect(url_for("accounts.second_factor"), 303)
    return show_off(ProofForm())


@blueprint.post("/zweiter-faktor/ausschalten")
@signed_in
def turn_off_second_factor() -> Answer:
    form, user = ProofForm(), own()
    if not second_factor.is_on(user) or is_required(user):
        return redirect(url_for("accounts.second_factor"), 303)
    if refused := unproven(own(), form, show_off):
        return refused
    second_factor.turn_off(db.session(), user=user, actor=guards.me(), now=clock.now())
    correspondence.factor(user, "off")
    flash(_("Der zweite Faktor ist ausgeschaltet."), "ok")
    return redirect(url_for("accounts.second_factor"), 303)


def show_off(form: ProofForm, message: str = "") -> str:
    return show_proof(
        form,
        message,
        title=_("Zweiten Faktor ausschalten"),
        lead=_("Dann genügt zum Anmelden wieder das Passwort. Auch die Ersatzcodes verfallen."),
        label=_("Ausschalten"),
    )


def show_proof(form: ProofForm, message: str, *, title: str, lead: str, label: str) -> str:
    desk.stand_under("accounts.second_factor")
    page = OwnFormPage(
        title=title,
        lead=lead,
        label=label,
        inputs=(Input("current_password", "current-password"),),
        back=p.Link(_("Zurück"), url_for("accounts.second_factor")),
        message=message,
    )
    return render_template("accounts/own_form.html", page=page, form=form)
