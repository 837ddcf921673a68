"""The whole story, once with a mouse and once by keyboard with JavaScript off: a provider registers and is approved, enters a lecture
series, hands it in, gets it back, corrects it; it is published and found; a date moves, and feed and digest say so."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from portal import clock
from portal.cli.seed_demo import LOGINS, PASSWORD
from portal.extensions import db
from portal.models import Letter, MailSubscription
from portal.web.kit import digests, publishing
from tests.fixtures.browsers import PageMaker

from .hands import Hands, Keys, Mouse

TITLE = "Fixsternkolloquium: sechs Abende unter dem Himmel"
APPLICANT, SECRET = "vera@sternfreunde.example", "ein langes Passwort 7"
READER = "leserin@post.example"
WAYS = ("mouse", "keyboard without scripts")


@dataclass(slots=True)
class Story:
    """The portal and who walks through it."""

    app: Flask
    address: str
    open_page: PageMaker
    way: str

    def hands(self) -> Hands:
        """A person who has never been here."""
        by_keyboard = self.way != "mouse"
        page = self.open_page(
            viewport={"width": 1280, "height": 900},
            java_script_enabled=not by_keyboard,
            base_url=self.address,
        )
        return Keys(page) if by_keyboard else Mouse(page)

    def letter(self, kind: str, to: str) -> str:
        """The text of the last letter of this kind, once what waits has been written."""
        with self.app.app_context():
            while publishing.drain():
                pass
            found = db.session.scalars(
                select(Letter).where(Letter.kind == kind, Letter.recipient == to).order_by(Letter.id.desc())
            ).first()
            assert found is not None, f"no letter {kind} to {to}"
            return found.text

    def link(self, kind: str, to: str, part: str) -> str:
        """The path of the link in that letter whose address holds `part`."""
        found = re.search(rf"https?://[^/\s]+(\S*?{part}[^\s)>\]]*)", self.letter(kind, to))
        assert found, self.letter(kind, to)
        return found[1]


@pytest.fixture(params=WAYS)
def story(request: pytest.FixtureRequest, own_app: Flask, own_live: str, new_page: PageMaker) -> Story:
    return Story(own_app, own_live, new_page, request.param)


def sign_in(hands: Hands, email: str, password: str) -> None:
    hands.page.goto("/konto/anmelden")
    hands.fill("#email", email)
    hands.fill("#password", password)
    hands.press("main form button[type=submit]")
    expect(hands.page.locator("h1")).not_to_have_text("Anmelden")


def register(story: Story, hands: Hands) -> None:
    hands.page.goto("/konto/registrieren")
    for name, typed in {
        "institution": "Sternfreunde Roßlau",
        "summary": "Wir zeigen den Himmel über der Stadt.",
        "street": "Am Wasserturm 3",
        "postal_code": "06862",
        "town": "Dessau-Roßlau",
        "phone": "0340 0000-777",
        "name": "Vera Stern",
        "email": APPLICANT,
        "password": SECRET,
    }.items():
        hands.fill(f"#{name}", typed)
    hands.pick("#kind", "Verein")
    hands.tick("#may_speak")
    hands.page.wait_for_timeout(2100)  # people need a moment; robots do not
    hands.press("#formular button[type=submit]:has-text('Registrieren')")
    hands.page.goto(story.link("account_confirm", APPLICANT, "/konto/bestaetigen/"))
    hands.press("main form button[type=submit]")
    sign_in(hands, APPLICANT, SECRET)


def approve_institution(editor: Hands) -> None:
    editor.page.goto("/redaktion/neue-anbieter")
    editor.press("main a:has-text('Sternfreunde Roßlau')")
    editor.tick('input[name="act"][value="freigeben"]')
    editor.press("form.decide button[type=submit]")
    expect(editor.page.locator(".notice--ok").first).to_be_visible()


def first_day() -> date:
    """A Wednesday in some weeks."""
    today = clock.today()
    return today + timedelta(days=28 + (2 - today.weekday()) % 7)


def enter_series(hands: Hands) -> None:
    hands.page.goto("/anbieterbereich/angebote/neu")
    hands.fill("#title", TITLE)
    hands.tick('input[name="kind"][value="lecture_series"]')
    hands.fill("#summary", "Planeten, Doppelsterne und Nebel, mit bloßem Auge und am Fernrohr.")
    hands.tick('input[name="life_phase"][value="beruf"]')
    hands.tick('input[name="topic"][value="naturkunde"]')
    hands.fill('input[name="runs-0-series-first"]', first_day().isoformat())
    hands.fill('input[name="runs-0-series-start"]', "19:00")
    hands.fill('input[name="runs-0-series-end"]', "20:30")
    hands.fill('input[name="runs-0-series-count"]', "6")
    hands.press('button[name="tun"][value="reihe:0"]')
    rows = hands.page.locator(".daterow")
    expect(rows).to_have_count(6)
    hands.fill("#price", "0")
    hands.tick('input[name="attendance_mode"][value="online"]')
    hands.press('button[name="tun"][value="einreichen"]')


def test_from_registration_to_the_moved_date(story: Story) -> None:
    provider, editor, reader = story.hands(), story.hands(), story.hands()
    register(story, provider)
    sign_in(editor, LOGINS[1][0], PASSWORD)
    approve_institution(editor)

    enter_series(provider)
    expect(provider.page.locator(".notice--ok").first).to_contain_text("Eingereicht")
    subscribe(story, reader)

    send_back(editor)
    assert "Wo ist der Treffpunkt?" in story.letter("returned", APPLICANT)
    correct(story, provider)
    publish(editor)
    assert found(reader) == [TITLE], "found at once"

    feed = reader.page.request.get("/suche.ics?q=Fixsternkolloquium").text()
    assert feed.count("BEGIN:VEVENT") == 6
    move_first_date(story, provider)
    moved = reader.page.request.get("/suche.ics?q=Fixsternkolloquium").text().replace("\r\n ", "")
    day = first_day() + timedelta(days=1)
    assert f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T200000" in moved
    assert "SEQUENCE:1" in moved
    told = digest(story)
    assert TITLE in told
    assert "20:00" in told


def subscribe(story: Story, reader: Hands) -> None:
    reader.page.goto("/suche/abo?q=Fixsternkolloquium")
    reader.fill("#email", READER)
    reader.tick('input[name="rhythm"][value="taeglich"]')
    reader.page.wait_for_timeout(2100)
    reader.press("#formular button[type=submit]:has-text('Bestellen')")
    reader.page.goto(story.link("digest_confirm", READER, "/abo/"))
    reader.press("main form button[type=submit]")


def send_back(editor: Hands) -> None:
    editor.page.goto("/redaktion/eingang")
    editor.press(f"main a:has-text('{TITLE}')")
    expect(editor.page.locator("main")).to_contain_text("Planeten, Doppelsterne")
    editor.tick('input[name="decision"][value="zurueck"]')
    editor.fill("#text", "Wo ist der Treffpunkt? Bitte ergänzen.")
    editor.press("#formular button[type=submit]:has-text('Entscheidung speichern')")
    expect(editor.page.locator(".notice--ok").first).to_be_visible()


def correct(story: Story, provider: Hands) -> None:
    provider.page.goto(story.link("returned", APPLICANT, "/anbieterbereich/angebote/"))
    expect(provider.page.locator("main")).to_contain_text("Wo ist der Treffpunkt?")
    provider.fill("#description", "Treffpunkt ist das Tor der Sternwarte. Bitte warm anziehen.")
    provider.press('button[name="tun"][value="einreichen"]:visible')
    expect(provider.page.locator(".notice--ok").first).to_contain_text("Eingereicht")


def publish(editor: Hands) -> None:
    editor.page.goto("/redaktion/eingang")
    editor.press(f"main a:has-text('{TITLE}')")
    editor.tick('input[name="decision"][value="jetzt"]')
    editor.press("#formular button[type=submit]:has-text('Entscheidung speichern')")
    expect(editor.page.locator(".notice--ok").first).to_contain_text("eröffentlicht")


def found(reader: Hands) -> list[str]:
    answer: dict[str, Any] = reader.page.request.get("/suche.json?q=Fixsternkolloquium").json()
    return [item["title"] for item in answer["items"][:1]]


def move_first_date(story: Story, provider: Hands) -> None:
    provider.page.goto("/anbieterbereich/")
    provider.press(f"tr:has-text('{TITLE}') a:has-text('Termine')")
    provider.press("main a:has-text('Verlegen')")
    provider.fill("#day", (first_day() + timedelta(days=1)).isoformat())
    provider.fill("#start", "20:00")
    provider.fill("#end", "21:30")
    provider.fill("#note", "Der Saal ist am Mittwoch belegt.")
    provider.press("#formular button[type=submit]")
    expect(provider.page.locator(".notice--ok").first).to_be_visible()


def digest(story: Story) -> str:
    """What the next morning's letter says."""
    with story.app.app_context():
        subscription = db.session.scalars(
            select(MailSubscription).where(MailSubscription.email == READER)
        ).one()
        assert subscription.confirmed_at is not None
        tomorrow = clock.now() + timedelta(days=1)
        digests.send_due(db.session(), datetime.combine(tomorrow.date(), tomorrow.timetz()).replace(hour=9))
        db.session.commit()
    return story.letter("digest", READER)
