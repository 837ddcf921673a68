"""Slow-down: five tries are free, then each waits longer, never longer than a quarter of an hour, and waiting always ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import slowdown
from portal.models import FailedAttempt

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = slowdown.key_of("secret", "account", "a@b.example")


def tries(session: Session, count: int, *, at: datetime = NOW, key: str = KEY) -> list[int]:
    return [slowdown.begin(session, key=key, now=at) for _ in range(count)]


def test_pauses_double_from_half_a_minute_to_a_quarter_of_an_hour() -> None:
    lengths = [slowdown.pause(failures).total_seconds() for failures in range(13)]
    assert lengths == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_five_tries_are_free_and_the_sixth_waits(session: Session) -> None:
    assert tries(session, 7) == [0, 0, 0, 0, 0, 30, 30]


def test_who_waits_is_not_counted_and_may_try_when_the_time_is_over(session: Session) -> None:
    tries(session, 50)
    assert tries(session, 1, at=NOW + timedelta(seconds=29)) == [1]
    later = NOW + timedelta(seconds=30)
    assert tries(session, 2, at=later) == [0, 60]


def test_a_success_begins_anew(session: Session) -> None:
    tries(session, 6)
    slowdown.clear(session, [KEY])
    assert tries(session, 6) == [0, 0, 0, 0, 0, 30]


def test_after_a_day_nothing_is_remembered(session: Session) -> None:
    tries(session, 6)
    assert tries(session, 5, at=NOW + timedelta(days=1)) == [0, 0, 0, 0, 0]


def test_of_many_tries_at_the_same_moment_no_more_get_through_than_one_after_the_other(
    session: Session,
) -> None:
    """Two that have read the same count: only one of them may go on."""
    tries(session, 3)
    stale = session.scalars(select(FailedAttempt)).one()
    session.expunge(stale)
    slowdown.begin(session, key=KEY, now=NOW)
    assert stale.failures == 3
    again = session.scalars(select(FailedAttempt)).one()
    assert again.failures == 4


def test_accounts_do_not_slow_each_other_down(session: Session) -> None:
    tries(session, 9)
    assert tries(session, 1, key=slowdown.key_of("secret", "account", "c@d.example")) == [0]


def test_what_is_stored_tells_nothing_without_the_secret() -> None:
    assert slowdown.key_of("other", "account", "a@b.example") != KEY
    assert slowdown.key_of("secret", "code", "a@b.example") != KEY
    assert "a@b" not in KEY


@pytest.mark.parametrize("name", ["", "\udcff", "ä" * 500, "\x00"])
def test_anything_can_be_a_key(name: str) -> None:
    assert len(slowdown.key_of("secret", "account", name)) == 64


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=60))
@settings(max_examples=50)
def test_no_number_of_failures_waits_for_ever(failures: int, free: int) -> None:
    assert timedelta(0) <= slowdown.pause(failures, free) <= slowdown.MOST
