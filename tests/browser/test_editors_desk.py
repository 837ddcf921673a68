"""The editors' calendar days in a browser: axe finds nothing, nothing scrolls sideways, keyboard and no script suffice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.cli.seed_demo import LOGINS, PASSWORD

from .conftest import DESK
from .layout import focused, tab_until
from .looking import look
from .watching import Watched

LIST = "/redaktion/kalendertage"
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def sign_in(visit: Watched) -> Page:
    """To the list by way of the login, as somebody who had bookmarked it."""
    visit.open("/konto/anmelden")
    visit.page.goto(f"{visit.live}{LIST}")
    visit.page.locator("#email").fill(LOGINS[1][0])
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("main button[type=submit]").click()
    visit.page.locator("#jahr").wait_for()
    return visit.page


def test_axe_finds_nothing_on_the_desk(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit)
    assert look(page) == {}
    page.get_by_role("link", name="Neuer Kalendertag").click()
    page.locator("#formular").wait_for()
    assert look(page) == {}
    visit.missing.append(f"{LIST}/neu")
    page.locator("#formular button[type=submit]").click()
    page.locator(".errorsummary").wait_for()
    assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
    assert look(page) == {}
    for path in (LIST, "/en" + LIST):
        page.goto(visit.live + path)
        page.locator("tbody a").first.click()
        page.locator("#formular").wait_for()
        assert look(page) == {}
        page.locator("#formular a.btn--stop").click()
        page.locator(".answers").wait_for()
        assert look(page) == {}
    assert visit.faults() == []


def test_axe_finds_nothing_where_two_versions_meet(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit)
    page.locator("tbody a").first.click()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#note").fill("Schneller.")
    other.locator("#formular button[type=submit]").click()
    other.locator("#jahr").wait_for()
    visit.missing.append(LIST)
    page.locator("#note").fill("Zu spät, mit einemsehrsehrsehrsehrsehrsehrsehrsehrsehrsehrsehrlangen Wort.")
    page.locator("#formular button[type=submit]").click()
    page.locator(".diff").wait_for()
    assert look(page) == {}


def test_a_suggestion_is_confirmed_and_a_day_entered_by_keyboard_without_scripts(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=DESK)
    page = sign_in(visit)
    before = page.locator("form.decide").count()
    page.locator("form.decide button").first.press("Enter")
    page.get_by_text("ist bestätigt und öffentlich").wait_for()
    expect(page.locator("form.decide")).to_have_count(before - 1)
    page.goto(f"{visit.live}{LIST}/neu")
    page.locator("#name").press_sequentially("Tag der Ausbildung")
    page.locator("#first_day").fill("2027-05-12")
    page.locator("#source").press_sequentially("Kammer")
    page.locator("#source").press("Enter")
    page.get_by_text("„Tag der Ausbildung“ ist eingetragen.").wait_for()
    assert visit.faults() == []


def test_everything_on_the_list_is_reached_with_the_tab_key(watched: Opener) -> None:
    page = sign_in(watched(viewport=DESK))
    for wanted in (
        f"a[href='{LIST}/neu']",
        "form.decide button",
        "form.decide a.btn--stop",
        ".desk__nav a",
        "tbody a",
    ):
        tab_until(page, wanted)
