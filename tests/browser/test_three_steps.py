"""From the home page over a search to an offer in three steps: by keyboard alone, on 320 pixels, without script, in two languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import DESK, NARROW
from .layout import focused, open_all, sideways, tab_until
from .watching import Watched

Open = Callable[..., Watched]
VIEWS = pytest.mark.parametrize("view", [DESK, NARROW], ids=["1280", "320"])
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
ROOTS = pytest.mark.parametrize("root", ["", "/en"], ids=["de", "en"])


@ROOTS
@SCRIPTS
@VIEWS
def test_the_three_steps_by_keyboard_alone(
    watched: Open, view: dict[str, int], script: bool, root: str
) -> None:
    visit = watched(viewport=view, java_script_enabled=script)
    page = visit.open(f"{root}/")
    tab_until(page, "input[name=q]", most=25)
    page.keyboard.type("computer")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{root}/suche?q=computer")
    assert page.locator("html").get_attribute("lang") == ("en" if root else "de")
    expect(page.locator("h1")).to_contain_text("computer")
    assert sideways(page) == []
    tab_until(page, "#ergebnisse a")
    title = focused(page)["text"]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{root}/angebote/**")
    assert page.locator("h1").inner_text().strip() == title
    assert sideways(page) == []


@SCRIPTS
def test_the_skip_link_leads_past_the_menu(watched: Open, script: bool) -> None:
    page = watched(viewport=DESK, java_script_enabled=script).open("/")
    page.keyboard.press("Tab")
    first = focused(page)
    assert first["href"] == "#inhalt"
    assert first["shown"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('main')")


@ROOTS
def test_without_script_filters_sorting_and_pages_work(watched: Open, root: str) -> None:
    visit = watched(viewport=NARROW, java_script_enabled=False)
    page = visit.open(f"{root}/suche?q=kurs")
    page.locator("details.facets > summary").click()
    page.locator("input[name=kosten][value=kostenlos]").check()
    page.locator(".facets__apply button").last.click()
    page.wait_for_url("**kosten=kostenlos*")
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip").click()
    page.wait_for_url(f"**{root}/suche?q=kurs")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**seite=2*")
    page.locator(".sort__opt").nth(1).click()
    page.wait_for_url("**sort=*")
    assert "seite" not in page.url


def test_without_script_nothing_is_offered_that_needs_one(watched: Open, offers: dict[str, str]) -> None:
    visit = watched(viewport=DESK, java_script_enabled=False)
    for path in ("/suche", offers["kurs"], "/seniorenuniversitaet"):
        page = visit.open(path)
        expect(page.locator("[data-print]").first).to_be_attached()
        expect(page.locator("[data-print]:visible")).to_have_count(0)


def test_with_script_the_print_buttons_are_there(watched: Open, offers: dict[str, str]) -> None:
    page = watched(viewport=DESK).open(offers["kurs"])
    page.locator("[data-print]:visible").first.wait_for()


def test_the_language_can_be_changed_on_the_way_and_the_search_stays(watched: Open) -> None:
    page = watched(viewport=DESK).open("/suche?q=computer&kosten=kostenlos")
    page.locator("a[hreflang=en]:visible").first.click()
    page.wait_for_url("**/en/suche?q=computer&kosten=kostenlos")
    page.locator("#ergebnisse a").first.click()
    page.wait_for_url("**/en/angebote/**")
    page.locator("a[hreflang=de]:visible").first.click()
    page.wait_for_url(lambda url: "/en/" not in url)
    assert page.locator("html").get_attribute("lang") == "de"


def test_a_dead_end_shows_the_way_out_by_keyboard(watched: Open) -> None:
    page = watched(viewport=NARROW, java_script_enabled=False).open("/suche?q=zzzqqqxxx&art=kurs")
    tab_until(page, ".drop a", most=60)
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?art=kurs")
    expect(page.locator("#ergebnisse a").first).to_be_attached()


def test_the_menu_of_the_phone_opens_by_keyboard_and_leads_on(watched: Open) -> None:
    page = watched(viewport=NARROW).open("/")
    tab_until(page, ".masthead__menu summary", most=6)
    page.keyboard.press("Enter")
    tab_until(page, ".masthead__sheet a[href='/b-punkte']", most=12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/b-punkte")
    open_all(page)
    assert sideways(page) == []
