"""axe finds nothing on any page: light and dark, desk and phone, disclosures open and closed; and no page scrolls sideways.

Three views of each page; four of the richest, which hold every pair of width, colour scheme and disclosure once.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.cli.seed_demo import LOGINS
from tests.house.routes import FROM_FLASK, guard
from tests.web.test_address_map import PAGES

from .conftest import DESK
from .looking import CLOSED_VIEWS, VIEWS, findings, in_view, look
from .watching import Watched

RICHEST = ("/", "/muster", "offer:kurs", "/suche?q=zzzqqqxxx")
SEARCHES = ("/suche?thema=quatsch&art=kurs&kosten=kostenlos&ort=sued&umkreis=5&sort=preis&seite=2",)
OFFERS = ("kurs", "vortrag", "frist", "beratung", "elterntraining")
ENGLISH = ("/en/", "/en/barrierefreiheit", "/en/konto/anmelden")
ADDRESSES = (
    *PAGES,
    *SEARCHES,
    *(f"offer:{kind}" for kind in OFFERS),
    *ENGLISH,
    "404:/gibt-es-nicht",
    "404:/en/gibt-es-nicht",
)


@pytest.fixture(scope="module")
def wide_context(browser: Browser) -> Any:
    """One context for all pages of this file; axe is injected past the policy."""
    context = browser.new_context(bypass_csp=True, locale="de-DE", viewport=DESK)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def visit(wide_context: BrowserContext, live: str) -> Any:
    page = wide_context.new_page()
    watched = Watched(page, live)
    yield watched
    faults = watched.faults()
    page.close()
    wide_context.clear_cookies()
    assert faults == []


def opened(visit: Watched, offers: dict[str, str], address: str) -> Page:
    kind, _, rest = address.partition(":")
    if kind == "404":
        return visit.open(rest, status=404)
    return visit.open(offers[rest] if kind == "offer" else address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(visit: Watched, offers: dict[str, str], address: str) -> None:
    page = opened(visit, offers, address)
    assert look(page, CLOSED_VIEWS if address in RICHEST else CLOSED_VIEWS[1:]) == {}


def test_axe_finds_nothing_on_a_form_with_errors(visit: Watched) -> None:
    for address in ("/feedback", "/en/feedback"):
        visit.missing.append(address)
        page = visit.open(address)
        page.locator("#formular button[type=submit]").click()
        page.locator(".errorsummary").wait_for()
        for view in VIEWS:
            in_view(page, view)
            assert findings(page) == [], (address, view)


def test_axe_finds_nothing_on_open_suggestions(visit: Watched) -> None:
    page = visit.open("/")
    page.locator("#q").press_sequentially("comp")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/suche?q=computer", "/berufswahlkalender", "/anbieter/volkshochschule"])
def test_the_box_to_subscribe_opens_by_keyboard_and_is_clean(
    visit: Watched, address: str, scheme: Any
) -> None:
    page = visit.open(address)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.locator("#abonnieren > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Adresse zum Kopieren")).to_have_value(re.compile(r"\.ics(\?q=computer)?$"))
    page.locator(".subscribe__help > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".subscribe__help dl")).to_be_visible()
    assert findings(page) == []


def test_axe_would_find_something(visit: Watched) -> None:
    """The yardstick itself: a planted fault is seen."""
    page = visit.open("/ueber")
    page.evaluate(
        "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><button></button>')"
    )
    assert {finding.split(":")[0] for finding in findings(page)} >= {"image-alt", "button-name"}


def test_axe_would_find_it_in_the_last_of_many_rows(visit: Watched) -> None:
    """Rows that differ in their words alone are looked at by example; a fault makes a row differ."""
    page = visit.open("/ueber")
    row = "<li><p>Zeile <img src='data:,' alt='Bild'></p></li>"
    faulty = row.replace(" alt='Bild'", "")
    page.evaluate(
        "(rows) => document.querySelector('main').insertAdjacentHTML('beforeend', `<ul>${rows}</ul>`)",
        row * 30 + faulty,
    )
    [finding] = findings(page)
    assert finding.startswith("image-alt")
    expect(page.locator("main li:visible").filter(has_text="Zeile")).to_have_count(
        31
    )  # afterwards all are there


def test_every_page_of_the_portal_is_in_the_list(app: Flask) -> None:
    """Addresses with a part that varies are there by example: an offer, a provider, a topic, a guide."""
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    adapter = app.url_map.bind("")
    shown = {
        adapter.match(urlsplit(one).path)[0] for one in ADDRESSES if one.startswith("/") and one[:4] != "/en/"
    }
    apart = {"static", "assets", "public.offer_by_id", "public.offer_json", "public.offer"}
    apart |= {"public.picture", "programmes.booklet", "programmes.statement"}  # no pages
    apart |= {f"feeds.{name}" for name in ("offer", "offer_qr", "institution", "institution_atom")}
    # Behind the login: test_editors_desk, test_review_desk, test_content_desk, test_upkeep_desk, test_provider_desk,
    # test_institution_desk and test_accounts look at those, and at what a letter leads to.
    apart |= {name for name in rules if name not in FROM_FLASK and guard(app, name) != "public"}
    apart |= {
        f"accounts.{name}" for name in ("ask_confirm", "ask_new_password", "ask_change_address", "invitation")
    }
    apart |= {
        "desk.confirm_by_link",
        "desk.places_by_link",
        "public.ask_confirm_digest",
        "public.manage_digest",
    }
    # test_parent_trainings looks at registering and at what its letter leads to, test_civic_and_statements at an opening.
    apart |= {f"programmes.{name}" for name in ("register", "show_registration", "ask_cancel_registration")}
    apart |= {f"programmes.{name}" for name in ("civic_opening", "civic_asked")}
    assert {name for name, rule in rules.items() if rule.arguments} - apart - shown == set()


def test_axe_finds_nothing_in_an_account(new_page: Callable[..., Page], own_live: str) -> None:
    """Signed in there is a cookie, and only there."""
    visit = Watched(new_page(bypass_csp=True, viewport=DESK), own_live)
    page = visit.open("/konto/anmelden")
    visit.missing.append("/konto/anmelden")
    page.locator("#email").fill(LOGINS[0][0])
    page.locator("#password").fill("ein falsches")
    page.locator("main button[type=submit]").click()
    page.locator(".notice--stop").wait_for()
    assert findings(page) == []
    assert [cookie.get("name") for cookie in page.context.cookies()] == ["agora"]
