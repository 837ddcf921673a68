"""Profile, places, members and new providers in a browser: axe finds nothing, nothing scrolls sideways, a keyboard without scripts
is enough, and a picture is chosen once."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from portal.cli.seed_demo import LOGINS, PASSWORD
from portal.extensions import db
from portal.models import Institution, Place
from tests.web.desk.institution_desk import institution
from tests.web.editorial.test_applications import apply

from .conftest import DESK
from .layout import focused, tab_until
from .looking import look
from .watching import Watched

Opener = Callable[..., Watched]
PROVIDER, EDITOR = LOGINS[0][0], LOGINS[1][0]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


@pytest.fixture
def profile(own_app: Flask) -> str:
    return f"/anbieterbereich/profil/{institution(own_app).id}"


def sign_in(visit: Watched, address: str, who: str = PROVIDER) -> Page:
    """To a page of the desk by way of the login."""
    visit.open("/konto/anmelden")
    visit.page.goto(f"{visit.live}{address}")
    visit.page.locator("#email").fill(who)
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("main button[type=submit]").first.click()
    visit.page.locator(".desk__main h1").wait_for()
    return visit.page


def test_axe_finds_nothing_on_profile_places_and_members(
    watched: Opener, profile: str, own_app: Flask
) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, profile)
    with own_app.app_context():
        place = db.session.query(Place).filter_by(institution_id=institution(own_app).id).first()
        assert place is not None
        number = place.id
    for path in (
        "",
        "/lernorte",
        "/lernorte/neu",
        f"/lernorte/{number}",
        f"/lernorte/{number}/loeschen",
        "/mitglieder",
    ):
        page.goto(f"{visit.live}{profile}{path}")
        page.locator(".desk__main h1").wait_for()
        assert look(page) == {}, path
    page.goto(f"{visit.live}/en{profile}/lernorte")
    assert look(page) == {}
    assert visit.faults() == []


def test_axe_finds_nothing_where_something_is_wrong(watched: Opener, profile: str) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, profile)
    visit.missing += [profile, f"{profile}/lernorte/neu", f"{profile}/mitglieder"]
    for path, field in (("", "#phone"), ("/lernorte/neu", "#latitude"), ("/mitglieder", "#email")):
        page.goto(f"{visit.live}{profile}{path}")
        page.locator(field).fill("quatsch")
        page.locator(f"form:has({field}) button[type=submit]").last.click()
        page.locator(".errorsummary").wait_for()
        assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
        assert look(page) == {}, path
    assert visit.faults() == []


def test_axe_finds_nothing_where_providers_are_judged(watched: Opener, own_app: Flask) -> None:
    address = apply(own_app, name="Volkshochschule Dessau-Roßlau")
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, "/redaktion/neue-anbieter", EDITOR)
    assert look(page) == {}
    for path in ("/redaktion/anbieter", address, f"/en{address}"):
        page.goto(f"{visit.live}{path}")
        page.locator(".desk__main h1").wait_for()
        assert look(page) == {}, path
    visit.missing.append(address)
    page.goto(f"{visit.live}{address}")
    page.get_by_label("Ablehnen").check()
    page.locator(".decide button[type=submit]").click()
    page.locator(".errorsummary").wait_for()
    assert look(page) == {}
    assert visit.faults() == []


def test_a_place_is_entered_by_keyboard_without_scripts(
    watched: Opener, profile: str, own_app: Flask
) -> None:
    visit = watched(java_script_enabled=False)
    page = sign_in(visit, f"{profile}/lernorte")
    tab_until(page, ".desk__head a.btn")
    page.keyboard.press("Enter")
    page.locator("#name").wait_for()
    tab_until(page, "#name")
    page.keyboard.type("Saal am Markt")
    tab_until(page, "#street")
    page.keyboard.type("Markt 1")
    tab_until(page, "#step_free input")
    page.keyboard.press("Space")
    tab_until(page, ".savebar button")
    page.keyboard.press("Enter")
    page.get_by_text("Der Lernort „Saal am Markt“ ist eingetragen.").wait_for()
    with own_app.app_context():
        place = db.session.query(Place).filter_by(name="Saal am Markt").one()
        assert place.street == "Markt 1"


def test_an_applicant_is_approved_by_keyboard_without_scripts(watched: Opener, own_app: Flask) -> None:
    apply(own_app)
    visit = watched(java_script_enabled=False)
    page = sign_in(visit, "/redaktion/neue-anbieter", EDITOR)
    number = institution(own_app, "toepferhof").id
    tab_until(page, f"tbody a[href$='/{number}']")
    page.keyboard.press("Enter")
    page.locator("#act").wait_for()
    tab_until(page, "#act input")
    page.keyboard.press("Space")
    tab_until(page, ".decide button")
    page.keyboard.press("Enter")
    page.get_by_text("ist freigegeben und öffentlich").wait_for()
    with own_app.app_context():
        assert db.session.query(Institution).filter_by(slug="toepferhof").one().is_public
