"""Statements of attendance: issued of what was recorded, proven by code and name, refused for anything that was changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.attendance import statement_actions, statement_codes, statement_people, statements
from portal.attendance.statement_codes import ALPHABET
from portal.attendance.statements import Verdict
from portal.errors import Conflict, NotAllowed, NotFound
from portal.models import (
    AttendanceStatement,
    JournalEntry,
    Letter,
    Occurrence,
    OutboxEntry,
    Presence,
    Registration,
    Run,
    User,
)
from portal.permissions.policy import Actor
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import OccurrenceStatus
from portal.vocabulary.people import MembershipRole, Role
from portal.vocabulary.workflow import Act, Thing
from tests.factories.offers import NOW, make_occurrence, make_offer, make_run

from .course import database

NAME, SECRET = "Änne Müller-Lüdenscheidt", "a-secret"
signs = st.text(ALPHABET, min_size=11, max_size=11)


def code_of(eleven: str) -> str:
    return eleven + statement_codes.check_sign(eleven)


@given(signs, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_any_one_wrong_sign_of_a_code_is_noticed(eleven: str, place: int, other: str) -> None:
    code = code_of(eleven)
    assert statement_codes.read(code) == statement_codes.grouped(code)
    changed = code[:place] + other + code[place + 1 :]
    assert (statement_codes.read(changed) is None) is (changed != code)


@given(signs, st.integers(0, 11), st.integers(0, 11))
def test_any_two_signs_that_changed_places_are_noticed(eleven: str, one: int, other: int) -> None:
    code = list(code_of(eleven))
    swapped = code.copy()
    swapped[one], swapped[other] = code[other], code[one]
    assert (statement_codes.read("".join(swapped)) is None) is (swapped != code)


@given(signs, st.sampled_from([" ", "-", "–", ""]), st.booleans())
def test_a_code_is_read_however_it_is_typed(eleven: str, between: str, is_small: bool) -> None:
    code = statement_codes.grouped(code_of(eleven))
    typed = f" {code.replace('-', between)} "
    assert statement_codes.read(typed.lower() if is_small else typed) == code


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_a_code(typed: str) -> None:
    found = statement_codes.read(typed)
    assert found is None or statement_codes.read(found) == found


def test_new_codes_are_good_and_differ() -> None:
    made = {statement_codes.new_code() for _ in range(50)}
    assert len(made) == 50 and all(statement_codes.read(one) == one for one in made)


@pytest.fixture
def session() -> Iterator[Session]:
    with database() as engine, Session(engine) as opened:
        yield opened


class Course:
    """A run with four dates: two that were, one called off, one still to come; a person who was at the first two."""

    def __init__(self, session: Session) -> None:
        self.session = session
        session.add(User(id=1, email="leitung@verein.example", name="Kursleitung", password_hash=""))
        self.offer = make_offer(session, "Denken Computer?")
        self.run: Run = make_run(session, self.offer)
        days = [NOW - timedelta(days=days) for days in (21, 14, 7)] + [NOW + timedelta(days=7)]
        self.dates: list[Occurrence] = [make_occurrence(session, self.run, day) for day in days]
        self.dates[2].status = OccurrenceStatus.CANCELLED
        self.person = self.place(NAME, "k" * 43, "anne@teilnahme.example")
        self.mark(self.person, self.dates[0], self.dates[1])
        self.actor = self.member(self.offer.institution_id)
        session.expire(self.run)

    @staticmethod
    def member(institution_id: int) -> Actor:
        return Actor(1, "Kursleitung", Role.PROVIDER, {institution_id: MembershipRole.MEMBER})

    def place(self, name: str, key: str, email: str | None = None) -> Registration:
        row = Registration(
            key=key, run_id=self.run.id, name=name, email=email, state=RegistrationState.PLACED
        )
        self.session.add(row)
        self.session.flush()
        return row

    def mark(self, person: Registration, *dates: Occurrence) -> None:
        for one in dates:
            self.session.add(Presence(registration_id=person.id, occurrence_id=one.id, was_there=True))
        self.session.flush()

    def issue(self, person: Registration | None = None, actor: Actor | None = None) -> AttendanceStatement:
        return statement_actions.issue(
            self.session,
            actor or self.actor,
            registration_id=(person or self.person).id,
            secret=SECRET,
            make=lambda one, row: f"{one.name} {row.code}".encode(),
            now=NOW,
        )

    def check(self, code: str, name: str = NAME, secret: str = SECRET) -> Verdict:
        return statements.check(self.session, secret=secret, code=code, name=name).verdict


@pytest.fixture
def course(session: Session) -> Course:
    return Course(session)


def test_a_statement_says_what_was_recorded(course: Course) -> None:
    row = course.issue()
    assert (row.dates_attended, row.dates_held, row.minutes) == (2, 2, 180)
    assert (row.title, row.institution_name) == ("Denken Computer?", course.offer.institution.name)
    assert row.days == [one.first_day.isoformat() for one in course.dates[:2]]
    assert (row.first_day, row.last_day) == (course.dates[0].first_day, course.dates[1].first_day)
    assert statement_codes.read(row.code) == row.code
    assert row.file_digest == statements.file_digest(f"{NAME} {row.code}".encode())


def test_code_and_name_as_printed_are_found_genuine(course: Course) -> None:
    row = course.issue()
    assert course.check(row.code) is Verdict.GENUINE
    assert (
        course.check(row.code.lower().replace("-", " "), "  änne   müller-lüdenscheidt ") is Verdict.GENUINE
    )


@pytest.mark.parametrize(
    "name", ["Anne Müller-Lüdenscheidt", "Änne Müller", "", "Änne Müller-Lüdenscheidt jun."]
)
def test_another_name_is_not_genuine(course: Course, name: str) -> None:
    assert course.check(course.issue().code, name) is Verdict.NOT_GENUINE


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Denken Computer? Teil 2"},
        {"institution_name": "Hochschule Anderswo"},
        {"minutes": 1800},
        {"dates_held": 3},
        {"days": ["2026-11-02"]},
        {"first_day": date(2026, 1, 1)},
        {"last_day": date(2027, 1, 1)},
        {"issued_at": NOW + timedelta(days=3)},
        {"code": "K7QF-2M9D-X4T" + statement_codes.check_sign("K7QF2M9DX4T")},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_changed_statement_is_not_genuine(course: Course, changes: dict[str, object]) -> None:
    """Even where somebody has changed the row itself."""
    row = course.issue()
    for name, value in changes.items():
        setattr(row, name, value)
    course.session.flush()
    assert course.check(row.code) is Verdict.NOT_GENUINE


def test_another_code_or_key_is_not_genuine(course: Course) -> None:
    row = course.issue()
    assert course.check(statement_codes.new_code()) is Verdict.NOT_GENUINE
    assert course.check(row.code[:-1] + "?") is Verdict.NOT_GENUINE
    assert course.check(row.code, secret="another-secret") is Verdict.NOT_GENUINE


def test_the_file_is_known_to_the_last_byte(course: Course) -> None:
    row = course.issue()
    content = f"{NAME} {row.code}".encode()
    assert statements.check_file(course.session, content=content).verdict is Verdict.GENUINE
    assert statements.check_file(course.session, content=content + b" ").verdict is Verdict.NOT_GENUINE
    assert statements.check_file(course.session, content=b"").verdict is Verdict.NOT_GENUINE


def test_what_was_taken_back_is_told_as_such(course: Course) -> None:
    row = course.issue()
    statement_actions.revoke(course.session, course.actor, statement_id=row.id, now=NOW)
    assert course.check(row.code) is Verdict.REVOKED
    assert course.check(row.code, "Jemand anders") is Verdict.NOT_GENUINE
    again = course.issue()
    assert (again.code != row.code, course.check(again.code)) == (True, Verdict.GENUINE)


def test_issuing_twice_gives_one_statement_and_one_letter(course: Course) -> None:
    assert course.issue().id == course.issue().id
    wanted = [
        one.payload
        for one in course.session.scalars(select(OutboxEntry))
        if one.payload.get("kind") == statement_actions.LETTER
    ]
    assert [one["registration_id"] for one in wanted] == [course.person.id]
    assert NAME not in json.dumps(wanted)


def test_when_the_record_or_the_name_is_corrected_the_new_statement_replaces_the_old(course: Course) -> None:
    old = course.issue()
    course.session.delete(course.session.get(Presence, (course.person.id, course.dates[1].id)))
    course.session.flush()
    new = course.issue()
    assert (new.dates_attended, old.revoked_at, new.revoked_at) == (1, NOW, None)
    course.person.name = "Änne Lüdenscheidt"
    third = course.issue()
    assert new.revoked_at == NOW and course.check(third.code, "Änne Lüdenscheidt") is Verdict.GENUINE


def test_a_check_works_when_the_person_is_erased_and_no_name_is_left(course: Course) -> None:
    row = course.issue()
    course.session.delete(course.person)
    course.session.flush()
    course.session.expire_all()
    assert course.check(row.code) is Verdict.GENUINE
    assert row.registration_id is None
    for table in (AttendanceStatement, JournalEntry, Letter, OutboxEntry):
        for one in course.session.scalars(select(table)):
            values = {column.name: str(getattr(one, column.name)) for column in table.__table__.columns}
            assert "Lüdenscheidt" not in json.dumps(values, ensure_ascii=False), table.__tablename__


def test_the_journal_knows_who_issued_what_and_nobodys_name(course: Course) -> None:
    row = course.issue()
    statement_actions.revoke(course.session, course.actor, statement_id=row.id, now=NOW)
    lines = course.session.scalars(
        select(JournalEntry).where(JournalEntry.thing == Thing.STATEMENT).order_by(JournalEntry.id)
    ).all()
    assert [line.act for line in lines] == [Act.ISSUED, Act.WITHDRAWN]
    assert {(line.actor_name, line.title, line.note) for line in lines} == {
        ("Kursleitung", "Denken Computer?", None)
    }


def test_who_was_never_there_gets_none(course: Course) -> None:
    absent = course.place("Nie Da", "n" * 43)
    course.session.add(Presence(registration_id=absent.id, occurrence_id=course.dates[0].id, was_there=False))
    with pytest.raises(Conflict):
        course.issue(absent)


def test_dates_to_come_and_dates_called_off_do_not_count(course: Course) -> None:
    course.mark(course.person, course.dates[2], course.dates[3])
    assert course.issue().dates_attended == 2


def test_only_the_institution_may_issue_and_take_back(course: Course) -> None:
    stranger = course.member(course.offer.institution_id + 1)
    with pytest.raises(NotAllowed):
        course.issue(actor=stranger)
    row = course.issue()
    with pytest.raises(NotAllowed):
        statement_actions.revoke(course.session, stranger, statement_id=row.id, now=NOW)
    with pytest.raises(NotFound):
        statement_actions.revoke(course.session, course.actor, statement_id=row.id + 999, now=NOW)


def test_whole_days_count_as_dates_without_hours(course: Course) -> None:
    for one in course.dates[:2]:
        one.all_day = True
    assert (course.issue().minutes, course.issue().dates_attended) == (0, 2)


def test_the_list_shows_who_was_there_and_whether_it_has_changed(course: Course) -> None:
    course.issue()
    (run,) = statement_people.of_offer(course.session, course.offer.id, NOW)
    (one,) = run.people
    assert ([held.id for held in run.held], len(one.days)) == ([day.id for day in course.dates[:2]], 2)
    assert one.statement is not None and not one.is_changed
    assert replace(one, days=one.days[:1]).is_changed


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_a_digest_tells_names_apart_unless_they_read_the_same(one: str, other: str) -> None:
    facts = statements.Facts("T", "I", NOW.date(), NOW.date(), (NOW.date(),), 1, 90, NOW)
    made = [statements.digest(SECRET, code="X", name=name, facts=facts) for name in (one, other)]
    assert (made[0] == made[1]) is (statements.folded(one) == statements.folded(other))
