"""Slows guessing down at the doors: per account in the database, and per source in this process alone (kit/sources.py)."""

import math

from flask import Response, current_app, make_response

from portal import clock
from portal.accounts import slowdown
from portal.extensions import db
from portal.web.kit.sources import Sources, of, source
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ACCOUNT, CODE, RESET, REGISTER = "account", "code", "reset", "register"


def sources() -> Sources:
    """How often sources have failed to get in."""
    return of("entering")


def key(purpose: str, name: str) -> str:
    return slowdown.key_of(current_app.config["SECRET_KEY"], purpose, name.strip().lower())


def begin(purpose: str, name: str) -> int:
    """Seconds to wait before this may be tried; 0: now. The try is written down at once, whatever becomes of it, since an answer
    that refuses commits nothing. Called before anything else is written."""
    now, where = clock.now(), source()
    seconds = sources().begin(where, now) if where else 0
    if not seconds:
        seconds = slowdown.begin(db.session(), key=key(purpose, name), now=now)
        db.session.commit()
    return seconds


def lift(name: str, *purposes: str) -> None:
    """It was no guess."""
    slowdown.clear(db.session(), [key(purpose, name) for purpose in purposes])
    if where := source():
        sources().forgive(where)


def refusal(html: str, seconds: int) -> Response:
    """The page again, with everything typed, and when to try again."""
    response = make_response(html, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def words(seconds: int) -> str:
    """How long to wait, in a sentence."""
    if seconds <= 90:
        span = ngettext("%(num)d Sekunde", "%(num)d Sekunden", seconds)
    else:
        span = ngettext("%(num)d Minute", "%(num)d Minuten", math.ceil(seconds / 60))
    return _(
        "Das waren viele Versuche. Bitte warten Sie %(span)s und senden Sie dann noch einmal ab.", span=span
    )
