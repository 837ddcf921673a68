"""Where one is signed in, and how to end it there."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import devices, sessions
from portal.errors import NotFound
from portal.extensions import db
from portal.models import LoginSession
from portal.web.accounts import blueprint
from portal.web.accounts.pages import SessionRow, SessionsPage
from portal.web.accounts.views_profile import own
from portal.web.kit import formats, guards
from portal.web.kit.guards import signed_in
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext


@blueprint.get("/sitzungen")
@signed_in
def list_sessions() -> str:
    found = sessions.of_user(db.session(), own(), clock.now())
    present = sessions.digest(guards.session_token())
    rows = sorted((row(one, present) for one in found), key=lambda one: not one.is_this)
    page = SessionsPage(tuple(rows), url_for("accounts.end_other_sessions") if len(rows) > 1 else "")
    return render_template("accounts/sessions.html", page=page)


def row(entry: LoginSession, present: str) -> SessionRow:
    since = clock.local(entry.created_at)
    return SessionRow(
        device=device_words(entry.device),
        since=_("%(day)s, %(time)s Uhr", day=formats.short_date(since.date()), time=f"{since:%H:%M}"),
        seen=formats.short_date(entry.seen_on),
        is_this=entry.token_hash == present,
        is_remembered=entry.is_remembered,
        end_url=url_for("accounts.end_session", session_id=entry.id),
    )


def device_words(device: str) -> str:
    """'Firefox auf Windows'; what is not known stays out."""
    browser, system = devices.parts(device)
    if browser and system:
        return _("%(browser)s auf %(system)s", browser=browser, system=system)
    return browser or system or _("Unbekanntes Gerät")


@blueprint.post("/sitzungen/<int(max=2147483647):session_id>/beenden")
@signed_in
def end_session(session_id: int) -> Response:
    if not sessions.end_one(db.session(), user=own(), session_id=session_id):
        raise NotFound("Diese Anmeldung gibt es nicht mehr.")
    flash(_("Auf diesem Gerät sind Sie jetzt abgemeldet."), "ok")
    return redirect(url_for("accounts.list_sessions"), 303)


@blueprint.post("/sitzungen/andere-beenden")
@signed_in
def end_other_sessions() -> Response:
    ended = sessions.end_all(db.session(), user=own(), but_token=guards.session_token())
    flash(
        ngettext(
            "Sie sind auf %(num)d anderen Gerät abgemeldet.",
            "Sie sind auf %(num)d anderen Geräten abgemeldet.",
            ended,
        ),
        "ok",
    )
    return redirect(url_for("accounts.list_sessions"), 303)
