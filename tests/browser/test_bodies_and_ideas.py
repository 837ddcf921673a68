"""Wer macht was and Beteiligung as people use them: a visitor proposes on a small phone without scripts, an editor publishes and
answers by keyboard, another visitor supports once; an editor keeps a body, its place in the chart and a meeting."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESK, NARROW
from .hands import Keys
from .layout import clipped, sideways
from .looking import look
from .test_content_desk import sign_in
from .watching import Watched

IDEAS, PROPOSE, BODIES = "/mitmachen", "/mitmachen/vorschlagen", "/wer-macht-was"
DESK_IDEAS, DESK_BODIES = "/redaktion/vorschlaege", "/redaktion/gremien"
TITLE = "Segelfliegen für Mädchen"
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def fits(page: Page) -> None:
    assert [*sideways(page), *clipped(page)] == []


def propose(visit: Watched) -> None:
    """From the home page, on 320 px and without scripts."""
    page = visit.open("/")
    page.locator(f".footer a[href='{IDEAS}']").click()
    fits(page)
    page.get_by_role("link", name="Etwas vorschlagen").click()
    page.locator("#title").fill(TITLE)
    page.locator("#text").fill("Ein Wochenende am Flugplatz.")
    visit.missing.append(PROPOSE)
    page.locator("#formular button").click()
    page.locator(".errorsummary").wait_for()
    fits(page)
    expect(page.locator("#title")).to_have_value(TITLE)
    page.locator("#kind-0").check()
    page.wait_for_timeout(2_100)  # the form asks for a moment's thought
    page.locator("#formular button").click()
    page.get_by_role("heading", name="Danke für Ihren Vorschlag").wait_for()
    fits(page)
    page.get_by_role("link", name="Alle Vorschläge").click()
    page.wait_for_url(f"**{IDEAS}")
    expect(page.get_by_text(TITLE)).to_have_count(0)  # nobody sees it yet


def publish_and_answer(visit: Watched) -> None:
    """With the keyboard alone."""
    page = sign_in(visit, DESK_IDEAS)
    keys = Keys(page)
    keys.press(f".queue a:has-text('{TITLE}')")
    keys.press("button[value=publish]")
    page.get_by_text("Der Vorschlag ist öffentlich.").wait_for()
    keys.fill("#answer", "Der Flugsportverein lädt im Mai ein.")
    keys.press("button[value=answer]")
    page.get_by_text("Die Antwort ist öffentlich.").wait_for()


def support(visit: Watched) -> None:
    """Once; then the button is gone."""
    page = visit.open(f"{IDEAS}?stand=beantwortet")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("Der Flugsportverein lädt im Mai ein.").wait_for()
    assert page.context.cookies() == []
    page.get_by_role("button", name="Das unterstütze ich").click()
    page.get_by_text("Sie gehören dazu.").wait_for()
    expect(page.get_by_text("Eine Person unterstützt das")).to_be_visible()
    expect(page.get_by_role("button", name="Das unterstütze ich")).to_have_count(0)
    assert [one.get("name") for one in page.context.cookies()] == ["agora"]
    fits(page)


def test_an_idea_goes_from_a_phone_to_an_answer_and_a_vote(watched: Opener) -> None:
    visitor = watched(java_script_enabled=False, viewport=NARROW)
    propose(visitor)
    assert visitor.faults() == []
    editor = watched(viewport=DESK)
    publish_and_answer(editor)
    assert editor.faults() == []
    other = watched(java_script_enabled=False, viewport=NARROW)
    support(other)
    other.may_sign_in = True  # the one cookie that supporting brings
    assert other.faults() == []


def test_an_editor_keeps_a_body_its_place_and_a_meeting(watched: Opener) -> None:
    visit = watched(java_script_enabled=False, viewport=DESK)
    page = sign_in(visit, DESK_BODIES)
    page.get_by_role("link", name="Neues Gremium oder Amt").click()
    page.locator("#name").fill("Arbeitskreis Lesen")
    page.get_by_label("Netzwerk").check()
    page.locator("#summary").fill("Bringt Menschen zusammen, die vorlesen.")
    page.locator("#parent").select_option(label="– Agentur Bildungsbüros")
    page.locator("#tasks").fill("Lesepaten finden\nBücher tauschen")
    page.get_by_role("button", name="Anlegen").click()
    page.get_by_text("ist angelegt").wait_for()
    page.get_by_role("link", name="Neue Sitzung").click()
    page.locator("#day").fill("2099-03-04")
    page.locator("#time").fill("17:30")
    page.locator("#place").fill("Landesbücherei")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("ist gespeichert").wait_for()
    page.goto(visit.live + BODIES)
    under = page.locator(".orgchart li", has=page.locator("> .chartbox a:text-is('Agentur Bildungsbüros')"))
    expect(under.locator("> ul > li > .chartbox a").last).to_have_text("Arbeitskreis Lesen")
    under.get_by_role("link", name="Arbeitskreis Lesen").click()
    for words in ("Bücher tauschen", "4. März 2099, 17:30 Uhr", "Landesbücherei"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert visit.faults() == []


def test_axe_finds_nothing_where_editors_work(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, DESK_BODIES)
    found = {DESK_BODIES: look(page)}
    for path in (
        f"{DESK_BODIES}/2",
        f"{DESK_BODIES}/2/sitzungen/neu",
        f"{DESK_IDEAS}/1",
        DESK_IDEAS,
        "/redaktion/treffen-elternbildung",
    ):
        page.goto(visit.live + path)
        page.locator(".desk__main h1").wait_for()
        found[path] = look(page)
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert visit.faults() == []
