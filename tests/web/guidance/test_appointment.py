"""Asking for an appointment: nothing typed is lost, robots are kept out without a cookie, two letters go, and all of it goes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.guidance import appointments
from portal.models import AppointmentRequest, GuidancePoint, JournalEntry, Letter, OutboxEntry
from portal.vocabulary.workflow import Act
from portal.web.kit import housework, letter_wishes
from tests.factories.offers import NOW
from tests.web.editorial.content import HOSTILE_TEXTS, fields
from tests.web.guidance import points_hall
from tests.web.guidance.points_hall import NORTH, SOUTH
from tests.web.hall import Hall
from tests.web.reading import HTML, page, text_of

ADDRESS = f"/b-punkte/{NORTH}/termin"
GIVEN = {
    "name": "Zoë Quittenbaum",
    "email": "zoe@quitten.example",
    "phone": "0340 7771",
    "focus": "schule",
    "language": "uk",
    "wish": "dienstags nach 16 Uhr",
}


@pytest.fixture(autouse=True)
def points(hall: Hall) -> Iterator[None]:
    points_hall.forget(hall.app)
    points_hall.fill(hall.app)
    yield
    points_hall.forget(hall.app)


def send(visitor: FlaskClient, *, after: float = 30, root: str = "", **changes: str) -> TestResponse:
    """Opened, filled in, sent half a minute later."""
    form = fields(page(visitor.get(root + ADDRESS)))
    with time_machine.travel(NOW + timedelta(seconds=after), tick=True):
        return visitor.post(root + ADDRESS, data={**form, **GIVEN, **changes})


def stored(hall: Hall) -> list[AppointmentRequest]:
    with hall.app.app_context():
        found = list(db.session.scalars(select(AppointmentRequest)))
        db.session.expunge_all()
        return found


def letters(hall: Hall) -> list[Letter]:
    """Those that the worker writes."""
    with hall.app.app_context(), time_machine.travel(NOW + timedelta(minutes=2), tick=True):
        letter_wishes.drain(db.session())
        found = list(db.session.scalars(select(Letter).order_by(Letter.id)))
        db.session.expunge_all()
        return found


def complaints(answer: TestResponse) -> list[str]:
    assert answer.status_code in (400, 429)
    [summary] = page(answer).all("div", class_="errorsummary")
    return [text_of(item) for tag in ("li", "p") for item in summary.iter(HTML + tag)]


def test_the_form_says_where_when_and_what_happens_with_the_data(visitor: FlaskClient) -> None:
    words = page(visitor.get(ADDRESS)).words
    for said in ("B-Punkt Nord", "Montag 9 bis 12 und 13 bis 15 Uhr", "0340 0000-1", "14 Tage", "60 Tagen"):
        assert said in words, said


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_wish_is_kept_and_thanked_for_without_a_cookie(hall: Hall, visitor: FlaskClient, root: str) -> None:
    answer = send(visitor, root=root)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{root}{ADDRESS}/danke"
    thanks = visitor.get(answer.headers["Location"])
    assert "B-Punkt Nord" in page(thanks).words
    for one in (answer, thanks, visitor.get(ADDRESS)):
        assert "Set-Cookie" not in one.headers
    [row] = stored(hall)
    assert {name: getattr(row, name) for name in GIVEN} == GIVEN


def test_a_name_and_a_number_are_enough(hall: Hall, visitor: FlaskClient) -> None:
    answer = send(visitor, email="", focus="", language="", wish="")
    assert answer.status_code == 303
    [row] = stored(hall)
    assert (row.email, row.focus, row.wish) == (None, None, None)


def test_the_point_is_told_everything_and_who_asked_that_it_arrived(hall: Hall, visitor: FlaskClient) -> None:
    send(visitor)
    to_point, to_person = letters(hall)
    number = stored(hall)[0].id
    assert (to_point.recipient, to_person.recipient) == ("nord@stadt.example", "zoe@quitten.example")
    for words in (
        "Zoë Quittenbaum",
        "zoe@quitten.example",
        "0340 7771",
        "Schule",
        "Ukrainisch",
        "dienstags nach 16 Uhr",
    ):
        assert words in to_point.text, words
    assert "B-Punkt Nord" in to_person.subject
    assert "dienstags" not in to_person.text, "nobody's words go to an address that anybody may give"
    assert {to_point.about, to_person.about} == {f"appointment:{number}"}


def test_who_gave_no_address_gets_no_letter_and_without_one_of_its_own_the_editors_are_told(
    hall: Hall, visitor: FlaskClient
) -> None:
    with hall.app.app_context():
        db.session.query(GuidancePoint).filter_by(slug=NORTH).one().email = None
        db.session.commit()
    points_hall.look_again(hall.app)
    send(visitor, email="")
    assert [one.kind for one in letters(hall)] in (
        [],
        ["appointment"],
    )  # the hall's editor has no confirmed address
    assert "nord@stadt.example" not in {one.recipient for one in letters(hall)}


def test_a_letter_about_a_wish_that_is_erased_is_not_written(hall: Hall, visitor: FlaskClient) -> None:
    send(visitor)
    with hall.app.app_context():
        appointments.forget(db.session(), NOW + timedelta(days=61))
        db.session.commit()
    assert letters(hall) == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": " "}, "name", "ansprechen"),
        ({"name": "x" * 500}, "name", "120"),
        ({"email": "halb@"}, "email", ""),
        ({"email": "", "phone": ""}, "email", "Telefonnummer"),
        ({"phone": "ruf mich an"}, "phone", "0340 123456"),
        ({"focus": "zaubern"}, "focus", "wählen"),
        ({"focus": "alter"}, "focus", "wählen"),  # not what this one knows
        ({"language": "xx"}, "language", "wählen"),
        ({"wish": "x" * 301}, "wish", "300"),
        ({"website": "http://kaufmich.example"}, "website", "leer"),
    ],
)
def test_an_error_names_field_and_remedy_and_loses_nothing(
    hall: Hall, visitor: FlaskClient, change: dict[str, str], field: str, words: str
) -> None:
    answer = send(visitor, **change)
    [complaint] = complaints(answer)
    assert words in complaint
    document = page(answer)
    anchors = {link.get("href") for link in document.one("div", class_="errorsummary").iter(HTML + "a")}
    assert anchors == {f"#{field}"}
    assert document.title.startswith("Fehler:")
    kept = fields(document)
    for name in set(GIVEN) - set(change):
        assert kept[name] == GIVEN[name], name
    assert stored(hall) == []


@pytest.mark.parametrize("after", [0.5, 25 * 3600])
def test_a_ticket_too_fresh_or_too_old_asks_to_send_again_and_then_it_works(
    hall: Hall, visitor: FlaskClient, after: float
) -> None:
    answer = send(visitor, after=after)
    assert "noch einmal" in complaints(answer)[0]
    again = fields(page(answer))
    with time_machine.travel(NOW + timedelta(seconds=after + 10), tick=True):
        assert visitor.post(ADDRESS, data=again).status_code == 303
    assert len(stored(hall)) == 1


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_input_breaks_the_form(visitor: FlaskClient, text: str) -> None:
    safe = text.encode("utf-8", "ignore").decode()
    answer = send(visitor, **dict.fromkeys(GIVEN, safe), website="", ticket=safe)
    assert answer.status_code == 400


def test_words_of_a_visitor_become_neither_markup_nor_link_in_a_letter(
    hall: Hall, visitor: FlaskClient
) -> None:
    evil = "[Geld](http://boese.example) <b>x</b>"
    send(visitor, name=evil, wish=evil)
    to_point = letters(hall)[0]
    assert "http://boese.example" not in to_point.html.replace("[Geld](http://boese.example)", "")
    assert "<b>x</b>" not in to_point.html


def test_a_flood_is_stopped_and_what_was_typed_is_kept(hall: Hall, visitor: FlaskClient) -> None:
    for _ in range(appointments.OF_ONE_PER_HOUR):
        assert send(visitor).status_code == 303
    answer = send(visitor)
    assert answer.status_code == 429
    assert fields(page(answer))["wish"] == GIVEN["wish"]
    assert len(stored(hall)) == appointments.OF_ONE_PER_HOUR


def test_a_point_that_takes_none_has_no_form(visitor: FlaskClient) -> None:
    assert visitor.get(f"/b-punkte/{SOUTH}/termin").status_code == 404
    assert visitor.post(f"/b-punkte/{SOUTH}/termin", data=GIVEN).status_code == 404


def test_the_job_erases_the_person_everywhere_and_leaves_proof(hall: Hall, visitor: FlaskClient) -> None:
    send(visitor)
    send(visitor, name="Quittenbaum zwei", email="")
    assert len(letters(hall)) == 3
    with hall.app.app_context():
        session = db.session()
        session.add(
            OutboxEntry(topic="letter", payload={"kind": "appointment", "appointment_id": 99, "locale": "de"})
        )
        session.commit()
        assert "Quittenbaum" in everything()
        done = housework.forget(session, NOW + timedelta(days=61))
        session.commit()
        assert isinstance(done, dict)
        assert done["appointments"] == 2
        left = everything()
        for trace in ("Quittenbaum", "zoe@", "0340 7771", "dienstags"):
            assert trace not in left, trace
        proofs = session.scalars(select(JournalEntry).where(JournalEntry.act == Act.ERASED)).all()
        assert [one.title for one in proofs] == ["B-Punkt Nord"] * 2
        db.session.remove()


def everything() -> str:
    """Every value of every row."""
    connection = db.session.connection()
    found = []
    for table in inspect(connection).get_table_names():
        found += [str(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]
    return "\n".join(found)
