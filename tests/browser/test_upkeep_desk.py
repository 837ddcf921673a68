"""Keeping entries true in a browser: axe finds nothing, nothing scrolls sideways, links from letters work without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page

from portal import clock
from portal.extensions import db
from portal.upkeep import duplicates
from portal.web.kit import signed_links
from tests.factories import offers as make

from .conftest import DESK
from .layout import sideways
from .looking import look
from .test_content_desk import sign_in
from .watching import Watched

Opener = Callable[..., Watched]
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    return lambda **options: Watched(new_page(**options), own_live)


@pytest.fixture
def made(own_app: Flask) -> dict[str, str]:
    """A pair that looks double, one of it long unconfirmed; the paths of its merge page and of both links."""
    with own_app.app_context(), own_app.test_request_context():
        session, now = db.session(), clock.now()
        house = make.make_institution(session, name="Malschule am Markt")
        old, start = now - timedelta(days=120), now + timedelta(days=9)
        values = {
            "institution": house,
            "place": make.make_place(session, name="Rathaus"),
            "published_at": old,
        }
        one = make.make_dated_offer(session, "Malen am Fluss", start, confirmed_at=old, **values)
        make.make_offer(session, "Töpfern", institution=house, confirmed_at=old, published_at=old)
        two = make.make_dated_offer(
            session, "Malen am Fluss!", start, confirmed_at=now, summary="Mit Farbe.", **values
        )
        session.commit()
        duplicates.look(session, now)
        session.commit()
        base = own_app.extensions["agora_settings"].base_url
        return {
            "merge": f"/redaktion/doppelte/{one.id}-{two.id}/zusammenlegen?bleibt={one.id}",
            "confirm": signed_links.confirm_address(house.id).removeprefix(base),
            "places": signed_links.places_address(one.runs[0].id).removeprefix(base),
        }


@pytest.mark.parametrize(
    "options", [{"viewport": DESK}, {"viewport": PHONE}, {"viewport": DESK, "color_scheme": "dark"}]
)
def test_axe_finds_nothing_on_the_lists(
    watched: Opener, made: dict[str, str], options: dict[str, object]
) -> None:
    visit = watched(bypass_csp=True, **options)
    page = sign_in(visit, "/redaktion/veraltet")
    paths = ("veraltet", "suchwoerter", "suchwoerter/1", "links", "doppelte")
    for path in (*(f"/redaktion/{path}" for path in paths), made["merge"]):
        page.goto(visit.live + path)
        page.locator(".desk__main h1").wait_for()
        assert look(page) == {}, path
        assert sideways(page) == [], path
    assert visit.faults() == []


def test_the_links_of_a_letter_work_without_scripts_on_a_phone(watched: Opener, made: dict[str, str]) -> None:
    visit = watched(java_script_enabled=False, viewport=PHONE)
    page = visit.open(made["confirm"])
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Die angekreuzten gelten noch").press("Enter")
    page.get_by_text("Bestätigt: Ein Angebot gilt weiter.").wait_for()
    page.get_by_role("button", name="Das Angebot gilt noch").press("Enter")
    page.get_by_role("heading", name="Danke, alles ist bestätigt").wait_for()
    page = visit.open(made["places"])
    page.get_by_role("radio", name="Ausgebucht").check()
    page.get_by_role("button", name="Melden").press("Enter")
    page.get_by_text("Gemeldet. Im Portal steht es schon.").wait_for()
    assert page.context.cookies() == []


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_axe_finds_nothing_behind_the_links(
    watched: Opener, made: dict[str, str], viewport: dict[str, int]
) -> None:
    visit = watched(bypass_csp=True, viewport=viewport)
    for path in (made["confirm"], made["places"], f"/en{made['confirm']}"):
        page = visit.open(path)
        assert look(page) == {}, path
        assert sideways(page) == [], path
    assert visit.faults() == []
