"""One structured line per request with an id that also stands in the answer. No IP address, no query words, no browser."""

import logging
import re
import secrets
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("agora.request")
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


def install(app: Flask) -> None:
    production = app.extensions["agora_settings"].is_production
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer()
            if production
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if production else logging.WARNING),
        cache_logger_on_first_use=True,
    )
    # Before all others, whoever came first: an answer that another of them gives, such as a refused form, is logged too.
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(finish)


def begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _SAFE_ID.match(given) else secrets.token_hex(8)
    g.began = time.perf_counter()


def finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    log.info(
        "request",
        id=g.request_id,
        method=request.method,
        endpoint=request.endpoint or "-",
        status=response.status_code,
        ms=round((time.perf_counter() - g.began) * 1000, 1),
    )
    return response
