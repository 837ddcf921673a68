"""The editors' queue in a browser: axe finds nothing, nothing scrolls sideways, keyboard and no script suffice, and a script
puts a reason in at once."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.cli.seed_demo import LOGINS, PASSWORD
from portal.extensions import db
from portal.models import Offer, OfferEdit, ReturnReason
from portal.vocabulary.offers import Step

from .conftest import DESK, NARROW
from .layout import focused, tab_until
from .looking import look
from .watching import Watched

QUEUE = "/redaktion/eingang"
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def sign_in(visit: Watched, path: str = QUEUE) -> Page:
    visit.open("/konto/anmelden")
    visit.page.goto(visit.live + path)
    visit.page.locator("#email").fill(LOGINS[1][0])
    visit.page.locator("#password").fill(PASSWORD)
    visit.page.locator("main button[type=submit]").click()
    visit.page.locator(".desk").wait_for()
    return visit.page


def numbers(app: Flask) -> dict[str, int]:
    """Some things of the demo by what they are."""
    with app.app_context():
        changed = db.session.scalars(
            select(OfferEdit.offer_id).where(OfferEdit.step == Step.SUBMITTED, OfferEdit.base_id.is_not(None))
        ).first()
        new = db.session.scalars(select(Offer.id).where(Offer.external_id == "antrag-modellflug")).one()
        back = db.session.scalars(select(Offer.id).where(Offer.external_id == "antrag-imkern")).one()
        reason = db.session.scalars(select(ReturnReason.id).order_by(ReturnReason.position)).first()
        assert changed
        assert reason
        return {"changed": changed, "new": new, "returned": back, "reason": reason}


def test_axe_finds_nothing_on_the_desk(watched: Opener, own_app: Flask) -> None:
    ids = numbers(own_app)
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, "/redaktion/")
    offers = f"/redaktion/angebote/{ids['changed']}"
    for path in (
        "/redaktion/", QUEUE, f"{QUEUE}/{ids['changed']}", f"{QUEUE}/{ids['new']}", f"{QUEUE}/{ids['returned']}",
        f"{QUEUE}/{ids['new']}/nachricht", "/redaktion/zur-kenntnis", "/redaktion/angebote?q=sprach",
        f"{offers}/verlauf?von=1&mit=4", f"{offers}/verlauf/1/wiederherstellen", f"{offers}/archivieren",
        f"{offers}/zurueckziehen", "/redaktion/textbausteine", "/redaktion/textbausteine/neu",
        f"/redaktion/textbausteine/{ids['reason']}", f"/redaktion/textbausteine/{ids['reason']}/loeschen",
        f"/en{QUEUE}/{ids['changed']}",
    ):  # fmt: skip
        page.goto(visit.live + path)
        assert look(page) == {}, path
    assert visit.faults() == []


def test_axe_finds_nothing_where_a_decision_is_refused(watched: Opener, own_app: Flask) -> None:
    number = numbers(own_app)["changed"]
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, f"{QUEUE}/{number}")
    visit.missing.append(f"{QUEUE}/{number}")
    page.get_by_label("Zurückgeben mit Frage").check()
    page.get_by_role("button", name="Entscheidung speichern").click()
    page.locator(".errorsummary").wait_for()
    assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
    assert look(page) == {}


def test_a_reason_is_put_in_at_once(watched: Opener, own_app: Flask) -> None:
    page = sign_in(watched(viewport=DESK), f"{QUEUE}/{numbers(own_app)['changed']}")
    page.locator("#text").fill("Guten Tag!")
    page.locator("#baustein").select_option(label="Preis unklar")
    page.get_by_role("button", name="Einsetzen").click()
    expect(page.locator("#text")).to_have_value(
        re.compile("^Guten Tag!\n\nBitte schreiben Sie, was das Angebot kostet")
    )
    expect(page.get_by_label("Zurückgeben mit Frage")).to_be_checked()
    assert focused(page)["id"] == "text"


def test_a_submission_is_sent_back_and_another_published_by_keyboard_without_scripts(
    watched: Opener, own_app: Flask
) -> None:
    visit = watched(java_script_enabled=False, viewport=NARROW)
    page = sign_in(visit)
    page.locator(".queue a").first.press("Enter")
    page.locator("#baustein").select_option(label="Termin fehlt")
    page.get_by_role("button", name="Einsetzen").press("Enter")
    page.locator("#text", has_text="Bitte nennen Sie mindestens einen Termin").wait_for()
    page.get_by_role("button", name="Entscheidung speichern").press("Enter")
    page.get_by_text("ist zurückgegeben").wait_for()
    title = page.locator("h1").text_content() or ""
    page.get_by_role("button", name="Entscheidung speichern").press("Enter")
    page.get_by_text(f"„{title}“ ist veröffentlicht.").wait_for()
    assert visit.faults() == []


def test_everything_on_a_submission_is_reached_with_the_tab_key(watched: Opener, own_app: Flask) -> None:
    page = sign_in(watched(viewport=DESK), f"{QUEUE}/{numbers(own_app)['changed']}")
    for wanted in (
        ".desk__nav a",
        ".queue__beside a",
        "#formular input[type=radio]",
        "#publish_on",
        "#baustein",
        "#text",
        "#formular button.btn:not(.btn--second)",
        "#nachricht",
    ):
        tab_until(page, wanted)


def test_the_menu_stands_open_beside_the_page_and_is_folded_up_on_a_phone_without_scripts(
    watched: Opener,
) -> None:
    page = sign_in(watched(java_script_enabled=False, viewport=DESK), "/redaktion/")
    summary, entry = (
        page.locator(".desk__fold > summary"),
        page.locator(".desk__nav a", has_text="Seiten").last,
    )
    expect(summary).to_be_hidden()
    expect(entry).to_be_visible()
    page.set_viewport_size(NARROW)
    expect(summary).to_have_text("Bereiche: Heute")
    expect(entry).to_be_hidden()
    expect(page.locator("h1")).to_be_in_viewport()
    summary.press("Enter")
    entry.click()
    expect(page.locator("h1")).to_have_text("Seiten")
    expect(summary).to_have_text("Bereiche: Seiten")


def test_what_is_typed_is_kept_when_the_page_is_closed(watched: Opener, own_app: Flask) -> None:
    page = sign_in(watched(viewport=DESK), f"{QUEUE}/{numbers(own_app)['changed']}")
    with page.expect_response(lambda answer: answer.url.endswith("/konto/entwurf")):
        page.locator("#text").press_sequentially("Halb fertig")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#text")).to_have_value("Halb fertig")
