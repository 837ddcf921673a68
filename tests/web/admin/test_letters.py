"""Letters in the administration: what became of each, what one can do about it, and never what is in them. And the house's state."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.extensions import db
from portal.mail import outbox
from portal.mail.outbox import Message
from portal.models import Letter, OutboxEntry
from portal.paths import resource_dir
from portal.vocabulary.letters import LetterState
from portal.vocabulary.workflow import Act, Thing
from portal.web.admin import letter_words
from tests.judge import JudgingClient
from tests.web.admin.office import journal, post, rows, said, stored
from tests.web.reading import page

LIST = "/verwaltung/briefe"
SECRET = "https://portal.example/konto/neues-passwort/geheim"


def letter(app: Flask, subject: str, state: LetterState, *, error: str | None = None) -> int:
    with app.app_context():
        message = Message("account_reset", "wer@leser.example", subject, SECRET, f"<p>{SECRET}</p>")
        row = outbox.post(db.session(), message, clock.now() - timedelta(hours=1))
        assert row is not None
        row.state, row.last_error = state, error
        number = row.id
        db.session.commit()
        return number


def test_letters_are_listed_by_state_without_what_is_in_them(own_app: Flask, admin: JudgingClient) -> None:
    letter(own_app, "Tot", LetterState.DEAD, error="550 unbekannt")
    letter(own_app, "Fort", LetterState.SENT)
    answer = admin.get(f"{LIST}?zustand=dead")
    [row] = rows(answer)
    assert "Tot" in row
    assert "550 unbekannt" in row
    assert "wer@leser.example" in row
    assert SECRET not in answer.text
    assert SECRET not in admin.get(LIST).text
    assert len(rows(admin.get(f"{LIST}?zustand=lebendig"))) == 2
    assert "kein Zustand" in page(admin.get(f"{LIST}?zustand=lebendig")).notices()[0]


def test_every_kind_of_letter_has_a_name(own_app: Flask, admin: JudgingClient) -> None:
    letter(own_app, "Tot", LetterState.DEAD)
    [row] = rows(admin.get(LIST))
    assert "Konto: neues Passwort" in row
    assert "account_reset" not in row
    parts = {"frame", "offer", "registration", "registration_link"}  # pieces of letters
    kinds = {path.stem for path in (resource_dir("templates") / "mail").glob("*.txt")} - parts
    assert kinds == set(letter_words.KIND_LABELS)


def test_the_menu_says_how_many_need_somebody(own_app: Flask, admin: JudgingClient) -> None:
    letter(own_app, "Tot", LetterState.DEAD)
    letter(own_app, "Vielleicht", LetterState.UNCERTAIN)
    letter(own_app, "Wartet", LetterState.WAITING)
    assert "Briefe 2 offen" in page(admin.get("/verwaltung/")).words


@pytest.mark.parametrize("state", [LetterState.DEAD, LetterState.UNCERTAIN])
def test_a_letter_goes_out_again_when_a_person_says_so(
    own_app: Flask, admin: JudgingClient, state: LetterState
) -> None:
    number = letter(own_app, "Bitte", state)
    assert "noch einmal" in said(admin, post(admin, f"{LIST}/{number}/noch-einmal"))
    [row] = stored(own_app, Letter, id=number)
    assert (row.state, row.attempts) == (LetterState.WAITING, 0)
    [entry] = journal(own_app, thing=Thing.LETTER, thing_id=number)
    assert (entry.act, entry.changes) == (Act.RESTORED, {"state": [state.value, "waiting"]})


def test_a_letter_is_given_up(own_app: Flask, admin: JudgingClient) -> None:
    number = letter(own_app, "Bitte", LetterState.UNCERTAIN)
    assert "nicht mehr gesendet" in said(admin, post(admin, f"{LIST}/{number}/aufgeben"))
    assert stored(own_app, Letter, id=number)[0].state is LetterState.DEAD
    assert "erledigt" in said(admin, post(admin, f"{LIST}/{number}/aufgeben")), "twice is told, not done"


def test_what_is_on_its_way_stays_so(own_app: Flask, admin: JudgingClient) -> None:
    number = letter(own_app, "Bitte", LetterState.SENT)
    assert "schon unterwegs" in said(admin, post(admin, f"{LIST}/{number}/noch-einmal"))
    assert stored(own_app, Letter, id=number)[0].state is LetterState.SENT
    assert journal(own_app, thing=Thing.LETTER, thing_id=number) == []
    assert post(admin, f"{LIST}/999999/noch-einmal").status_code == 404


def test_the_first_page_says_how_the_house_is(own_app: Flask, admin: JudgingClient) -> None:
    found = rows(admin.get("/verwaltung/"))
    names = ["Datenbank", "Suche", "Aufträge", "Briefe", "Speicherplatz", "Sicherung"]
    assert all(row.startswith(name) for row, name in zip(found, names, strict=True))
    assert all("in Ordnung" in row for row in found[:3])
    assert "nicht bekannt" in found[5]
    letter(own_app, "Tot", LetterState.DEAD)
    with own_app.app_context():
        old = clock.now() - timedelta(hours=3)
        db.session.add(OutboxEntry(topic="letter", payload={"kind": "x"}, created_at=old))
        db.session.commit()
    own_app.extensions["agora_settings"].last_backup_file.write_text(clock.now().isoformat())
    found = rows(admin.get("/verwaltung/"))
    assert "bitte ansehen" in found[2]
    assert "agora jobs run" in found[2]
    assert "bitte ansehen" in found[3]
    assert "in Ordnung" in found[5]
