"""Keeps what is being typed into an open form, for static/js/desk.js; refused forms are kept by kit/unsaved.py."""

from flask import Response, jsonify, request

from portal import clock, text
from portal.web.accounts import blueprint
from portal.web.kit import guards, parking, unsaved
from portal.web.kit.guards import signed_in
from portal.web.kit.words import gettext as _


@blueprint.post("/entwurf")
@signed_in
def keep_draft() -> Response:
    """Stores the fields of the form at the path `formular`; says so in words."""
    path = text.one_line(request.form.get("formular", ""), 500)
    fields = [pair for pair in parking.pairs_of(request.form) if pair[0] != "formular"]
    now = clock.now()
    unsaved.keep_draft(guards.me().user_id, without_language(path), fields, now)
    saved = _("Zwischengespeichert um %(time)s Uhr", time=f"{clock.local(now):%H:%M}")
    return jsonify(saved=saved)


def without_language(path: str) -> str:
    """A form is the same one in every language."""
    for prefix in ("/en/",):
        if path.startswith(prefix):
            return path[len(prefix) - 1 :]
    return path
