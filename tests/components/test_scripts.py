"""The optional scripts in a real browser, against a small server of its own, under the strict CSP.

Without script everything must work as well; that is tested with the whole portal, in tests/browser.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.web.kit import parts as p

from .contexts import search, zero
from .kitchen import STATIC, environment, site

POLICY = "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
ITEMS = [
    {"label": "Computerkurs ab 60", "kind": "offer", "url": "/angebote/412"},
    {"label": "<b>Computer</b>", "kind": "topic", "url": "/themen/computer"},
]


class Portal(BaseHTTPRequestHandler):
    """Answers a search page that says what it was asked for, suggestions, and static files."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.asked.append(self.path)
        if url.path.startswith("/static/"):
            file = STATIC / url.path.removeprefix("/static/")
            self.answer(file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))
        elif url.path == "/suche":
            self.answer(results(parse_qs(url.query)).encode(), "text/html; charset=utf-8")
        elif url.path == "/vorschlaege":
            none = "xyz" in parse_qs(url.query)["q"][0]
            self.answer(json.dumps({"items": [] if none else ITEMS}).encode(), "application/json")
        else:
            self.answer(f"<!doctype html><title>{url.path}</title>".encode(), "text/html; charset=utf-8")

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Silent: the browser's requests are no news."""


def results(query: dict[str, list[str]]) -> str:
    chosen = ", ".join(f"{name}={'+'.join(values)}" for name, values in sorted(query.items()) if name != "q")
    words = query.get("q", [""])[0]
    if "nichts" in words or query.get("art") == ["frist"]:
        return environment().get_template("public/zero.html").render({**site(), "page": zero()})
    page = replace(
        search(),
        query=words,
        heading=f"Treffer ({chosen})",
        groups=(
            p.FacetGroup(
                "art",
                "Angebotsart",
                True,
                (p.FacetOption("art", "kurs", "Kurs", 3), p.FacetOption("art", "frist", "Frist", 0)),
            ),
        ),
        sorts=(
            p.SortLink("Treffer", "/suche?q=Computer", True),
            p.SortLink("Datum", "/suche?q=Computer&sort=datum"),
        ),
        hidden=(),
    )
    return environment().get_template("public/search.html").render({**site(), "page": page})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(new_page: Any, address: str) -> Iterator[Any]:
    """A page with results for "Computer"; an error in the console fails the test that caused it."""
    tab = new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    problems: list[str] = []
    tab.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.goto(f"{address}/suche?q=Computer")
    Portal.asked.clear()
    yield tab
    assert not [problem for problem in problems if "favicon" not in problem]


def documents() -> list[str]:
    return [path for path in Portal.asked if path.startswith("/suche")]


def test_typing_opens_suggestions_that_are_announced(tab: Any) -> None:
    field = tab.get_by_role("combobox")
    field.fill("Compu")
    tab.get_by_role("listbox", name="Vorschläge").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert tab.get_by_role("option").all_inner_texts()[0].split() == ["Computerkurs", "ab", "60", "Angebot"]
    assert tab.locator(".searchbox [role=status]").inner_text() == "2 Vorschläge"
    assert tab.locator(".suggest b").count() == 0


def test_arrow_keys_choose_and_enter_opens(tab: Any) -> None:
    field = tab.get_by_role("combobox")
    field.fill("Compu")
    tab.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    assert tab.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    field.press("ArrowDown")
    field.press("Enter")
    tab.wait_for_url("**/themen/computer")


def test_escape_closes_and_keeps_what_was_typed(tab: Any) -> None:
    field = tab.get_by_role("combobox")
    field.fill("Compu")
    tab.get_by_role("option").first.wait_for()
    field.press("Escape")
    assert tab.locator(".suggest").is_hidden()
    assert field.input_value() == "Compu"
    assert field.get_attribute("aria-expanded") == "false"


def test_enter_without_a_choice_searches_for_what_was_typed(tab: Any) -> None:
    field = tab.get_by_role("combobox")
    field.fill("Töpfern")
    tab.get_by_role("option").first.wait_for()
    field.press("Enter")
    tab.wait_for_url("**/suche?q=T%C3%B6pfern")


def test_no_suggestion_stays_closed_and_says_so(tab: Any) -> None:
    tab.get_by_role("combobox").fill("xyz")
    tab.locator(".searchbox [role=status]", has_text="Keine Vorschläge").wait_for(state="attached")
    assert tab.locator(".suggest").is_hidden()


def test_filter_refreshes_the_list_in_place(tab: Any) -> None:
    tab.evaluate("window.still = true")
    tab.get_by_role("checkbox", name="Kurs").check()
    tab.get_by_role("button", name="Filter anwenden").first.click()
    tab.get_by_role("heading", level=1, name="Treffer (art=kurs)").wait_for()
    assert tab.evaluate("window.still") is True
    assert tab.url.endswith("/suche?q=Computer&art=kurs")
    assert tab.locator("#ergebnis-meldung").inner_text() == "Treffer (art=kurs)"
    assert tab.evaluate("document.activeElement.tagName") == "H1"
    assert tab.title().startswith("Treffer (art=kurs)")


def test_empty_fields_stay_out_of_the_address(tab: Any) -> None:
    tab.get_by_role("button", name="Filter anwenden").first.click()
    tab.get_by_role("heading", level=1, name="Treffer ()").wait_for()
    assert documents() == ["/suche?q=Computer"]


def test_sort_link_refreshes_in_place_and_back_returns(tab: Any) -> None:
    tab.evaluate("window.still = true")
    tab.get_by_role("link", name="Datum").click()
    tab.get_by_role("heading", level=1, name="Treffer (sort=datum)").wait_for()
    tab.go_back()
    tab.get_by_role("heading", level=1, name="Treffer ()").wait_for()
    assert tab.evaluate("window.still") is True


def test_filter_without_hits_shows_the_way_out(tab: Any) -> None:
    tab.get_by_role("checkbox", name="Frist").check()
    tab.get_by_role("button", name="Filter anwenden").first.click()
    tab.get_by_role("heading", level=1, name="Nichts gefunden, aber fast.").wait_for()
    assert tab.get_by_role("heading", name="Fragen Sie einen Menschen").is_visible()


def test_facet_stays_folded_as_the_reader_left_it(tab: Any) -> None:
    tab.locator("details[data-facet=art] > summary").click()
    tab.get_by_role("link", name="Datum").click()
    tab.get_by_role("heading", level=1, name="Treffer (sort=datum)").wait_for()
    assert tab.locator("details[data-facet=art]").get_attribute("open") is None


def test_link_in_a_new_tab_is_left_alone(tab: Any) -> None:
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="Datum").click(modifiers=["Control"])
    opened.value.close()
    assert tab.url.endswith("/suche?q=Computer")


def test_skip_link_reloads_nothing(tab: Any) -> None:
    tab.evaluate("location.hash = 'inhalt'")
    tab.wait_for_timeout(200)
    assert documents() == []


def test_print_button_appears_and_prints_after_a_refresh_too(tab: Any) -> None:
    tab.evaluate("window.printed = 0; window.print = () => { window.printed += 1; }; null")
    tab.get_by_role("button", name="Liste drucken").click()
    assert tab.evaluate("window.printed") == 1
    tab.get_by_role("link", name="Datum").click()
    tab.get_by_role("heading", level=1, name="Treffer (sort=datum)").wait_for()
    tab.get_by_role("button", name="Liste drucken").click()
    assert tab.evaluate("window.printed") == 2
