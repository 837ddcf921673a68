"""Curating in a browser: axe finds nothing, nothing scrolls sideways, and a themed page is made by keyboard without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.cli.seed_demo import LOGINS, PASSWORD

from .conftest import DESK
from .layout import focused, tab_until
from .looking import look
from .watching import Watched

COLLECTIONS, PAGES = "/redaktion/themenseiten", "/redaktion/seiten"
TERMS, REPORTS = "/redaktion/begriffe", "/redaktion/meldungen"
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def sign_in(visit: Watched, address: str) -> Page:
    """To a page of the desk by way of the login."""
    visit.open("/konto/anmelden")
    visit.page.goto(f"{visit.live}{address}")
    visit.page.locator("#email").fill(LOGINS[1][0])
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("main button[type=submit]").first.click()
    visit.page.locator(".desk__main h1").wait_for()
    return visit.page


def clean(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".desk__main h1").wait_for()
    assert look(page) == {}, address


def test_axe_finds_nothing_where_collections_are_made(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, COLLECTIONS)
    assert look(page) == {}
    for path in (
        f"{COLLECTIONS}/1",
        f"/en{COLLECTIONS}/2",
        f"{COLLECTIONS}/1/fassungen",
        f"{COLLECTIONS}/1/loeschen",
    ):
        clean(page, visit.live + path)
    page.goto(f"{visit.live}{COLLECTIONS}/1")
    page.locator("#summary").fill("Neu gesagt.")
    page.locator(".savebar button").click()
    page.get_by_text("ist gespeichert").wait_for()
    clean(page, f"{visit.live}{COLLECTIONS}/1/fassungen/1")
    visit.missing.append(f"{COLLECTIONS}/neu")
    page.goto(f"{visit.live}{COLLECTIONS}/neu")
    page.locator(".savebar button").click()
    page.locator(".errorsummary").wait_for()
    assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
    assert look(page) == {}
    page.locator("#source-1").check()
    page.locator("#woerter").fill("yoga")
    page.locator("#woerter").press("Enter")
    page.locator("input[name=dazu]").first.wait_for()
    assert look(page) == {}
    assert visit.faults() == []


@pytest.mark.parametrize(
    "path",
    [PAGES, f"{PAGES}/datenschutz/de", f"/en{PAGES}/impressum/en", TERMS, f"{TERMS}?liste=synonyme", f"/en{TERMS}/neu/themen",
     REPORTS, "/themen/energie-sparen", "/en/themen/deutsch-lernen", "/themen/sommer-voller-ideen"],
)  # fmt: skip
def test_axe_finds_nothing_on_lists_forms_and_themes(watched: Opener, path: str) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, COLLECTIONS)
    page.goto(visit.live + path)
    page.locator("h1").wait_for()
    assert look(page) == {}
    assert visit.faults() == []


def test_a_synonym_is_looked_at_and_saved_and_both_pages_are_clean(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, f"{TERMS}/neu/synonyme")
    page.locator("#label").fill("Häkeln")
    page.locator("#synonyms").fill("Amigurumi")
    page.locator(".savebar button").click()
    page.get_by_role("heading", name="Das bewirkt die Änderung").wait_for()
    assert focused(page)["id"] == "wirkung"
    assert look(page) == {}
    page.get_by_role("button", name="So speichern").click()
    page.get_by_text("ist gespeichert").wait_for()
    assert visit.faults() == []


def test_a_report_is_made_and_answered(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = visit.open("/feedback?angebot=1")
    page.locator("#message").fill("Falscher Tag.")
    page.locator("#email").fill("wer@demo.example")
    page.wait_for_timeout(2200)
    page.locator("#formular button").last.click()
    page.get_by_role("heading", name="Danke für Ihre Nachricht").wait_for()
    page = sign_in(visit, REPORTS)
    assert look(page) == {}
    page.locator(".queue a").first.click()
    page.locator("#answer").wait_for()
    assert look(page) == {}
    page.locator("#answer").fill("Danke, es ist berichtigt.")
    page.locator(".savebar button").click()
    page.get_by_text("Die Antwort ist unterwegs").wait_for()


def test_a_theme_is_picked_ordered_and_published_by_keyboard_without_scripts(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=DESK)
    page = sign_in(visit, f"{COLLECTIONS}/neu")
    page.locator("#title").press_sequentially("Beweglich bleiben")
    page.locator("#source-1").press("Space")
    page.locator("#woerter").press_sequentially("yoga")
    page.locator("#woerter").press("Enter")
    boxes = page.locator("input[name=dazu]")
    boxes.first.wait_for()
    boxes.nth(0).press("Space")
    boxes.nth(1).press("Space")
    page.get_by_role("button", name="Angekreuzte dazunehmen").press("Enter")
    titles = page.locator(".picked__what b")
    titles.first.wait_for()
    first, second = titles.nth(0).inner_text(), titles.nth(1).inner_text()
    page.get_by_role("button", name="Tiefer").first.press("Enter")
    page.get_by_text(first).first.wait_for()
    expect(titles.nth(0)).to_have_text(second)
    expect(titles.nth(1)).to_have_text(first)
    page.get_by_role("button", name="Entwurf speichern").press("Enter")
    page.get_by_text("ist als Entwurf gespeichert").wait_for()
    page.get_by_role("button", name="Veröffentlichen").press("Enter")
    page.get_by_text("ist öffentlich").wait_for()
    page.goto(f"{visit.live}/themen/beweglich-bleiben")
    expect(page.locator(".entry__title")).to_have_text([second, first])
    assert visit.faults() == []


def test_everything_on_the_form_is_reached_with_the_tab_key(watched: Opener) -> None:
    page = sign_in(watched(viewport=DESK), f"{COLLECTIONS}/1")
    for wanted in (
        "#title",
        "#query",
        "button[value^='up-']",
        "button[value='find']",
        "#first_day",
        ".savebar .btn",
    ):
        tab_until(page, wanted)
