"""Asking, confirming, leaving: what one person does, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.attendance import actions, asking, lapsing, queries, rules
from portal.errors import Conflict, NotFound
from portal.models import JournalEntry, OutboxEntry, Presence, Registration, Run
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind, RegistrationWay, Step
from tests.rooms.attendance.course import NOW, PHONE, TRAINER, S, ask, come, make_course, states, wished

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_no_place_is_taken_before_the_link_is_clicked(session: Session, run: Run) -> None:
    row = ask(session, run.id, "Ada", persons=9)
    assert row.state is S.ASKED
    assert queries.seats(session, [run.id])[run.id].taken == 0
    actions.confirm(session, key=row.key, now=NOW)
    assert row.state is S.PLACED
    assert wished(session) == [("registration_asked", row.id), ("registration_placed", row.id)]


def test_clicking_again_changes_nothing(session: Session, run: Run) -> None:
    row = come(session, run.id, "Ada")
    letters = wished(session)
    for _ in range(2):
        assert actions.confirm(session, key=row.key, now=NOW + DAY).confirmed_at == NOW
    assert wished(session) == letters


def test_places_are_counted_in_persons(session: Session, run: Run) -> None:
    come(session, run.id, "Ada", persons=6)
    assert come(session, run.id, "Bea", persons=5).state is S.WAITING
    assert come(session, run.id, "Cem", persons=1).state is S.WAITING, "nobody passes over who waits"
    seats = queries.seats(session, [run.id])[run.id]
    assert (seats.capacity, seats.taken, seats.free, seats.waiting) == (10, 6, 4, 2)


@pytest.mark.parametrize("again", ["ada@leser.example", "ADA@leser.example"])
def test_the_same_person_twice_is_one_registration_and_one_letter_an_hour(
    session: Session, run: Run, again: str
) -> None:
    first = ask(session, run.id, "Ada")
    second = actions.ask(
        session, run_id=run.id, name="Ada L.", email=again, phone=None, persons=2, locale="en", now=NOW
    )
    assert second.registration is first
    assert not second.is_new
    assert (first.name, first.persons, first.locale) == ("Ada L.", 2, "en"), (
        "the last word counts until confirmed"
    )
    once = {row.payload["once"] for row in session.scalars(select(OutboxEntry)) if "once" in row.payload}
    assert len(once) == 1


def test_asking_again_cannot_change_what_is_confirmed(session: Session, run: Run) -> None:
    row = come(session, run.id, "Ada")
    again = actions.ask(
        session, run_id=run.id, name="Fremd", email=row.email, phone="1", persons=5, locale="en", now=NOW
    )
    assert again.registration is row
    assert (row.name, row.persons, row.phone, row.state) == ("Ada", 1, None, S.PLACED)
    assert wished(session)[-1] == ("registration_placed", row.id), (
        "the owner gets the way to their own page again"
    )


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " \u202e\t "}),
        ("email", {"email": "", "phone": " "}),
        ("persons", {"persons": 0}),
        ("persons", {"persons": 21}),
        ("persons", {"persons": 11}),
    ],
)
def test_what_is_missing_or_impossible_is_named(
    session: Session, run: Run, field: str, changes: dict[str, Any]
) -> None:
    given = {"name": "Ada", "email": "ada@leser.example", "phone": None, "persons": 1, **changes}
    with pytest.raises(Conflict) as refused:
        actions.ask(session, run_id=run.id, locale="de", now=NOW, **given)
    assert refused.value.field == field


def test_hostile_words_are_kept_as_words(session: Session, run: Run) -> None:
    row = ask(session, run.id, "Ada", phone="9" * 500)
    actions.ask(
        session, run_id=run.id, name="\x00<b>" + "x" * 10_000 + "\U0001f600", email="ada@leser.example",
        phone="\u202e1" * 100, persons=1, locale="de", now=NOW,
    )  # fmt: skip
    assert len(row.name) <= 200
    assert row.name.startswith("<b>x")
    assert row.phone is not None
    assert len(row.phone) <= 60


def test_one_address_gets_few_letters_an_hour_and_nobody_is_told(session: Session) -> None:
    runs = make_course(session, teams=asking.LETTERS_PER_HOUR + 1)
    rows = [ask(session, run.id, "Ada") for run in runs]
    assert [row is None for row in rows] == [False] * asking.LETTERS_PER_HOUR + [True]
    assert ask(session, runs[-1].id, "Ada", now=NOW + HOUR) is not None


def test_more_than_people_can_ask_is_refused(
    session: Session, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "OPEN_PER_HOUR", 2)
    ask(session, run.id, "Ada")
    come(session, run.id, "Bea")
    ask(session, run.id, "Cem")
    with pytest.raises(Conflict):
        ask(session, run.id, "Dan")


def test_what_does_not_exist_is_not_found(session: Session, run: Run) -> None:
    for act in (actions.confirm, actions.accept, actions.cancel):
        with pytest.raises(NotFound):
            act(session, key="x" * 43, now=NOW)
    with pytest.raises(NotFound):
        ask(session, 2_000_000, "Ada")
    with pytest.raises(NotFound):
        actions.settle(session, 2_000_000, NOW)
    with pytest.raises(NotFound):
        actions.move(session, registration_id=2_000_000, run_id=run.id, actor=None, now=NOW)
    with pytest.raises(NotFound):
        actions.cancel(session, now=NOW)


def test_when_one_can_register(session: Session, run: Run) -> None:
    offer, today = run.offer, NOW.date()
    assert rules.may_register(run, offer, NOW)
    assert rules.may_register(run, offer, NOW).reason == ""

    def reason(**changes: Any) -> str:
        before = {name: getattr(run, name) for name in changes}
        for name, value in changes.items():
            setattr(run, name, value)
        found = rules.may_register(run, offer, NOW).reason
        for name, value in before.items():
            setattr(run, name, value)
        return found

    assert reason(registration_opens_on=today + DAY) == rules.TOO_EARLY
    assert reason(registration_opens_on=today) == ""
    assert reason(registration_closes_on=today - DAY) == rules.CLOSED
    assert reason(registration_closes_on=today) == ""
    assert reason(status=OccurrenceStatus.CANCELLED) == rules.CALLED_OFF
    assert rules.may_register(run, offer, NOW + timedelta(weeks=2, hours=8)).reason == rules.BEGUN
    for date in run.occurrences:
        date.status = OccurrenceStatus.CANCELLED
    assert rules.may_register(run, offer, NOW).reason == rules.CALLED_OFF
    offer.step = Step.WITHDRAWN
    assert rules.may_register(run, offer, NOW).reason == rules.NOT_PUBLIC
    offer.registration_way = RegistrationWay.PHONE
    assert rules.may_register(run, offer, NOW).reason == rules.NOT_HERE
    with pytest.raises(Conflict, match=rules.NOT_HERE):
        ask(session, run.id, "Ada")


def test_the_number_of_places(session: Session) -> None:
    (run,) = make_course(session, places=None)
    assert queries.seats(session, [run.id])[run.id].capacity == 10, "the town's setting for teams of parents"
    run.offer.max_participants = 7
    assert queries.seats(session, [run.id])[run.id].capacity == 7
    run.max_participants = 3
    assert queries.seats(session, [run.id])[run.id].capacity == 3
    (lecture,) = make_course(session, places=None, kind=OfferKind.LECTURE)
    seats = queries.seats(session, [lecture.id])[lecture.id]
    assert (seats.capacity, seats.free) == (None, None)
    assert come(session, lecture.id, "Ada", persons=20).state is S.PLACED
    assert lecture.availability is Availability.FREE
    assert lecture.places_left is None


def test_the_public_hears_only_of_what_is_new(session: Session, run: Run) -> None:
    def heard() -> int:
        told = select(func.count(OutboxEntry.id)).where(OutboxEntry.topic == "search")
        return session.scalar(told) or 0

    revision = run.revision
    come(session, run.id, "Ada", persons=7)
    assert (run.places_left, run.availability, heard()) == (3, Availability.FREE, 1)
    come(session, run.id, "Bea", persons=1)
    assert (run.places_left, run.availability, heard()) == (2, Availability.FEW, 2)
    come(session, run.id, "Cem", persons=2)
    assert (run.places_left, run.availability, heard()) == (0, Availability.WAITING_LIST, 3)
    come(session, run.id, "Dan")
    come(session, run.id, "Eva")
    assert heard() == 3
    assert run.revision == revision, "no editor's work is made stale by it"


def test_the_line_moves_up_in_its_order(session: Session, run: Run) -> None:
    placed = come(session, run.id, "Ada", persons=10)
    for name, persons in (("Bea", 4), ("Cem", 7), ("Dan", 1)):
        come(session, run.id, name, persons=persons)
    actions.cancel(session, key=placed.key, now=NOW)
    assert states(session, run.id) == {
        "Ada": S.CANCELLED, "Bea": S.OFFERED, "Cem": S.WAITING, "Dan": S.WAITING,
    }  # fmt: skip
    bea = session.scalars(select(Registration).where(Registration.name == "Bea")).one()
    assert bea.offered_until == NOW + timedelta(hours=48)
    assert wished(session)[-2:] == [("registration_cancelled", placed.id), ("registration_offered", bea.id)]
    assert [one.name for one in queries.participants(session, run.id)] == ["Bea", "Cem", "Dan", "Ada"]


def test_an_offer_is_taken_before_its_deadline(session: Session, run: Run) -> None:
    first, second = come(session, run.id, "Ada", persons=10), come(session, run.id, "Bea")
    with pytest.raises(Conflict):
        actions.accept(session, key=second.key, now=NOW)
    actions.cancel(session, key=first.key, now=NOW)
    with pytest.raises(Conflict):
        actions.accept(session, key=second.key, now=NOW + timedelta(hours=48, seconds=1))
    for _ in range(2):
        assert actions.accept(session, key=second.key, now=NOW + timedelta(hours=48)).state is S.PLACED
    assert wished(session)[-1] == ("registration_placed", second.id)


def test_who_lets_an_offer_go_stands_behind_all_others(session: Session, run: Run) -> None:
    first = come(session, run.id, "Ada", persons=10)
    bea, cem = come(session, run.id, "Bea", persons=10), come(session, run.id, "Cem", persons=10)
    actions.cancel(session, key=first.key, now=NOW)
    assert actions.lapse(session, NOW + timedelta(hours=48)) == 0
    assert actions.lapse(session, NOW + timedelta(hours=48, minutes=5)) == 2
    assert (bea.state, cem.state) == (S.WAITING, S.OFFERED)
    assert (queries.line_position(session, cem), queries.line_position(session, bea)) == (1, 2)
    assert wished(session)[-2:] == [("registration_offered", cem.id), ("registration_lapsed", bea.id)]
    with pytest.raises(Conflict):
        actions.accept(session, key=bea.key, now=NOW + timedelta(hours=49))


def test_who_lets_two_offers_go_is_off_the_list(session: Session, run: Run) -> None:
    first, bea = come(session, run.id, "Ada", persons=10), come(session, run.id, "Bea")
    actions.cancel(session, key=first.key, now=NOW)
    now = NOW + timedelta(hours=49)
    actions.lapse(session, now)
    assert bea.state is S.OFFERED, "nobody else waits"
    assert wished(session)[-1] == ("registration_offered", bea.id), "one letter says enough"
    actions.lapse(session, now + timedelta(hours=49))
    assert (bea.state, bea.ended_at) == (S.LAPSED, now + timedelta(hours=49))
    assert wished(session)[-1] == ("registration_lapsed", bea.id)
    assert queries.seats(session, [run.id])[run.id].free == 10


def test_what_is_not_confirmed_in_time_lapses(session: Session, run: Run) -> None:
    by_mail, by_call = ask(session, run.id, "Ada"), ask(session, run.id, "Bea", **PHONE)
    actions.lapse(session, NOW + lapsing.CONFIRM_WITHIN)
    assert by_mail.state is S.ASKED
    actions.lapse(session, NOW + lapsing.CONFIRM_WITHIN + HOUR)
    assert (by_mail.state, by_call.state) == (S.LAPSED, S.ASKED), "a call may come after the weekend"
    with pytest.raises(Conflict):
        actions.confirm(session, key=by_mail.key, now=NOW + 3 * DAY)
    assert ask(session, run.id, "Ada", now=NOW + 3 * DAY) is not by_mail
    actions.lapse(session, NOW + lapsing.CALL_WITHIN + HOUR)
    assert by_call.state is S.LAPSED


def test_a_place_is_kept_no_longer_than_the_next_date_is_away(session: Session, run: Run) -> None:
    begins = run.occurrences[0].starts_at
    assert rules.deadline(NOW, 48, begins) == NOW + timedelta(hours=48)
    assert rules.deadline(begins - 20 * HOUR, 48, begins) == begins
    assert rules.deadline(begins - HOUR, 48, begins) == begins + 47 * HOUR, "an hour is no time to answer"
    assert rules.deadline(NOW, 48, None) == NOW + timedelta(hours=48)


def test_nobody_moves_up_once_it_is_over_or_off(session: Session, run: Run) -> None:
    first, second = come(session, run.id, "Ada", persons=10), come(session, run.id, "Bea")
    actions.cancel(session, key=first.key, now=NOW + timedelta(weeks=6))
    assert second.state is S.WAITING
    run.status = OccurrenceStatus.CANCELLED
    session.flush()
    assert actions.settle(session, run.id, NOW) == 0
    run.status = OccurrenceStatus.PLANNED
    session.flush()
    assert actions.settle(session, run.id, NOW) == 1
    run.status = OccurrenceStatus.CANCELLED
    session.flush()
    with pytest.raises(Conflict, match=rules.CALLED_OFF):
        actions.accept(session, key=second.key, now=NOW)


def test_more_places_let_the_line_move_up_without_anybody_saying_so(session: Session, run: Run) -> None:
    come(session, run.id, "Ada", persons=10)
    second = come(session, run.id, "Bea")
    run.max_participants = 12
    session.flush()
    assert actions.lapse(session, NOW + HOUR) == 1
    assert second.state is S.OFFERED


def test_an_address_that_nobody_confirmed_gets_nothing_more(session: Session, run: Run) -> None:
    row = ask(session, run.id, "Ada")
    actions.cancel(session, registration_id=row.id, actor=TRAINER, now=NOW)
    assert row.state is S.CANCELLED
    assert [kind for kind, _id in wished(session)] == ["registration_asked"]
    assert actions.confirm(session, key=row.key, now=NOW).state is S.CANCELLED
    assert actions.cancel(session, key=row.key, now=NOW + DAY).ended_at == NOW


def test_the_journal_names_nobody(session: Session, run: Run) -> None:
    row = actions.add_by_hand(
        session, run_id=run.id, name="Ada Lovelace", email="ada@leser.example", phone="0340 99",
        persons=1, actor=TRAINER, now=NOW,
    )  # fmt: skip
    day = run.occurrences[0]
    then = day.starts_at
    actions.note_presence(
        session, run_id=run.id, occurrence_id=day.id, present=frozenset({row.id}), actor=TRAINER, now=then
    )
    actions.message(session, run_id=run.id, text_to_all="Liebe Ada Lovelace", actor=TRAINER, now=NOW)
    actions.cancel(session, registration_id=row.id, actor=TRAINER, now=NOW)
    lines = session.scalars(select(JournalEntry)).all()
    assert len(lines) == 4
    for line in lines:
        said = f"{line.title} {line.note} {line.changes}"
        assert not any(word in said for word in ("Ada", "Lovelace", "leser", "99"))
    ask(session, run.id, "Bea")
    assert session.scalar(select(func.count(JournalEntry.id))) == 4, (
        "what people do for themselves has no line"
    )


def test_who_was_there(session: Session, run: Run) -> None:
    rows = [come(session, run.id, name) for name in ("Ada", "Bea")]
    day = run.occurrences[0]
    with pytest.raises(Conflict):
        actions.note_presence(
            session, run_id=run.id, occurrence_id=day.id, present=frozenset(), actor=TRAINER, now=NOW
        )
    for present in ({rows[0].id, 4711}, {rows[1].id}):
        there = actions.note_presence(
            session, run_id=run.id, occurrence_id=day.id, present=frozenset(present), actor=TRAINER,
            now=day.starts_at,
        )  # fmt: skip
        assert there == 1
    noted = {one.registration_id: one.was_there for one in session.scalars(select(Presence))}
    assert noted == {rows[0].id: False, rows[1].id: True}
    (other,) = make_course(session)
    with pytest.raises(NotFound):
        actions.note_presence(
            session, run_id=other.id, occurrence_id=day.id, present=frozenset(), actor=TRAINER, now=NOW
        )
