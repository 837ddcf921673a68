"""Letters that wait: kept once, taken by one, and what a person may decide about them."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from portal.errors import Conflict
from portal.extensions import Base
from portal.mail import outbox, wishes
from portal.mail.outbox import Answer, Message, Verdict
from portal.mail.rounds import Round, deliver_due
from portal.models import Letter, OutboxEntry
from portal.vocabulary.letters import LetterState
from tests.rooms.mail.servers import NOW, SENDER, Mailbox, MailServer, clock_at, later, letter


def message(once_key: str | None = None) -> Message:
    return Message("digest", "anna@leser.example", "Neues", "Text", "<p>Text</p>", once_key=once_key)


def test_of_two_letters_with_the_same_key_the_first_is_kept(session: Session) -> None:
    first = outbox.post(session, message("abo:1:2026-11-23"), NOW)
    assert first is not None
    assert outbox.post(session, message("abo:1:2026-11-23"), NOW) is None
    assert outbox.post(session, message("abo:1:2026-11-24"), NOW) is not None
    assert outbox.post(session, message(), NOW) is not None
    assert outbox.post(session, message(), NOW) is not None
    session.commit()
    assert session.scalar(select(func.count()).select_from(Letter)) == 4


def test_a_letter_goes_with_its_transaction(session: Session) -> None:
    outbox.post(session, message("einmal"), NOW)
    session.rollback()
    assert outbox.due(session, NOW) == []
    assert outbox.post(session, message("einmal"), NOW) is not None


def test_a_wish_goes_with_its_transaction_too(session: Session) -> None:
    wishes.want(session, "published", offer_id=1)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(OutboxEntry)) == 0
    wishes.want(session, "published", offer_id=1, author_id=None)
    session.commit()
    entry = session.scalars(select(OutboxEntry)).one()
    assert (entry.topic, entry.payload) == (
        "letter",
        {"kind": "published", "offer_id": 1, "author_id": None},
    )


def test_a_letter_is_taken_once(session: Session) -> None:
    waiting = letter(session)
    assert outbox.claim(session, waiting.id, NOW) is not None
    assert outbox.claim(session, waiting.id, NOW) is None


def test_a_letter_whose_time_has_not_come_is_not_taken(session: Session) -> None:
    waiting = letter(session, now=NOW + timedelta(minutes=1))
    assert outbox.claim(session, waiting.id, NOW) is None


def in_threads(engine: Engine, number: int, work: Any) -> None:
    """Runs `work(session)` in several threads that begin together; what one raises fails the test."""
    ready, problems = Barrier(number), []

    def run() -> None:
        with Session(engine) as session:
            ready.wait()
            try:
                work(session)
            except Exception as problem:
                problems.append(problem)

    threads = [Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not problems


def deliver_together(engine: Engine, server: MailServer, mailbox: Mailbox) -> None:
    """Twenty letters, four postmen."""
    with Session(engine) as session:
        for number in range(20):
            letter(session, f"leser{number:02}@leser.example")
    in_threads(engine, 4, lambda session: deliver_due(session, server.office(), SENDER, clock_at()))
    assert sorted(mailbox.recipients()) == [f"leser{number:02}@leser.example" for number in range(20)]
    with Session(engine) as session:
        assert set(session.scalars(select(Letter.state))) == {LetterState.SENT}


def test_four_postmen_at_once_send_nothing_twice(
    engine: Engine, server: MailServer, mailbox: Mailbox
) -> None:
    deliver_together(engine, server, mailbox)


@pytest.mark.postgres
def test_nor_do_they_on_postgresql(postgres_url: str, server: MailServer, mailbox: Mailbox) -> None:
    engine = create_engine(postgres_url)
    Base.metadata.create_all(engine)
    try:
        deliver_together(engine, server, mailbox)
        in_threads(engine, 4, lambda session: (outbox.post(session, message("x"), NOW), session.commit()))
        with Session(engine) as session:
            assert session.scalar(select(func.count()).where(Letter.once_key == "x")) == 1
    finally:
        engine.dispose()


def test_a_key_is_taken_once_by_threads_too(engine: Engine) -> None:
    in_threads(engine, 4, lambda session: (outbox.post(session, message("x"), NOW), session.commit()))
    with Session(engine) as session:
        assert session.scalar(select(func.count()).where(Letter.once_key == "x")) == 1


class Vanishes:
    """A post office whose clerk drops dead with the letter in hand."""

    def open(self) -> None:
        """The door is open."""

    def hand_over(self, *_letter: object, **_envelope: object) -> Answer:
        raise KeyboardInterrupt

    def close(self) -> None:
        """Nobody closes it."""


def test_a_letter_in_the_hands_of_a_vanished_worker_is_left_to_a_person(
    session: Session, server: MailServer, mailbox: Mailbox
) -> None:
    lost = letter(session)
    with pytest.raises(KeyboardInterrupt):
        deliver_due(session, Vanishes(), SENDER, clock_at())
    session.rollback()
    assert deliver_due(session, server.office(), SENDER, later(minutes=14)) == Round()
    session.refresh(lost)
    assert lost.state is LetterState.SENDING
    assert deliver_due(session, server.office(), SENDER, later(minutes=15)) == Round()
    session.refresh(lost)
    assert lost.state is LetterState.UNCERTAIN
    assert deliver_due(session, server.office(), SENDER, later(days=100)) == Round()
    assert not mailbox.taken


def test_an_answer_that_comes_late_still_counts(session: Session) -> None:
    letter(session)
    (letter_id,) = outbox.due(session, NOW)
    taken = outbox.claim(session, letter_id, NOW)
    assert taken is not None
    assert outbox.settle_lost(session, NOW + timedelta(minutes=20)) == 1
    assert outbox.note(session, taken, Answer(Verdict.SENT), NOW + timedelta(minutes=21))
    assert session.scalars(select(Letter.state)).one() is LetterState.SENT


def test_an_answer_after_a_person_has_decided_changes_nothing(session: Session) -> None:
    row = letter(session)
    taken = outbox.claim(session, row.id, NOW)
    assert taken is not None
    outbox.settle_lost(session, NOW + timedelta(minutes=20))
    session.refresh(row)
    outbox.send_again(session, row, NOW + timedelta(minutes=21))
    assert not outbox.note(session, taken, Answer(Verdict.NEVER, "550"), NOW + timedelta(minutes=22))
    session.refresh(row)
    assert row.state is LetterState.WAITING


@pytest.mark.parametrize("state", [LetterState.DEAD, LetterState.UNCERTAIN, LetterState.WAITING])
def test_a_person_may_send_again_what_has_not_arrived(session: Session, state: LetterState) -> None:
    row = letter(session)
    row.state, row.attempts, row.next_attempt_at = state, 7, NOW + timedelta(days=1)
    session.commit()
    outbox.send_again(session, row, NOW)
    assert (row.state, row.attempts) == (LetterState.WAITING, 0)
    assert outbox.due(session, NOW) == [row.id]


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.SENDING])
def test_what_has_left_is_not_sent_again(session: Session, state: LetterState) -> None:
    row = letter(session)
    row.state = state
    session.commit()
    with pytest.raises(Conflict):
        outbox.send_again(session, row, NOW)
    with pytest.raises(Conflict):
        outbox.give_up(session, row, NOW)


def test_a_letter_without_its_text_cannot_be_sent_again(session: Session) -> None:
    row = letter(session)
    row.state, row.text, row.html = LetterState.DEAD, "", ""
    session.commit()
    with pytest.raises(Conflict, match="gelöscht"):
        outbox.send_again(session, row, NOW)


def test_a_person_may_give_up_and_think_again(session: Session) -> None:
    row = letter(session)
    outbox.give_up(session, row, NOW)
    assert row.state is LetterState.DEAD
    assert outbox.due(session, NOW) == []
    outbox.send_again(session, row, NOW)
    assert outbox.due(session, NOW) == [row.id]
