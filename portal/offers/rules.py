"""Pure decisions about offers and their dates: what is next, what is over, what can still be booked. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol, TypeVar

from portal import clock
from portal.vocabulary.offers import BOOKABLE, OFF, Availability, OccurrenceStatus


class Timed(Protocol):
    """When something is."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def all_day(self) -> bool: ...
    @property
    def first_day(self) -> date: ...


class Dated(Timed, Protocol):
    """A date of a run, as a row or as an object of the database."""

    @property
    def status(self) -> OccurrenceStatus: ...


D = TypeVar("D", bound=Dated)


def next_date(dates: Iterable[D], now: datetime) -> D | None:
    """The earliest date that is not over and takes place; else the earliest that is off; else None."""
    ahead = sorted((one for one in dates if one.ends_at > now), key=lambda one: one.starts_at)
    return next((one for one in ahead if one.status not in OFF), ahead[0] if ahead else None)


def off_status(*statuses: OccurrenceStatus) -> OccurrenceStatus | None:
    """Why nothing takes place, by the statuses of a date and its run: called off before put off; None if it does."""
    if OccurrenceStatus.CANCELLED in statuses:
        return OccurrenceStatus.CANCELLED
    return OccurrenceStatus.POSTPONED if OccurrenceStatus.POSTPONED in statuses else None


def is_bookable(availability: Availability, status: OccurrenceStatus) -> bool:
    """Whether a person who comes now gets a place."""
    return availability in BOOKABLE and status not in {*OFF, OccurrenceStatus.FULL}


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the dates of a run have in common; None where they differ."""

    weekday: int | None
    starts: time | None
    ends: time | None


def pattern(dates: Sequence[Dated]) -> Pattern:
    """The common weekday (0 Monday) and the most frequent start and end, if at least two thirds of the dates share them."""
    timed = [one for one in dates if not one.all_day and one.status is not OccurrenceStatus.MOVED]
    weekdays = [one.first_day.weekday() for one in timed]
    spans = [(clock.local(one.starts_at).time(), clock.local(one.ends_at).time()) for one in timed]
    weekday = _shared(weekdays)
    span = _shared(spans)
    return Pattern(weekday, span[0] if span else None, span[1] if span else None)


S = TypeVar("S")


def _shared(values: Sequence[S]) -> S | None:
    if not values:
        return None
    commonest = max(set(values), key=values.count)
    return commonest if values.count(commonest) * 3 >= len(values) * 2 else None
