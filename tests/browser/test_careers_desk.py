"""The calendar's next school year in a browser: an editor rolls it over by keyboard without scripts, a visitor sees what is not
confirmed yet, a pupil follows the checklist to a date at 320 px; axe finds nothing on the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESK, NARROW
from .layout import sideways, tab_until
from .looking import look
from .test_content_desk import sign_in
from .watching import Watched

ROLL, LINES = "/redaktion/kalender-fortschreiben", "/redaktion/checkliste"
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def title_of(page: Page, at: int) -> str:
    return page.locator(".seen b[id^='v-']").nth(at).inner_text()


def press(page: Page, at: int, label: str) -> None:
    """The button of one proposal, by keyboard."""
    button = page.locator(".seen").nth(at).get_by_role("button", name=re.compile(f"^{label}"))
    button.focus()
    button.press("Enter")
    page.locator(".notice").first.wait_for()


def test_an_editor_rolls_over_a_year_by_keyboard_without_scripts_and_a_visitor_sees_it(
    watched: Opener,
) -> None:
    visit = watched(java_script_enabled=False, viewport=DESK)
    page = sign_in(visit, ROLL)
    before = page.get_by_text("entschieden", exact=False).first.inner_text()
    page.get_by_role("button", name="Nach neuen Terminen sehen").press("Enter")
    page.get_by_text("Es gibt nichts Neues").wait_for()
    page.get_by_role("link", name="alle Monate").press("Enter")
    confirmed = title_of(page, 0)
    press(page, 0, "Bestätigen")
    page.get_by_text("Ein Termin ist bestätigt.").wait_for()
    dropped = title_of(page, 0)
    press(page, 0, "Fällt weg")
    page.get_by_text("Ein Termin fällt weg.").wait_for()
    assert dropped
    edited = page.locator(".seen", has=page.locator("dt", has_text="Termin")).first
    name = edited.locator("b[id^='v-']").inner_text()
    edited.get_by_role("link", name=re.compile("^Ändern")).press("Enter")
    page.locator("#first_day").fill("2028-03-14")
    page.locator("#start").fill("15:30")
    page.locator("#end").fill("17 Uhr")
    page.locator("#end").press("Enter")
    page.get_by_text("steht jetzt auf: Dienstag, 14. März 2028, 15:30 bis 17:00 Uhr").wait_for()
    mine = page.locator(".seen", has_text="Dienstag, 14. März 2028, 15:30 bis 17:00 Uhr")
    tentative = mine.get_by_role("button", name=re.compile("^Als noch nicht"))
    tentative.focus()
    tentative.press("Enter")
    page.get_by_text("Ein Termin steht als noch nicht bestätigt im Kalender.").wait_for()
    expect(page.locator("b", has_text="entschieden").first).not_to_have_text(before)
    reader = watched(java_script_enabled=False, viewport=NARROW)
    seen = reader.open("/berufswahlkalender?schuljahr=2027-28&ansicht=liste")
    entry = seen.locator(".yentry", has_text="14. März 2028, 15:30 bis 17:00 Uhr").first
    expect(entry.locator(".status")).to_have_text("Termin noch nicht bestätigt")
    expect(entry).to_contain_text(name)
    expect(seen.locator(".yentry", has_text=confirmed).first).to_be_attached()
    assert sideways(seen) == []
    entry.locator("a").first.press("Enter")
    seen.locator("h1").wait_for()
    expect(seen.get_by_text("Termin noch nicht bestätigt").first).to_be_attached()
    assert sideways(seen) == []
    assert visit.faults() + reader.faults() == []


def test_several_are_ticked_and_dropped_and_one_comes_back(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=DESK)
    page = sign_in(visit, ROLL)
    boxes = page.locator("input[name=auswahl]")
    count = min(boxes.count(), 2)
    for at in range(count):
        boxes.nth(at).press("Space")
    page.get_by_role("group", name="Alle angekreuzten").get_by_role("button", name="Fällt weg").press("Enter")
    page.locator(".notice").first.wait_for()
    page.get_by_role("link", name="Entschieden (").press("Enter")
    page.get_by_role("link", name="alle Monate").press("Enter")
    first = page.locator(".seen", has_text="fällt weg").first
    first.get_by_role("button", name=re.compile("^Entscheidung zurück")).press("Enter")
    page.get_by_text("Eine Entscheidung ist zurückgenommen.").wait_for()
    assert visit.faults() == []


def test_axe_finds_nothing_where_the_year_is_rolled_over(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, ROLL)
    assert look(page) == {}
    for path in (
        f"{ROLL}?zeigen=entschieden",
        f"/en{ROLL}?schuljahr=2028-29",
        LINES,
        f"{LINES}/neu",
        f"/en{LINES}?klasse=12",
    ):
        page.goto(visit.live + path)
        page.locator(".desk__main h1").wait_for()
        assert look(page) == {}, path
    page.goto(visit.live + ROLL)
    page.get_by_role("link", name=re.compile("^Ändern")).first.click()
    page.locator("#first_day").wait_for()
    visit.missing.append(ROLL)
    page.locator("#first_day").fill("")
    page.locator(".savebar button").click()
    page.locator(".errorsummary").wait_for()
    assert look(page) == {}
    assert visit.faults() == []


def test_a_pupil_of_class_8_follows_the_checklist_to_a_date_at_320_px(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=NARROW)
    page = visit.open("/berufswahlkalender?klasse=8")
    page.get_by_role("link", name="Klasse 8: was jetzt dran ist").press("Enter")
    page.get_by_role("heading", name="Klasse 8: was jetzt dran ist").wait_for()
    expect(page.locator("h2").first).to_have_text("Jetzt dran")
    assert sideways(page) == []
    page.locator("#schulform").select_option("gymnasium")
    page.get_by_role("button", name="Anzeigen").press("Enter")
    page.locator("option[selected][value=gymnasium]").wait_for(state="attached")
    date = page.locator(".year__list .yentry__title a").first
    title = date.inner_text().split(": ")[-1]
    tab_until(page, ".year__list .yentry__title a")
    page.keyboard.press("Enter")
    page.locator(".offer, .offer--page").first.wait_for()
    expect(page.locator("h1")).to_contain_text(title.split(" ")[0])
    assert sideways(page) == []
    assert visit.faults() == []
