"""What letters said goes after a month, the letters after a year; what waits or is uncertain stays."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.mail import outbox
from portal.mail.outbox import Message
from portal.models import Letter
from portal.upkeep.retention import LETTER_KEPT, LETTER_TEXT_KEPT, forget_letters
from portal.vocabulary.letters import LetterState

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MOMENT = timedelta(minutes=1)


def letter(session: Session, state: LetterState, age: timedelta) -> Letter:
    made = outbox.post(
        session,
        Message("account_reset", "anna@leser.example", "Neues Passwort", "Link: …", "<p>Link</p>"),
        NOW - age,
    )
    assert made is not None
    made.state = state
    made.sent_at = NOW - age if state is LetterState.SENT else None
    session.flush()
    return made


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.DEAD])
def test_the_text_goes_after_a_month(session: Session, state: LetterState) -> None:
    young, old = (
        letter(session, state, LETTER_TEXT_KEPT - MOMENT),
        letter(session, state, LETTER_TEXT_KEPT + MOMENT),
    )
    assert forget_letters(session, NOW) == 1
    session.expire_all()
    assert (young.text, young.html) == ("Link: …", "<p>Link</p>")
    assert (old.text, old.html, old.subject) == ("", "", "Neues Passwort")
    assert forget_letters(session, NOW) == 0


def test_the_letter_goes_after_a_year(session: Session) -> None:
    letter(session, LetterState.SENT, LETTER_KEPT + MOMENT)
    assert forget_letters(session, NOW) == 1
    assert session.scalars(select(Letter)).all() == []


@pytest.mark.parametrize("state", [LetterState.WAITING, LetterState.SENDING, LetterState.UNCERTAIN])
def test_what_nobody_has_decided_about_stays_whole(session: Session, state: LetterState) -> None:
    letter(session, state, LETTER_KEPT * 2)
    assert forget_letters(session, NOW) == 0
    assert session.scalars(select(Letter.text)).all() == ["Link: …"]
