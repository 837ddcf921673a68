"""Wishes for an appointment: kept with the least data, looked after, and erased with proof and without a trace."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.errors import Conflict, NotFound
from portal.guidance import appointments, queries
from portal.guidance.appointments import Wish
from portal.guidance.queries import Point
from portal.models import AppointmentRequest, GuidancePoint, JournalEntry, Letter
from portal.permissions.policy import Actor
from portal.vocabulary.workflow import Act, Thing
from tests.factories.offers import NOW

WISH = Wish("Zoë Quittenbaum", "zoe@quitten.example", "0340 7771", "schule", "uk", "dienstags")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def point(session: Session) -> Point:
    session.add(GuidancePoint(slug="nord", name="B-Punkt Nord", focus="Schule"))
    session.flush()
    return queries.points(session)[0]


def ask(session: Session, point: Point, wish: Wish = WISH, now: datetime = NOW) -> AppointmentRequest:
    row = appointments.ask(session, point=point, wish=wish, now=now)
    session.add(
        Letter(
            message_id=f"<{row.id}>", kind="appointment", recipient="bp@stadt.example", subject=wish.name,
            text=f"{wish.name} {wish.email}", html=wish.wish, about=appointments.about(row.id), created_at=now,
        )
    )  # fmt: skip
    session.flush()
    return row


def everything(session: Session) -> str:
    """Every value of every row of the database."""
    found = []
    for table in inspect(session.connection()).get_table_names():
        rows = session.connection().exec_driver_sql(f'SELECT * FROM "{table}"')
        found += [str(tuple(row)) for row in rows]
    return "\n".join(found)


def test_a_wish_is_kept_and_waits(session: Session, point: Point) -> None:
    ask(session, point)
    [row] = appointments.waiting(session)
    assert (row.name, row.email, row.phone, row.focus, row.language, row.wish) == (
        WISH.name, WISH.email, WISH.phone, "schule", "uk", "dienstags",
    )  # fmt: skip
    assert session.scalar(select(appointments.columns()["appointments"])) == 1


def test_somebody_who_cannot_be_answered_is_asked_for_a_way(session: Session, point: Point) -> None:
    with pytest.raises(Conflict) as problem:
        appointments.ask(session, point=point, wish=Wish("Ida"), now=NOW)
    assert problem.value.field == "email"


def test_one_address_cannot_be_flooded_but_others_still_ask(session: Session, point: Point) -> None:
    for _ in range(appointments.OF_ONE_PER_HOUR):
        ask(session, point)
    with pytest.raises(Conflict):
        ask(session, point)
    ask(session, point, Wish("Ida", phone="0340 1"))
    ask(session, point, now=NOW + timedelta(hours=1))


def test_more_than_people_can_ask_for_are_refused(session: Session, point: Point) -> None:
    for number in range(appointments.PER_HOUR):
        appointments.ask(session, point=point, wish=Wish("Ida", phone=f"0340 {number}"), now=NOW)
    with pytest.raises(Conflict):
        appointments.ask(session, point=point, wish=Wish("Ida", phone="0340 1"), now=NOW + MINUTE)


def test_done_is_noted_once_and_the_journal_names_nobody(
    session: Session, point: Point, editor: Actor
) -> None:
    row = ask(session, point)
    for minutes in (1, 2):
        appointments.handle(session, editor, request_id=row.id, now=NOW + minutes * MINUTE)
    assert row.handled_at == NOW + MINUTE
    [entry] = session.scalars(select(JournalEntry))
    assert (entry.act, entry.thing, entry.title) == (Act.ANSWERED, Thing.APPOINTMENT, "B-Punkt Nord")
    assert WISH.name not in str([entry.title, entry.note, entry.changes])
    with pytest.raises(NotFound):
        appointments.handle(session, editor, request_id=row.id + 1, now=NOW)


@pytest.mark.parametrize(
    ("handled_after", "asked_after", "is_gone"),
    [
        (timedelta(days=1), timedelta(days=15), False),  # to the second
        (timedelta(days=1), timedelta(days=15) + MINUTE, True),
        (None, timedelta(days=60), False),
        (None, timedelta(days=60) + MINUTE, True),
        (timedelta(days=50), timedelta(days=60) + MINUTE, True),
    ],
)
def test_it_is_erased_when_its_time_is_over_and_not_before(
    session: Session,
    point: Point,
    editor: Actor,
    handled_after: timedelta | None,
    asked_after: timedelta,
    is_gone: bool,
) -> None:
    row = ask(session, point)
    if handled_after:
        appointments.handle(session, editor, request_id=row.id, now=NOW + handled_after)
    assert appointments.forget(session, NOW + asked_after).requests == int(is_gone)
    assert bool(session.scalars(select(AppointmentRequest)).all()) is not is_gone


def test_afterwards_nothing_of_the_person_is_left_but_the_proof(
    session: Session, point: Point, editor: Actor
) -> None:
    row = ask(session, point)
    other = ask(session, point, Wish("Bleibt", phone="0340 2"), now=NOW + timedelta(days=59))
    appointments.handle(session, editor, request_id=row.id, now=NOW)
    number = row.id
    assert "Quittenbaum" in everything(session)
    assert appointments.forget(session, NOW + timedelta(days=61)).requests == 1
    session.expire_all()
    left = everything(session)
    for trace in ("Quittenbaum", "zoe@", "0340 7771", "dienstags"):
        assert trace not in left, trace
    assert session.get(AppointmentRequest, other.id) is not None
    proof = session.scalars(select(JournalEntry).where(JournalEntry.act == Act.ERASED)).one()
    assert (proof.thing, proof.thing_id, proof.actor_name) == (Thing.APPOINTMENT, number, "Portal")
