"""Facets: which documents have a value, and how many of a set have each. Counting is a population count of bits.

Weekday, part of the day and free places depend on the moment and come from a DateView; institutions are codes.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import compress
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from portal.offers.filters import Facet
from portal.search import bits
from portal.search.bits import Words
from portal.search.columns import DAYTIMES, WEEKDAYS, Columns
from portal.search.dates import DateView
from portal.search.results import FacetCount
from portal.search.snapshot import Snapshot
from portal.vocabulary.offers import Daytime, Weekday

Counts: TypeAlias = tuple[FacetCount, ...]

INSTITUTIONS_SHOWN = 100
TIMED = (Facet.WEEKDAY, Facet.DAYTIME)
MOVING = (*TIMED, Facet.FREE_PLACES)
_APART = (*MOVING, Facet.INSTITUTION)
_BLOCK = 32_768
_WEEKDAYS, _DAYTIMES = tuple(day.value for day in Weekday), tuple(part.value for part in Daytime)
_NAME_BITS = 32
_pair = partial(tuple.__new__, FacetCount)


class FacetTable:
    """The rows of all values that some document has, facet by facet in the order of the vocabulary."""

    def __init__(self, columns: Columns, snapshot: Snapshot) -> None:
        self.columns = columns
        order = _ordered(columns, snapshot)
        self.places: dict[Facet, slice] = {}
        self.names: dict[Facet, tuple[str, ...]] = {}
        rows: list[int] = []
        for facet, values in order.items():
            self.places[facet] = slice(len(rows), len(rows) + len(values))
            self.names[facet] = values
            rows += [columns.values[facet, value] for value in values]
        self.row = {
            (facet, value): at
            for facet, values in self.names.items()
            for at, value in enumerate(values, self.places[facet].start)
        }
        self._row_names = [value for values in self.names.values() for value in values]
        self.matrix: Words = (
            columns.bits[rows] if rows else np.zeros((0, columns.size // bits.WORD), np.uint64)
        )
        self._by_document = _transposed(self.matrix, columns.size)
        self.institution_codes = {slug: code for code, slug in enumerate(columns.institutions) if code}
        ranked = {slug: place for place, slug in enumerate(snapshot.values[Facet.INSTITUTION])}
        self._institution_order = np.array(
            [ranked.get(slug, len(ranked)) for slug in columns.institutions], np.int64
        )
        self._few = 250 + columns.size // 20  # below this many documents, adding up their bits is faster

    def having(self, facet: Facet, values: Iterable[str], view: DateView) -> Words:
        """The documents with any of the values of a facet (not weekday or part of the day)."""
        if facet is Facet.INSTITUTION:
            codes = [self.institution_codes[slug] for slug in values if slug in self.institution_codes]
            return bits.from_flags(np.isin(self.columns.institution, codes))
        if facet is Facet.FREE_PLACES:
            return view.free_places
        found = np.zeros(self.columns.size // bits.WORD, np.uint64)
        for value in values:
            at = self.row.get((facet, value))
            if at is not None:
                found |= self.matrix[at]
            elif facet is Facet.COST and value.isdigit():
                found |= bits.from_flags(self._costs_up_to(int(value)))
        return found

    def _costs_up_to(self, euros: int) -> NDArray[np.bool_]:
        price = self.columns.price
        flags: NDArray[np.bool_] = (price >= 0) & (price <= euros * 100)
        return flags

    def counts(self, members: Words, documents: NDArray[np.integer]) -> list[int]:
        """How many of a set have each row's value; the set as bits and as numbers."""
        if len(documents) <= self._few:
            singles = np.unpackbits(self._by_document.take(documents, axis=0), axis=1, bitorder="little")
            found: list[int] = singles.sum(axis=0, dtype=np.int32)[: len(self.matrix)].tolist()
            return found
        return counted(self.matrix, members)

    def tallied(self, counts: Sequence[int]) -> dict[Facet, Counts]:
        """The counts of all rows facet by facet, those above zero."""
        every = list(map(_pair, zip(self._row_names, counts, strict=True)))
        if 0 not in counts:
            return {facet: tuple(every[place]) for facet, place in self.places.items()}
        return {facet: tuple(compress(every[place], counts[place])) for facet, place in self.places.items()}

    def chosen_counts(
        self, facet: Facet, members: Words, chosen: tuple[str, ...], view: DateView
    ) -> tuple[FacetCount, ...]:
        """The counts of a facet in which something is chosen, a value that has no row (kosten=35) included."""
        names = self.names[facet]
        counts = dict(zip(names, counted(self.matrix[self.places[facet]], members), strict=True))
        for value in chosen:
            if value not in counts:
                counts[value] = bits.count(members & self.having(facet, (value,), view))
        return tuple(FacetCount(value, count) for value, count in counts.items() if count or value in chosen)

    def institution_counts(
        self, documents: NDArray[np.integer], chosen: tuple[str, ...]
    ) -> tuple[tuple[FacetCount, ...], int]:
        """The institutions of a set by count, then name: the first hundred with those chosen; and how many there are."""
        counts = np.bincount(self.columns.institution[documents], minlength=len(self.columns.institutions))
        counts[0] = 0
        present = np.flatnonzero(counts)
        # By count, then name: both in one number, the count turned round.
        order = np.argsort(self._institution_order[present] - (counts[present] << _NAME_BITS))
        codes = present[order[:INSTITUTIONS_SHOWN]]
        slugs = self.columns.institutions
        shown = tuple(
            map(_pair, zip(map(slugs.__getitem__, codes.tolist()), counts[codes].tolist(), strict=True))
        )
        listed = {value for value, _ in shown} if chosen else ()
        extra = [
            FacetCount(slug, int(counts[self.institution_codes.get(slug, 0)]))
            for slug in chosen
            if slug not in listed
        ]
        return (*shown, *extra), len(present)


def _ordered(columns: Columns, snapshot: Snapshot) -> Mapping[Facet, tuple[str, ...]]:
    """Per facet the values that occur, in the vocabulary's order; values it does not know come last."""
    present: dict[Facet, dict[str, None]] = {facet: {} for facet in Facet if facet not in _APART}
    for facet, values in snapshot.values.items():
        if facet in present:
            present[facet] = {value: None for value in values if (facet, value) in columns.values}
    for facet, value in columns.values:
        present[facet].setdefault(value)
    return MappingProxyType({facet: tuple(values) for facet, values in present.items()})


def _transposed(matrix: Words, size: int) -> NDArray[np.uint8]:
    """The same bits by document: a short row of bytes for each, eight values to a byte."""
    by_document = np.zeros((size, -(-len(matrix) // 8)), np.uint8)
    for at in range(0, len(matrix), 8):
        flags = np.unpackbits(matrix[at : at + 8].view(np.uint8), axis=1, bitorder="little")
        by_document[:, at // 8] = np.packbits(flags, axis=0, bitorder="little")[0]
    return by_document


def counted(rows: Words, members: Words) -> list[int]:
    """Of each row of bits how many are in the set."""
    step = max(1, _BLOCK // max(1, len(members)))
    found: list[int] = []
    for at in range(0, len(rows), step):
        found += np.bitwise_count(rows[at : at + step] & members).sum(axis=1, dtype=np.int32).tolist()
    return found


def slots_of(weekdays: Iterable[str], daytimes: Iterable[str]) -> tuple[int, ...]:
    """The slots of the week (weekday * 4 + part of the day) that these name; none where neither is given."""
    days = [_WEEKDAYS.index(day) for day in weekdays]
    parts = [_DAYTIMES.index(part) for part in daytimes]
    if not days and not parts:
        return ()
    return tuple(
        day * DAYTIMES + part for day in days or range(WEEKDAYS) for part in parts or range(DAYTIMES)
    )


def slots_mask(view: DateView, weekdays: Iterable[str], daytimes: Iterable[str]) -> Words:
    """Documents with one date that falls on one of the weekdays and into one of the parts of the day; empty: any."""
    days = [_WEEKDAYS.index(day) for day in weekdays]
    parts = [_DAYTIMES.index(part) for part in daytimes]
    if not parts:
        found: Words = np.bitwise_or.reduce(view.weekday_rows[days], axis=0)
    elif not days:
        found = np.bitwise_or.reduce(view.daytime_rows[parts], axis=0)
    else:
        found = np.bitwise_or.reduce(
            view.slots[np.ix_(days, parts)].reshape(len(days) * len(parts), view.slots.shape[-1]), axis=0
        )
    return found


def weekday_counts(
    view: DateView, members: Words, daytimes: tuple[str, ...], chosen: tuple[str, ...]
) -> Counts:
    """Per weekday the documents of the set with a date on it, in one of the parts of the day where these are given."""
    rows = view.weekday_rows
    if daytimes:
        rows = np.stack([slots_mask(view, (day,), daytimes) for day in _WEEKDAYS])
    return _with_chosen(_WEEKDAYS, counted(rows, members), chosen)


def daytime_counts(
    view: DateView, members: Words, weekdays: tuple[str, ...], chosen: tuple[str, ...]
) -> Counts:
    """Per part of the day the documents of the set with a date in it, on one of the weekdays where these are given."""
    rows = view.daytime_rows
    if weekdays:
        rows = np.stack([slots_mask(view, weekdays, (part,)) for part in _DAYTIMES])
    return _with_chosen(_DAYTIMES, counted(rows, members), chosen)


def moving_counts(view: DateView, members: Words) -> dict[Facet, Counts]:
    """Weekdays, parts of the day and free places at once, where nothing is chosen in them."""
    counts = counted(view.rows, members)
    days, parts = len(_WEEKDAYS), len(_DAYTIMES)
    return {
        Facet.WEEKDAY: pairs(_WEEKDAYS, counts[:days]),
        Facet.DAYTIME: pairs(_DAYTIMES, counts[days : days + parts]),
        Facet.FREE_PLACES: pairs(("1",), counts[days + parts :]),
    }


def pairs(names: Sequence[str], counts: Sequence[int]) -> Counts:
    """Names with their counts, those above zero; a loop without Python's own steps, since a page has hundreds."""
    return tuple(map(_pair, compress(zip(names, counts, strict=True), counts)))


def _with_chosen(names: Sequence[str], counts: Sequence[int], chosen: tuple[str, ...]) -> Counts:
    return tuple(
        FacetCount(name, count) for name, count in zip(names, counts, strict=True) if count or name in chosen
    )
