"""What time does to offers: which can still be attended, when next, on which weekdays. A view per moment or period asked for.

A view stays right until the next date ends or the day changes, so it is computed once for many searches.
"""

import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from portal import clock
from portal.offers.entries import a_year_before
from portal.search import bits, row
from portal.search.bits import Flags, Words
from portal.search.columns import DAYTIMES, WEEKDAYS, Columns
from portal.town.settings import Freshness

Minutes: TypeAlias = NDArray[np.int32]

NEVER = np.iinfo(np.int32).min
LATEST = np.iinfo(np.int32).max
# Groups of the order by date, before the date itself.
COMING, UNDATED, ONLY_CANCELLED, PAST = range(4)
ID_BITS = 24  # up to 16 million documents
_NARROWED_KEPT = 4  # of the view of all days; one for each period that somebody asked for
_OF_DATES = ("_next", "cancelled", "key", "order", "rank")  # what depends on which date is shown


@dataclass(frozen=True, slots=True)
class Period:
    """The days asked for, both included; open where None. `with_past` is the view of calendars: what was within a year
    counts like what comes, and an offer that is public no more like the others."""

    first: date | None = None
    last: date | None = None
    with_past: bool = False

    @property
    def is_open(self) -> bool:
        return self.first is None and self.last is None


def minute_of(moment: datetime) -> int:
    """Whole minutes since 1970, cut to what a column holds (the year 6053)."""
    return min(int(moment.timestamp() // 60), LATEST - 1)


def midnight(day: date, zone: ZoneInfo = clock.TOWN_ZONE) -> int:
    """The minute at which a local day begins; days at the end of the calendar are cut."""
    day = min(max(day, date(1902, 1, 1)), date(5000, 1, 1))
    return minute_of(datetime(day.year, day.month, day.day, tzinfo=zone))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the date to show should meet: one of these slots of the week (empty: any), a free place."""

    slots: tuple[int, ...] = ()
    is_bookable: bool = False


class DateView:
    """The documents as seen at `now`, for one period; `freshness` says when unconfirmed ones sink, and when they leave."""

    def __init__(self, columns: Columns, now: datetime, period: Period, freshness: Freshness) -> None:
        self.columns = columns
        self.period = period
        self.freshness = freshness
        self.minute = minute_of(now)
        self.today = now.astimezone(clock.TOWN_ZONE).date()
        dates = columns.dates
        future = dates.end > self.minute
        self._future = future
        counted = dates.end > midnight(a_year_before(self.today)) if period.with_past else future
        self._chosen = counted if period.is_open else self._inside(counted)
        self._met: Flags | None = None
        self._narrowed: dict[Wish, DateView] = {}
        self.valid_until = self._next_change(future)

    def _inside(self, counted: Flags) -> Flags:
        """Occurrences that overlap the period; without a first day only those that count anyway."""
        dates = self.columns.dates
        upper = LATEST if self.period.last is None else midnight(_next_day(self.period.last))
        inside: Flags = dates.start < upper
        if self.period.first is None:
            return inside & counted
        lower = midnight(self.period.first)
        return inside & ((dates.end > lower) | (dates.start >= lower))

    def _next_change(self, future: Flags) -> int:
        ends = self.columns.dates.end[future]
        tomorrow = midnight(_next_day(self.today))
        return min(int(ends.min()), tomorrow) if len(ends) else tomorrow

    def narrowed(self, wish: Wish) -> "DateView":
        """The same documents, each with the first date that meets the wish; where none does, with the date it has anyway."""
        found = self._narrowed.get(wish)
        if found is None:
            found = copy.copy(self)
            for name in _OF_DATES:
                found.__dict__.pop(name, None)
            found._met, found._narrowed = self._chosen & self._meeting(wish), {}
            if len(self._narrowed) >= (_NARROWED_KEPT if self.period.is_open else 1):
                self._narrowed.clear()
            self._narrowed[wish] = found
        return found

    def _meeting(self, wish: Wish) -> Flags:
        """Occurrences that meet a wish."""
        dates = self.columns.dates
        met = np.ones(len(dates.document), np.bool_)
        if wish.slots:
            met[:] = False
            met[dates.slot_date[np.isin(dates.slot, wish.slots)]] = True
        return met & ((dates.flags & row.BOOKABLE) != 0) if wish.is_bookable else met

    def is_valid_at(self, now: datetime) -> bool:
        """Whether this view says the truth about `now` as well."""
        return self.minute <= minute_of(now) < self.valid_until

    @cached_property
    def undated(self) -> Flags:
        """Offers without dates that are still on ("laufend"); for a period only those of kinds that need no date."""
        columns = self.columns
        wanted = row.UNDATED if self.period.is_open else row.UNDATED | row.DATELESS_KIND
        is_wanted: Flags = (columns.flags & wanted) == wanted
        return is_wanted & (columns.undated_until >= self.today.toordinal())

    @cached_property
    def shown_flags(self) -> Flags:
        """Who is in the list at all: alive, confirmed within the year, not expired, and with a date or none needed."""
        columns = self.columns
        flags = self.undated.copy()
        flags[columns.dates.document[self._chosen]] = True
        known = self._age <= self.freshness.leave_after_days
        if self.period.with_past:
            return flags & columns.present & (known | ~columns.alive)
        flags &= (
            columns.alive & known & ((columns.expires == 0) | (columns.expires >= self.today.toordinal()))
        )
        return flags

    @cached_property
    def _age(self) -> NDArray[np.int32]:
        """Days since somebody last said that it is true."""
        age: NDArray[np.int32] = np.int32(self.today.toordinal()) - self.columns.confirmed
        return age

    @cached_property
    def sunk(self) -> Flags:
        """Documents that nobody confirmed for so long that others of equal worth go before them."""
        sunk: Flags = self._age > self.freshness.sink_after_days
        return sunk

    @cached_property
    def shown(self) -> Words:
        """The same as bits."""
        return bits.from_flags(self.shown_flags)

    @cached_property
    def _next(self) -> tuple[Minutes, NDArray[np.uint8]]:
        """Per document the minute of the date to show (NEVER: none) and its group in the order."""
        dates = self.columns.dates
        start = np.full(self.columns.size, NEVER, np.int32)
        group = np.full(self.columns.size, UNDATED, np.uint8)
        cancelled = (dates.flags & row.CANCELLED) != 0
        future, stages = self._future, []
        for chosen in (self._chosen,) if self._met is None else (self._met, self._chosen):
            stages += [(chosen & future & ~cancelled, COMING), (chosen & future & cancelled, ONLY_CANCELLED)]
            if self.period.first is not None:
                stages += [(chosen & ~future & ~cancelled, PAST), (chosen & ~future & cancelled, PAST)]
        for flags, stage in stages:
            places = np.flatnonzero(flags)
            documents = dates.document[places]
            first = np.append(True, documents[1:] != documents[:-1])[: len(documents)]
            documents, places = documents[first], places[first]
            free = start[documents] == NEVER
            start[documents[free]] = dates.start[places[free]]
            group[documents[free]] = stage
        return start, group

    @property
    def next_minute(self) -> Minutes:
        """Minute of the date to show, or NEVER."""
        return self._next[0]

    @property
    def group(self) -> NDArray[np.uint8]:
        """Group in the order by date: coming, undated, only cancelled, past."""
        return self._next[1]

    @cached_property
    def cancelled(self) -> Flags:
        """Documents whose date to show is cancelled."""
        dates = self.columns.dates
        off = (dates.flags & row.CANCELLED) != 0
        on = np.zeros(self.columns.size, np.bool_)
        on[dates.document[self._chosen & ~off]] = True
        flags = np.zeros(self.columns.size, np.bool_)
        flags[dates.document[self._chosen & off]] = True
        found: Flags = (self.group == ONLY_CANCELLED) | (flags & ~on & (self.group == PAST))
        return found

    @cached_property
    def over(self) -> Flags:
        """Documents with dates that have all passed."""
        flags: Flags = (self.columns.flags & row.UNDATED) == 0
        flags[self.columns.dates.document[self._future]] = False
        return flags

    @cached_property
    def key(self) -> NDArray[np.int64]:
        """Sorts by date: group, then date, then what is confirmed first, then offer id. No two are alike."""
        date_key = (self.next_minute.astype(np.int64) - NEVER) << (1 + ID_BITS)
        last = (self.sunk.astype(np.int64) << ID_BITS) | self.columns.place_of_id
        found: NDArray[np.int64] = (self.group.astype(np.int64) << (33 + ID_BITS)) | date_key | last
        return found

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """All documents in that order."""
        return np.argsort(self.key)

    @cached_property
    def rank(self) -> NDArray[np.int64]:
        """The place of each document in that order: a tie-breaker that no two share."""
        rank = np.empty(self.columns.size, np.int64)
        rank[self.order] = np.arange(self.columns.size)
        return rank

    @cached_property
    def slots(self) -> Words:
        """[weekday, part of the day]: the documents with such a date in the period."""
        dates, size = self.columns.dates, self.columns.size
        places = np.flatnonzero(self._chosen[dates.slot_date])
        flags = np.zeros(WEEKDAYS * DAYTIMES * size, np.bool_)
        flags[dates.slot[places].astype(np.int64) * size + dates.document[dates.slot_date[places]]] = True
        return bits.from_flags(flags.reshape(WEEKDAYS, DAYTIMES, size))

    @cached_property
    def weekday_rows(self) -> Words:
        """Per weekday the documents with a date on it, at any time."""
        rows: Words = np.bitwise_or.reduce(self.slots, axis=1)
        return rows

    @cached_property
    def daytime_rows(self) -> Words:
        """Per part of the day the documents with a date in it, on any weekday; all-day dates have none."""
        rows: Words = np.bitwise_or.reduce(self.slots, axis=0)[: DAYTIMES - 1]
        return rows

    @cached_property
    def free_places(self) -> Words:
        """Documents where a person who comes now gets a place."""
        dates = self.columns.dates
        flags = self.undated & ((self.columns.flags & row.UNDATED_BOOKABLE) != 0)
        flags[dates.document[self._chosen & self._future & ((dates.flags & row.BOOKABLE) != 0)]] = True
        return bits.from_flags(flags)

    @cached_property
    def rows(self) -> Words:
        """The rows of the facets that depend on the moment: weekdays, parts of the day, free places."""
        return np.vstack([self.weekday_rows, self.daytime_rows, self.free_places])


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
