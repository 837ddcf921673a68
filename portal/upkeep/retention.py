"""Deletes personal data when its purpose is over. The periods are those that the privacy page names."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.orm import Session

from portal.models import Feedback, JournalEntry, Letter
from portal.vocabulary.letters import LetterState

ADDRESS_KEPT = timedelta(days=90)
LETTER_TEXT_KEPT, LETTER_KEPT = timedelta(days=30), timedelta(days=365)
JOURNAL_KEPT = timedelta(days=3 * 365)


def forget_feedback_addresses(session: Session, now: datetime) -> int:
    """Drop the e-mail address of messages that were answered, or that are older than 90 days. Returns how many."""
    over = or_(Feedback.answered_at.is_not(None), Feedback.created_at < now - ADDRESS_KEPT)
    forgotten = session.execute(
        update(Feedback).where(Feedback.email.is_not(None), over).values(email=None).returning(Feedback.id)
    )
    return len(forgotten.all())


def forget_letters(session: Session, now: datetime) -> int:
    """Drop what letters said 30 days after they were sent or given up, and the letters after a year. Returns how many of both.

    Those that wait, or about which a person has to decide, stay whole.
    """
    over = or_(
        and_(Letter.state == LetterState.SENT, Letter.sent_at < now - LETTER_TEXT_KEPT),
        and_(Letter.state == LetterState.DEAD, Letter.created_at < now - LETTER_TEXT_KEPT),
    )
    gone = session.execute(
        delete(Letter).where(over, Letter.created_at < now - LETTER_KEPT).returning(Letter.id)
    )
    emptied = session.execute(
        update(Letter)
        .where(over, Letter.text != "")
        .values(text="", html="", headers={})
        .returning(Letter.id)
    )
    return len(gone.all()) + len(emptied.all())


def forget_journal(session: Session, now: datetime) -> int:
    """Delete the lines of the journal that are older than three years. Returns how many."""
    old = delete(JournalEntry).where(JournalEntry.at < now - JOURNAL_KEPT).returning(JournalEntry.id)
    return len(session.execute(old).all())
