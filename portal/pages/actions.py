"""Takes messages from the public. Flushes, never commits."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import text
from portal.errors import Conflict
from portal.models import Feedback, Offer
from portal.vocabulary.people import FeedbackKind

MOST_PER_HOUR = 120


def leave_feedback(
    session: Session,
    *,
    kind: FeedbackKind,
    message: str,
    page: str | None,
    email: str | None,
    offer_id: int | None,
    now: datetime,
) -> Feedback:
    """Store one message; an offer id that does not exist is dropped, the message kept.

    Raises Conflict(message) when more came within the hour than a small office can read: most likely a robot.
    """
    recent = select(func.count()).select_from(Feedback).where(Feedback.created_at > now - timedelta(hours=1))
    if (session.scalar(recent) or 0) >= MOST_PER_HOUR:
        raise Conflict(
            "Gerade kommen sehr viele Nachrichten an. Bitte versuchen Sie es in einer Stunde, oder rufen Sie an."
        )
    known = offer_id is not None and session.get(Offer, offer_id) is not None
    feedback = Feedback(
        created_at=now,
        kind=kind,
        message=text.clean(message).strip(),
        page=text.one_line(page, 300) if page else None,
        email=email or None,
        offer_id=offer_id if known else None,
    )
    session.add(feedback)
    session.flush()
    return feedback
