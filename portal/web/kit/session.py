"""The one commit: after a 2xx or 3xx answer to an unsafe method. GET never writes; everything else rolls back."""

import structlog
from flask import Flask, Response, current_app, request

from portal.extensions import db

log = structlog.get_logger(__name__)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def install(app: Flask) -> None:
    app.after_request(close)


def close(response: Response) -> Response:
    """Commit or roll back what the view flushed; then bring this process's search index up to date at once."""
    if request.method in SAFE_METHODS or response.status_code >= 400:
        if db.session.registry.has():
            db.session.rollback()
        return response
    db.session.commit()
    drain_search()
    return response


def drain_search() -> None:
    """Show a change in the writer's own searches at once; if the index is busy, the job worker does it."""
    try:
        if current_app.extensions["agora_search"].drain(db.session()):
            db.session.commit()
    except (
        Exception
    ):  # the change is saved and queued: an answer that says so must not fail for the index's sake
        db.session.rollback()
        log.exception("search_drain_failed")
