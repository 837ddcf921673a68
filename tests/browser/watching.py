"""A page that is watched: what it requests, what it complains about, which cookies it is given."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

QUIET = ("about:", "data:", "blob:")


class Watched:
    """Collects what a visitor would not see. `missing` names failures that a test provokes on purpose."""

    def __init__(self, page: Page, live: str) -> None:
        self.page, self.live = page, live
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.missing: list[str] = []
        self.may_sign_in = False
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", lambda problem: self.complaints.append(f"script: {problem}"))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(QUIET) and urlsplit(request.url).netloc != urlsplit(self.live).netloc:
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def open(self, path: str, *, status: int = 200) -> Page:
        """Go to a path of the portal and wait until it is there; its status is part of the promise."""
        if status >= 400:
            self.missing.append(path)
        self.may_sign_in |= "/konto" in path
        answer = self.page.goto(self.live + path, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{answer.status} for {path}"
        return self.page

    def faults(self) -> list[str]:
        """Everything that broke a promise: other hosts asked, complaints of the browser, cookies."""
        said = [text for text in self.complaints if not any(path in text for path in self.missing)]
        cookies = [f"cookie {cookie.get('name')}" for cookie in self.page.context.cookies()]
        return [f"asked {url}" for url in self.foreign] + said + ([] if self.may_sign_in else cookies)
