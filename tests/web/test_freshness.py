"""What nobody has confirmed for long: its page says so, lists drop it, and other thresholds hold within half a minute."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import Offer, Setting
from portal.offers.outbox import note_change
from portal.web.kit import publishing, town
from portal.web.public.offer_age import span
from tests.factories import offers as make
from tests.judge import JudgingClient
from tests.web.reading import page, text_of

TITLE = "Malen am Fluss"


def confirmed(app: Flask, days: int) -> str:
    """An offer with a date this week that was confirmed so many days ago; its address."""
    with app.app_context():
        session, now = db.session(), clock.now()
        offer = session.scalars(select(Offer).where(Offer.title == TITLE)).first()
        if offer is None:
            offer = make.make_dated_offer(session, TITLE, now + timedelta(hours=1), published_at=now)
        offer.confirmed_at = now - timedelta(days=days)
        note_change(session, [offer.id])
        session.commit()
        publishing.drain()
        return f"/angebote/{offer.id}-{offer.slug}"


def lists(client: Any) -> dict[str, bool]:
    """Where the offer stands."""
    addresses = ("/suche?q=malen+am+fluss", "/suche.json?q=malen+am+fluss", "/suche.atom?q=malen+am+fluss", "/suche.ics?q=malen+am+fluss", "/suche.csv?q=malen+am+fluss")  # fmt: skip
    return {address: "-malen-am-fluss" in client.get(address).text for address in addresses}


def test_a_fresh_offer_says_who_confirmed_it(own_app: Flask, own_client: JudgingClient) -> None:
    document = page(own_client.get(confirmed(own_app, 210)))
    assert "hat dieses Angebot am" in document.words
    assert "Lange nicht bestätigt" not in document.words


def test_after_a_while_the_page_warns_and_leads_to_a_report(
    own_app: Flask, own_client: JudgingClient
) -> None:
    address = confirmed(own_app, 244)
    document = page(own_client.get(address))
    assert document.notices() == ["Lange nicht bestätigt"]
    assert "vor 8 Monaten" in document.words
    assert "hat dieses Angebot am" not in document.words
    number = address.split("/")[-1].partition("-")[0]
    reports = document.all("a", href=f"/feedback?angebot={number}")
    assert "Stimmt etwas nicht? Sagen Sie uns Bescheid" in {text_of(one) for one in reports}


def test_after_a_year_it_is_in_no_list_and_still_at_its_address(
    own_app: Flask, own_client: JudgingClient
) -> None:
    address = confirmed(own_app, 365)
    assert all(lists(own_client).values())
    assert TITLE in page(own_client.get("/")).words, "what is on this week"
    assert confirmed(own_app, 366) == address
    assert not any(lists(own_client).values())
    assert TITLE not in page(own_client.get("/")).words
    assert own_client.get(address).status_code == 200
    assert own_client.get(f"{address}.json").status_code == 200
    assert TITLE in own_client.get(f"{address}.ics").text
    confirmed(own_app, 0)
    assert all(lists(own_client).values())


@pytest.mark.parametrize("written", ["x", None, [], {"a": 1}])
def test_a_setting_that_is_no_number_breaks_nothing(
    own_app: Flask, own_client: JudgingClient, written: object
) -> None:
    with own_app.app_context():
        db.session.merge(Setting(name="freshness.leave_after_days", value=written))
        db.session.commit()
    assert own_client.get("/suche").status_code == 200


def test_other_thresholds_hold_within_half_a_minute(own_app: Flask, own_client: JudgingClient) -> None:
    address = confirmed(own_app, 100)
    assert all(lists(own_client).values())
    with own_app.app_context():
        for name, days in (("warn", 50), ("leave", 90)):
            db.session.merge(Setting(name=f"freshness.{name}_after_days", value=days))
        db.session.commit()
    shelf: town.TownShelf = own_app.extensions["agora_town"]
    assert town.KEPT_SECONDS <= 30
    shelf.is_old = True
    assert not any(lists(own_client).values())
    assert "Lange nicht bestätigt" in page(own_client.get(address)).words, "though the page was kept"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 Tag"),
        (10, "10 Tagen"),
        (31, "1 Monat"),
        (211, "7 Monaten"),
        (700, "23 Monaten"),
        (800, "2 Jahren"),
    ],
)
def test_how_long_ago_is_said_in_round_words(days: int, words: str) -> None:
    assert span(days) == words
