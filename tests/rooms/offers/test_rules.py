"""Pure decisions about offers: which date is next, what can be booked, what the dates of a run have in common."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal import clock
from portal.offers import rules
from portal.vocabulary.offers import Availability, OccurrenceStatus

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Day:
    starts_at: datetime
    hours: float = 1.5
    all_day: bool = False
    status: OccurrenceStatus = OccurrenceStatus.PLANNED

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(hours=self.hours)

    @property
    def first_day(self) -> date:
        return clock.local(self.starts_at).date()


def day(days: float, status: OccurrenceStatus = OccurrenceStatus.PLANNED, hours: float = 1.5) -> Day:
    return Day(NOW + timedelta(days=days), hours, status=status)


def test_the_next_date_is_the_earliest_still_to_come() -> None:
    assert rules.next_date([day(9), day(-3), day(2)], NOW) == day(2)


def test_a_date_that_has_begun_is_still_next() -> None:
    running = day(-1 / 24)
    assert rules.next_date([day(3), running], NOW) == running


def test_a_date_that_ends_now_is_over() -> None:
    assert rules.next_date([Day(NOW - timedelta(hours=1), 1)], NOW) is None


def test_a_cancelled_date_gives_way_to_one_that_takes_place() -> None:
    off = day(1, OccurrenceStatus.CANCELLED)
    assert rules.next_date([off, day(5)], NOW) == day(5)
    assert rules.next_date([off], NOW) == off


def test_no_dates_no_next() -> None:
    assert rules.next_date([], NOW) is None


@pytest.mark.parametrize("status", [OccurrenceStatus.CANCELLED, OccurrenceStatus.FULL])
def test_what_is_off_or_full_cannot_be_booked(status: OccurrenceStatus) -> None:
    assert not rules.is_bookable(Availability.FREE, status)


def test_free_and_few_places_can_be_booked_but_full_ones_cannot() -> None:
    bookable = {kind for kind in Availability if rules.is_bookable(kind, OccurrenceStatus.PLANNED)}
    assert {Availability.FREE, Availability.FEW} <= bookable
    assert not bookable & {Availability.FULL, Availability.WAITING_LIST}


def test_weekly_dates_share_weekday_and_hours_across_the_change_of_clocks() -> None:
    weekly = [Day(clock.as_utc(date(2026, 10, 13) + timedelta(weeks=week), 18, 0)) for week in range(4)]
    assert rules.pattern(weekly) == rules.Pattern(1, time(18, 0), time(19, 30))


def test_two_thirds_are_enough_for_a_pattern_and_fewer_are_not() -> None:
    weekly = [day(0), day(7), day(9)]
    assert rules.pattern(weekly).weekday == 0
    assert rules.pattern([day(0), day(8), day(16)]).weekday is None


def test_moved_and_whole_days_do_not_blur_the_pattern() -> None:
    dates = [day(0), day(7), day(8, OccurrenceStatus.MOVED), Day(NOW, all_day=True)]
    assert rules.pattern(dates).weekday == 0


def test_without_timed_dates_there_is_no_pattern() -> None:
    assert rules.pattern([]) == rules.Pattern(None, None, None)
    assert rules.pattern([Day(NOW, all_day=True)]) == rules.Pattern(None, None, None)
