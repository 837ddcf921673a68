"""Statements of attendance over HTTP: issued at the desk, downloaded by a link, found genuine or not by anybody."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal import clock
from portal.attendance import erasure, statement_codes
from portal.extensions import db
from portal.models import (
    AttendanceStatement,
    FailedAttempt,
    Institution,
    JournalEntry,
    Letter,
    Offer,
    Presence,
    Registration,
)
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Thing
from portal.web.kit import publishing
from portal.web.programmes import views_statement
from tests.factories import offers as make
from tests.fixtures.portals import make_app
from tests.judge import JudgingClient
from tests.web.people import account, csrf, signed_in
from tests.web.reading import page, text_of

NAME, MAIL = "Änne Müller-Lüdenscheidt", "aenne@teilnahme.example"
_numbers = count(1)


@pytest.fixture(scope="module")
def portal(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("statements") / "data"
    shutil.copytree(demo_folder, folder)
    app = make_app(folder)
    account(app, "leitung@teilnahme.example", institutions={"volkshochschule": MembershipRole.MEMBER})
    account(app, "fremd@teilnahme.example", institutions={"landesbuecherei": MembershipRole.MANAGER})
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def desk(portal: Flask) -> JudgingClient:
    return signed_in(portal, "leitung@teilnahme.example")


@pytest.fixture
def visitor(portal: Flask) -> JudgingClient:
    return JudgingClient(portal)


@dataclass(frozen=True, slots=True)
class Course:
    """An offer with two dates held and two people: one with mail who was at both, one without who was at one."""

    app: Flask
    offer_id: int
    key: str

    @property
    def desk(self) -> str:
        return f"/anbieterbereich/angebote/{self.offer_id}/bestaetigungen"

    @property
    def file(self) -> str:
        return f"/anmeldung/{self.key}/bestaetigung.pdf"

    def rows(self) -> list[AttendanceStatement]:
        with self.app.app_context():
            wanted = select(AttendanceStatement).where(AttendanceStatement.offer_id == self.offer_id)
            return list(db.session.scalars(wanted.order_by(AttendanceStatement.id)))  # Änne before Otto

    def letters(self) -> list[Letter]:
        with self.app.app_context():
            publishing.write_letters()
            db.session.commit()
            about = db.session.scalar(select(Registration.id).where(Registration.key == self.key))
            return list(db.session.scalars(select(Letter).where(Letter.about == f"registration:{about}")))

    def issue(self, desk: JudgingClient, **fields: str) -> Any:
        document = page(desk.get(self.desk))
        buttons = {one.get("name"): one.get("value") for one in document.all("button") if one.get("name")}
        data = fields or {"durchfuehrung": buttons.get("durchfuehrung", "")}
        return desk.post(
            self.desk, data={**data, "csrf_token": csrf(desk, "/anbieterbereich/taetigkeitsfelder/neu")}
        )


@pytest.fixture
def course(portal: Flask) -> Course:
    number = next(_numbers)
    key = f"{number:043}"
    with portal.app_context():
        session, now = db.session(), clock.now()
        vhs = session.scalars(select(Institution).where(Institution.slug == "volkshochschule")).one()
        offer = make.make_offer(session, f"Denken Computer? Größen {number}", institution=vhs)
        run = make.make_run(session, offer)
        dates = [make.make_occurrence(session, run, now - timedelta(days=days)) for days in (14, 7)]
        for name, mail, its_key, there in (
            (NAME, MAIL, key, dates),
            ("Otto Ohnepost", None, f"x{number:042}", dates[:1]),
        ):
            person = Registration(
                key=its_key, run_id=run.id, name=name, email=mail, state=RegistrationState.PLACED, turn=1
            )
            session.add(person)
            session.flush()
            for day in there:
                session.add(Presence(registration_id=person.id, occurrence_id=day.id, was_there=True))
        session.commit()
        return Course(portal, offer.id, key)


def ask(visitor: JudgingClient, code: str, name: str = NAME) -> Any:
    return visitor.post("/bestaetigung", data={"code": code, "name": name})


def send(visitor: JudgingClient, content: bytes, name: str = "bestaetigung.pdf") -> Any:
    return visitor.post("/bestaetigung", data={"file": (BytesIO(content), name)})


def answer_of(answer: Any) -> str:
    (first, *_rest) = page(answer).notices()
    return first


def test_the_list_says_who_was_there_how_often(desk: JudgingClient, course: Course) -> None:
    words = page(desk.get(course.desk)).words
    assert NAME in words and "2 von 2" in words and "1 von 2" in words
    assert "2 Bestätigungen ausstellen" in words
    narrow = page(desk.get(course.desk + "?mindestens=2")).words
    assert "1 Bestätigung ausstellen" in narrow and "zu selten" in narrow


def test_all_are_issued_with_one_press_and_who_has_mail_gets_the_link(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    answer = course.issue(desk)
    assert answer.status_code == 303
    said = page(desk.get(answer.location)).notices()[0]
    assert "2 Bestätigungen sind ausgestellt." in said
    assert "1 Person bekommt eine E-Mail" in said and "1 Person hat keine E-Mail-Adresse" in said
    (letter,) = course.letters()
    assert letter.recipient == MAIL and letter.kind == "registration_statement"
    assert course.file in letter.text and course.rows()[0].code in letter.text
    pdf = visitor.get(course.file)
    assert (pdf.status_code, pdf.content_type, pdf.headers["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    course.issue(desk)
    assert len(course.rows()) == 2 and len(course.letters()) == 1


def test_code_and_name_of_the_sheet_are_found_genuine_and_told(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    course.issue(desk)
    row = course.rows()[0]
    document = page(ask(visitor, row.code.lower(), NAME.upper()))
    assert document.notices()[0] == "Diese Bestätigung ist echt."
    for said in (row.title, "Volkshochschule Dessau-Roßlau", "2 von 2", "3 Stunden"):
        assert said in document.words
    assert NAME not in document.words
    assert f"/bestaetigung/{row.code}" not in document.words  # nothing leads back to what was asked


@pytest.mark.parametrize("name", ["Anne Müller-Lüdenscheidt", "x"])
def test_another_name_is_not_genuine_and_nothing_is_told(
    desk: JudgingClient, course: Course, visitor: JudgingClient, name: str
) -> None:
    course.issue(desk)
    row = course.rows()[0]
    document = page(ask(visitor, row.code, name))
    assert "nicht ausgestellt" in document.notices()[0] and row.title not in document.words


def test_an_unknown_code_is_told_like_a_wrong_name_and_a_mistyped_one_at_once(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    course.issue(desk)
    wrong_name = answer_of(ask(visitor, course.rows()[0].code, "Jemand anders"))
    assert answer_of(ask(visitor, statement_codes.new_code())) == wrong_name
    mistyped = ask(visitor, "K7QF-2M9D-X4TT")
    assert mistyped.status_code == 400 and "vertauscht" in page(mistyped).words


def test_the_file_is_found_genuine_and_a_changed_one_is_not(
    desk: JudgingClient, course: Course, visitor: JudgingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.issue(desk)
    pdf = visitor.get(course.file).data
    assert answer_of(send(visitor, pdf)) == "Diese Bestätigung ist echt."
    assert "so nicht ausgestellt" in answer_of(send(visitor, pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)))
    assert "so nicht ausgestellt" in answer_of(send(visitor, b"kein PDF"))
    monkeypatch.setattr(
        views_statement, "MOST_BYTES", 1000
    )  # a larger one would be a file of the test's own client
    too_large = send(visitor, b"x" * 1001)
    assert too_large.status_code == 400 and "2 MB" in page(too_large).words
    nothing = visitor.post("/bestaetigung", data={"file": (BytesIO(b""), "")})
    assert nothing.status_code == 400 and "Bitte wählen Sie zuerst die Datei aus." in page(nothing).words


def test_the_host_prints_the_same_file_and_all_in_one(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    course.issue(desk)
    row = course.rows()[0]
    assert desk.get(f"{course.desk}/{row.id}.pdf").data == visitor.get(course.file).data
    (all_of_them,) = {one for one in page(desk.get(course.desk)).links() if "alle.pdf" in one}
    together = desk.get(all_of_them)
    assert together.status_code == 200 and together.data.count(b"/Type/Page/") == 2


def test_what_was_taken_back_leads_nowhere_and_is_told_as_such(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    course.issue(desk)
    row = course.rows()[0]
    address = f"{course.desk}/{row.id}/zuruecknehmen"
    assert "nicht rückgängig" in page(desk.get(address)).words
    desk.post(address, data={"csrf_token": csrf(desk, address)})
    assert answer_of(ask(visitor, row.code)) == "Diese Bestätigung gilt nicht mehr."
    assert visitor.get(course.file).status_code == 404
    words = page(desk.get(course.desk)).words
    assert "Frühere Bestätigungen" in words and "zurückgenommen" in words


def test_a_corrected_name_needs_a_new_statement(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    course.issue(desk)
    with course.app.app_context():
        person = db.session.scalars(select(Registration).where(Registration.key == course.key)).one()
        person.name, number = "Änne Lüdenscheidt", person.id
        db.session.commit()
    assert visitor.get(course.file).status_code == 404
    assert "haben sich seitdem geändert" in page(desk.get(course.desk)).words
    course.issue(desk, anmeldung=str(number))
    assert visitor.get(course.file).status_code == 200
    assert (
        answer_of(ask(visitor, course.rows()[-1].code, "Änne Lüdenscheidt")) == "Diese Bestätigung ist echt."
    )
    assert answer_of(ask(visitor, course.rows()[0].code)) == "Diese Bestätigung gilt nicht mehr."


def test_checks_work_when_the_person_is_erased_and_the_link_is_dead(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    course.issue(desk)
    row, pdf = course.rows()[0], visitor.get(course.file).data
    course.letters()
    with course.app.app_context():
        erasure.erase(db.session(), clock.now() + timedelta(days=400))
        db.session.commit()
        assert db.session.scalars(select(Registration).where(Registration.key == course.key)).first() is None
    assert visitor.get(course.file).status_code == 404
    assert answer_of(ask(visitor, row.code)) == "Diese Bestätigung ist echt."
    assert answer_of(send(visitor, pdf)) == "Diese Bestätigung ist echt."
    words = page(desk.get(course.desk)).words
    assert row.code in words and NAME not in words
    with course.app.app_context():
        lines = db.session.scalars(select(JournalEntry).where(JournalEntry.thing == Thing.STATEMENT))
        assert all(NAME not in f"{line.title}{line.note}{line.changes}" for line in lines)


def test_guessing_names_to_a_code_becomes_slow_and_the_right_one_lifts_it(
    desk: JudgingClient, course: Course, visitor: JudgingClient
) -> None:
    course.issue(desk)
    code = course.rows()[0].code
    answers = [ask(visitor, code, f"Name {number}").status_code for number in range(7)]
    assert answers[0] == 200 and answers[-1] == 429
    waiting = ask(visitor, code)
    assert waiting.status_code == 429 and int(waiting.headers["Retry-After"]) > 0
    with course.app.app_context():
        db.session.execute(delete(FailedAttempt))
        db.session.commit()
    assert ask(visitor, code).status_code == 200


def test_strangers_see_nobody_and_issue_nothing(portal: Flask, course: Course) -> None:
    stranger = signed_in(portal, "fremd@teilnahme.example")
    assert stranger.get(course.desk).status_code == 403
    token = csrf(stranger, "/anbieterbereich/taetigkeitsfelder/neu")
    assert stranger.post(course.desk, data={"durchfuehrung": "1", "csrf_token": token}).status_code == 403
    assert course.rows() == []


def test_a_statement_of_another_offer_is_not_found(
    desk: JudgingClient, course: Course, portal: Flask
) -> None:
    course.issue(desk)
    row = course.rows()[0]
    with portal.app_context():
        other = db.session.scalars(
            select(Offer.id)
            .join(Institution)
            .where(Institution.slug == "volkshochschule", Offer.id != course.offer_id)
        ).first()
    for path in (f"{row.id}.pdf", f"{row.id}/zuruecknehmen"):
        assert desk.get(f"/anbieterbereich/angebote/{other}/bestaetigungen/{path}").status_code == 404


def test_an_editor_may_issue_too(portal: Flask, course: Course) -> None:
    assert course.issue(signed_in(portal, Role.EDITOR)).status_code == 303
    assert len(course.rows()) == 2


def test_the_qr_code_leads_to_the_form_with_the_code_filled_in(visitor: JudgingClient) -> None:
    document = page(visitor.get("/bestaetigung/k7qf2m9dx4tr"))
    assert document.one("input", id="code").get("value") == "k7qf2m9dx4tr"
    code = statement_codes.new_code()
    document = page(visitor.get(f"/bestaetigung/{code.lower()}"))
    assert document.one("input", id="code").get("value") == code


def test_every_page_leads_to_the_check(visitor: JudgingClient) -> None:
    links = page(visitor.get("/")).links()
    assert "/bestaetigung" in set(links)


def test_the_check_sets_no_cookie(visitor: JudgingClient) -> None:
    assert "Set-Cookie" not in ask(visitor, statement_codes.new_code()).headers


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=80), name=st.text(max_size=300))
def test_no_input_breaks_the_check(visitor: JudgingClient, code: str, name: str) -> None:
    answer = ask(visitor, code, name)
    assert answer.status_code in (200, 400)
    assert not re.search(r"diese bestätigung ist echt", text_of(page(answer).one("main")).casefold())
