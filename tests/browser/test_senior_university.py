"""The Seniorenuniversität in a browser: a visitor on a small phone without scripts, an editor with the keyboard, a provider who
asks for consent; and axe finds nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.cli.seed_demo import LOGINS, PASSWORD

from .conftest import DESK, NARROW
from .layout import sideways
from .looking import look
from .watching import Watched

SENIORS, SEMESTERS, LECTURERS = "/seniorenuniversitaet", "/redaktion/semester", "/anbieterbereich/vortragende"
NAME = "Dr. Wilhelmine Tintenfisch"
Opener = Callable[..., Watched]


@pytest.fixture
def own(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def sign_in(visit: Watched, who: int, address: str) -> Page:
    visit.open("/konto/anmelden")
    visit.page.goto(f"{visit.live}{address}")
    visit.page.locator("#email").fill(LOGINS[who][0])
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("main button[type=submit]").first.click()
    visit.page.locator(".desk__main h1").wait_for()
    return visit.page


def test_a_visitor_narrows_to_a_topic_opens_a_lecture_and_finds_the_calendar(
    watched: Callable[..., Watched],
) -> None:
    """320 pixels, no scripts."""
    visit = watched(java_script_enabled=False, viewport=NARROW)
    page = visit.open(SENIORS)
    before = page.locator(".lecture").count()
    page.get_by_role("link", name="Programm ansehen").first.click()
    page.locator(".fold--topics a", has_text="Kulturgeschichte").click()
    expect(page.locator(".chip")).to_contain_text("Kulturgeschichte")
    page.wait_for_load_state()
    shown = page.locator(".lecture").count()
    assert 0 < shown < before
    page.locator(".subscribe > summary").click()
    calendar = page.get_by_role("link", name="Im Kalender öffnen").get_attribute("href") or ""
    assert re.fullmatch(
        r"webcal://\S+/seniorenuniversitaet\.ics\?semester=[a-z0-9-]+&thema=kulturgeschichte", calendar
    )
    folded = page.locator("details.fold", has_not=page.locator(".drop")).first
    expect(folded.locator(".lecture").first).not_to_be_visible()
    folded.locator("summary").click()
    expect(folded.locator(".lecture").first).to_be_visible()
    assert sideways(page) == []
    title = page.locator(".lecture__title a").first
    wanted = title.inner_text()
    title.click()
    expect(page.locator("h1")).to_have_text(wanted)


def test_an_editor_makes_a_compact_semester_by_keyboard_without_scripts(own: Opener) -> None:
    visit = own(java_script_enabled=False, viewport=DESK)
    page = sign_in(visit, 1, f"{SEMESTERS}/neu")
    page.locator("#kind-2").press("Space")
    page.locator("#title").press_sequentially("Neugier")
    days = visit.page.request.get(f"{visit.live}{SENIORS}.ics").text()
    found = re.search(r"DTSTART;TZID=Europe/Berlin:(\d{4})(\d\d)(\d\d)T", days[days.index("BEGIN:VEVENT") :])
    assert found
    day = "-".join(found.groups())
    page.locator("#first_day").fill(day)
    page.locator("#last_day").fill(day)
    page.locator("#woerter").press("Tab")
    page.get_by_role("button", name="Dazunehmen und ordnen").press("Enter")
    boxes = page.locator("input[name=dazu]")
    boxes.first.wait_for()
    boxes.first.press("Space")
    page.get_by_role("button", name="Angekreuzte dazunehmen").first.press("Enter")
    picked = page.locator(".picked__what b")
    picked.first.wait_for()
    title = picked.first.inner_text()
    page.locator("#is_public").press("Space")
    page.locator(".savebar button").press("Enter")
    page.get_by_text("„Neugier“ ist gespeichert").wait_for()
    page.get_by_role("link", name="Gespeicherte Seite ansehen").press("Enter")
    expect(page.locator("#programm")).to_have_text("Neugier")
    expect(page.locator(".lecture__title a").first).to_have_text(title)
    assert visit.faults() == []


def test_axe_finds_nothing_where_semesters_and_lecturers_are_kept(own: Opener) -> None:
    visit = own(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, 1, SEMESTERS)
    assert look(page) == {}
    edit = page.locator("tbody a").first.get_attribute("href") or ""
    person = f"{LECTURERS}/1"
    for path in (edit, f"{edit}/loeschen", f"/en{SEMESTERS}/neu", LECTURERS, person, f"{LECTURERS}/neu"):
        page.goto(visit.live + path)
        page.locator(".desk__main h1").wait_for()
        assert look(page) == {}, path
    page.goto(f"{visit.live}{person}")
    page.locator(".form__section a").first.click()
    page.get_by_role("heading", name="Vortragende", level=1).wait_for()
    assert look(page) == {}
    page.get_by_role("link", name="Zurück zum Angebot").click()
    page.get_by_role("link", name="Für die Seniorenuniversität öffnen").click()
    page.locator("#guest_places").wait_for()
    assert look(page) == {}
    assert visit.faults() == []


def test_a_provider_enters_somebody_without_consent_and_then_with(own: Opener) -> None:
    visit = own(viewport=DESK)
    page = sign_in(visit, 0, f"{LECTURERS}/neu")
    page.locator("#name").fill(NAME)
    page.locator("#role").fill("Historikerin")
    page.locator(".savebar button").click()
    page.get_by_text("nirgends öffentlich").first.wait_for()
    page.get_by_role("link", name="Angebote", exact=True).last.click()
    offer = page.locator("a[href*='/anbieterbereich/angebote/']", has_text="Hitze in der Stadt").first
    offer.click()
    page.get_by_role("link", name="Vortragende", exact=True).last.click()
    page.locator("#lecturer").select_option(label=NAME)
    page.get_by_role("button", name="Dazunehmen").click()
    page.get_by_text(f"„{NAME}“ ist eingetragen").wait_for()
    page.get_by_role("link", name="Zurück zum Angebot").click()
    public = page.get_by_role("link", name="Öffentliche Seite ansehen").get_attribute("href") or ""
    page.goto(visit.live + public)
    expect(page.get_by_text(NAME)).to_have_count(0)
    page.goto(visit.live + LECTURERS)
    page.get_by_role("link", name=NAME, exact=True).click()
    page.locator("#consented_on").fill("2026-11-01")
    page.locator(".savebar button").click()
    page.get_by_text("Zustimmung seit 1. November 2026").wait_for()
    page.goto(visit.live + public)
    expect(page.get_by_text(NAME)).to_have_count(1)
    assert visit.faults() == []
