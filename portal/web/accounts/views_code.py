"""The second step of signing in: a code from the app, or a recovery code."""

from flask import current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import second_factor
from portal.extensions import db
from portal.models import User
from portal.web.accounts import blueprint, brake, correspondence, entering
from portal.web.accounts.forms import CodeForm
from portal.web.accounts.pages import FormPage, Input
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]


@blueprint.get("/anmelden/code")
@public
def ask_code() -> Answer:
    return show(CodeForm()) if entering.waiting() else back()


@blueprint.post("/anmelden/code")
@public
def check_code() -> Answer:
    waiting = entering.waiting()
    if waiting is None:
        return back()
    user, is_remembered = waiting
    form = CodeForm()
    if not form.validate_on_submit():
        return show(form), 400
    if seconds := brake.begin(brake.CODE, str(user.id)):
        return brake.refusal(show(form, brake.words(seconds)), seconds)
    if not fits(user, form.code.data):
        form.code.errors = [_("Dieser Code stimmt nicht oder ist abgelaufen. Bitte nehmen Sie den nächsten.")]
        return show(form), 400
    brake.lift(str(user.id), brake.CODE)
    entering.enter(user, is_remembered=is_remembered)
    return redirect(entering.target(), 303)


def fits(user: User, code: str) -> bool:
    """Whether the code opens the account. Its owner learns that a recovery code was used."""
    session = db.session()
    before = second_factor.codes_left(session, user)
    right = second_factor.check(
        session, user=user, code=code, key=current_app.config["SECRET_KEY"], now=clock.now()
    )
    left = second_factor.codes_left(session, user) if right else before
    if left < before:
        correspondence.factor(user, "used", left)
    return right


def back() -> Response:
    """The password was too long ago, or never given."""
    return redirect(url_for("accounts.login", weiter=entering.wanted() or None), 303)


def show(form: CodeForm, message: str = "") -> str:
    page = FormPage(
        title=_("Zweiter Schritt"),
        lead=_("Öffnen Sie Ihre App und geben Sie die sechs Ziffern ein. Ohne App hilft ein Ersatzcode."),
        label=_("Weiter"),
        inputs=(Input("code", "one-time-code"),),
        message=message,
        links=(p.Link(_("Von vorn anfangen"), url_for("accounts.login", weiter=entering.wanted() or None)),),
    )
    return render_template("accounts/form.html", page=page, form=form)
