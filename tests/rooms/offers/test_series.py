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


EVENING = (time(18), time(19, 30))
TUESDAYS = frozenset({1})
AUTUMN = {date(2026, 10, day): "Herbstferien" for day in range(19, 31)}


def tuesdays(**values: object) -> series.SeriesRule:
    return series.SeriesRule(date(2026, 10, 6), TUESDAYS, *EVENING, **values)  # type: ignore[arg-type]


def test_special_days_are_left_out_and_named() -> None:
    found = series.expand(tuesdays(last=date(2026, 11, 3)), AUTUMN)
    assert [slot.first_day.day for slot in found.slots] == [6, 13, 3]
    assert found.skipped == ((date(2026, 10, 20), "Herbstferien"), (date(2026, 10, 27), "Herbstferien"))
    assert found.warnings == ()


def test_special_days_that_are_kept_are_warned_of() -> None:
    found = series.expand(tuesdays(last=date(2026, 11, 3), skip_special_days=False), AUTUMN)
    assert [slot.first_day.day for slot in found.slots] == [6, 13, 20, 27, 3]
    assert found.warnings == ((date(2026, 10, 20), "Herbstferien"), (date(2026, 10, 27), "Herbstferien"))
    assert found.skipped == ()


def test_ten_dates_are_ten_dates_whatever_is_skipped() -> None:
    found = series.expand(tuesdays(count=4), AUTUMN)
    assert [slot.first_day.day for slot in found.slots] == [6, 13, 3, 10]
    assert len(found.skipped) == 2
    assert not series.expand(tuesdays(count=2), AUTUMN).skipped, (
        "what comes after the last date is not left out"
    )


def test_a_series_goes_on_over_new_year_and_summer_time() -> None:
    found = series.expand(tuesdays(last=date(2027, 4, 6)), {date(2026, 12, 29): "Weihnachtsferien"})
    days = [slot.first_day for slot in found.slots]
    assert date(2026, 12, 22) in days
    assert date(2026, 12, 29) not in days
    assert date(2027, 1, 5) in days
    assert {(local(slot.starts_at).time(), local(slot.ends_at).time()) for slot in found.slots} == {EVENING}
    assert {slot.starts_at.hour for slot in found.slots} == {16, 17}


def test_a_series_is_what_weekly_makes_of_it() -> None:
    last = date(2027, 7, 1)
    expected = series.weekly(MONDAY, last, {0, 3}, *EVENING, every=2, skip=AUTUMN)
    rule = series.SeriesRule(MONDAY, frozenset({0, 3}), *EVENING, last=last, every=2)
    assert list(series.expand(rule, AUTUMN).slots) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"last": MONDAY, "count": 3}, {"count": 0}, {"count": series.MOST_DATES + 1}, {"count": 3, "every": 0},
        {"count": 3, "weekdays": frozenset()}, {"count": 3, "weekdays": frozenset({7})}, {"count": -1},
    ],
)  # fmt: skip
def test_what_makes_no_series_is_refused(wrong: dict[str, object]) -> None:
    values = {"first": MONDAY, "weekdays": TUESDAYS, "start": time(18), "end": time(19)} | wrong
    with pytest.raises(ValueError, match="series"):
        series.SeriesRule(**values)  # type: ignore[arg-type]


def test_a_series_holds_a_thousand_dates_and_no_more() -> None:
    thousand = series.SeriesRule(MONDAY, series.EVERY_DAY, *EVENING, count=series.MOST_DATES)
    slots = series.expand(thousand, {}).slots
    assert len(slots) == series.MOST_DATES
    exactly = series.SeriesRule(MONDAY, series.EVERY_DAY, *EVENING, last=slots[-1].first_day)
    assert series.expand(exactly, {}).slots == slots
    longer = series.SeriesRule(
        MONDAY, series.EVERY_DAY, *EVENING, last=slots[-1].first_day + timedelta(days=1)
    )
    with pytest.raises(ValueError, match="at most"):
        series.expand(longer, {})


@settings(deadline=None)
@given(
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    length=st.none() | st.integers(-10, 400),
    count=st.integers(1, 60),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    start=st.times(),
    end=st.times(),
    every=st.integers(1, 5),
    special=st.sets(st.integers(0, 200), max_size=80),
    skip=st.booleans(),
)
def test_every_day_of_a_rule_is_held_left_out_or_warned_of(
    first: date,
    length: int | None,
    count: int,
    weekdays: frozenset[int],
    start: time,
    end: time,
    every: int,
    special: set[int],
    skip: bool,
) -> None:
    last = None if length is None else first + timedelta(days=length)
    bound = None if last else count
    rule = series.SeriesRule(
        first, weekdays, start, end, last=last, count=bound, every=every, skip_special_days=skip
    )
    named = {first + timedelta(days=offset): f"Tag {offset}" for offset in special}
    found = series.expand(rule, named)
    held = [slot.first_day for slot in found.slots]
    left_out, warned = dict(found.skipped), dict(found.warnings)
    assert held == sorted(set(held))
    assert not set(held) & set(left_out)
    assert all(named[day] == name for day, name in [*found.skipped, *found.warnings])
    assert set(warned) == (set() if skip else set(held) & set(named))
    assert not (left_out if not skip else set(held) & set(named))
    if last is None:
        assert len(held) == count
        last = max([*held, *left_out])
    assert sorted([*held, *left_out]) == series.days(first, last, weekdays, every=every)
    assert all(
        local(slot.starts_at).date() in (slot.first_day, slot.first_day + timedelta(days=1))
        for slot in found.slots
    )
