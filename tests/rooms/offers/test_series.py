"""Dates of a series on the wall clock: summer time, midnight, skipped days, every second week."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clock import local
from portal.offers import series

MONDAY = date(2026, 10, 5)


def test_weekly_dates_fall_on_the_named_days_between_first_and_last() -> None:
    slots = series.weekly(MONDAY, date(2026, 10, 21), {0, 2}, time(18), time(19, 30))
    assert [slot.first_day.isoformat() for slot in slots] == [
        "2026-10-05",
        "2026-10-07",
        "2026-10-12",
        "2026-10-14",
        "2026-10-19",
        "2026-10-21",
    ]
    assert slots[0].ends_at - slots[0].starts_at == timedelta(minutes=90)


def test_six_in_the_evening_stays_six_when_summer_time_ends() -> None:
    before, after = series.weekly(date(2026, 10, 19), date(2026, 10, 26), {0}, time(18), time(19))
    assert (before.starts_at, after.starts_at) == (
        datetime(2026, 10, 19, 16, tzinfo=UTC),
        datetime(2026, 10, 26, 17, tzinfo=UTC),
    )


def test_skipped_days_are_left_out_and_do_not_count() -> None:
    skip = {date(2026, 10, 12)}
    assert date(2026, 10, 12) not in series.days(MONDAY, date(2026, 10, 26), {0}, skip=skip)
    assert len(series.count_from(MONDAY, 3, {0}, skip=skip)) == 3


def test_every_second_week_counts_from_the_week_of_the_first_day() -> None:
    found = series.days(date(2026, 10, 8), date(2026, 11, 8), {0, 4}, every=2)
    assert [day.day for day in found] == [9, 19, 23, 2, 6]


def test_an_end_after_midnight_is_on_the_next_day() -> None:
    slot = series.timed(MONDAY, time(22), time(1))
    assert (slot.first_day, slot.last_day, slot.ends_at - slot.starts_at) == (
        MONDAY,
        MONDAY + timedelta(days=1),
        timedelta(hours=3),
    )
    assert series.timed(MONDAY, time(22), time(0)).last_day == MONDAY


def test_a_date_with_time_that_ends_at_midnight_does_not_reach_into_the_next_day() -> None:
    start = datetime(2026, 10, 5, 18, tzinfo=UTC)
    assert series.between(start, datetime(2026, 10, 5, 22, tzinfo=UTC)).last_day == MONDAY


def test_whole_days_run_from_local_midnight_to_local_midnight() -> None:
    slot = series.whole_days(date(2026, 10, 24), date(2026, 10, 26))
    assert (local(slot.starts_at).hour, local(slot.ends_at).hour) == (0, 0)
    assert slot.ends_at - slot.starts_at == timedelta(hours=73)
    assert slot.all_day


def test_an_endless_series_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        series.days(MONDAY, date(2036, 1, 1))
    with pytest.raises(ValueError, match="weekdays"):
        series.days(MONDAY, MONDAY, {7})


def test_a_series_at_the_end_of_time_ends() -> None:
    assert series.days(date(9999, 12, 20), date.max, {4})


@settings(deadline=None)
@given(
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    length=st.integers(-10, 400),
    weekdays=st.sets(st.integers(0, 6), max_size=7),
    every=st.integers(1, 6),
)
def test_days_are_rising_inside_the_period_and_on_the_weekdays(
    first: date, length: int, weekdays: set[int], every: int
) -> None:
    last = first + timedelta(days=length)
    found = series.days(first, last, weekdays, every=every)
    assert found == sorted(set(found))
    assert all(first <= day <= last and day.weekday() in weekdays for day in found)
    if every == 1:
        everything = [first + timedelta(days=step) for step in range(length + 1)]
        assert found == [day for day in everything if day.weekday() in weekdays]
