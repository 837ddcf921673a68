"""Where requests come from, without keeping it: how often a source tried something of late, behind a hash whose key ends with the
process. Used at the login and wherever anybody may send something without an account."""

import hashlib
import hmac
import math
import secrets
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask import current_app, request

from portal import clock
from portal.accounts import slowdown


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


def of(purpose: str) -> Sources:
    """This application's counts for one purpose, such as signing in or proposing."""
    kept: dict[str, Sources] = current_app.extensions.setdefault("agora_sources", {})
    return kept.setdefault(purpose, Sources())


def pause(purpose: str) -> int:
    """Seconds that this request's source has to wait; 0 when it may go on, which is counted."""
    where = source()
    return of(purpose).begin(where, clock.now()) if where else 0


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
