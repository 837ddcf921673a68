"""What scripts add: suggestions as a combobox, results in place with address, focus and the back button right."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import DESK
from .layout import focused
from .watching import Watched

Open = Callable[..., Watched]
MARK = "() => { window.agoraMark = 'the same page'; }"
IS_MARKED = "() => window.agoraMark === 'the same page'"


def typed(page: Page, words: str) -> None:
    page.locator("#q").press_sequentially(words)
    page.locator("[role=option]").first.wait_for()


@pytest.mark.parametrize("root", ["", "/en"], ids=["de", "en"])
def test_suggestions_are_a_combobox_by_keyboard(watched: Open, root: str) -> None:
    page = watched(viewport=DESK).open(f"{root}/")
    box = page.locator("#q")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    typed(page, "deut")
    expect(box).to_have_attribute("aria-expanded", "true")
    listed = page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(listed).to_have_attribute("role", "listbox")
    assert listed.get_attribute("aria-label")
    count = page.locator("[role=option]").count()
    assert str(count) in page.locator("form[role=search] [role=status]").first.inner_text() or count == 1
    assert box.get_attribute("aria-activedescendant") is None, "nothing is chosen for the visitor"
    page.keyboard.press("ArrowDown")
    first = page.locator("[role=option]").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[role=option]").last).to_have_attribute("aria-selected", "true")
    assert focused(page)["id"] == "q", "the focus stays in the field"
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("deut")


@pytest.mark.parametrize("root", ["", "/en"], ids=["de", "en"])
def test_a_chosen_suggestion_opens_and_keeps_the_language(watched: Open, root: str) -> None:
    page = watched(viewport=DESK).open(f"{root}/")
    typed(page, "deut")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(
        lambda address: "/angebote/" in address or "/themen/" in address or "/anbieter/" in address
    )
    assert page.locator("html").get_attribute("lang") == ("en" if root else "de")


def test_enter_without_a_choice_searches_what_was_typed(watched: Open) -> None:
    page = watched(viewport=DESK).open("/")
    typed(page, "deut")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=deut")


def test_kinds_of_suggestions_are_named_in_the_language(watched: Open) -> None:
    visit = watched(viewport=DESK)
    typed(visit.open("/"), "sprach")
    words = set(visit.page.locator(".suggest__kind").all_inner_texts())
    assert words
    assert not words & {"offer", "topic", "institution", "place"}


def test_a_failing_suggestion_leaves_the_search_as_it_was(watched: Open) -> None:
    visit = watched(viewport=DESK)
    visit.missing.append("/vorschlaege")
    visit.page.route("**/vorschlaege*", lambda route: route.abort())
    page = visit.open("/")
    page.locator("#q").press_sequentially("computer")
    page.wait_for_timeout(400)
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=computer")


def results(watched: Open, path: str = "/suche?q=kurs") -> tuple[Watched, Page]:
    visit = watched(viewport=DESK)
    page = visit.open(path)
    page.evaluate(MARK)
    return visit, page


def test_filters_refresh_in_place_and_the_address_follows(watched: Open) -> None:
    _visit, page = results(watched)
    before = page.locator("h1").inner_text()
    page.locator("input[name=kosten][value=kostenlos]").check()
    page.locator(".facets__apply button:visible").first.click()
    page.wait_for_url("**/suche?q=kurs&kosten=kostenlos")
    expect(page.locator("h1")).not_to_have_text(before)
    assert page.evaluate(IS_MARKED), "no new page was loaded"
    assert focused(page)["tag"] == "H1", "the reader is taken to the new list"
    expect(page.locator("#ergebnis-meldung")).to_have_text(page.locator("h1").inner_text())
    expect(page.locator(".chip")).to_have_count(1)
    assert page.title().startswith(page.locator("h1").inner_text())


def test_a_slip_put_right_is_told_in_place_and_the_box_follows_the_link(watched: Open) -> None:
    _visit, page = results(watched, "/suche?q=Volkshochschle")
    page.locator(".sort__opt").nth(1).click()
    page.wait_for_url("**/suche?q=Volkshochschle&sort=*")
    expect(page.locator("#gemeint")).to_have_text("Gezeigt werden Treffer für „Volkshochschule“.")
    expect(page.locator("h1")).to_have_accessible_description("Gezeigt werden Treffer für „Volkshochschule“.")
    page.locator("#gemeint a").click()
    page.wait_for_url("**/suche?q=Volkshochschule&sort=*")
    expect(page.locator("#gemeint")).to_have_count(0)
    expect(page.locator("#q")).to_have_value("Volkshochschule")
    assert page.evaluate(IS_MARKED), "no new page was loaded"


def test_what_was_unfolded_stays_unfolded(watched: Open) -> None:
    _visit, page = results(watched)
    folded = page.locator("details[data-facet]:not([open])").first
    name = folded.get_attribute("data-facet")
    folded.locator("summary").first.click()
    page.locator("input[name=kosten][value=kostenlos]").check()
    page.locator(".facets__apply button:visible").first.click()
    page.wait_for_url("**kosten=kostenlos*")
    expect(page.locator(f"details[data-facet={name}]")).to_have_attribute("open", "")


def test_the_back_button_brings_back_list_and_ticks(watched: Open) -> None:
    _visit, page = results(watched)
    before = page.locator("h1").inner_text()
    page.locator("input[name=kosten][value=kostenlos]").check()
    page.locator(".facets__apply button:visible").first.click()
    page.wait_for_url("**kosten=kostenlos*")
    page.locator(".sort__opt").last.click()
    page.wait_for_url("**sort=*")
    page.go_back()
    page.wait_for_url("**/suche?q=kurs&kosten=kostenlos")
    expect(page.locator("input[name=kosten][value=kostenlos]")).to_be_checked()
    page.go_back()
    page.wait_for_url("**/suche?q=kurs")
    expect(page.locator("h1")).to_have_text(before)
    expect(page.locator("input[name=kosten][value=kostenlos]")).not_to_be_checked()
    page.go_forward()
    page.wait_for_url("**kosten=kostenlos*")
    expect(page.locator("input[name=kosten][value=kostenlos]")).to_be_checked()
    assert page.evaluate(IS_MARKED)


def test_pages_and_chips_work_in_place(watched: Open) -> None:
    _visit, page = results(watched, "/suche?art=kurs")
    first = page.locator("#ergebnisse a").first.get_attribute("href")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/suche?art=kurs&seite=2")
    expect(page.locator("#ergebnisse a").first).not_to_have_attribute("href", first or "")
    expect(page.locator("#ergebnisse")).to_have_attribute("start", "21")
    page.locator(".chip").click()
    page.wait_for_url(lambda address: address.endswith("/suche"))
    assert page.evaluate(IS_MARKED)


def test_from_an_offer_back_to_the_same_list(watched: Open) -> None:
    _visit, page = results(watched)
    page.locator(".sort__opt").last.click()
    page.wait_for_url("**sort=*")
    shown = page.locator("#ergebnisse a").first.get_attribute("href") or ""
    page.locator("#ergebnisse a").first.click()
    page.wait_for_url("**/angebote/**")
    page.go_back()
    page.wait_for_url("**sort=*")
    expect(page.locator("#ergebnisse a").first).to_have_attribute("href", shown)


def test_when_the_refresh_fails_the_page_is_loaded_as_without_script(watched: Open) -> None:
    visit, page = results(watched)
    visit.missing.append("/suche")

    def refuse(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    page.route("**/suche?*", refuse)
    page.locator("input[name=kosten][value=kostenlos]").check()
    page.locator(".facets__apply button:visible").first.click()
    page.wait_for_url("**/suche?q=kurs&kosten=kostenlos")
    expect(page.locator("input[name=kosten][value=kostenlos]")).to_be_checked()
    assert not page.evaluate(IS_MARKED)


def test_a_filter_that_finds_nothing_shows_the_way_out_in_place(watched: Open) -> None:
    _visit, page = results(watched, "/suche?art=vortrag")
    page.locator("#von").fill("2999-01-01")
    page.locator(".facets__apply button:visible").first.click()
    page.wait_for_url("**von=2999-01-01*")
    expect(page.locator("#ergebnisse")).to_have_count(0)
    assert page.evaluate(IS_MARKED)
    assert focused(page)["tag"] == "H1"
    page.locator(".drop a").first.click()
    page.wait_for_url(lambda address: "von=" not in address)
    expect(page.locator("#ergebnisse a").first).to_be_visible()
