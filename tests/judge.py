"""The judging client: Flask's test client that looks at every answer. A fault fails the test that saw it.

Pages are judged by tests/html_rules.py, requests by their SQL, cookies and what they leave in the session.
"""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.web.kit import guides, magazine, points, responsible, seals, town, vocabulary
from portal.web.kit.session import SAFE_METHODS
from tests import html_rules
from tests.budgets import BUDGETS

HTML = "text/html"
MAY_SET_COOKIES = ("accounts.", "editorial.", "desk.", "admin.", "public.support_idea")
SHOWN = 12


@dataclass
class Watch:
    """What one request did, seen from inside the application."""

    endpoint: str | None = None
    statements: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class JudgingClient(FlaskClient):
    """A visitor who complains. A test may change `budgets`; `watch` tells about the last request."""

    def __init__(self, application: Flask, *, budgets: dict[str | None, int] | None = None) -> None:
        super().__init__(application, TestResponse, use_cookies=True)
        self.budgets = BUDGETS if budgets is None else budgets
        self.watch = Watch()
        self.may_break = False  # for tests that break something on purpose
        self.host = urlsplit(application.extensions["agora_settings"].base_url).hostname or "localhost"

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """One request; raises AssertionError with everything that is wrong about the answer."""
        __tracebackhide__ = True
        if kwargs.pop("follow_redirects", False):
            return self._follow(self.open(*args, **kwargs))
        self.watch = Watch()
        keep_fresh(self.application)
        with Watching(self.application, self.watch):
            answer = super().open(*args, **kwargs)
        faults = self.watch.faults + self._faults(answer)
        if faults:
            more = f"\n  … and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
            what = (
                f"{answer.request.method} {answer.request.path} ({answer.status_code}, {self.watch.endpoint})"
            )
            raise AssertionError(f"{what}\n  " + "\n  ".join(faults[:SHOWN]) + more)
        return answer

    def _follow(self, answer: TestResponse) -> TestResponse:
        """Each step of a redirect is judged like any other answer."""
        for _step in range(5):
            if not answer.location or not 300 <= answer.status_code < 400:
                break
            answer = self.get(answer.location)
        return answer

    def _faults(self, answer: TestResponse) -> list[str]:
        broken = [f"the portal broke with {answer.status_code}"] if answer.status_code >= 500 else []
        broken = [] if self.may_break else broken
        return [*broken, *self._sql_faults(answer), *self._cookie_faults(answer), *self._page_faults(answer)]

    def _sql_faults(self, answer: TestResponse) -> list[str]:
        # An error page is counted like a page without an endpoint, after what its view had asked until then.
        allowed = self.budgets.get(self.watch.endpoint)
        statements = self.watch.statements
        if allowed is None:
            return [f"no budget for {self.watch.endpoint}, which took {len(statements)}: name one in BUDGETS"]
        if answer.status_code == 404:
            allowed += 1
        if len(statements) <= allowed:
            return []
        return [f"{len(statements)} SQL statements, {allowed} allowed:", *(f"  {one}" for one in statements)]

    def _cookie_faults(self, answer: TestResponse) -> list[str]:
        given = answer.headers.getlist("Set-Cookie")
        if not given or (self.watch.endpoint or "").startswith(MAY_SET_COOKIES):
            return []
        return [f"a cookie for somebody who only reads: {given[0]}"]

    def _page_faults(self, answer: TestResponse) -> list[str]:
        if answer.mimetype != HTML or answer.request.method == "HEAD" or is_redirect(answer):
            return []
        return html_rules.complaints(answer.get_data(as_text=True), self.host)


def is_redirect(answer: TestResponse) -> bool:
    """Werkzeug's own note that a page has moved is for machines."""
    return 300 <= answer.status_code < 400


def keep_fresh(app: Flask) -> None:
    """Reads what the process keeps for a while: a count of statements must not depend on the minute."""
    with app.app_context():
        for read in (vocabulary.catalogue, guides.guides, points.kept, seals.mark, magazine.teasers):
            read()
        shelves = (town, vocabulary, guides, responsible, points, seals, magazine)
        for shelf in (each.shelf() for each in shelves):
            shelf.get()
            shelf.read_at = time.monotonic()


class Watching:
    """Listens to one application for the length of a block."""

    def __init__(self, app: Flask, watch: Watch) -> None:
        self.app, self.watch = app, watch
        with app.app_context():
            self.engine = db.engine

    def __enter__(self) -> None:
        event.listen(self.engine, "before_cursor_execute", self.statement)
        # Flask calls these last first: ours sees the session before the portal commits or rolls it back.
        self.app.after_request_funcs.setdefault(None, []).append(self.answered)

    def __exit__(self, *_problem: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self.statement)
        self.app.after_request_funcs[None].remove(self.answered)

    def statement(self, *arguments: Any) -> None:
        sql = " ".join(str(arguments[2]).split())
        self.watch.statements.append(sql[:160])
        if (
            request
            and request.method in SAFE_METHODS
            and not sql.upper().startswith(("SELECT", "WITH", "PRAGMA"))
        ):
            self.watch.faults.append(f"{request.method} writes: {sql[:160]}")

    def answered(self, response: Response) -> Response:
        self.watch.endpoint = request.endpoint
        if db.session.registry.has() and request.method in SAFE_METHODS:
            open_ = [*db.session.new, *db.session.dirty, *db.session.deleted]
            changed = [one for one in open_ if one not in db.session.dirty or db.session.is_modified(one)]
            self.watch.faults += [
                f"{request.method} leaves a change in the session: {one!r}" for one in changed
            ]
        return response
