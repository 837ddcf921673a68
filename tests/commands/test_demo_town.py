"""The demo says that it is one; a portal of its own never does, and what people entered stays in both."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.cli import seed_demo, seed_vocabularies
from portal.extensions import db
from portal.models import Page, Setting
from portal.pages import queries
from portal.web.kit import letters
from tests.judge import JudgingClient

DEMO = "Diese Seite zeigt eine Demo."


def imprint(session: Session) -> Page:
    found = queries.page_in(session, "impressum", "de")
    assert found
    return found


def test_the_demo_calls_itself_one_however_often_it_is_seeded(session: Session) -> None:
    assert imprint(session).body.startswith(DEMO)
    seed_vocabularies.load(session)
    assert imprint(session).body.startswith(DEMO)
    assert "[Name der Behörde]" not in imprint(session).body
    assert "town: " not in imprint(session).body


def test_the_demo_leaves_the_telephone_that_somebody_entered(session: Session) -> None:
    session.merge(Setting(name="town.phone", value="03401 123450"))
    session.merge(Setting(name="town.email", value=""))
    session.flush()
    seed_demo.load(session, today=clock.today() + timedelta(days=7))
    values = {name: session.get_one(Setting, name).value for name in ("town.phone", "town.email")}
    assert values == {"town.phone": "03401 123450", "town.email": "bildungsbuero@dessau-rosslau.example"}


def test_without_an_address_of_the_town_letters_come_from_the_portals_own(own_app: Flask) -> None:
    with own_app.test_request_context():
        db.session.merge(Setting(name="town.email", value=""))
        db.session.commit()
        own_app.extensions["agora_town"].is_old = True
        assert letters.sender().address == "portal@127.0.0.1"


def test_pages_do_not_speak_of_a_telephone_that_is_not_there(
    own_app: Flask, own_client: JudgingClient
) -> None:
    with own_app.app_context():
        db.session.merge(Setting(name="town.phone", value=""))
        db.session.commit()
    assert "Lieber mit einem Menschen sprechen?" not in own_client.get("/feedback").text
    assert "rufen Sie an: ." not in own_client.get("/barrierefreiheit").text
    assert 'href="tel:"' not in own_client.get("/").text
