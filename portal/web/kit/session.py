"""The one commit: after a 2xx or 3xx answer to an unsafe method. GET never writes; everything else is let go of."""

import structlog
from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from portal.extensions import db
from portal.web.kit import publishing

log = structlog.get_logger(__name__)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class QuietSessions(SecureCookieSessionInterface):
    """Sessions that say nothing, and cost nothing, where there is none: a page for everybody does not vary by cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session or self.get_cookie_name(app) in request.cookies:
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    app.session_interface = QuietSessions()
    app.after_request(close)


def close(response: Response) -> Response:
    """Commit what the view flushed, then tell the search and calendars of this process at once. What is not committed here
    goes with the session at the end of the request."""
    if request.method in SAFE_METHODS or response.status_code >= 400:
        return response
    db.session.commit()
    publish()
    return response


def publish() -> None:
    """Show a change in the writer's own searches and feeds at once; what cannot be done now the job worker does."""
    try:
        publishing.show()
    except (
        Exception
    ):  # the change is saved and queued: an answer that says so must not fail for the index's sake
        db.session.rollback()
        log.exception("publishing_failed")
