"""Elterntrainings in a browser: a visitor registers by keyboard, without scripts, on a narrow phone, and confirms by the letter's
link; the trainer sees it, moves somebody and writes to all. axe finds nothing on the way, and nothing scrolls sideways."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal.cli.seed_demo import LOGINS, PASSWORD
from tests.web.programmes.registering import Team, letters, link, states, teams

from .conftest import DESK, NARROW
from .hands import Keys
from .layout import clipped, sideways
from .looking import look
from .watching import Watched

EDITOR = LOGINS[1][0]
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Iterator[Opener]:
    """Opens watched pages of a portal that this test may write to; afterwards no promise may be broken."""
    opened: list[Watched] = []

    def open_page(**options: object) -> Watched:
        opened.append(Watched(new_page(**options), own_live))
        return opened[-1]

    yield open_page
    assert [fault for one in opened for fault in one.faults()] == []


@pytest.fixture
def both(own_app: Flask) -> list[Team]:
    """Two teams of parents with two places each."""
    return teams(own_app, "familienzentrum", "bildschirmzeit", 2)


def sign_in(visit: Watched) -> Page:
    page = visit.open("/konto/anmelden")
    page.locator("#email").fill(EDITOR)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    return page


def fits(page: Page) -> list[str]:
    return [*sideways(page), *clipped(page)]


def register(visit: Watched, team: Team, name: str, email: str) -> Page:
    """From the list of groups to the form and off, with Tab, Space, Enter and letters alone."""
    page = visit.open("/elterntrainings")
    hands = Keys(page)
    assert fits(page) == []
    hands.press(f'a[href="{team.form}"]')
    expect(page.locator(f'input[value="{team.uuid}"]')).to_be_checked()
    assert fits(page) == []
    hands.fill("#name", name)
    hands.fill("#email", email)
    page.wait_for_timeout(2100)  # faster than that is a robot
    hands.press("#formular button")
    page.get_by_role("heading", name="Bitte sehen Sie in Ihr E-Mail-Postfach").wait_for()
    return page


def test_a_visitor_registers_by_keyboard_and_the_trainer_moves_and_writes(
    own_app: Flask, watched: Opener, both: list[Team]
) -> None:
    first, second = both
    visit = watched(java_script_enabled=False, viewport=NARROW)
    page = register(visit, first, "Mira Muster", "mira@familie.example")
    own = link(letters(own_app, "registration_asked", "mira@familie.example")[-1])
    visit.open(own)
    assert fits(page) == []
    Keys(page).press("form[action$=bestaetigen] button")
    page.get_by_role("heading", name="Sie sind angemeldet").wait_for()
    assert fits(page) == []
    assert states(own_app, first) == {"Mira": "placed"}

    desk = watched(java_script_enabled=False, viewport=NARROW)
    page = sign_in(desk)
    desk.open(first.desk)
    assert fits(page) == []
    expect(page.get_by_role("rowheader", name="Mira Muster")).to_be_visible()
    hands = Keys(page)
    hands.press("a[href$=umbuchen]")
    assert fits(page) == []
    hands.tick(f'input[name=team][value="{second.run_id}"]')
    hands.press("#formular button")
    page.get_by_text("Mira Muster hat einen Platz.").wait_for()
    assert states(own_app, second) == {"Mira": "placed"}
    hands.press(f'a[href="{second.own_desk}/nachricht"]')
    hands.fill("#text", "Bitte bringen Sie ein Heft mit.")
    hands.press("button[value=vorschau]")
    page.get_by_role("button", name="An 1 Person senden").wait_for()
    assert fits(page) == []
    hands.press("button[value=senden]")
    page.get_by_text("Ihre Nachricht geht an 1 Person.").wait_for()
    [letter] = letters(own_app, "registration_message")
    assert "ein Heft mit" in letter.text
    visit.open(own)
    Keys(visit.page).press("a[href$=abmelden]")
    Keys(visit.page).press("main form button")
    visit.page.get_by_role("heading", name="Sie sind abgemeldet").wait_for()
    assert states(own_app, second) == {"Mira": "cancelled"}


def test_axe_finds_nothing_on_the_way(own_app: Flask, watched: Opener, both: list[Team]) -> None:
    team = both[0]
    visit = watched(bypass_csp=True, viewport=DESK)
    page = visit.open(team.form)
    assert look(page) == {}
    visit.missing.append(team.form.partition("?")[0])
    page.locator("#formular button").click()
    page.locator(".errorsummary").wait_for()
    assert look(page) == {}
    page.locator("#name").fill("Mira Muster")
    page.locator("#email").fill("mira@familie.example")
    page.wait_for_timeout(2100)
    page.locator("#formular button").click()
    page.get_by_role("heading", name="Bitte sehen Sie in Ihr E-Mail-Postfach").wait_for()
    own = link(letters(own_app, "registration_asked")[-1])
    for path in (own, f"{own}/abmelden", f"/en{own}"):
        visit.open(path)
        assert look(page) == {}, path
    visit.open(f"/anmeldung/{'x' * 43}", status=404)
    assert look(page) == {}


def test_axe_finds_nothing_on_the_trainers_desk(own_app: Flask, watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit)
    visit.may_sign_in = True
    page.goto(f"{visit.live}/anbieterbereich/?q=Pubertät")
    page.get_by_role("link", name="Anmeldungen").first.click()
    page.locator(".team").first.wait_for()
    assert look(page) == {}
    wanted = [
        page.locator(f"a[href$='{end}']").last.get_attribute("href")
        for end in ("/neu", "/nachricht", "/anwesenheit", "/liste", "umbuchen", "abmelden")
    ]
    for path in wanted:
        assert path
        page.goto(visit.live + path)
        page.locator(".desk__main h1").wait_for()
        assert look(page) == {}, path
