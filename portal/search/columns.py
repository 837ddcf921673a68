"""The flat arrays of all documents: one column per property, one bit row per facet value. Immutable; says nothing about words.

Documents are numbered by row; the count is padded to whole words of 64 with documents that are never alive, so that a
delta can be put behind a base without moving a bit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from portal.offers.filters import Facet
from portal.search import bits, row
from portal.search.bits import Words
from portal.search.row import Gathering

Value: TypeAlias = tuple[Facet, str]
_FACETS = {facet.value: facet for facet in Facet}
WEEKDAYS, DAYTIMES = 7, 4  # the fourth part of the day is "all day"
_PREFIX = f"{Facet.INSTITUTION.value}="


@dataclass(frozen=True, slots=True)
class Dates:
    """All occurrences, by document and start: minutes since 1970, and flags as in row.OCCURRENCE.

    `slot` says when in the week: weekday * 4 + part of the day; a date of several days has several. `slot_date` is the
    occurrence that each belongs to.
    """

    document: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    flags: NDArray[np.uint8]
    slot_date: NDArray[np.int32]
    slot: NDArray[np.uint8]


@dataclass(frozen=True)
class Columns:
    """The columns. `bits[values[(facet, value)]]` is the set of documents with that value; institutions are codes."""

    offer_id: NDArray[np.int64]
    revision: NDArray[np.int32]
    digest: NDArray[np.uint64]
    price: NDArray[np.int32]
    published: NDArray[np.int64]
    expires: NDArray[np.int32]
    undated_until: NDArray[np.int32]
    confirmed: NDArray[np.int32]
    flags: NDArray[np.uint8]
    present: NDArray[np.bool_]
    institution: NDArray[np.intp]
    institutions: tuple[str, ...]
    values: Mapping[Value, int]
    bits: Words
    dates: Dates
    point_document: NDArray[np.int32]
    latitude: NDArray[np.float32]
    longitude: NDArray[np.float32]
    code: NDArray[np.uint64]
    code_document: NDArray[np.int32]
    titles: bytes
    title_end: NDArray[np.int64]

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """The documents that searches may show: present, and not of an offer that is gone."""
        alive: NDArray[np.bool_] = self.present & ((self.flags & row.GONE) == 0)
        return alive

    @cached_property
    def place_of_id(self) -> NDArray[np.int64]:
        """The place of each document among all by offer id."""
        place = np.empty(self.size, np.int64)
        place[np.argsort(self.offer_id, kind="stable")] = np.arange(self.size)
        return place

    @property
    def size(self) -> int:
        """The number of documents, padding included."""
        return len(self.offer_id)

    def title(self, document: int) -> str:
        """The title of a document."""
        begin = int(self.title_end[document - 1]) if document else 0
        return self.titles[begin : int(self.title_end[document])].decode()


def build(parts: Gathering) -> Columns:
    """Columns from the parts of rows, in their order."""
    heads = parts.headers
    count, size = parts.count, bits.padded(parts.count)

    def column(name: str) -> NDArray[Any]:
        padded = np.zeros(size, heads.dtype[name])
        padded[:count] = heads[name]
        return padded

    numbers = np.arange(count, dtype=np.int32)
    names = parts.names
    value_numbers, value_rows = parts.values
    institution, institutions = _institutions(names, value_rows, value_numbers, size)
    keep = [at for at, name in enumerate(names) if not name.startswith(_PREFIX)]
    renumbered = np.full(len(names), -1, np.int64)
    renumbered[keep] = np.arange(len(keep))
    wanted = renumbered[value_rows] >= 0
    return Columns(
        offer_id=column("offer_id"),
        revision=column("revision"),
        digest=column("digest"),
        price=column("price"),
        published=column("published"),
        expires=column("expires"),
        undated_until=column("undated_until"),
        confirmed=column("confirmed"),
        flags=column("flags"),
        present=np.arange(size) < count,
        institution=institution,
        institutions=institutions,
        values={_value(names[at]): place for place, at in enumerate(keep)},
        bits=bits.rows_matrix(renumbered[value_rows[wanted]], value_numbers[wanted], len(keep), size),
        dates=_dates(np.repeat(numbers, heads["occurrences"]), parts.dates),
        point_document=np.repeat(numbers, heads["points"]),
        latitude=np.ascontiguousarray(parts.points["latitude"]),
        longitude=np.ascontiguousarray(parts.points["longitude"]),
        code=parts.codes,
        code_document=np.repeat(numbers, heads["codes"]),
        titles=parts.titles,
        title_end=np.cumsum(column("title_size").astype(np.int64)),
    )


def _value(name: str) -> Value:
    facet, _, value = name.partition("=")
    return _FACETS[facet], value


def _institutions(
    names: Sequence[str], value_rows: NDArray[np.int32], documents: NDArray[np.int32], size: int
) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """A code per document (0: none) and the slugs that the codes stand for."""
    places = [at for at, name in enumerate(names) if name.startswith(_PREFIX)]
    code_of = np.zeros(len(names), np.intp)
    code_of[places] = np.arange(1, len(places) + 1)
    codes = code_of[value_rows]
    column = np.zeros(size, np.intp)
    column[documents[codes > 0]] = codes[codes > 0]
    return column, ("", *(names[at].removeprefix(_PREFIX) for at in places))


def _dates(document: NDArray[np.int32], dates: np.ndarray) -> Dates:
    order = np.lexsort((dates["start"], document))
    dates = dates[order]
    days = np.unpackbits(dates["weekdays"][:, None], axis=1, count=WEEKDAYS, bitorder="little")
    slot_date, weekday = np.nonzero(days)
    part = dates["flags"][slot_date] & row.DAYTIME_BITS
    return Dates(
        document=document[order],
        start=np.ascontiguousarray(dates["start"]),
        end=np.ascontiguousarray(dates["end"]),
        flags=np.ascontiguousarray(dates["flags"]),
        slot_date=slot_date.astype(np.int32),
        slot=(weekday * DAYTIMES + part).astype(np.uint8),
    )


def joined(base: Columns, delta: Columns, dead: Sequence[int]) -> Columns:
    """The delta's documents behind the base's, and the documents `dead` (numbers in the base) no longer present."""
    present = np.concatenate([base.present, delta.present])
    present[list(dead)] = False
    values = dict(base.values)
    for value in delta.values:
        values.setdefault(value, len(values))
    institutions = dict.fromkeys([*base.institutions, *delta.institutions])
    place = {slug: code for code, slug in enumerate(institutions)}
    recoded = np.array([place[slug] for slug in delta.institutions], np.intp)
    plain = {
        name: np.concatenate([getattr(base, name), getattr(delta, name)])
        for name in (
            "offer_id", "revision", "digest", "price", "published", "expires", "undated_until", "confirmed",
            "flags", "latitude", "longitude", "code",
        )
    }  # fmt: skip
    shift = np.int32(base.size)
    return Columns(
        **plain,
        present=present,
        institution=np.concatenate([base.institution, recoded[delta.institution]]),
        institutions=tuple(institutions),
        values=values,
        bits=_joined_bits(base, delta, values),
        dates=_joined_dates(base, delta),
        point_document=np.concatenate([base.point_document, delta.point_document + shift]),
        code_document=np.concatenate([base.code_document, delta.code_document + shift]),
        titles=base.titles + delta.titles,
        title_end=np.concatenate([base.title_end, delta.title_end + len(base.titles)]),
    )


def _joined_dates(base: Columns, delta: Columns) -> Dates:
    first, second = base.dates, delta.dates
    return Dates(
        np.concatenate([first.document, second.document + np.int32(base.size)]),
        np.concatenate([first.start, second.start]),
        np.concatenate([first.end, second.end]),
        np.concatenate([first.flags, second.flags]),
        np.concatenate([first.slot_date, second.slot_date + np.int32(len(first.start))]),
        np.concatenate([first.slot, second.slot]),
    )


def _joined_bits(base: Columns, delta: Columns, values: Mapping[Value, int]) -> Words:
    """Both matrices side by side, rows numbered as in `values`."""
    matrix = np.zeros((len(values), (base.size + delta.size) // bits.WORD), np.uint64)
    left = base.size // bits.WORD
    matrix[: len(base.bits), :left] = base.bits
    for value, place in delta.values.items():
        matrix[values[value], left:] = delta.bits[place]
    return matrix
