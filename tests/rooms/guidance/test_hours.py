"""Opening hours: weekly, with exceptions and public holidays, on the town's clocks and across their changes. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import clock
from portal.guidance import hours
from portal.guidance.hours import Openness, OtherHours, WeekSpan

MONDAY = date(2026, 11, 23)
WEEK = (
    WeekSpan(0, 9 * 60, 15 * 60),
    WeekSpan(1, 9 * 60, 15 * 60),
    WeekSpan(2, 12 * 60, 19 * 60),
    WeekSpan(3, 9 * 60, 12 * 60),
    WeekSpan(3, 14 * 60, 18 * 60),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.as_utc(day, hour, minute)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_open_until_the_end_of_the_span() -> None:
    found = hours.state(WEEK, (), {}, at(MONDAY, 9))
    assert found.openness is Openness.OPEN
    assert found.until == at(MONDAY, 15)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(MONDAY, 8, 59), at(MONDAY, 9)),
        (at(MONDAY, 15), at(day(1), 9)),  # the end is not included
        (at(day(3), 12, 30), at(day(3), 14)),  # between two spans of a day
        (at(day(3), 18), at(day(7), 9)),  # over the weekend
    ],
)
def test_closed_and_when_it_opens_again(now: datetime, opens: datetime) -> None:
    found = hours.state(WEEK, (), {}, now)
    assert found.openness is Openness.CLOSED
    assert found.opens == opens


def test_spans_that_touch_are_one() -> None:
    week = (WeekSpan(0, 9 * 60, 12 * 60), WeekSpan(0, 12 * 60, 15 * 60))
    assert hours.state(week, (), {}, at(MONDAY, 10)).until == at(MONDAY, 15)


def test_a_public_holiday_closes_and_is_named() -> None:
    found = hours.state(WEEK, (), {MONDAY: "Bußtag"}, at(MONDAY, 10))
    assert (found.openness, found.reason, found.opens) == (Openness.CLOSED, "Bußtag", at(day(1), 9))


def test_an_exception_goes_before_a_holiday() -> None:
    opened = OtherHours(MONDAY, MONDAY, 10 * 60, 12 * 60, "Fragestunde")
    assert hours.state(WEEK, (opened,), {MONDAY: "Bußtag"}, at(MONDAY, 11)).until == at(MONDAY, 12)


def test_the_exception_for_fewer_days_counts() -> None:
    closed = OtherHours(MONDAY, day(13), note="Umzug")
    morning = OtherHours(day(2), day(2), 10 * 60, 11 * 60)
    assert not hours.state(WEEK, (closed, morning), {}, at(MONDAY, 10)).is_open
    assert hours.state(WEEK, (closed, morning), {}, at(MONDAY, 10)).opens == at(day(2), 10)
    assert hours.state(WEEK, (morning, closed), {}, at(day(2), 10, 30)).is_open


def test_without_hours_it_is_by_arrangement_unless_an_exception_opens_it() -> None:
    assert hours.state((), (), {}, at(MONDAY, 10)).openness is Openness.BY_ARRANGEMENT
    once = OtherHours(day(4), day(4), 9 * 60, 12 * 60)
    assert hours.state((), (once,), {}, at(MONDAY, 10)).opens == at(day(4), 9)
    assert hours.state((), (once,), {}, at(day(5), 10)).openness is Openness.BY_ARRANGEMENT


def test_closed_for_longer_than_anybody_looks_says_no_day() -> None:
    long = OtherHours(MONDAY, day(300))
    assert hours.state(WEEK, (long,), {}, at(MONDAY, 10)).opens is None


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
def test_hours_are_those_of_the_wall_clock_when_the_clocks_change(sunday: date) -> None:
    week = (WeekSpan(6, 1 * 60, 5 * 60),)
    opens, closes = at(sunday, 1), at(sunday, 5)
    assert closes - opens != timedelta(hours=4), "the clocks change in between"
    assert hours.state(week, (), {}, opens).until == closes
    assert hours.state(week, (), {}, closes - timedelta(minutes=1)).is_open
    assert not hours.state(week, (), {}, closes).is_open
    assert hours.state(week, (), {}, opens - timedelta(minutes=1)).opens == opens


def test_midnight_of_the_town_decides_not_that_of_utc() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight on Monday
    assert hours.state((WeekSpan(0, 0, 60),), (), {}, late).is_open


def test_open_until_midnight_ends_with_the_day() -> None:
    assert hours.state((WeekSpan(0, 20 * 60, 1440),), (), {}, at(MONDAY, 23)).until == at(day(1), 0)


def test_equal_days_stand_together() -> None:
    found = hours.week(WEEK)
    assert found == (
        ((0, 1), ((540, 900),)),
        ((2,), ((720, 1140),)),
        ((3,), ((540, 720), (840, 1080))),
    )
    assert hours.runs_of_days((0, 1, 2, 4)) == ((0, 1, 2), (4,))


def test_what_is_different_in_the_next_weeks() -> None:
    exceptions = (
        OtherHours(day(1), day(4), note="Umzug"),
        OtherHours(day(7), day(7), 600, 660),
        OtherHours(day(-9), day(-3)),
    )
    holidays = {day(9): "Feiertag", day(12): "Sonntag, da ist ohnehin zu"}
    found = hours.ahead(WEEK, exceptions, holidays, MONDAY)
    assert [(one.first_day, one.last_day, one.spans, one.reason) for one in found] == [
        (day(1), day(4), (), "Umzug"),
        (day(7), day(7), ((600, 660),), ""),
        (day(9), day(9), (), "Feiertag"),
    ]


def test_an_exception_that_goes_on_beyond_the_weeks_keeps_its_end() -> None:
    [found] = hours.ahead(WEEK, (OtherHours(day(40), day(70)),), {}, MONDAY, days=42)
    assert found.last_day == day(70)


def test_hours_survive_being_stored() -> None:
    exceptions = (OtherHours(MONDAY, day(2), note="zu"), OtherHours(day(3), day(3), 540, 600))
    assert hours.read_hours(hours.hour_rows(WEEK)) == WEEK
    assert hours.read_exceptions(hours.exception_rows(exceptions)) == exceptions


SPANS = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])
WEEKS = st.lists(st.builds(lambda day, span: WeekSpan(day, *span), st.integers(0, 6), SPANS), max_size=12)
DAYS = st.integers(-20, 40).map(day)


@st.composite
def exceptions(draw: st.DrawFn) -> OtherHours:
    first = draw(DAYS)
    span = draw(st.none() | SPANS)
    return OtherHours(first, first + timedelta(days=draw(st.integers(0, 12))), *(span or (None, None)))


MOMENTS = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=150, deadline=None)
@given(WEEKS, st.lists(exceptions(), max_size=4), st.sets(DAYS, max_size=4), MOMENTS)
def test_state_and_plan_never_contradict(
    week: list[WeekSpan], special: list[OtherHours], off: set[date], now: datetime
) -> None:
    """Open exactly when the wall clock lies in a span of the day; `until` and `opens` are the next change, and nothing else."""
    holidays = dict.fromkeys(off, "Feiertag")
    found = hours.state(week, special, holidays, now)
    local = clock.local(now)
    plan = hours.plan_of(week, special, holidays, local.date())
    minute = local.hour * 60 + local.minute
    assert found.is_open == any(opens <= minute < closes for opens, closes in plan.spans)
    if found.until:
        assert found.until > now - timedelta(minutes=1)
        end = clock.local(found.until - timedelta(seconds=1))
        assert any(closes == end.hour * 60 + end.minute + 1 for _opens, closes in plan.spans)
    if found.opens:
        assert found.opens > now
        assert hours.state(week, special, holidays, found.opens).is_open
        between = now + (found.opens - now) / 2
        assert not hours.state(week, special, holidays, between).is_open


@settings(max_examples=100, deadline=None)
@given(WEEKS)
def test_the_week_in_groups_is_the_same_week(week: list[WeekSpan]) -> None:
    grouped = {day: spans for days, spans in hours.week(week) for day in days}
    for number in range(7):
        open_minutes = {m for one in week if one.weekday == number for m in (one.opens, one.closes - 1)}
        spans = grouped.get(number, ())
        assert all(any(opens <= m < closes for opens, closes in spans) for m in open_minutes)
        assert list(spans) == sorted(spans)
        assert all(first[1] < second[0] for first, second in pairwise(spans))


def test_a_time_that_the_change_of_clocks_skips_is_open_as_long_as_the_clock_says() -> None:
    sunday = date(2027, 3, 28)
    week = (WeekSpan(6, 2 * 60 + 30, 4 * 60),)  # half past two does not exist on that day
    assert hours.state(week, (), {}, at(sunday, 3, 15)).is_open
    assert clock.local(at(sunday, 3, 15)).time() == time(3, 15)
