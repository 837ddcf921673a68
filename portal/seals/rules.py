"""When an award of a seal counts, and when it is about to run out. Pure."""

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=60)


class AwardState(StrEnum):
    """Where an award stands on a day."""

    COMING = "coming"
    VALID = "valid"
    ENDING = "ending"  # valid, and within 60 days no more
    OVER = "over"


def state(valid_from: date, valid_until: date | None, today: date) -> AwardState:
    """Both days are included: on the last one it is still valid."""
    if today < valid_from:
        return AwardState.COMING
    if valid_until is None:
        return AwardState.VALID
    if today > valid_until:
        return AwardState.OVER
    return AwardState.ENDING if valid_until - today <= SOON else AwardState.VALID


def is_shown(valid_from: date, valid_until: date | None, today: date) -> bool:
    """Whether the public sees it."""
    return state(valid_from, valid_until, today) in (AwardState.VALID, AwardState.ENDING)
