"""The printed calendar in a browser: an editor chooses dates by keyboard without scripts, on a phone; axe finds nothing."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .conftest import DESK, NARROW
from .hands import Keys
from .layout import sideways
from .looking import findings
from .test_content_desk import sign_in
from .watching import Watched


def test_an_editor_chooses_dates_by_keyboard_and_takes_them_along(
    new_page: Callable[..., Page], own_live: str
) -> None:
    watched = Watched(new_page(viewport=NARROW, java_script_enabled=False, accept_downloads=True), own_live)
    page = sign_in(watched, "/redaktion/stadtmagazin")
    keys = Keys(page)
    page.locator("tbody a").nth(1).click()
    first = page.locator("input[name=wahl]:not(:checked)").first
    wanted = f"#{first.get_attribute('id')}"
    keys.tick(wanted)
    keys.press("main form#formular button[type=submit]")
    expect(page.locator(f"{wanted}:checked")).to_have_count(1)
    with page.expect_download() as download:
        page.locator("main .linklist a").first.click()
    assert download.value.suggested_filename.endswith(".rtf")


def test_axe_finds_nothing_at_the_magazines_desk(new_page: Callable[..., Page], own_live: str) -> None:
    watched = Watched(new_page(bypass_csp=True, viewport=DESK), own_live)
    sign_in(watched, "/redaktion/stadtmagazin")
    for address in ("/redaktion/stadtmagazin", "/redaktion/stadtmagazin/hinweise/neu"):
        page = watched.open(address)
        assert [*findings(page), *sideways(page)] == [], address
    page = watched.open("/redaktion/stadtmagazin")
    page.locator("tbody a").nth(1).click()
    assert findings(page) == []
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # Playwright's own dict type
    assert sideways(page) == []
