"""The trainer's list: who registered, somebody by hand, calls, moving, leaving, letters, presence, paper and table. And that
nobody of another institution sees any of it."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.models import JournalEntry, Occurrence, Presence
from portal.vocabulary.people import MembershipRole
from tests.judge import JudgingClient
from tests.web.desk.offers import LIST, errors, fields, one, open_form, send
from tests.web.hall import HOSTILE
from tests.web.people import account, signed_in
from tests.web.programmes.registering import (
    Team,
    confirmed,
    letters,
    register,
    rows,
    run_of,
    states,
    teams,
    training,
)
from tests.web.reading import page, text_of


@pytest.fixture(autouse=True)
def ten_o_clock() -> Iterator[None]:
    with time_machine.travel(clock.as_utc(clock.today(), 10, 0), tick=True):
        yield


@pytest.fixture
def both(own_app: Flask) -> list[Team]:
    """Two teams of a course of the Volkshochschule, with three places each."""
    return teams(own_app, "volkshochschule", "spanisch-reise", 3)


@pytest.fixture
def trainer(own_app: Flask) -> JudgingClient:
    """Somebody who works for the Volkshochschule, without managing it."""
    account(own_app, "trainer@vhs.example", institutions={"volkshochschule": MembershipRole.MEMBER})
    return signed_in(own_app, "trainer@vhs.example")


def by_hand(trainer: JudgingClient, team: Team, name: str, **given: str) -> str:
    """Writes somebody down; returns what is said."""
    address = f"{team.own_desk}/neu"
    values = {"name": name, "phone": "0340 0000-9", "persons": "1", **given}
    answer = send(trainer, address, open_form(trainer, address, "formular"), **values)
    assert answer.status_code == 303, errors(page(answer))
    return page(trainer.get(answer.location)).notices()[0]


def csrf(trainer: JudgingClient, team: Team) -> str:
    return open_form(trainer, f"{team.own_desk}/neu", "formular")["csrf_token"]


def person(app: Flask, team: Team, name: str) -> str:
    [row] = [row for row in rows(app, team) if row.name.startswith(name)]
    return f"{team.desk}/{row.id}"


def test_the_list_and_the_form_of_the_offer_lead_to_the_registrations(
    trainer: JudgingClient, both: list[Team]
) -> None:
    assert both[0].desk in page(trainer.get(f"{LIST}?q=Spanisch")).links()
    assert both[0].desk in page(trainer.get(one(both[0].offer_id))).links()
    document = page(trainer.get(both[0].desk))
    assert document.h1 == "Anmeldungen"
    assert document.words.count("Noch niemand.") == 2
    assert f"{one(both[0].offer_id)}/bestaetigungen" in document.links() or document.words.count("Teilnahme")


def test_people_stand_by_place_line_and_call(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    team = both[0]
    confirmed(own_app, own_client, team, "Anna Beispiel", persons=3)
    assert (
        by_hand(trainer, team, "Bela Muster")
        == "Bela Muster steht auf der Warteliste: Es ist kein Platz frei."
    )
    register(own_client, team.form, "Carla Probe", email="", phone="0340 0000-7")
    document = page(trainer.get(team.desk))
    assert [text_of(head) for head in document.all("h3")] == [
        "Mit Platz (1)",
        "Warteliste (1)",
        "Noch nicht bestätigt (1)",
    ]
    assert "3 von 3 Plätzen vergeben, 1 wartet" in document.words
    assert "bitte anrufen" in document.words
    assert {"tel:+4934000007", "mailto:anna@familie.example"} <= {
        link.get("href") for link in document.all("a")
    }


def test_a_call_confirms_and_clicking_again_changes_nothing(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    team = both[0]
    register(own_client, team.form, "Carla Probe", email="", phone="0340 0000-7")
    token = csrf(trainer, team)
    for _click in range(2):
        answer = trainer.post(f"{person(own_app, team, 'Carla')}/bestaetigt", data={"csrf_token": token})
        assert answer.status_code == 303
    assert states(own_app, team) == {"Carla": "placed"}
    assert page(trainer.get(answer.location)).notices()[0] == "Carla Probe hat einen Platz."
    with own_app.app_context():
        notes = db.session.scalars(select(JournalEntry).where(JournalEntry.thing == "registration")).all()
        assert notes
        assert not [note for note in notes if "Carla" in f"{note.title}{note.note}{note.changes}"]


def test_taking_somebody_off_asks_first_and_the_line_moves_up(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    team = both[0]
    confirmed(own_app, own_client, team, "Anna Beispiel", persons=3)
    confirmed(own_app, own_client, team, "Bela Beispiel")
    address = f"{person(own_app, team, 'Anna')}/abmelden"
    asked = page(trainer.get(address))
    assert asked.h1 == "Anna Beispiel abmelden?"
    answer = trainer.post(address, data={"csrf_token": fields(asked, "formular")["csrf_token"]})
    assert answer.location.endswith(f"#team-{team.run_id}")
    assert states(own_app, team) == {"Anna": "cancelled", "Bela": "offered"}
    assert letters(own_app, "registration_cancelled", "anna@familie.example")
    token = csrf(trainer, team)
    trainer.post(f"{person(own_app, team, 'Bela')}/bestaetigt", data={"csrf_token": token})
    assert states(own_app, team)["Bela"] == "placed", "the offered place is taken by telephone"


def test_moving_needs_a_free_place_or_the_wish_to_wait(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    first, second = both
    confirmed(own_app, own_client, first, "Anna Beispiel")
    confirmed(own_app, own_client, second, "Bela Beispiel", persons=3)
    address = f"{person(own_app, first, 'Anna')}/umbuchen"
    given = open_form(trainer, address, "formular")
    assert errors(page(send(trainer, address, given))) == ["In welche Gruppe? Bitte wählen Sie eine Gruppe."]
    refused = send(trainer, address, given, team=str(second.run_id))
    assert refused.status_code == 400
    assert "nicht genug Plätze frei" in errors(page(refused))[0]
    assert states(own_app, first) == {"Anna": "placed"}
    answer = send(trainer, address, given, team=str(second.run_id), may_wait="y")
    assert answer.status_code == 303
    assert states(own_app, second) == {"Anna": "waiting", "Bela": "placed"}
    assert letters(own_app, "registration_moved", "anna@familie.example")
    assert run_of(own_app, first).places_left == 3
    other = training(own_app)
    assert (
        send(
            trainer, f"{person(own_app, second, 'Anna')}/umbuchen", given, team=str(other.run_id)
        ).status_code
        == 400
    )


def test_words_to_all_are_looked_at_counted_and_sent_once(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    team = both[0]
    confirmed(own_app, own_client, team, "Anna Beispiel", persons=2)
    by_hand(trainer, team, "Ohne Post")
    confirmed(own_app, own_client, team, "Bela Beispiel")
    address = f"{team.own_desk}/nachricht"
    given = open_form(trainer, address, "formular")
    assert errors(page(send(trainer, address, given, text=" ", tun="vorschau"))) == [
        "Ihre Nachricht: Bitte schreiben Sie ein paar Worte."
    ]
    words = "Bitte bringen Sie\nein Heft mit. <b>Danke</b>"
    looked = page(send(trainer, address, given, text=words, tun="vorschau"))
    assert "ein Heft mit. <b>Danke</b>" in looked.words
    assert "An 1 Person senden" in looked.words
    assert "Ohne Post, 0340 0000-9" in looked.words
    assert letters(own_app, "registration_message") == []
    final = fields(looked, "formular")
    for _click in range(2):
        answer = send(trainer, address, final, tun="senden")
        assert answer.status_code == 303
    [letter] = letters(own_app, "registration_message")
    assert letter.recipient == "anna@familie.example"
    assert "ein Heft mit." in letter.text
    assert letter.headers["Reply-To"].endswith(".example")
    looked = page(
        send(
            trainer,
            address,
            open_form(trainer, address, "formular"),
            text=words,
            to_waiting="y",
            tun="vorschau",
        )
    )
    assert "An 2 Personen senden" in looked.words


def test_who_was_there_is_ticked_for_dates_that_have_begun(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    team = both[0]
    confirmed(own_app, own_client, team, "Anna Beispiel")
    confirmed(own_app, own_client, team, "Bela Beispiel", persons=2)
    address = f"{team.own_desk}/anwesenheit"
    assert "Noch hat kein Termin begonnen." in page(trainer.get(address)).words
    with own_app.app_context():
        days = db.session.scalars(
            select(Occurrence).where(Occurrence.run_id == team.run_id).order_by(Occurrence.starts_at)
        ).all()
        second, evening = days[1].id, days[1].ends_at
    with time_machine.travel(evening + timedelta(minutes=5), tick=True):
        again = signed_in(own_app, "trainer@vhs.example")
        given = open_form(again, address, "formular")
        assert "da" not in given
        bela = person(own_app, team, "Bela").rsplit("/", 1)[1]
        answer = send(again, f"{address}?termin={second}", given, da=[bela, "999999", "x"])
        document = page(again.get(answer.location))
        assert document.notices()[0].endswith("1 war da.")
        assert fields(document, "formular").getlist("da") == [bela]
    with own_app.app_context():
        noted = db.session.scalars(select(Presence).order_by(Presence.registration_id)).all()
        assert [(row.was_there, row.occurrence_id) for row in noted] == [(False, second), (True, second)]


def test_the_list_on_paper_has_a_line_for_each_person(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    team = both[0]
    confirmed(own_app, own_client, team, "Anna Beispiel", persons=2)
    document = page(trainer.get(f"{team.own_desk}/liste"))
    assert "mit Anna Beispiel" in document.words
    assert len(document.all("td", class_="signlist__line")) == 2 + 4
    assert "anna@familie.example" not in document.words, "what hangs in a room shows names only"


def test_the_table_holds_no_formula(own_app: Flask, trainer: JudgingClient, both: list[Team]) -> None:
    team = both[0]
    by_hand(trainer, team, "=HYPERLINK(1)", phone="+49 340 1")
    answer = trainer.get(f"{team.own_desk}/liste.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    [head, row] = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert head[0] == "Name"
    assert row[:4] == ["'=HYPERLINK(1)", "", "'+49 340 1", "1"]


def test_somebody_by_hand_with_mistakes_loses_nothing_and_stands_once(
    own_app: Flask, trainer: JudgingClient, both: list[Team]
) -> None:
    team = both[0]
    address = f"{team.own_desk}/neu"
    given = open_form(trainer, address, "formular")
    wrong = send(trainer, address, given, name="Bela Muster", phone="", persons="0")
    assert wrong.status_code == 400
    assert len(errors(page(wrong))) == 2
    assert fields(page(wrong), "formular")["name"] == "Bela Muster"
    for _click in range(2):
        assert send(trainer, address, given, name="Bela Muster", phone="0340 0000-9").status_code == 303
    assert states(own_app, team) == {"Bela": "placed"}
    again = open_form(trainer, address, "formular")
    known = send(trainer, address, again, name="Bela Muster", phone="0340 0000-9")
    assert known.status_code == 400
    assert "schon angemeldet" in errors(page(known))[0]


def test_nothing_of_another_institution_is_seen_or_done(
    own_app: Flask, own_client: JudgingClient, trainer: JudgingClient, both: list[Team]
) -> None:
    other = training(own_app)
    confirmed(own_app, own_client, other, "Anna Beispiel")
    number = person(own_app, other, "Anna").rsplit("/", 1)[1]
    token = csrf(trainer, both[0])
    reads = ("", f"/team/{other.run_id}/neu", f"/team/{other.run_id}/liste", f"/team/{other.run_id}/liste.csv",
             f"/team/{other.run_id}/nachricht", f"/team/{other.run_id}/anwesenheit", f"/{number}/abmelden", f"/{number}/umbuchen")  # fmt: skip
    writes = (f"/team/{other.run_id}/neu", f"/team/{other.run_id}/nachricht", f"/team/{other.run_id}/anwesenheit",
              f"/{number}/abmelden", f"/{number}/umbuchen", f"/{number}/bestaetigt")  # fmt: skip
    for desk, status in ((other.desk, 403), (both[0].desk, 404)):
        for path in reads:
            if path or status == 403:
                answer = trainer.get(desk + path)
                assert answer.status_code == status, path
                assert "Anna" not in answer.text
        for path in writes:
            assert trainer.post(desk + path, data={"csrf_token": token, "text": "x"}).status_code == status, (
                path
            )
    assert states(own_app, other) == {"Anna": "placed"}


ODD = (
    "",
    "\x00",
    "x" * 10_000,
    "😀" * 300,
    HOSTILE,
    "-5",
    "²",
    "99999999999999999999",
    "a@b\r\nBcc: x@y.example",
)


def test_whatever_is_typed_gets_an_answer(own_app: Flask, trainer: JudgingClient, both: list[Team]) -> None:
    team = both[0]
    by_hand(trainer, team, "Anna Beispiel")
    forms = {
        f"{team.own_desk}/neu": ("name", "email", "phone", "persons", "einmal"),
        f"{person(own_app, team, 'Anna')}/umbuchen": ("team", "may_wait"),
        f"{team.own_desk}/nachricht": ("text", "to_waiting", "tun", "einmal"),
    }
    for address, names in forms.items():
        given = open_form(trainer, address, "formular")
        for turn, value in enumerate(ODD):
            sent = given.copy()
            for at, name in enumerate(names):
                if (turn + at) % 2 == 0:
                    sent.setlist(name, [value, value] if turn % 3 == 0 else [value])
            assert trainer.post(address, data=sent).status_code in (200, 303, 400), (address, value[:20])
    assert trainer.get(f"{team.own_desk}/anwesenheit?termin={'x' * 500}").status_code == 200
    assert trainer.get(f"{team.own_desk}/liste?termin=%00").status_code in (200, 404)
    assert trainer.get(team.desk).status_code == 200


def test_an_offer_with_people_is_not_withdrawn_before_its_dates_are_called_off(
    own_app: Flask, trainer: JudgingClient, both: list[Team]
) -> None:
    by_hand(trainer, both[0], "Anna Beispiel")
    address = both[0].desk.replace("/anmeldungen", "/zurueckziehen")
    token = csrf(trainer, both[0])
    answer = trainer.post(address, data={"csrf_token": token, "reason": "Wir ziehen um."})
    assert answer.status_code == 303
    assert "Zu diesem Angebot sind Menschen angemeldet." in page(trainer.get(answer.location)).words
