"""The school year with four hundred entries in a real browser: axe, keyboard, 320 px, paper, and without any script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tests.factories.offers import NOW
from tests.fixtures.browsers import PageMaker, serving
from tests.web.careers_hall import MANY, build

from .conftest import DESK, NARROW
from .layout import clipped, open_all, sideways, tab_until
from .looking import look
from .watching import Watched

PATH = "/berufswahlkalender"
WIDTH_OF_A4 = {"width": 688, "height": 1000}  # between the margins of print.css, at 96 dots an inch
Open = Callable[..., Watched]


@pytest.fixture(scope="module")
def full_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a portal with a full school year, on a Monday in November."""
    with time_machine.travel(NOW, tick=True):
        app = build(tmp_path_factory.mktemp("careers-live"))
        with serving(app) as address:
            yield address


@pytest.fixture
def visit(new_page: PageMaker, full_live: str) -> Iterator[Open]:
    opened: list[Watched] = []

    def open_page(**options: Any) -> Watched:
        opened.append(Watched(new_page(**{"viewport": DESK, **options}), full_live))
        return opened[-1]

    yield open_page
    assert [fault for one in opened for fault in one.faults()] == []


@pytest.mark.parametrize("query", ["", "?ansicht=liste", "?klasse=9&zeigen=fristen&farbe=rot"])
def test_axe_finds_nothing(visit: Open, query: str) -> None:
    page = visit(bypass_csp=True).open(PATH + query)
    assert look(page) == {}


def test_the_whole_year_is_there(visit: Open) -> None:
    page = visit().open(PATH)
    expect(page.locator(".year__month .yentry").nth(MANY)).to_be_attached()
    expect(page.locator(".minigrid")).to_have_count(12)


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("query", ["", "?ansicht=liste&klasse=9&schuljahr=quatsch"])
def test_nothing_scrolls_sideways_or_is_cut_on_the_smallest_phone(visit: Open, root: str, query: str) -> None:
    page = visit(viewport=NARROW).open(root + PATH + query)
    for is_open in (False, True):
        open_all(page, is_open=is_open)
        assert sideways(page) == []
        assert clipped(page) == []


def test_the_keyboard_reaches_filter_month_and_entry(visit: Open) -> None:
    page = visit().open(PATH)
    tab_until(page, ".picks > summary")
    page.keyboard.press("Enter")
    tab_until(page, "input[name=klasse][value='9']", most=20)
    page.keyboard.press("Space")
    tab_until(page, ".year__filters button[type=submit]", most=60)
    page.keyboard.press("Enter")
    page.wait_for_url("**klasse=9**")
    tab_until(page, "a[href='#m-2027-01']", most=120)
    page.keyboard.press("Enter")
    page.wait_for_url("**#m-2027-01")
    tab_until(page, "#m-2027-01 .yentry__title a", most=3)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_link_to_a_month_that_is_over_opens_it(visit: Open, has_script: bool) -> None:
    page = visit(java_script_enabled=has_script).open(PATH)
    month = page.locator("#m-2026-09")
    expect(month).not_to_be_visible()
    page.locator(".months a[href='#m-2026-09']").click()
    expect(month.locator(".yentry").first).to_be_in_viewport()


def test_a_past_month_can_be_opened_from_elsewhere(visit: Open) -> None:
    page = visit().open(f"{PATH}#m-2026-08")
    expect(page.locator("#m-2026-08 .yentry").first).to_be_in_viewport()


def test_the_present_month_is_the_first_that_stands_open(visit: Open) -> None:
    page = visit(viewport=NARROW).open(PATH)
    opened = page.locator(".year__month[id]:visible").first
    expect(opened).to_have_attribute("id", "m-2026-11")


def test_it_works_without_a_script(visit: Open) -> None:
    page = visit(java_script_enabled=False).open(PATH)
    page.locator(".picks > summary").first.click()
    page.locator("input[name=klasse][value='9']").check()
    page.locator("input[name=zeigen][value=zeitraeume]").uncheck()
    page.locator(".year__filters button[type=submit]").click()
    expect(page.locator(".chip")).to_have_count(2)
    page.locator(".year__bar a", has_text="Liste").click()
    page.wait_for_url("**ansicht=liste*")
    expect(page.locator(".chip")).to_have_count(2)
    page.locator(".year__switch a", has_text="2027/28").click()
    page.wait_for_url("**schuljahr=2027-28*")
    expect(page.locator(".chip")).to_have_count(2)


def test_a_row_is_one_target_tile_and_all(visit: Open) -> None:
    page = visit().open(PATH)
    row = page.locator("#m-2026-12 .yentry--event").first
    row.scroll_into_view_if_needed()
    row.click(position={"x": 12, "y": 30})
    page.wait_for_url("**/angebote/**")


def on_paper(page: Page) -> None:
    page.set_viewport_size(WIDTH_OF_A4)  # type: ignore[arg-type]  # Playwright's own dict type
    page.emulate_media(media="print")


def test_paper_shows_the_list_with_the_filter_in_words(visit: Open) -> None:
    page = visit().open(f"{PATH}?klasse=9&zeigen=fristen")
    on_paper(page)
    head = page.locator(".year > .print-only").inner_text()
    assert head.startswith("Auswahl: Klasse 9, nur Fristen. Stand: 23. November 2026.")
    assert "/berufswahlkalender?klasse=9&zeigen=fristen" in head
    gone = (
        ".masthead__nav",
        ".year__filters",
        ".chips",
        ".year__next",
        ".months",
        ".minigrid",
        ".btn",
        ".year__bar .sort",
    )
    for name in gone:
        expect(page.locator(f"{name}:visible")).to_have_count(0)
    expect(page.locator(".yentry--deadline:visible").first).to_be_attached()
    expect(page.locator(".yearband")).to_be_visible()
    expect(page.locator("#m-2026-08 .yentry--deadline").first).to_be_visible()


def test_rows_are_not_torn_on_paper(visit: Open) -> None:
    page = visit().open(PATH)
    on_paper(page)
    torn = page.evaluate(
        "() => [...document.querySelectorAll('.yentry')].filter((one) => getComputedStyle(one).breakInside !== 'avoid').length"
    )
    assert torn == 0
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
