"""B-Punkte in a browser: a visitor finds one that is open and asks for an appointment, editors change hours and seals run out."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.guidance import hours, queries
from portal.holidays.queries import days_off
from portal.models import AppointmentRequest, SealAward

from .conftest import DESK, NARROW
from .hands import Keys
from .layout import focused, sideways, tab_until
from .looking import look
from .test_content_desk import clean, sign_in
from .watching import Watched

POINT = "b-punkt-rosslau"
LIST, SEALS, WISHES = "/redaktion/b-punkte", "/redaktion/siegel", "/redaktion/terminwuensche"
Opener = Callable[..., Watched]


@pytest.fixture
def watched(new_page: Callable[..., Page], own_live: str) -> Opener:
    """Opens watched pages of a portal that this test may write to."""
    return lambda **options: Watched(new_page(**options), own_live)


def when_open(app: Flask, slug: str = POINT) -> datetime:
    """An afternoon of the next weeks on which a point of the demo is open, whatever the day of this test."""
    with app.app_context():
        session, today = db.session(), clock.today()
        [point] = [one for one in queries.points(session) if one.slug == slug]
        off = days_off(session, today, today + timedelta(days=30))
        moments = (clock.as_utc(today + timedelta(days=number), 13, 40) for number in range(1, 30))
        found = (now for now in moments if hours.state(point.hours, point.exceptions, off, now).is_open)
        return next(found)


def test_a_visitor_finds_who_is_there_now_and_asks_for_an_appointment_by_keyboard(
    watched: Opener, own_app: Flask
) -> None:
    """320 px, no script, no mouse."""
    with time_machine.travel(when_open(own_app), tick=True):
        visit = watched(java_script_enabled=False, viewport=NARROW)
        page = visit.open("/b-punkte")
        assert sideways(page) == []
        page.locator("#sprache").select_option(label="Ukrainisch")
        page.locator("#offen").press("Space")
        page.get_by_role("button", name="Anzeigen").press("Enter")
        page.wait_for_url("**offen=jetzt*")
        row = page.locator(f"#bp-{POINT}")
        expect(row).to_contain_text("Jetzt geöffnet, bis")
        expect(page.locator(".point").filter(has_not_text="Jetzt geöffnet")).to_have_count(0)
        assert sideways(page) == []
        row.get_by_role("link", name="Termin anfragen").press("Enter")
        page.get_by_role("heading", name="Termin anfragen", level=1).wait_for()
        assert sideways(page) == []
        page.locator("#name").press_sequentially("Ida Ahorn")
        page.get_by_role("button", name="Absenden").press("Enter")
        page.locator(".errorsummary").wait_for()
        expect(page.locator("#name")).to_have_value("Ida Ahorn")
        expect(page.locator(".errorsummary")).to_contain_text("Telefonnummer")
        page.locator("#phone").press_sequentially("0340 123456")
        page.locator("#language").select_option(label="Ukrainisch")
        page.locator("#wish").press_sequentially("dienstags")
        page.wait_for_timeout(2100)
        page.get_by_role("button", name="Absenden").press("Enter")
        page.get_by_role("heading", name="Ihr Wunsch ist angekommen").wait_for()
        assert [fault for fault in visit.faults() if "400" not in fault] == []
    with own_app.app_context():
        [wish] = [one for one in db.session.scalars(select(AppointmentRequest)) if one.name == "Ida Ahorn"]
        assert (wish.phone, wish.language, wish.wish, wish.email) == ("0340 123456", "uk", "dienstags", None)


def test_an_editor_enters_an_exception_by_keyboard_and_sees_it_at_once(
    watched: Opener, own_app: Flask
) -> None:
    visit = watched(viewport=DESK)
    page = sign_in(visit, LIST)
    page.get_by_role("link", name="B-Punkt Roßlau", exact=True).click()
    page.locator("#name").wait_for()
    keys, free = Keys(page), "ausnahme-2-"
    number = page.locator("fieldset.inset").count() - 2
    free = f"ausnahme-{number}-"
    day = clock.today() + timedelta(days=9)
    keys.fill(f"#{free}first_day", day.isoformat())
    keys.fill(f"#{free}opens", "15:00")
    keys.fill(f"#{free}closes", "14:00")
    keys.fill(f"#{free}note", "Sommerfest")
    keys.press(".savebar button")
    page.locator(".errorsummary").wait_for()
    assert focused(page)["tag"] == "DIV", "the summary of errors has the focus"
    expect(page.locator(".errorsummary")).to_contain_text("nicht nach dem Beginn")
    page.locator(".errorsummary a").first.press("Enter")
    assert focused(page)["id"] == f"{free}closes"
    keys.fill(f"#{free}closes", "18:00")
    keys.press(".savebar button")
    page.get_by_text("ist gespeichert").wait_for()
    page.goto(f"{visit.live}/b-punkte/{POINT}")
    expect(page.locator("main")).to_contain_text("15 bis 18 Uhr Sommerfest")


def test_a_seal_runs_out_at_midnight(watched: Opener, own_app: Flask) -> None:
    with own_app.app_context():
        ahead = (one.valid_until for one in db.session.scalars(select(SealAward)) if one.valid_until)
        last = min(day for day in ahead if day > clock.today())
    visit = watched(java_script_enabled=False, viewport=DESK)
    name = "Muster-Qualitätssiegel Weiterbildung"
    midnight = clock.as_utc(last + timedelta(days=1), 0, 0)
    for moment, is_there in (
        (midnight - timedelta(minutes=2), True),
        (midnight + timedelta(seconds=5), False),
    ):
        with time_machine.travel(moment, tick=True):
            page = visit.open("/siegel")
            bearers = page.locator("section", has_text=name).first.locator(".linklist").inner_text()
            assert ("Landesbücherei" in bearers) is is_there, moment
            page = visit.open("/anbieter/landesbuecherei")
            expect(page.locator(".seals")).to_have_count(int(is_there))
    assert visit.faults() == []


def test_axe_finds_nothing_where_points_and_seals_are_kept(watched: Opener) -> None:
    visit = watched(bypass_csp=True, viewport=DESK)
    page = sign_in(visit, LIST)
    assert look(page) == {}
    for path in (
        f"{LIST}/1",
        WISHES,
        SEALS,
        f"/en{SEALS}/1",
        f"{SEALS}/1/verleihen?wer=schule",
        f"{SEALS}/verleihungen/1",
    ):
        clean(page, visit.live + path)
    visit.missing.append(f"{LIST}/neu")
    page.goto(f"{visit.live}{LIST}/neu")
    page.locator("#zeit-0-0-opens").fill("09:00")
    page.locator(".savebar button").click()
    page.locator(".errorsummary").wait_for()
    assert look(page) == {}
    assert visit.faults() == []


def test_everything_of_the_finder_is_reached_with_the_tab_key(watched: Opener) -> None:
    page = watched(viewport=DESK).open("/b-punkte")
    for wanted in (
        "#schwerpunkt",
        "#stadtteil",
        "#sprache",
        "#offen",
        "#stufenlos",
        ".finder__form button",
        ".point h3 a",
        ".point .tel",
        ".callbox__tel",
    ):
        tab_until(page, wanted)
