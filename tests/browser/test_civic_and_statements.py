"""Two stories in a browser: somebody finds where to help, without scripts, on a narrow screen, by keyboard, and is answered; a
provider issues statements of attendance, and somebody else finds one genuine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from portal import clock
from portal.cli.seed_demo import LOGINS, PASSWORD
from portal.extensions import db
from portal.models import AttendanceStatement, Institution, Presence, Registration
from portal.vocabulary.attendance import RegistrationState
from portal.web.kit import robots
from tests.factories import offers as make

from .conftest import DESK, NARROW
from .hands import Keys
from .layout import clipped, sideways
from .looking import look
from .watching import Watched

LIST, OFFICE = "/seniorenuniversitaet/taetigkeitsfelder", "/anbieterbereich/taetigkeitsfelder"
NAME = "Änne Müller-Lüdenscheidt"
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Opens watched pages of a portal that this test may write to, and where nobody has to wait before sending a form."""
    monkeypatch.setattr(robots, "MIN_SECONDS", 0)
    return lambda **options: Watched(new_page(**options), own_live)


def sign_in(visit: Watched, address: str, login: int = 1) -> Page:
    """To a page of the desk by way of the login."""
    visit.open("/konto/anmelden")
    visit.page.goto(f"{visit.live}{address}")
    visit.page.locator("#email").fill(LOGINS[login][0])
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("main button[type=submit]").first.click()
    visit.page.locator(".desk__main h1").wait_for()
    return visit.page


def test_somebody_finds_where_to_help_and_is_answered(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=NARROW)
    page = visit.open("/seniorenuniversitaet")
    hands = Keys(page)
    hands.press(f"main a[href='{LIST}']")
    page.get_by_role("heading", name="Tätigkeitsfelder", level=1).wait_for()
    page.select_option("#thema", "umwelt-natur")
    hands.press("form.filterline button")
    page.get_by_role("link", name="Hitze und Wasser messen").wait_for()
    page.get_by_role("link", name="Hitze und Wasser messen").press("Enter")
    page.locator("#formular").wait_for()
    hands.press("#formular button[type=submit]")
    page.locator(".errorsummary").wait_for()
    hands.fill("#name", "Erna Beispiel")
    hands.fill("#phone", "0340 0000-77")
    hands.fill("#message", "Ich wohne am Stadtpark.")
    hands.press("#formular button[type=submit]")
    page.get_by_role("heading", name="Danke, dass Sie mitmachen möchten").wait_for()
    visit.missing.append(LIST)  # the form that was sent empty
    assert visit.faults() == []

    office = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(office, f"{OFFICE}/interesse")
    row = page.locator("tr", has_text="Erna Beispiel")
    assert look(page) == {}
    row.get_by_role("button", name="Abhaken").click()
    page.get_by_text("Das Portal löscht die Angaben in 30 Tagen.").wait_for()
    for path in (OFFICE, f"{OFFICE}/neu"):
        page.goto(office.live + path)
        page.locator(".desk__main h1").wait_for()
        assert look(page) == {}, path
    assert office.faults() == []


def test_the_public_pages_are_clean(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = visit.open(LIST)
    address = page.locator(".lecture__title a").first.get_attribute("href") or ""
    for path in (LIST, address, f"/en{address}", "/bestaetigung"):
        visit.open(path)
        assert look(page) == {}, path
    assert visit.faults() == []


def course(app: Flask) -> int:
    """An offer of the demo's provider, held once, with one person who was there."""
    with app.app_context():
        session = db.session()
        vhs = session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        offer = make.make_offer(session, "Denken Computer?", institution=vhs)
        run = make.make_run(session, offer)
        day = make.make_occurrence(session, run, clock.now() - timedelta(days=7))
        person = Registration(key="s" * 43, run_id=run.id, name=NAME, state=RegistrationState.PLACED, turn=1)
        session.add(person)
        session.flush()
        session.add(Presence(registration_id=person.id, occurrence_id=day.id, was_there=True))
        session.commit()
        return offer.id


def code_of(app: Flask, offer_id: int) -> str:
    with app.app_context():
        wanted = select(AttendanceStatement.code).where(AttendanceStatement.offer_id == offer_id)
        return db.session.scalars(wanted).one()


def test_a_statement_is_issued_and_found_genuine(own_app: Flask, watched: Opener, tmp_path: Any) -> None:
    offer_id = course(own_app)
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, f"/anbieterbereich/angebote/{offer_id}/bestaetigungen", login=0)
    assert look(page) == {}
    page.get_by_role("button", name="1 Bestätigung ausstellen").press("Enter")
    page.get_by_text("1 Bestätigung ist ausgestellt.").wait_for()
    assert look(page) == {}
    code = code_of(own_app, offer_id)
    file = page.request.get(
        visit.live + (page.get_by_role("link", name="PDF").first.get_attribute("href") or "")
    )
    (tmp_path / "bestaetigung.pdf").write_bytes(file.body())
    assert visit.faults() == []

    reader = watched(java_script_enabled=False, viewport=NARROW)
    page = reader.open(f"/bestaetigung/{code}")
    hands = Keys(page)
    hands.fill("#name", NAME)
    hands.press("#formular button")
    page.get_by_text("Diese Bestätigung ist echt.").first.wait_for()
    assert [*sideways(page), *clipped(page)] == []
    page.locator("#file").set_input_files(tmp_path / "bestaetigung.pdf")
    page.get_by_role("button", name="Datei prüfen").press("Enter")
    page.get_by_text("Diese Bestätigung ist echt.").first.wait_for()
    hands.fill("#code", code)
    hands.fill("#name", "Jemand anders")
    hands.press("#formular button")
    page.get_by_text("Eine solche Bestätigung hat das Portal nicht ausgestellt.").first.wait_for()
    assert reader.faults() == []
