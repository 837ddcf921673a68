"""Accounts in a browser: a provider registers by keyboard without scripts, axe finds nothing on any page of an account, and a
second factor is set up from the picture."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal.cli.seed_demo import LOGINS, PASSWORD
from tests.web.accounts.visits import APPLICATION, app_code, link
from tests.web.people import signed_in

from .conftest import DESK
from .layout import focused
from .looking import look
from .watching import Watched

Opener = Callable[..., Watched]
OWN = (
    "/konto/",
    "/konto/angaben",
    "/konto/passwort",
    "/konto/adresse",
    "/konto/loeschen",
    "/konto/sitzungen",
    "/konto/zweiter-faktor",
)


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def log_in(visit: Watched, email: str, password: str = PASSWORD) -> Page:
    page = visit.open("/konto/anmelden")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#person").wait_for()
    return page


def type_by_keyboard(page: Page, typed: dict[str, str]) -> None:
    """Field by field with Tab, as somebody does who has no mouse."""
    page.locator("#institution").focus()
    for name in (
        "institution",
        "kind",
        "summary",
        "street",
        "postal_code",
        "town",
        "phone",
        "public_email",
        "web",
        "name",
        "email",
    ):
        assert focused(page)["name"] == name
        page.keyboard.type("Verein" if name == "kind" else typed[name])
        page.keyboard.press("Tab")
    assert focused(page)["name"] == "password"
    page.keyboard.type(typed["password"])
    for _ in range(4):
        page.keyboard.press("Tab")
        if focused(page)["name"] == "may_speak":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")


def test_a_provider_registers_by_keyboard_without_scripts(own_app: Flask, watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=DESK)
    page = visit.open("/konto/registrieren")
    page.wait_for_timeout(2100)  # faster than that is a robot
    type_by_keyboard(page, APPLICATION)
    page.get_by_role("heading", name="Schauen Sie bitte in Ihre E-Mails").wait_for()
    visit.open(link(own_app, APPLICATION["email"], "bestaetigen"))
    page.keyboard.press("Tab")
    page.locator("#formular button").press("Enter")
    page.get_by_text("Ihre Adresse ist bestätigt").wait_for()
    log_in(visit, APPLICATION["email"], APPLICATION["password"])
    expect(page.get_by_text("wartet auf die Freigabe").first).to_be_visible()
    assert visit.faults() == []


def test_axe_finds_nothing_on_the_form_with_errors(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = visit.open("/konto/registrieren")
    visit.missing.append("/konto/registrieren")
    page.locator("#formular button[type=submit]").click()
    page.locator(".errorsummary").wait_for()
    assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
    assert look(page) == {}


def test_axe_finds_nothing_on_the_pages_of_an_account(own_app: Flask, watched: Opener) -> None:
    signed_in(own_app, LOGINS[0][0])  # a second device
    visit = watched(bypass_csp=True, viewport=DESK)
    page = log_in(visit, LOGINS[0][0])
    found = {}
    for path in OWN:
        visit.open(path)
        found[path] = look(page)
    assert found == {path: {} for path in OWN}


def test_a_second_factor_is_set_up_and_asked_for(own_app: Flask, watched: Opener) -> None:
    email = LOGINS[0][0]
    visit = watched(bypass_csp=True, viewport=DESK)
    page = log_in(visit, email)
    visit.open("/konto/zweiter-faktor")
    page.locator("#current_password").fill(PASSWORD)
    page.locator("#formular button").click()
    page.locator("svg.qr").wait_for()
    assert look(page) == {}
    page.locator("#code").fill(app_code(own_app, email))
    page.locator("#formular button").click()
    page.locator("main ol code").first.wait_for()
    expect(page.locator("main ol code")).to_have_count(10)
    assert look(page) == {}
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Textdatei speichern").click()
    assert download.value.suggested_filename == "ersatzcodes.txt"
    code = page.locator("main ol code").first.inner_text()
    page.get_by_role("link", name="weiter zu meinem Konto").click()
    page.get_by_role("button", name="Abmelden").click()
    page.locator(".searchbox").first.wait_for()
    visit.open("/konto/anmelden")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#code").wait_for()
    assert look(page) == {}
    page.locator("#code").fill(code)
    page.locator("#formular button").click()
    page.locator("#person").wait_for()


def test_a_new_password_can_be_looked_at(watched: Opener) -> None:
    visit = watched(viewport=DESK)
    page = visit.open("/konto/registrieren")
    page.locator("#password").fill("drei lange Wörter")
    page.get_by_role("button", name="Passwort zeigen").click()
    assert page.locator("#password").get_attribute("type") == "text"
    page.get_by_role("button", name="Passwort verbergen").click()
    assert page.locator("#password").get_attribute("type") == "password"
    assert visit.faults() == []
