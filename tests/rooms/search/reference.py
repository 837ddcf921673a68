"""The search, once more, in plain slow Python over the models: what the fast one must equal. Words are compared whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal import clock
from portal.models import Occurrence, Offer, Place, Run
from portal.offers.filters import FREE, REDUCED, Facet, OfferFilter
from portal.search.snapshot import ONLINE, SCHEME_FACETS
from portal.vocabulary.offers import (
    BOOKABLE,
    DATELESS_KINDS,
    AttendanceMode,
    Daytime,
    OccurrenceStatus,
    Sort,
    Step,
    Weekday,
)
from portal.vocabulary.places import AccessFeature

CANCELLED = OccurrenceStatus.CANCELLED
COMING, UNDATED, ONLY_CANCELLED, PAST = range(4)


@dataclass(frozen=True, slots=True)
class Expected:
    """Ids in order, and per facet the counts above zero."""

    ids: list[int]
    facets: dict[Facet, dict[str, int]]


def search(offers: list[Offer], wanted: OfferFilter, now: datetime) -> Expected:
    """All offers that the filter finds, in order, and the counts of all facets."""
    seen = [Seen(offer, wanted, now) for offer in offers]
    found = [each for each in seen if each.is_shown and each.meets_all()]
    facets: dict[Facet, dict[str, int]] = {}
    for facet in Facet:
        counts: dict[str, int] = {}
        for each in seen:
            if each.is_shown and each.meets_all(leaving_out=facet):
                for value in each.values_for_counting(facet):
                    counts[value] = counts.get(value, 0) + 1
        facets[facet] = counts
    return Expected([each.offer.id for each in sorted(found, key=lambda each: each.sort_key())], facets)


class Seen:
    """One offer as a search sees it."""

    def __init__(self, offer: Offer, wanted: OfferFilter, now: datetime) -> None:
        self.offer = offer
        self.wanted = wanted
        self.now = now
        self.today = clock.local(now).date()
        self.dates = [(run, each) for run in offer.runs for each in run.occurrences]
        self.chosen = [(run, each) for run, each in self.dates if self._is_in_period(each)]

    def _is_in_period(self, each: Occurrence) -> bool:
        first, last = self.wanted.date_from, self.wanted.date_to
        if first is None and each.ends_at <= self.now:
            return False
        begins_in_time = last is None or each.starts_at < clock.as_utc(last + timedelta(days=1), 0, 0)
        if first is None:
            return begins_in_time
        lower = clock.as_utc(first, 0, 0)
        return begins_in_time and (each.ends_at > lower or each.starts_at >= lower)

    @property
    def is_undated_and_on(self) -> bool:
        has_period = bool(self.wanted.date_from or self.wanted.date_to)
        ends = [run.ends_on for run in self.offer.runs if run.ends_on]
        is_on = not self.dates and (not ends or max(ends) >= self.today)
        return is_on and (not has_period or self.offer.kind in DATELESS_KINDS)

    @property
    def age(self) -> int:
        """Days since the last confirmation."""
        offer = self.offer
        last = offer.confirmed_at or offer.published_at or offer.created_at
        return (self.today - clock.local(last).date()).days

    @property
    def is_shown(self) -> bool:
        offer = self.offer
        if offer.step is not Step.PUBLISHED or not offer.institution.is_public:
            return False
        if offer.expires_on and offer.expires_on < self.today:
            return False
        if self.age > 365:
            return False
        if self.wanted.text and self.wanted.text not in offer.title:
            return False
        return bool(self.chosen) or self.is_undated_and_on

    def meets_all(self, leaving_out: Facet | None = None) -> bool:
        timed = (Facet.WEEKDAY, Facet.DAYTIME)
        for facet, values in self.wanted.chosen.items():
            if facet is leaving_out or facet in timed:
                continue
            if facet is Facet.COST and any(
                value.isdigit() and self._costs_at_most(int(value)) for value in values
            ):
                continue
            if not set(values) & set(self.values(facet)):
                return False
        days = () if leaving_out is Facet.WEEKDAY else self.wanted.values(Facet.WEEKDAY)
        parts = () if leaving_out is Facet.DAYTIME else self.wanted.values(Facet.DAYTIME)
        return not (days or parts) or any(self._meets(each, days, parts) for _, each in self.chosen)

    def _meets(self, each: Occurrence, days: tuple[str, ...], parts: tuple[str, ...]) -> bool:
        return (not days or bool(set(days) & set(weekdays(each)))) and (not parts or daytime(each) in parts)

    def values_for_counting(self, facet: Facet) -> set[str]:
        if facet is Facet.WEEKDAY:
            parts = self.wanted.values(Facet.DAYTIME)
            return {day for _, each in self.chosen if self._meets(each, (), parts) for day in weekdays(each)}
        if facet is Facet.DAYTIME:
            days = self.wanted.values(Facet.WEEKDAY)
            return {part for _, each in self.chosen if self._meets(each, days, ()) if (part := daytime(each))}
        values = set(self.values(facet))
        if facet is Facet.COST:
            values |= {v for v in self.wanted.values(facet) if v.isdigit() and self._costs_at_most(int(v))}
        return values

    def values(self, facet: Facet) -> Iterator[str]:
        offer = self.offer
        for term in offer.terms:
            if SCHEME_FACETS.get(term.scheme) is facet:
                yield term.code
                if term.parent:
                    yield term.parent.code
        match facet:
            case Facet.KIND:
                yield offer.kind.slug
            case Facet.INSTITUTION:
                yield offer.institution.slug
            case Facet.MODE:
                yield from (mode.slug for mode in self._modes())
            case Facet.DISTRICT:
                yield from (place.district.slug for place in self._places() if place.district)
                if AttendanceMode.ONLINE in self._modes():
                    yield ONLINE
            case Facet.ACCESS:
                yield from (
                    f.slug for place in self._places() for f in AccessFeature if getattr(place, f.value)
                )
            case Facet.COST:
                yield from self._costs()
            case Facet.FREE_PLACES:
                yield from ("1" for _ in range(1) if self._has_free_place())

    def _places(self) -> list[Place]:
        places = [
            self.offer.place,
            *(run.place for run in self.offer.runs),
            *(each.place for _, each in self.dates),
        ]
        return [place for place in places if place]

    def _modes(self) -> set[AttendanceMode]:
        own = self.offer.attendance_mode
        return {run.attendance_mode or own for run in self.offer.runs} or {own}

    def _price(self) -> int | None:
        if self.offer.is_free:
            return 0
        known = [each.price_cents for each in (self.offer, *self.offer.runs) if each.price_cents is not None]
        return min(known) if known else None

    def _costs_at_most(self, euros: int) -> bool:
        price = self._price()
        return price is not None and price <= euros * 100

    def _costs(self) -> Iterator[str]:
        if self._price() == 0:
            yield FREE
        yield from (str(euros) for euros in (20, 50, 100) if self._costs_at_most(euros))
        if any(each.reduced_price_cents is not None for each in (self.offer, *self.offer.runs)):
            yield REDUCED

    def _has_free_place(self) -> bool:
        if self.is_undated_and_on:
            return any(is_bookable(run) for run in self.offer.runs)
        return any(
            is_bookable(run)
            and each.ends_at > self.now
            and each.status not in (CANCELLED, OccurrenceStatus.FULL)
            for run, each in self.chosen
        )

    def next_date(self) -> tuple[int, datetime | None]:
        """The group in the order by date, and the date to show."""
        stages = [
            (COMING, lambda run, each: each.ends_at > self.now and not is_off(run, each)),
            (ONLY_CANCELLED, lambda run, each: each.ends_at > self.now and is_off(run, each)),
            (PAST, lambda run, each: each.ends_at <= self.now and not is_off(run, each)),
            (PAST, lambda run, each: each.ends_at <= self.now and is_off(run, each)),
        ]
        meeting = [(run, each) for run, each in self.chosen if self._is_wished(run, each)]
        for dates in (meeting, self.chosen):
            for group, fits in stages:
                starts = [each.starts_at for run, each in dates if fits(run, each)]
                if starts:
                    return group, min(starts)
        return UNDATED, None

    def _is_wished(self, run: Run, each: Occurrence) -> bool:
        """On a weekday, at a time of day and with a free place, as far as these were asked for."""
        slot = self._meets(each, self.wanted.values(Facet.WEEKDAY), self.wanted.values(Facet.DAYTIME))
        is_free = is_bookable(run) and each.status not in (CANCELLED, OccurrenceStatus.FULL)
        return slot and (is_free or not self.wanted.values(Facet.FREE_PLACES))

    def sort_key(self) -> tuple[float, int, float, bool, int]:
        group, start = self.next_date()
        offer, price = self.offer, self._price()
        primary: float = 0
        if self.wanted.order is Sort.PRICE:
            primary = float("inf") if price is None else price
        elif self.wanted.order is Sort.NEWEST:
            primary = -offer.published_at.timestamp() if offer.published_at else 0
        return primary, group, start.timestamp() if start else 0, self.age > 150, offer.id


def is_off(run: Run, each: Occurrence) -> bool:
    """Whether a date does not take place."""
    return CANCELLED in (run.status, each.status)


def is_bookable(run: Run) -> bool:
    """Whether a run still takes people."""
    return run.availability in BOOKABLE and run.status is not CANCELLED


def weekdays(each: Occurrence) -> list[str]:
    """The weekdays of a date: of its beginning; of an all-day one every day."""
    if not each.all_day:
        return [tuple(Weekday)[clock.local(each.starts_at).weekday()]]
    days: list[str] = []
    day: date = each.first_day
    while day <= each.last_day:
        days.append(tuple(Weekday)[day.weekday()])
        day += timedelta(days=1)
    return days


def daytime(each: Occurrence) -> str | None:
    """The part of the day in which a date begins; None for a whole day."""
    if each.all_day:
        return None
    start = clock.local(each.starts_at)
    return Daytime.of_minute(start.hour * 60 + start.minute)
