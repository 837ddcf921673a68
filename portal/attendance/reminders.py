"""Who is to be reminded of which date: everybody with a place, once for each date that takes place, some days before."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.attendance import seating
from portal.models import Letter, Occurrence, Registration, Run
from portal.town import settings
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import OFF

KIND = "registration_reminder"
PART = 400


def once_key(registration_id: int, occurrence: Occurrence) -> str:
    """What the letter is known by: a date that is moved to another moment is another one."""
    return f"{KIND}:{registration_id}:{occurrence.id}:{clock.local(occurrence.starts_at):%Y%m%d%H%M}"


def remind(session: Session, now: datetime) -> int:
    """Wish for the reminders whose time has come; how many. Called by the job worker, which commits. Who registered later than
    a reminder would have come has just had a letter with the date."""
    days = settings.attendance(session).remind_days
    rows = session.execute(
        select(Registration, Occurrence)
        .join(Run, Run.id == Registration.run_id)
        .join(Occurrence, Occurrence.run_id == Run.id)
        .where(
            Registration.state == RegistrationState.PLACED,
            Registration.email.is_not(None),
            Run.status.not_in(OFF),
            Occurrence.status.not_in(OFF),
            Occurrence.starts_at > now,
            Occurrence.starts_at <= now + timedelta(days=days),
        )
        .order_by(Occurrence.starts_at, Registration.id)
    ).all()
    due = {
        once_key(row.id, day): (row, day)
        for row, day in rows
        if row.confirmed_at is None or row.confirmed_at <= day.starts_at - timedelta(days=days)
    }
    for key in _written(session, list(due)):
        del due[key]
    for row, day in due.values():
        seating.tell(session, row, KIND, occurrence_id=day.id)
    return len(due)


def _written(session: Session, keys: list[str]) -> list[str]:
    found: list[str] = []
    for at in range(0, len(keys), PART):
        wanted = select(Letter.once_key).where(Letter.once_key.in_(keys[at : at + PART]))
        found += [key for key in session.scalars(wanted) if key]
    return found
