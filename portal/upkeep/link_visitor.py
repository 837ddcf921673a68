"""Asks one address whether it still leads somewhere: HEAD, then GET, ten seconds, one request a second and host.

Anybody may enter an address, so this must not become a way into the own network: a name is looked up first, only public
addresses are connected to, and it is that very address that the connection goes to (no second look-up, no redirect unseen).
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from portal.text import one_line

TIMEOUT = 10.0
PAUSE = 1.0  # between two requests to the same host
MOST_REDIRECTS = 5
_PORTS = frozenset({80, 443, 8000, 8080, 8443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_WANTS_GET = frozenset(
    {400, 403, 404, 405, 406, 410, 429, 500, 501, 502, 503}
)  # what some servers say to HEAD alone
_NOT_FOR_ROBOTS = frozenset({401, 403, 405, 406, 429, 999})  # it is there, and does not want to talk to us
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_SAFE = "/%:=&?~#+!$,;'@()*[]-._"


class Verdict(StrEnum):
    """What an answer means for people who follow the link."""

    GOOD = "good"
    GONE = "gone"  # for certain: not found, or no such host
    DOUBTFUL = "doubtful"  # no answer, or a server in trouble: perhaps only now


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, the HTTP status where there was one, and what to tell an editor."""

    verdict: Verdict
    status: int | None = None
    problem: str = ""


class Refused(Exception):
    """An address that is not visited at all; the message says why."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a request goes: the address to connect to, and what to ask for there."""

    scheme: str
    host: str
    port: int
    address: str
    path: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return name if self.port == usual else f"{name}:{self.port}"


class Visitor:
    """Visits addresses one after the other. `user_agent` names the portal; `may_be_private` is for tests alone."""

    def __init__(
        self,
        user_agent: str,
        *,
        may_be_private: bool = False,
        pause: float = PAUSE,
        timeout: float = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._user_agent = user_agent
        self._may_be_private = may_be_private
        self._pause = pause
        self._timeout = timeout
        self._sleep = sleep
        self._last: dict[str, float] = {}

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def visit(self, url: str) -> Answer:
        """What people find who follow the link. Never raises for anything that an address or a server can do."""
        try:
            return self._follow(url)
        except Refused as refusal:
            return Answer(Verdict.DOUBTFUL, None, str(refusal))
        except socket.gaierror as problem:
            is_certain = problem.errno in _NO_SUCH_NAME
            return Answer(Verdict.GONE if is_certain else Verdict.DOUBTFUL, None, "Den Server gibt es nicht.")
        except TimeoutError:
            return Answer(Verdict.DOUBTFUL, None, "Der Server antwortet nicht.")
        except ssl.SSLCertVerificationError as problem:
            return Answer(Verdict.DOUBTFUL, None, f"Das Zertifikat ist ungültig: {problem.verify_message}")
        except (OSError, http.client.HTTPException, ValueError) as problem:
            said = one_line(str(problem), 120) or type(problem).__name__
            return Answer(Verdict.DOUBTFUL, None, f"Die Verbindung kommt nicht zustande: {said}")

    def _follow(self, url: str) -> Answer:
        here, moved_to = url, ""
        for _step in range(MOST_REDIRECTS + 1):
            target = self._target(here)
            status, location = self._ask("HEAD", target)
            if status in _WANTS_GET:
                status, location = self._ask("GET", target)
            if status not in _REDIRECTS or not location:
                return _judged(status, moved_to)
            here = urljoin(here, location)
            moved_to = here
        return Answer(Verdict.DOUBTFUL, None, "Die Adresse leitet immer weiter.")

    def _target(self, url: str) -> _Target:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("Das ist keine Adresse im Web.")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if port not in _PORTS and not self._may_be_private:
            raise Refused(f"Anschluss {port} wird nicht geprüft.")
        host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
        path = quote(parts.path or "/", safe=_SAFE) + (
            f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
        )
        return _Target(parts.scheme, host, port, self._look_up(host, port), path)

    def _look_up(self, host: str, port: int) -> str:
        """An address of the host. If any of them is not public the host is refused: it may answer with another next time."""
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self._may_be_private and not all(map(is_public, found)):
            raise Refused("Der Server liegt in keinem öffentlichen Netz.")
        return found[0]

    def _ask(self, method: str, target: _Target) -> tuple[int, str]:
        """Status and where it leads on. The body is not read: a link to a film must not cost a film."""
        self._wait_for(target.host)
        connection = _connection(target, self._timeout, self._context if target.scheme == "https" else None)
        # Each read may take the whole timeout, so a server that sends a letter at a time is cut off.
        end = threading.Timer(2 * self._timeout, _cut, (connection,))
        end.daemon = True
        end.start()
        try:
            headers = {
                "Host": target.host_header,
                "User-Agent": self._user_agent,
                "Accept": "text/html,*/*;q=0.8",
                "Accept-Encoding": "identity",
            }
            connection.request(method, target.path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or ""
        finally:
            end.cancel()
            connection.close()

    def _wait_for(self, host: str) -> None:
        last = self._last.get(host)
        rest = 0.0 if last is None else self._pause - (time.monotonic() - last)
        if rest > 0:
            self._sleep(rest)
        self._last[host] = time.monotonic()


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public net; also looks into addresses of version 4 that are wrapped in version 6."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        wrapped = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if wrapped is not None:
            return wrapped.is_global and not wrapped.is_multicast
        if one in _NAT64:
            return ipaddress.IPv4Address(int(one) & 0xFFFFFFFF).is_global
    return one.is_global and not one.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _connection(
    target: _Target, timeout: float, context: ssl.SSLContext | None
) -> http.client.HTTPConnection:
    """A connection to the address that was looked up, which speaks to the host that was meant."""
    if context is not None:
        return _PinnedHttps(
            target.host, target.port, timeout=timeout, context=context, address=target.address
        )
    return http.client.HTTPConnection(target.address, target.port, timeout=timeout)


class _PinnedHttps(http.client.HTTPSConnection):
    """HTTPS to a given address, with the certificate of the host."""

    def __init__(
        self, host: str, port: int, *, address: str, context: ssl.SSLContext, **options: Any
    ) -> None:
        super().__init__(host, port, context=context, **options)
        self._address = address
        self._own_context = context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._own_context.wrap_socket(plain, server_hostname=self.host)


def _judged(status: int, moved_to: str) -> Answer:
    moved = f"Leitet weiter zu {one_line(moved_to, 240)}" if moved_to else ""
    if status < 400 or status in _NOT_FOR_ROBOTS:
        return Answer(Verdict.GOOD, status, moved)
    if status in _GONE:
        return Answer(Verdict.GONE, status, "Die Seite gibt es nicht mehr.")
    return Answer(Verdict.DOUBTFUL, status, f"Der Server meldet einen Fehler ({status}).")
