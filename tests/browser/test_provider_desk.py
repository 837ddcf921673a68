"""The providers' desk in a browser: axe finds nothing, nothing scrolls sideways, keyboard and no script suffice, nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.cli.seed_demo import LOGINS, PASSWORD

from .conftest import DESK, PHONE
from .layout import focused, tab_until
from .looking import look
from .watching import Watched

LIST, NEW = "/anbieterbereich/", "/anbieterbereich/angebote/neu"
SMALL = ("termine", "plaetze", "verlauf", "kopieren", "zurueckziehen", "naechstes-semester", "vorschau")
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def sign_in(visit: Watched, email: str = LOGINS[0][0]) -> Page:
    visit.open("/konto/anmelden")
    visit.page.locator("#email").fill(email)
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("main button[type=submit]").click()
    visit.page.wait_for_load_state()
    visit.page.goto(f"{visit.live}{LIST}")
    visit.page.locator("tbody").wait_for()
    return visit.page


def first_with_dates(page: Page) -> str:
    """The address of the first offer of the list that has a date to come."""
    link = page.locator("tbody tr", has=page.get_by_role("link", name="Termine")).first
    return str(link.locator("th a").get_attribute("href"))


def test_axe_finds_nothing_on_list_and_form(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit)
    assert look(page) == {}
    offer = first_with_dates(page)
    page.goto(visit.live + offer)
    assert look(page) == {}
    visit.missing.append(NEW)
    page.goto(visit.live + NEW)
    page.locator("#title").fill("Löten und Messen")
    page.locator("#price").fill("viel")
    page.locator("#runs-0-dates-0-start").fill("18:00")
    page.locator(".savebar button").first.click()
    page.locator(".errorsummary").wait_for()
    assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
    assert look(page) == {}


def test_axe_finds_nothing_on_the_small_pages(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit)
    offer = first_with_dates(page)
    for path in SMALL:
        page.goto(f"{visit.live}{offer}/{path}")
        assert (path, look(page)) == (path, {})
    page.goto(f"{visit.live}{offer}/termine")
    page.get_by_role("link", name="Verlegen").first.click()
    page.locator("#formular").wait_for()
    assert look(page) == {}
    page.goto(f"{visit.live}/en{offer}")
    assert look(page) == {}
    assert visit.faults() == []


def test_axe_finds_nothing_where_two_versions_meet(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit)
    offer = first_with_dates(page)
    page.goto(visit.live + offer)
    other = page.context.new_page()
    other.goto(visit.live + offer)
    other.locator("#summary").fill("Schneller gespeichert.")
    other.locator(".savebar button").nth(1).click()
    other.locator(".notice--ok").wait_for()
    visit.missing.append(offer)
    page.locator("#summary").fill(
        "Zu spät, mit einemsehrsehrsehrsehrsehrsehrsehrsehrsehrsehrsehrlangen Wort."
    )
    page.locator(".savebar button").nth(1).click()
    page.locator("#vereinen").wait_for()
    assert look(page) == {}
    page.get_by_role("radio", name="Das haben Sie geschrieben").check()
    page.locator("#vereinen button").click()
    page.locator("#summary").wait_for()
    expect(page.locator("#summary")).to_have_value(re.compile("^Zu spät"))


def test_an_offer_is_entered_by_keyboard_on_a_phone_without_scripts(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=PHONE)
    page = sign_in(visit)
    page.goto(visit.live + NEW)
    page.locator("#title").press_sequentially("Löten und Messen")
    page.locator("#kind-6").press("Space")
    page.locator("#summary").press_sequentially("Sie löten eine Lampe.")
    page.locator("#life_phase-3").press("Space")
    page.locator("#topic summary").first.press("Enter")
    page.locator("#topic input").first.press("Space")
    series = "#runs-0-series-"
    page.locator(f"{series}first").fill("2027-01-12")
    page.locator(f"{series}start").fill("18:00")
    page.locator(f"{series}end").fill("19:30")
    page.locator(f"{series}until").fill("2027-02-23")
    page.get_by_role("button", name="Termine vorschlagen").press("Enter")
    page.get_by_text("Ergibt 6 Termine.").wait_for()
    page.locator("#price").press_sequentially("24,50")
    page.locator("#place").select_option(index=1)
    page.get_by_role("button", name="Zur Prüfung einreichen").press("Enter")
    page.get_by_text("„Löten und Messen“: Eingereicht.").wait_for()
    expect(page.locator("tbody tr", has_text="Löten und Messen")).to_have_count(1)
    assert visit.faults() == []


def test_enter_in_a_field_saves_and_removes_nothing(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=DESK)
    page = sign_in(visit)
    page.goto(visit.live + NEW)
    page.locator("#runs-0-dates-0-day").fill("2027-01-12")
    page.locator("#title").press_sequentially("Mit der Eingabetaste")
    page.locator("#title").press("Enter")
    page.get_by_text("Als Entwurf gespeichert.").wait_for()
    expect(page.locator("#runs-0-dates-0-day")).to_have_value("2027-01-12")


def test_what_is_typed_is_kept_while_one_types_and_a_closed_tab_loses_nothing(watched: Opener) -> None:
    visit = watched(viewport=DESK)
    page = sign_in(visit)
    page.goto(visit.live + NEW)
    page.locator("#title").press_sequentially("Noch nicht fertig")
    page.locator("[data-saved]", has_text="Zwischengespeichert um").wait_for()
    again = page.context.new_page()
    page.close()
    again.goto(visit.live + NEW)
    again.get_by_text("Ihre Eingaben sind noch da").wait_for()
    expect(again.locator("#title")).to_have_value("Noch nicht fertig")


def test_letters_are_counted_and_several_days_unfold(watched: Opener) -> None:
    visit = watched(viewport=DESK)
    page = sign_in(visit)
    page.goto(visit.live + NEW)
    page.locator("#summary").press_sequentially("Zehn Zeich")
    page.get_by_text("Noch 290 Zeichen").wait_for()
    expect(page.locator("#runs-0-dates-0-last")).not_to_be_visible()
    page.locator("#runs-0-several").check()
    expect(page.locator("#runs-0-dates-0-last")).to_be_visible()
    assert visit.faults() == []


def test_everything_of_the_form_is_reached_with_the_tab_key(watched: Opener) -> None:
    page = sign_in(watched(viewport=DESK))
    page.goto(page.url + "angebote/neu")
    for wanted in (
        "#title",
        "#summary",
        "#runs-0-dates-0-day",
        "#price",
        "#place",
        ".savebar button",
        ".formnav a",
    ):
        tab_until(page, wanted)
