"""The portal follows what a person has set: paper, forced colours, no motion, wide letters, twice the size; and says what is gone."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal.extensions import db
from portal.models import Offer
from portal.offers.outbox import note_change
from portal.vocabulary.offers import Step
from tests.fixtures.browsers import PageMaker

from .conftest import DESK, PHONE
from .layout import SPACING, clipped, focused, open_all, sideways
from .watching import Watched

Open = Callable[..., Watched]
SAMPLE = (
    "/",
    "/suche?q=kurs",
    "offer",
    "/suche?q=zzzqqqxxx",
    "/b-punkte",
    "/feedback",
    "/seniorenuniversitaet",
    "/leichte-sprache",
    "/gibt-es-nicht",
)


def opened(visit: Watched, offers: dict[str, str], path: str) -> Page:
    page = visit.open(
        offers["kurs"] if path == "offer" else path, status=404 if path == "/gibt-es-nicht" else 200
    )
    open_all(page)
    return page


@pytest.mark.parametrize("path", ["/suche?q=kurs", "offer"])
def test_on_paper_the_matter_stays_and_the_controls_go(
    watched: Open, offers: dict[str, str], path: str
) -> None:
    page = opened(watched(viewport=DESK), offers, path)
    page.emulate_media(media="print", color_scheme="light")
    for gone in (
        ".masthead__nav",
        ".masthead__menu",
        ".facets",
        ".searchbox",
        ".pagination",
        ".footer__columns",
        "[data-print]",
        ".skip",
        ".report",
    ):
        expect(page.locator(f"{gone}:visible")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#ergebnisse .entry:visible, .run:visible").first).to_be_attached()
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), "no ink for the ground"
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).color").startswith("rgb(")


def test_the_list_prints_as_a_pdf_of_few_pages(watched: Open) -> None:
    page = watched(viewport=DESK).open("/suche?q=kurs")
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 6


@pytest.mark.parametrize("path", ["/", "/suche?q=kurs", "offer"])
def test_in_forced_colours_everything_has_an_edge_or_a_word(
    watched: Open, offers: dict[str, str], path: str
) -> None:
    page = opened(watched(viewport=DESK, forced_colors="active"), offers, path)
    assert page.evaluate("() => matchMedia('(forced-colors: active)').matches")
    bare = page.evaluate(
        """() => [...document.querySelectorAll(".btn, .input, .tick, .searchbox__row")].filter((one) => one.checkVisibility())
        .filter((one) => { const style = getComputedStyle(one);
          return parseFloat(style.borderTopWidth) === 0 && style.appearance === "none"
            && !(one.textContent.trim() && style.textDecorationLine.includes("underline")); })
        .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert bare == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page)["ring"]


@pytest.mark.parametrize("path", ["/", "/suche?q=kurs", "offer"])
def test_without_motion_nothing_moves(watched: Open, offers: dict[str, str], path: str) -> None:
    page = opened(watched(viewport=DESK, reduced_motion="reduce"), offers, path)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => { const style = getComputedStyle(one);
          const long = (list) => list.split(",").some((time) => parseFloat(time) * (time.includes("ms") ? 1 : 1000) > 1);
          return long(style.transitionDuration) || (style.animationName !== "none" && long(style.animationDuration)); })
        .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") != "smooth"


@pytest.mark.parametrize("path", SAMPLE)
def test_wide_letters_and_lines_fit(watched: Open, offers: dict[str, str], path: str) -> None:
    """WCAG 1.4.12 on a desk and on a phone."""
    visit = watched(viewport=DESK, bypass_csp=True)
    page = opened(visit, offers, path)
    page.add_style_tag(content=SPACING)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own dict type
        assert (sideways(page), clipped(page)) == ([], []), size


@pytest.mark.parametrize("path", SAMPLE)
def test_twice_the_size_fits(watched: Open, offers: dict[str, str], path: str) -> None:
    """WCAG 1.4.4: the browser's zoom (half the pixels), and letters alone set to 200 %."""
    visit = watched(viewport={"width": 640, "height": 450}, device_scale_factor=2, bypass_csp=True)
    page = opened(visit, offers, path)
    assert (sideways(page), clipped(page)) == ([], []), "zoom"
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # Playwright's own dict type
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert (sideways(page), clipped(page)) == ([], []), "letters"


def test_a_withdrawn_offer_says_so_and_leads_on(own_app: Flask, own_live: str, new_page: PageMaker) -> None:
    visitor = own_app.test_client()
    [item] = visitor.get("/suche.json?q=computer&pro_seite=1").get_json()["items"]
    path = "/angebote/" + item["url"].split("/angebote/")[1]
    with own_app.app_context():
        offer = db.session.get(Offer, item["id"])
        assert offer is not None
        offer.step = Step.WITHDRAWN
        note_change(db.session(), [offer.id])
        db.session.commit()
        own_app.extensions["agora_search"].drain(db.session())
        db.session.commit()
    visit = Watched(new_page(viewport=PHONE, java_script_enabled=False), own_live)
    page = visit.open(path, status=410)
    expect(page.locator("h1")).to_contain_text(item["title"])
    assert sideways(page) == []
    page.locator(".entry a").first.click()
    page.wait_for_url(lambda address: "/angebote/" in address and path not in address)
    assert visit.faults() == []


def test_a_page_that_does_not_exist_offers_the_search(watched: Open) -> None:
    page = watched(viewport=PHONE, java_script_enabled=False).open("/gibt-es-nicht", status=404)
    page.locator("#q").fill("computer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?q=computer")
