"""Deletes what ideas hold of a person when its purpose is over; each deletion leaves a line in the journal."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.audit import journal
from portal.models import Idea, Letter
from portal.participation import actions, rules
from portal.vocabulary.letters import LetterState
from portal.vocabulary.participation import IdeaState
from portal.vocabulary.workflow import Act, Thing


def forget_addresses(session: Session, now: datetime) -> int:
    """Drop the address of ideas that were answered, or that came 90 days ago. Returns how many."""
    over = or_(
        Idea.answered_at < now - rules.ANSWER_TAKES,
        Idea.asked_at < now - rules.ADDRESS_KEPT,
    )
    rows = session.scalars(select(Idea).where(Idea.email.is_not(None), over)).all()
    for row in rows:
        actions.forget_address(session, row, now)
    return len(rows)


def forget_refused(session: Session, now: datetime) -> list[int]:
    """Delete the ideas that were refused 90 days ago. Returns their numbers."""
    over = Idea.answered_at < now - rules.REFUSED_KEPT
    rows = session.scalars(select(Idea).where(Idea.state == IdeaState.REFUSED, over)).all()
    numbers = [row.id for row in rows]
    for row in rows:
        journal.record(session, None, Act.DELETED, Thing.IDEA, thing_id=row.id, title=str(row.id), now=now)
        session.delete(row)
    session.flush()
    return numbers


def forget_letters(session: Session, now: datetime) -> list[int]:
    """Delete the letters about ideas 30 days after they were written, once they are out or given up. Returns their numbers."""
    over = delete(Letter).where(
        Letter.about.startswith("idea:"),
        Letter.state.in_((LetterState.SENT, LetterState.DEAD)),
        Letter.created_at < now - rules.LETTER_KEPT,
    )
    return list(session.scalars(over.returning(Letter.id)))
