"""Pictures of offers: shown with author and licence, in the calendar entry, and nothing else of the disk."""

from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar

from portal.extensions import db
from portal.models import Image, Occurrence, Offer
from portal.offers.outbox import note_change
from portal.web.kit import publishing
from tests.judge import JudgingClient

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea72d5e5e0000000049454e44ae426082"
)


@pytest.fixture
def pictured(own_app: Flask) -> str:
    """The address of an offer with a picture."""
    folder: Path = own_app.extensions["agora_settings"].uploads_dir
    folder.mkdir()
    (folder / "werkbank.png").write_bytes(PIXEL)
    with own_app.app_context():
        day = db.session.query(Occurrence).order_by(Occurrence.starts_at.desc()).first()
        assert day is not None
        offer: Offer = day.run.offer
        offer.image = Image(
            path="werkbank.png",
            alt="Eine Werkbank",
            author="A. Muster",
            licence="CC BY 4.0",
            width=1,
            height=1,
        )
        db.session.flush()
        note_change(db.session(), [offer.id])
        db.session.commit()
        publishing.drain()
        return f"/angebote/{offer.id}-{offer.slug}"


def test_the_page_shows_the_picture_with_author_and_licence(own_client: JudgingClient, pictured: str) -> None:
    page = own_client.get(pictured).text
    assert '<img src="/bilder/werkbank.png" alt="Eine Werkbank"' in page and "A. Muster, CC BY 4.0" in page
    assert 'property="og:image" content="http://127.0.0.1:8000/bilder/werkbank.png"' in page
    picture = own_client.get("/bilder/werkbank.png")
    assert (picture.status_code, picture.mimetype, picture.data) == (200, "image/png", PIXEL)
    picture.close()


def test_the_calendar_entry_names_the_picture(own_client: JudgingClient, pictured: str) -> None:
    event = Calendar.from_ical(own_client.get(f"{pictured}.ics").data).walk("VEVENT")[0]
    assert str(event["IMAGE"]) == "http://127.0.0.1:8000/bilder/werkbank.png"
    assert event["IMAGE"].params["VALUE"] == "URI"


@pytest.mark.parametrize(
    "name", ["gibtsnicht.png", "..%2fagora.sqlite", "%2e%2e%2fagora.sqlite", "..", "%00.png"]
)
def test_nothing_else_of_the_disk_can_be_named(own_client: JudgingClient, pictured: str, name: str) -> None:
    assert own_client.get(f"/bilder/{name}").status_code == 404
