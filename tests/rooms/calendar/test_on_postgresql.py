"""Calendars on PostgreSQL are the same, byte for byte but for the moment they were told."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.calendar import ledger
from portal.cli import database, seed_demo, seed_vocabularies
from portal.extensions import db
from portal.models import CalendarEntry, Offer
from portal.offers.outbox import note_change
from portal.vocabulary.offers import Step
from portal.web.kit import calendar_voice, publishing
from tests.fixtures.portals import make_app

ADDRESSES = ("/suche.ics?art=kurs", "/elterntrainings.ics", "/berufswahlkalender.ics?klasse=9")


@pytest.mark.postgres
def test_feeds_are_the_same_on_both_databases(app: Flask, postgres_url: str, tmp_path: Path) -> None:
    other = make_app(tmp_path, database_url=postgres_url)
    with other.app_context():
        database.upgrade()
        session = db.session()
        seed_vocabularies.load(session)
        seed_demo.load(session, today=clock.today())
        session.commit()
        publishing.publish_everything()
        for address in ADDRESSES:
            assert without_moments(other, address) == without_moments(app, address)
        offer = session.scalars(select(Offer).join(CalendarEntry, CalendarEntry.offer_id == Offer.id)).first()
        assert offer is not None
        offer.step = Step.WITHDRAWN
        note_change(session, [offer.id])
        session.commit()
        assert publishing.drain() == 2
        assert ledger.publish_all(session, calendar_voice.voice(), clock.now()).total == 0
        assert ledger.expire(session, clock.now() + ledger.TOMBSTONES_KEPT * 2) > 0
        session.rollback()
        db.session.remove()
        db.engine.dispose()


def without_moments(app: Flask, address: str) -> list[str]:
    """The entries of a feed, sorted, without the moments of telling."""
    text = re.sub(r"(DTSTAMP|LAST-MODIFIED):\d+T\d+Z\r\n", "", app.test_client().get(address).text)
    found = sorted(re.sub(r"angebote/\d+", "angebote/N", text.replace("\r\n ", "")).split("BEGIN:VEVENT")[1:])
    assert found
    return found
