"""When digests are due: daily and weekly at seven in the morning on the town's clocks. Pure."""

from datetime import datetime, timedelta

from portal import clock
from portal.vocabulary.letters import Rhythm

HOUR, WEEKLY_ON = 7, 0  # Monday
# A change that is a moment old may not be in the search yet: each digest begins this much before the last one was made.
SETTLING = timedelta(minutes=1)


def last_due(rhythm: Rhythm, now: datetime) -> datetime:
    """The last moment at which a digest was to be sent."""
    today = clock.local(now).date()
    if rhythm is Rhythm.WEEKLY:
        today -= timedelta(days=(today.weekday() - WEEKLY_ON) % 7)
    step = timedelta(days=7 if rhythm is Rhythm.WEEKLY else 1)
    due = clock.as_utc(today, HOUR, 0)
    return due if due <= now else clock.as_utc(today - step, HOUR, 0)


def is_due(rhythm: Rhythm, told_until: datetime | None, now: datetime) -> bool:
    """Whether a digest is to be sent now; one that was missed is made up, once."""
    return told_until is None or told_until < last_due(rhythm, now) - SETTLING


def told_by(now: datetime) -> datetime:
    """Until when a digest made now has told everything."""
    return now - SETTLING
