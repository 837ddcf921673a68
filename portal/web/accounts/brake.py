"""Slows guessing down at the doors: per account in the database, and per source in this process alone. Where a visit comes from
is never stored: what is kept for an hour is a hash with a key that ends with the process."""

import hashlib
import hmac
import math
import secrets
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask import Response, current_app, make_response, request

from portal import clock
from portal.accounts import slowdown
from portal.extensions import db
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

ACCOUNT, CODE, RESET, REGISTER = "account", "code", "reset", "register"


class Sources:
    """How often each source has failed of late. Many people may share one, such as a town hall: so it is given more tries than
    an account, and one is forgotten every minute."""

    FREE, FADES, MOST = 30, timedelta(minutes=1), 10_000

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._seen: OrderedDict[bytes, tuple[int, datetime]] = OrderedDict()

    def begin(self, source: str, now: datetime) -> int:
        """Seconds to wait; 0 when one may try, which is counted."""
        key = self._hash(source)
        with self._lock:
            failures, last_at = self._seen.get(key, (0, now))
            failures = max(0, failures - max(0, (now - last_at) // self.FADES))
            length = slowdown.pause(failures, self.FREE)
            rest = min(last_at + length - now, length)
            if rest > timedelta(0):
                return math.ceil(rest.total_seconds())
            self._seen[key] = (failures + 1, now)
            self._seen.move_to_end(key)
            while len(self._seen) > self.MOST:
                self._seen.popitem(last=False)
        return 0

    def forgive(self, source: str) -> None:
        """The last try was no failure."""
        key = self._hash(source)
        with self._lock:
            failures, last_at = self._seen.get(key, (0, clock.now()))
            if failures > 1:
                self._seen[key] = (failures - 1, last_at)
            else:
                self._seen.pop(key, None)

    def _hash(self, source: str) -> bytes:
        return hmac.new(self._key, source.encode(), hashlib.sha256).digest()


def sources() -> Sources:
    found: Sources = current_app.extensions.setdefault("agora_sources", Sources())
    return found


def source() -> str:
    """Where this request comes from: behind a proxy on this machine what that says, for IPv6 the whole network of a home. '' when
    nobody knows: then no source is slowed down, since it would be everybody."""
    given = request.remote_addr or ""
    if not given or _is_loopback(given):
        given = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return ""
    return ":".join(address.exploded.split(":")[:4]) if address.version == 6 else str(address)


def _is_loopback(given: str) -> bool:
    try:
        return ip_address(given).is_loopback
    except ValueError:
        return True  # a socket in the file system


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
