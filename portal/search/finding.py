"""One search over a collection: select, order, count, show. Every step works on whole sets of documents, none on the database.

Within a facet either value, all facets together; the counts of a facet leave its own selection out.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property, lru_cache, partial
from itertools import repeat
from math import inf

import numpy as np
from numpy.typing import NDArray

from portal.offers.filters import Facet, OfferFilter
from portal.search import bits, ranking, ranks
from portal.search.bits import Words
from portal.search.collection import Collection
from portal.search.dates import NEVER, DateView, Period, Wish
from portal.search.facets import (
    MOVING,
    TIMED,
    Counts,
    daytime_counts,
    moving_counts,
    slots_mask,
    slots_of,
    weekday_counts,
)
from portal.search.plan import QueryPlan
from portal.search.results import FacetCount, Hit, SearchResult
from portal.vocabulary.offers import Sort

_NO_PLAN = QueryPlan("")
_hit = partial(tuple.__new__, Hit)  # twenty a page: without the steps of a constructor in Python


class Finding:
    """A filter applied to a collection at a moment."""

    def __init__(
        self,
        collection: Collection,
        wanted: OfferFilter,
        now: datetime,
        *,
        prefix_last: bool = False,
        with_past: bool = False,
    ) -> None:
        self.collection = collection
        self.wanted = wanted
        self.view: DateView = collection.view(now, Period(wanted.date_from, wanted.date_to, with_past))
        self.plan = collection.understood(wanted.text, prefix_last=prefix_last) if wanted.text else _NO_PLAN
        self._found = None if self.plan.is_empty else collection.matches(self.plan, self.view.shown_flags)
        self._masks = self._masks_by_facet()
        # Then what the words found, which is cut to what is shown already, is the whole answer.
        self._is_words_alone = self._found is not None and not self._masks and wanted.radius_km is None

    @cached_property
    def reach(self) -> NDArray[np.float32] | None:
        """Kilometres per document from the place that was named."""
        location = self.collection.snapshot.location_by_name.get(self.wanted.near)
        return None if location is None else self.collection.reach(location)

    @cached_property
    def shown(self) -> DateView:
        """The view whose dates are shown and sorted by: who asks for Sundays sees the Sunday of a course, not its next Monday."""
        slots = slots_of(self.wanted.values(Facet.WEEKDAY), self.wanted.values(Facet.DAYTIME))
        is_bookable = bool(self.wanted.values(Facet.FREE_PLACES))
        return self.view.narrowed(Wish(slots, is_bookable)) if slots or is_bookable else self.view

    @cached_property
    def _common(self) -> Words:
        """Everything but the facets: date, words, radius."""
        members = self.view.shown
        if self._found is not None:
            members = members & bits.from_numbers(self._found[0], self.collection.columns.size)
        if self.wanted.radius_km is not None and self.reach is not None:
            members = members & bits.from_flags(self.reach <= self.wanted.radius_km)
        return members

    def _masks_by_facet(self) -> dict[Facet, Words]:
        """Who has a chosen value, per facet; weekday and part of the day count as one, since one date must meet both."""
        chosen = {facet: values for facet, values in self.wanted.chosen.items() if values}
        table = self.collection.facets
        masks = {
            facet: table.having(facet, values, self.view)
            for facet, values in chosen.items()
            if facet not in TIMED
        }
        weekdays, daytimes = self.wanted.values(Facet.WEEKDAY), self.wanted.values(Facet.DAYTIME)
        if weekdays or daytimes:
            masks[Facet.WEEKDAY] = slots_mask(self.view, weekdays, daytimes)
        return masks

    def _members_without(self, left_out: Facet | None) -> Words:
        members = self._common
        for facet, mask in self._masks.items():
            if facet is not left_out:
                members = members & mask
        return members

    @cached_property
    def members(self) -> Words:
        """The documents found."""
        return self._members_without(None)

    @cached_property
    def total(self) -> int:
        """How many there are."""
        return len(self.documents) if self._is_words_alone else bits.count(self.members)

    @cached_property
    def _flags(self) -> bits.Flags:
        return bits.flags_of(self.members)

    @cached_property
    def _found_members(self) -> tuple[NDArray[np.integer], NDArray[np.float32]]:
        """What the words found and the filters left, with scores."""
        assert self._found is not None
        if self._is_words_alone:
            return self._found
        documents, scores = self._found
        kept = self._flags[documents]
        return documents[kept], scores[kept]

    @cached_property
    def documents(self) -> NDArray[np.integer]:
        """The numbers of the documents found, ascending."""
        return np.flatnonzero(self._flags) if self._found is None else self._found_members[0]

    def offer_ids(self) -> tuple[int, ...]:
        """The ids of all offers found, ascending."""
        return tuple(sorted(self.collection.columns.offer_id[self.documents].tolist()))

    def page(self) -> NDArray[np.integer]:
        """The documents of the page asked for, in order."""
        first = (self.wanted.page - 1) * self.wanted.per_page
        last = min(first + self.wanted.per_page, self.total)
        if first >= last:
            return np.empty(0, np.int64)
        order = self._order()
        if order is None:
            return self._by_date(first, last)
        return self.documents[ranks.window(order, first, last)]

    def _order(self) -> NDArray[np.int64] | None:
        """A number to sort by per document found; None for the order by date, which the view has ready."""
        columns, documents = self.collection.columns, self.documents
        match self.wanted.order:
            case Sort.RELEVANCE if self._found is not None:
                return ranks.by_score(self._worth(), self.shown.rank[documents])
            case Sort.NEWEST:
                return ranks.by_newest(columns.published[documents], self.shown.rank[documents])
            case Sort.PRICE:
                return ranks.by_price(columns.price[documents], self.shown.rank[documents])
            case Sort.DISTANCE if self.reach is not None:
                return ranks.by_distance(self.reach[documents], self.shown.rank[documents])
        return None

    def _worth(self) -> NDArray[np.float32]:
        """The scores of what the words found, less where nobody confirmed it for long."""
        documents, scores = self._found_members
        return np.where(self.view.sunk[documents], scores * np.float32(ranking.UNCONFIRMED), scores)

    def _by_date(self, first: int, last: int) -> NDArray[np.integer]:
        """Walks the view's order where many are found and it is used again; else sorts what was found."""
        size = self.collection.columns.size
        if self.total * 64 < size or not self.view.period.is_open or self.shown is not self.view:
            return self.documents[ranks.window(self.shown.key[self.documents], first, last)]
        reach = min(size, 2 * last * size // self.total + 64)
        while True:
            front = self.view.order[:reach]
            found = front[self._flags[front]]
            if len(found) >= last or reach == size:
                return found[first:last]
            reach = min(size, reach * 4)

    def hits(self) -> tuple[Hit, ...]:
        """The page as hits."""
        return self._hits_of(self.page())

    def these(self, offer_ids: Sequence[int]) -> tuple[Hit, ...]:
        """Of these offers those that were found, in the order given."""
        numbers = self.collection.documents_of(offer_ids)
        there = [numbers[each] for each in dict.fromkeys(offer_ids) if each in numbers]
        return self._hits_of(np.array([each for each in there if self._flags[each]], np.int64))

    def _hits_of(self, documents: NDArray[np.integer]) -> tuple[Hit, ...]:
        columns, view = self.collection.columns, self.shown
        rows = zip(
            columns.offer_id[documents].tolist(),
            columns.revision[documents].tolist(),
            columns.digest[documents].tolist(),
            map(_moment, view.next_minute[documents].tolist()),
            view.cancelled[documents].tolist(),
            view.over[documents].tolist(),
            repeat(None, len(documents))
            if self.reach is None
            else map(_finite, self.reach[documents].tolist()),
            strict=True,
        )
        return tuple(map(_hit, rows))

    def counts(self) -> tuple[Mapping[Facet, Counts], int]:
        """The counts of all facets, and the number of institutions."""
        table, chosen = self.collection.facets, self.wanted.chosen
        found = table.tallied(table.counts(self.members, self.documents))
        for facet in chosen:
            if facet in table.places:
                found[facet] = table.chosen_counts(
                    facet, self._members_without(facet), chosen[facet], self.view
                )
        values = chosen.get(Facet.INSTITUTION, ())
        documents = bits.numbers_of(self._members_without(Facet.INSTITUTION)) if values else self.documents
        found[Facet.INSTITUTION], institutions = table.institution_counts(documents, values)
        found.update(moving_counts(self.view, self.members) if self._is_untimed else self._timed_counts())
        return found, institutions

    @property
    def _is_untimed(self) -> bool:
        return not any(facet in self.wanted.chosen for facet in MOVING)

    def _timed_counts(self) -> dict[Facet, Counts]:
        members = self._members_without(Facet.WEEKDAY)
        weekdays, daytimes = self.wanted.values(Facet.WEEKDAY), self.wanted.values(Facet.DAYTIME)
        free = bits.count(self._members_without(Facet.FREE_PLACES) & self.view.free_places)
        return {
            Facet.WEEKDAY: weekday_counts(self.view, members, daytimes, weekdays),
            Facet.DAYTIME: daytime_counts(self.view, members, weekdays, daytimes),
            Facet.FREE_PLACES: (FacetCount("1", free),)
            if free or self.wanted.values(Facet.FREE_PLACES)
            else (),
        }

    def result(self, *, facets: bool = True) -> SearchResult:
        """All of it."""
        counts, institutions = self.counts() if facets else ({}, 0)
        return SearchResult(
            total=self.total,
            hits=self.hits(),
            facets=counts,
            plan=self.plan,
            did_you_mean=self.plan.did_you_mean,
            also_found=self.plan.also_found,
            institution_count=institutions,
        )


@lru_cache(maxsize=10_000)
def _moment(minute: int) -> datetime | None:
    return None if minute == NEVER else datetime.fromtimestamp(minute * 60, UTC)


def _finite(kilometres: float) -> float | None:
    return None if kilometres == inf else kilometres
