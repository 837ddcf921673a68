"""Fetches a file that an address names: http and https only, bounded in size and time, and, where that is asked
for, from public networks only, so that an address cannot make the server read its neighbours."""

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from portal.errors import ImportProblem
from portal.importers.digest import short_hash

MOST_BYTES = 10 * 1024 * 1024
SECONDS_OF_SILENCE = 20
SECONDS = 120
_CHUNK = 64 * 1024
_LONGEST_NAME = 80
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}


class _PrivateNetwork(OSError):
    """The address leads to a network that is not public."""


def source_name(address: str) -> str:
    """By what the next import from this address knows its own offers: host and path, and of a query, which may
    hold a secret, only that it is the same."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # fetch says so
        return short_hash(address)
    query = f" ~{short_hash(parts.query, digits=8)}" if parts.query else ""
    name = f"{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")
    return (
        name + query if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]} ~{short_hash(name)}{query}"
    )


def fetch(address: str, *, public_only: bool) -> bytes:
    """The bytes behind an address; webcal:// is https://. Raises ImportProblem with what went wrong."""
    url = _usable(address)
    request = urllib.request.Request(  # noqa: S310  _usable lets http and https pass, nothing else
        url,
        headers={"User-Agent": "Agora", "Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "identity"},
    )
    try:
        with _opener(public_only).open(request, timeout=SECONDS_OF_SILENCE) as answer:
            return _read(answer, address)
    except urllib.error.HTTPError as problem:
        problem.close()
        raise ImportProblem(f"{address} antwortet mit {problem.code} {problem.reason}.") from None
    except urllib.error.URLError as problem:
        raise ImportProblem(_told(address, problem.reason)) from None
    except (OSError, ValueError, http.client.HTTPException) as problem:
        raise ImportProblem(_told(address, problem)) from None


def _usable(address: str) -> str:
    """The address in ASCII, with a scheme that is fetched."""
    try:
        parts = urlsplit(address.strip())
        scheme, host, port = _SCHEMES.get(parts.scheme.lower()), parts.hostname, parts.port
        ascii_host = (host or "").encode("idna").decode("ascii") if host and ":" not in host else f"[{host}]"
    except ValueError:
        raise ImportProblem(f"{address} ist keine Internetadresse.") from None
    if scheme is None:
        raise ImportProblem(f"{address}: Nur Adressen mit http, https und webcal werden abgerufen.")
    if not host or parts.username is not None:
        raise ImportProblem(f"{address} ist keine Internetadresse ohne Anmeldung.")
    place = ascii_host if port is None else f"{ascii_host}:{port}"
    kept = "/%:@!$&'()*+,;=~-._"
    return urlunsplit((scheme, place, quote(parts.path, safe=kept), quote(parts.query, safe=kept + "?"), ""))


def _opener(public_only: bool) -> urllib.request.OpenerDirector:
    """An opener without proxies, files and ftp; a redirect goes through the same handlers."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Http(public_only),
        _Https(public_only),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _Http(urllib.request.HTTPHandler):
    def __init__(self, public_only: bool) -> None:
        super().__init__()
        self.public_only = public_only

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        made = partial(_connection, http.client.HTTPConnection, self.public_only)
        return self.do_open(made, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, public_only: bool) -> None:
        super().__init__()
        self.public_only = public_only

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        made = partial(_connection, http.client.HTTPSConnection, self.public_only)
        return self.do_open(made, req)


def _connection(kind: type[http.client.HTTPConnection], public_only: bool, host: str, **more: Any) -> Any:
    """A connection that looks at the address it really reached, before a word is said: a name may be resolved
    differently each time it is asked."""
    connection: Any = kind(host, **more)
    if public_only:
        connection._create_connection = _public_connection
    return connection


def _public_connection(*arguments: Any, **more: Any) -> socket.socket:
    reached = socket.create_connection(*arguments, **more)
    peer = ipaddress.ip_address(reached.getpeername()[0].partition("%")[0])
    peer = getattr(peer, "ipv4_mapped", None) or peer
    if not peer.is_global or peer.is_multicast:
        reached.close()
        raise _PrivateNetwork(str(peer))
    return reached


def _read(answer: http.client.HTTPResponse, address: str) -> bytes:
    began, chunks, size = time.monotonic(), [], 0
    while chunk := answer.read1(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise ImportProblem(f"{address} ist größer als {MOST_BYTES // 1024 // 1024} MB.")
        if time.monotonic() - began > SECONDS:
            raise ImportProblem(f"{address} antwortet zu langsam: nach {SECONDS} Sekunden abgebrochen.")
    return b"".join(chunks)


def _told(address: str, problem: object) -> str:
    if isinstance(problem, _PrivateNetwork):
        return f"{address} führt in ein internes Netz ({problem}). Solche Adressen werden nicht abgerufen."
    if isinstance(problem, TimeoutError):
        return f"{address} antwortet nicht innerhalb von {SECONDS_OF_SILENCE} Sekunden."
    if isinstance(problem, str) and "unknown url type" in problem:
        return f"{address} leitet an eine Adresse weiter, die nicht mit http oder https beginnt."
    return f"{address} ist nicht erreichbar ({problem}). Adresse und Netz prüfen."
