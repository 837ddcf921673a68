"""The first steps of who administers a new portal: what is open stands on the first page, and leaves it by itself."""

from flask import Flask

from portal.extensions import db
from portal.models import Page, Setting
from portal.vocabulary.people import Role
from tests.factories.offers import make_offer
from tests.judge import JudgingClient
from tests.web.people import account, signed_in
from tests.web.reading import page

START, STEPS, STATE = "/verwaltung/", "Noch zu tun, bevor das Portal öffnet", "Angaben der Stadt"


def office(app: Flask) -> JudgingClient:
    account(app, "leitung@stadt.example", role=Role.ADMINISTRATOR)
    return signed_in(app, Role.ADMINISTRATOR)


def test_a_new_portal_says_what_comes_first_and_where(new_town: Flask) -> None:
    found = page(office(new_town).get(START))
    assert STEPS in found.words
    assert STATE in found.words
    assert "Im Impressum stehen noch Platzhalter." in found.words
    assert {"/redaktion/seiten/impressum/de", "/verwaltung/einstellungen", "/verwaltung/anbieter/neu"} <= set(
        found.links()
    )
    assert "Das erste Angebot veröffentlichen" not in found.words, "there is nobody yet who could offer it"


def test_what_is_done_leaves_the_list_and_at_last_the_list_goes(new_town: Flask) -> None:
    visitor = office(new_town)
    with new_town.app_context():
        make_offer(db.session())
        for text in db.session.query(Page):
            text.body = "Stadt Musterhausen, Rathausplatz 1"
        db.session.merge(Setting(name="town.phone", value="03401 123450"))
        db.session.commit()
    words = page(visitor.get(START)).words
    assert "E-Mail-Adresse der Stadt eintragen" in words
    assert "Telefonnummer der Stadt eintragen" not in words
    assert "Impressum ausfüllen" not in words
    with new_town.app_context():
        db.session.merge(Setting(name="town.email", value="bildung@stadt.de"))
        db.session.commit()
    new_town.extensions["agora_settings"].last_backup_file.write_text("2026-11-23T09:00:00+00:00")
    words = page(visitor.get(START)).words
    assert STEPS not in words
    assert STATE not in words


def test_the_demo_has_no_first_steps(admin: JudgingClient) -> None:
    assert STEPS not in page(admin.get(START)).words
