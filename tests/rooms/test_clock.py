"""The town's time: aware, right on both sides of the change of clocks, and sayable by a test."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal import clock


def test_now_is_aware_and_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_is_the_day_in_town(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day


@pytest.mark.parametrize(("month", "hour"), [(1, 9), (7, 8)])
def test_ten_in_town_is_another_hour_in_winter_and_in_summer(month: int, hour: int) -> None:
    moment = clock.as_utc(date(2026, month, 15), 10, 0)
    assert moment == datetime(2026, month, 15, hour, 0, tzinfo=UTC)
    assert clock.local(moment).hour == 10


def test_days_of_the_change_have_23_and_25_hours() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        length = clock.as_utc(day + timedelta(days=1), 0, 0) - clock.as_utc(day, 0, 0)
        assert length == timedelta(hours=hours)


def test_an_hour_that_does_not_exist_is_still_a_moment() -> None:
    assert clock.as_utc(date(2026, 3, 29), 2, 30).tzinfo is UTC
