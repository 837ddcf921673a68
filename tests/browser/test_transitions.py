"""Guides in a browser: a parent with a small phone and no scripts walks from the Lebenslinie to a search; an editor adds a step and
a question by keyboard and takes both back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.cli.seed_demo import LOGINS, PASSWORD
from tests.fixtures.browsers import PageMaker

from .conftest import DESK, NARROW
from .hands import Keys
from .layout import clipped, focused, sideways
from .looking import findings
from .watching import Watched

DESK_LIST = "/redaktion/uebergaenge"


def test_a_parent_walks_from_the_line_to_a_search_at_320_px_without_scripts(
    watched: Callable[..., Watched],
) -> None:
    visit = watched(java_script_enabled=False, viewport=NARROW)
    page = visit.open("/")
    page.get_by_role("link", name="Wie gelingt der Schulstart?").click()
    expect(page.locator("h1")).to_have_text("Wie gelingt der Schulstart?")
    expect(page.locator(".way__due time").first).to_be_attached()
    assert (sideways(page), clipped(page)) == ([], [])
    page.get_by_role("link", name="Wegweiser: ein paar Fragen").click()
    page.get_by_role("button", name="Weiter").click()
    page.locator(".errorsummary").wait_for()
    page.get_by_label("5 oder 6 Jahre, noch in der Kita").check()
    page.get_by_role("button", name="Weiter").click()
    page.get_by_text("Wobei möchten Sie Hilfe?").wait_for()
    page.go_back()
    page.get_by_text("Wie alt ist Ihr Kind?").wait_for()
    page.go_forward()
    page.get_by_label("Bei der Anmeldung in der Schule").check()
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("heading", name="Das passt zu Ihnen").wait_for()
    assert (sideways(page), clipped(page)) == ([], [])
    expect(page.locator(".helpbox a[href^='tel:']").first).to_be_attached()
    page.locator(".listing__all a").click()
    page.locator("h1").wait_for()
    page.wait_for_url("**/suche?*thema=schulstart*")
    expect(page.locator(".entry").first).to_be_attached()


def test_axe_finds_nothing_in_a_wayfinder_that_complains(watched: Callable[..., Watched]) -> None:
    visit = watched(bypass_csp=True, viewport=NARROW, color_scheme="dark")
    page = visit.open("/uebergaenge/nach-dem-beruf/wegweiser?frage=lust")
    page.locator(".errorsummary").wait_for()
    assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
    assert [*findings(page), *sideways(page), *clipped(page)] == []


def sign_in(hands: Keys, visit: Watched) -> None:
    visit.open("/konto/anmelden")
    hands.fill("#email", LOGINS[1][0])
    hands.fill("#password", PASSWORD)
    hands.press("main form button[type=submit]")


def clean(page: Page) -> None:
    assert [*findings(page), *sideways(page), *clipped(page)] == [], page.url


def test_an_editor_adds_a_step_and_a_question_by_keyboard_and_takes_them_back(
    new_page: PageMaker, own_live: str
) -> None:
    visit = Watched(new_page(bypass_csp=True, viewport=DESK), own_live)
    page, hands = visit.page, Keys(visit.page)
    sign_in(hands, visit)
    visit.open(DESK_LIST)
    clean(page)
    hands.press("a:has-text('Zurück in den Beruf')")
    clean(page)
    steps = page.locator("ol[aria-labelledby=schritte] > li")
    questions = page.locator("ol[aria-labelledby=fragen] > li")
    before = (steps.count(), questions.count())
    hands.press("a:has-text('Neuer Schritt')")
    hands.fill("#when", "Nach einem Jahr")
    hands.fill("#title", "Zurückschauen")
    hands.fill("#query", "bewerbung")
    hands.press("button:has-text('Suchen ausprobieren')")
    expect(page.locator("#title")).to_have_value("Zurückschauen")
    clean(page)
    hands.press(".savebar button[value=save]")
    page.get_by_text("Schritt „Zurückschauen“ ist gespeichert.").wait_for()
    expect(steps).to_have_count(before[0] + 1)
    hands.press("ol[aria-labelledby=schritte] > li:last-child button[value=up]")
    expect(steps.nth(before[0] - 1)).to_contain_text("Zurückschauen")
    hands.press("a:has-text('Neue Frage')")
    hands.fill("#text", "Wie soll es weitergehen?")
    hands.fill("#plain", "Was möchten Sie jetzt?")
    hands.fill("#answer_1_text", "Mit einem Kurs")
    hands.fill("#answer_1_query", "art=kurs")
    visit.missing.append("/fragen/neu")
    hands.press(".savebar button[value=save]")
    expect(page.locator(".errorsummary")).to_contain_text("zwei bis acht Antworten")
    clean(page)
    hands.fill("#answer_2_text", "Mit einem Gespräch")
    hands.pick("#answer_2_focus", "Beruf")
    hands.press(".savebar button[value=save]")
    page.get_by_text("Frage „Wie soll es weitergehen?“ ist gespeichert.").wait_for()
    expect(questions).to_have_count(before[1] + 1)
    hands.press("a:has-text('Frühere Fassungen')")
    hands.press(".journal li:last-child a")
    clean(page)
    hands.press("button:has-text('Diese Fassung wiederherstellen')")
    page.get_by_text("gilt wieder").wait_for()
    expect(steps).to_have_count(before[0])
    expect(questions).to_have_count(before[1])
    assert visit.faults() == []
