"""Personal data goes when its purpose is over."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.models import Feedback, JournalEntry
from portal.upkeep.retention import ADDRESS_KEPT, JOURNAL_KEPT, forget_feedback_addresses, forget_journal
from portal.vocabulary.people import FeedbackKind
from portal.vocabulary.workflow import Act, Thing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def message(session: Session, age: timedelta, answered: bool = False) -> Feedback:
    left = Feedback(
        kind=FeedbackKind.ACCESSIBILITY,
        message="Der Kontrast reicht nicht.",
        email="wer@fragt.example",
        created_at=NOW - age,
        answered_at=NOW - age if answered else None,
    )
    session.add(left)
    session.flush()
    return left


def test_an_answered_message_loses_its_address_and_stays(session):
    answered = message(session, timedelta(days=1), answered=True)
    assert forget_feedback_addresses(session, NOW) == 1
    session.refresh(answered)
    assert answered.email is None
    assert answered.message == "Der Kontrast reicht nicht."


def test_an_open_message_keeps_its_address_for_the_stated_period_and_no_longer(session):
    young = message(session, ADDRESS_KEPT - timedelta(minutes=1))
    old = message(session, ADDRESS_KEPT + timedelta(minutes=1))
    assert forget_feedback_addresses(session, NOW) == 1
    session.refresh(young)
    session.refresh(old)
    assert young.email == "wer@fragt.example"
    assert old.email is None


def test_running_twice_changes_nothing(session):
    message(session, timedelta(days=200))
    assert forget_feedback_addresses(session, NOW) == 1
    assert forget_feedback_addresses(session, NOW) == 0


def test_the_journal_is_kept_for_three_years(session):
    for age in (JOURNAL_KEPT - timedelta(minutes=1), JOURNAL_KEPT + timedelta(minutes=1)):
        session.add(
            JournalEntry(at=NOW - age, actor_name="Erika", act=Act.CHANGED, thing=Thing.PAGE, title=str(age))
        )
    session.flush()
    assert forget_journal(session, NOW) == 1
    assert [line.at for line in session.query(JournalEntry)] == [NOW - JOURNAL_KEPT + timedelta(minutes=1)]
