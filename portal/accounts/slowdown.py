"""Slows guessing down: after a few failures each try has to wait, longer each time, but never longer than a quarter of an hour,
and waiting is all: nobody is locked out. What is guessed at is kept as a keyed hash, for existing and unknown addresses alike."""

import hashlib
import hmac
import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.models import FailedAttempt

FREE = 5
FIRST, MOST, FORGOTTEN = timedelta(seconds=30), timedelta(minutes=15), timedelta(days=1)


def pause(failures: int, free: int = FREE) -> timedelta:
    """How long to wait after so many failures: 30 seconds after the fifth, then twice as long each time."""
    if failures < free:
        return timedelta(0)
    return min(FIRST * (1 << min(failures - free, 10)), MOST)


def key_of(secret: str, purpose: str, name: str) -> str:
    """What is guessed at, such as the account of an address, so that only this portal can tell."""
    return hmac.new(secret.encode(), f"{purpose}:{name}".encode(errors="replace"), hashlib.sha256).hexdigest()


def begin(session: Session, *, key: str, now: datetime) -> int:
    """Seconds to wait; 0 when one may try. A try counts as failed until `clear`: so many at the same moment are as slow as one
    after the other. Who has to wait is not counted, so that waiting ends."""
    row = session.scalar(
        select(FailedAttempt).where(FailedAttempt.key_hash == key).execution_options(populate_existing=True)
    )
    if row is None:
        return _first(session, key, now)
    failures = row.failures if now - row.last_at < FORGOTTEN else 0
    length = pause(failures)
    rest = min(row.last_at + length - now, length)
    if rest > timedelta(0):
        return math.ceil(rest.total_seconds())
    counted = session.execute(
        update(FailedAttempt)
        .where(FailedAttempt.key_hash == key, FailedAttempt.failures == row.failures)
        .values(failures=failures + 1, last_at=now)
        .returning(FailedAttempt.key_hash)
    )
    return 0 if counted.first() else 1


def _first(session: Session, key: str, now: datetime) -> int:
    try:
        with session.begin_nested():
            session.add(FailedAttempt(key_hash=key, failures=1, last_at=now))
    except IntegrityError:  # another try at the same moment
        return 1
    return 0


def clear(session: Session, keys: Iterable[str]) -> None:
    """It was no guess: the counting begins anew."""
    session.execute(delete(FailedAttempt).where(FailedAttempt.key_hash.in_(list(keys))))
