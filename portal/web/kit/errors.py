"""Turns errors into pages, in one place. The page for a broken portal touches neither database nor session."""

import structlog
from flask import Flask, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from portal.errors import AgoraError, NotAllowed, NotFound
from portal.extensions import db
from portal.vocabulary.labels import N_
from portal.web.kit import guards, languages, parking
from portal.web.kit.pages import ErrorPage
from portal.web.kit.words import gettext as _

log = structlog.get_logger(__name__)
TEXTS = {
    400: (
        N_("Diese Anfrage war nicht zu verstehen"),
        N_("Bitte gehen Sie zurück und versuchen Sie es noch einmal."),
    ),
    403: (
        N_("Das dürfen Sie hier nicht"),
        N_("Melden Sie sich mit einem anderen Konto an, oder fragen Sie die Redaktion."),
    ),
    404: (
        N_("Diese Seite gibt es nicht"),
        N_("Vielleicht ist die Adresse falsch abgeschrieben. Die Suche hilft weiter."),
    ),
    405: (
        N_("So geht es hier nicht"),
        N_("Bitte öffnen Sie die Seite neu und benutzen Sie den Knopf darauf."),
    ),
    409: (
        N_("Das geht gerade nicht"),
        N_("Inzwischen hat sich etwas geändert. Bitte gehen Sie zurück und sehen Sie noch einmal nach."),
    ),
    410: (
        N_("Das gibt es nicht mehr"),
        N_("Der Anbieter hat es zurückgezogen. Die Suche hilft weiter."),
    ),
    413: (N_("Das ist zu groß"), N_("Bitte kürzen Sie den Text oder wählen Sie eine kleinere Datei.")),
    429: (
        N_("Das war zu oft"),
        N_("Bitte warten Sie einen Augenblick und versuchen Sie es dann noch einmal."),
    ),
    500: (
        N_("Hier ist etwas schiefgegangen"),
        N_("Der Fehler liegt bei uns. Bitte versuchen Sie es später noch einmal."),
    ),
    503: (N_("Das Portal macht gerade Pause"), N_("In wenigen Minuten ist es wieder da.")),
}


def install(app: Flask) -> None:
    app.register_error_handler(CSRFError, csrf_failed)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(NotAllowed, lambda _error: page(403))
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(AgoraError, against_a_rule)
    app.register_error_handler(StaleDataError, somebody_was_faster)
    app.register_error_handler(IntegrityError, somebody_was_faster)
    app.register_error_handler(SQLAlchemyError, database_away)
    app.register_error_handler(Exception, unexpected)


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    known = error.code if error.code in TEXTS else 500 if error.code >= 500 else 400
    response = make_response(page(known, status=error.code))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # RFC 9110, 15.5.6
    return response


def against_a_rule(error: AgoraError) -> ResponseReturnValue:
    """What a view has not turned into a message of its own form: the rule's own sentence."""
    return page(409, text=_(str(error)))


def somebody_was_faster(error: SQLAlchemyError) -> ResponseReturnValue:
    """Two wrote the same row at the same moment: the slower one's form opens again, with what was typed."""
    db.session.rollback()
    if guards.account() is None or not parking.can_park():
        return database_away(error)
    log.warning("somebody_was_faster", id=g.get("request_id"), endpoint=request.endpoint)
    return parked()


def parked() -> ResponseReturnValue:
    """Back to the form at this address, filled with what was posted."""
    response = parking.park()
    db.session.commit()
    return response


def csrf_failed(_error: CSRFError) -> ResponseReturnValue:
    """A form that was open too long. Whoever is signed in finds it again with what was typed; for others the browser's back
    button still has it."""
    if guards.account() is not None and parking.can_park():
        return parked()
    return page(
        400,
        title=_("Die Seite war zu lange offen"),
        text=_(
            "Gehen Sie im Browser einen Schritt zurück, laden Sie die Seite neu und senden Sie noch einmal ab."
        ),
    )


def database_away(error: SQLAlchemyError) -> ResponseReturnValue:
    log.error("database", id=g.get("request_id"), exc_info=error)
    db.session.rollback()
    return page(503)


def unexpected(error: Exception) -> ResponseReturnValue:
    # The endpoint, not the path: some paths are keys.
    log.error("unexpected", id=g.get("request_id"), endpoint=request.endpoint, exc_info=error)
    return page(500)


def page(code: int, *, status: int | None = None, title: str = "", text: str = "") -> ResponseReturnValue:
    """An error page in the visitor's language, with the id to name when asking for help."""
    shown = ErrorPage(code, title or _(TEXTS[code][0]), text or _(TEXTS[code][1]), g.get("request_id", ""))
    if code < 500:
        try:
            return render_template("errors/error.html", page=shown), status or code
        except SQLAlchemyError as error:  # its menu asks who is signed in
            return database_away(error)
    broken = render_template_safely(shown)
    return broken, status or code


def render_template_safely(shown: ErrorPage) -> str:
    """The page for a broken portal: no context processors, no menus, no database; the town as last known."""
    shelf = current_app.extensions["agora_town"]
    return current_app.jinja_env.get_template("errors/broken.html").render(
        page=shown,
        town=shelf.last_known(),
        locale=languages.current(),
        text_direction="ltr",
        fonts_available=current_app.extensions["agora_assets"].has_fonts,
    )
