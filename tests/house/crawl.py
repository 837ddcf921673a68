"""A patient visitor: follows links from the home page, a few of every sort, and remembers what it met."""

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from portal.web.kit import languages
from tests.judge import JudgingClient

EACH = 4  # pages of a sort: every offer page is made the same way
HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Walk:
    """What a walk met: endpoints with the clicks it took to reach them, and addresses that lead nowhere."""

    clicks: dict[str, int] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    statements: Counter[str] = field(default_factory=Counter)
    pages: int = 0


def walk(client: JudgingClient, start: str = "/", *, each: int = EACH) -> Walk:
    """Follows links breadth first, at most `each` pages of an endpoint; every answer is judged on the way."""
    found, seen, visits = Walk(), {start}, Counter[str]()
    adapter = client.application.url_map.bind(client.host)
    waiting = deque([(start, 0, "")])
    while waiting:
        path, clicks, origin = waiting.popleft()
        endpoint = endpoint_of(adapter, path)
        if endpoint is None:
            found.dead.append(f"{origin} links to {path}")
        if endpoint is None or visits[endpoint] >= each:
            continue
        visits[endpoint] += 1
        answer = client.get(path)
        found.pages += 1
        found.clicks.setdefault(endpoint, clicks)
        found.statements[endpoint] = max(found.statements[endpoint], len(client.watch.statements))
        if answer.status_code >= 400:
            found.dead.append(f"{origin} links to {path}, which answers {answer.status_code}")
        for link in (
            links(answer.get_data(as_text=True), path, client.host) if answer.mimetype == "text/html" else ()
        ):
            if link not in seen:
                seen.add(link)
                waiting.append((link, clicks + 1, path))
    return found


def links(html: str, path: str, host: str) -> list[str]:
    """Addresses of this portal that a page links to, as paths with their query."""
    base = f"http://{host}{path}"
    found = []
    for element in html5lib.parse(html).iter(HTML + "a"):
        address = urlsplit(urldefrag(urljoin(base, element.get("href") or "")).url)
        if address.scheme in ("http", "https") and address.hostname == host:
            found.append(address.path + (f"?{address.query}" if address.query else ""))
    return found


def endpoint_of(adapter: MapAdapter, path: str) -> str | None:
    """The endpoint behind a path of any language; None when there is none."""
    bare = path.partition("?")[0]
    for locale in languages.LOCALES:
        if bare == f"/{locale}" or bare.startswith(f"/{locale}/"):
            bare = bare[len(locale) + 1 :] or "/"
    try:
        endpoint, _values = adapter.match(bare, method="GET")
    except RequestRedirect as moved:
        return endpoint_of(adapter, urlsplit(moved.new_url).path)
    except HTTPException:
        return None
    return str(endpoint)


def pages_of(app: Flask) -> set[str]:
    """The endpoints that a browser can open."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
