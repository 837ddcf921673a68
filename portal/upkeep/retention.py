"""Deletes personal data when its purpose is over. The periods are those that the privacy page names."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from portal.models import Feedback

ADDRESS_KEPT = timedelta(days=90)


def forget_feedback_addresses(session: Session, now: datetime) -> int:
    """Drop the e-mail address of messages that were answered, or that are older than 90 days. Returns how many."""
    over = or_(Feedback.answered_at.is_not(None), Feedback.created_at < now - ADDRESS_KEPT)
    forgotten = session.execute(
        update(Feedback).where(Feedback.email.is_not(None), over).values(email=None).returning(Feedback.id)
    )
    return len(forgotten.all())
