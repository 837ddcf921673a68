"""The row that the durable index stores per offer: everything a serving process needs, packed so that 100,000 unpack fast.

A row is a header of fixed size, then the occurrences, points and codes as fixed records, then values and title as UTF-8,
then the analysed text. Times are whole minutes since 1970 (UTC), days are ordinals of the calendar.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 4  # rises with every change of the row or of the analysis: an older index asks for a rebuild
SEPARATOR = "\x1f"
NO_PRICE = -1
FOREVER = 2**31 - 1
_BATCH = 2_000

HEADER = np.dtype(
    [
        ("offer_id", "<i8"),
        ("digest", "<u8"),
        ("published", "<i8"),
        ("revision", "<i4"),
        ("price", "<i4"),
        ("expires", "<i4"),
        ("undated_until", "<i4"),
        ("confirmed", "<i4"),
        ("occurrences", "<u4"),
        ("values_size", "<u4"),
        ("title_size", "<u4"),
        ("points", "<u4"),
        ("codes", "<u4"),
        ("flags", "u1"),
    ]
)
OCCURRENCE = np.dtype([("start", "<i4"), ("end", "<i4"), ("weekdays", "u1"), ("flags", "u1")])
POINT = np.dtype([("latitude", "<f4"), ("longitude", "<f4")])
CODE = np.dtype("<u8")

# The same layouts for packing one row, which numpy is slow at.
_HEADER, _DATE, _POINT, _CODE = Struct("<qQqiiiiiIIIIIB"), Struct("<iiBB"), Struct("<ff"), Struct("<Q")

UNDATED, UNDATED_BOOKABLE, DATELESS_KIND, GONE = 1, 2, 4, 8  # flags of a header
DAYTIME_BITS, CANCELLED, BOOKABLE = (
    3,
    4,
    8,
)  # flags of an occurrence; the lowest two bits hold the part of the day
ALL_DAY = 3  # "part of the day" of an occurrence that has none


@dataclass(frozen=True, slots=True)
class Date:
    """One occurrence: minutes of start and end, a bit per weekday (Monday 1), part of the day 0..3, two flags."""

    start: int
    end: int
    weekdays: int
    daytime: int
    is_cancelled: bool
    is_bookable: bool

    @property
    def flags(self) -> int:
        return self.daytime | (CANCELLED if self.is_cancelled else 0) | (BOOKABLE if self.is_bookable else 0)


@dataclass(frozen=True, slots=True)
class Document:
    """What is kept of one offer. `values` are "facet=value" strings; `digest` is of everything that is shown of it;
    `confirmed` is the day on which somebody last said that it is true."""

    offer_id: int
    revision: int
    digest: int
    title: str
    values: tuple[str, ...]
    dates: tuple[Date, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    codes: tuple[int, ...] = ()
    price: int = NO_PRICE
    published: int = 0
    expires: int = 0
    undated_until: int = 0
    confirmed: int = 0
    is_undated: bool = False
    is_undated_bookable: bool = False
    is_dateless_kind: bool = False

    @property
    def flags(self) -> int:
        return (
            (UNDATED if self.is_undated else 0)
            | (UNDATED_BOOKABLE if self.is_undated_bookable else 0)
            | (DATELESS_KIND if self.is_dateless_kind else 0)
        )


def code_of(text: str) -> int:
    """What a run number or external id is remembered as: the same whatever its case and blanks."""
    plain = "".join(text.casefold().split())
    return int.from_bytes(hashlib.blake2b(plain.encode(errors="replace"), digest_size=8).digest(), "little")


def pack(document: Document, text: bytes) -> bytes:
    """The row of a document and its analysed text."""
    values = SEPARATOR.join(document.values).encode()
    title = document.title.encode()
    header = _HEADER.pack(
        document.offer_id,
        document.digest,
        document.published,
        document.revision,
        document.price,
        document.expires,
        document.undated_until,
        document.confirmed,
        len(document.dates),
        len(values),
        len(title),
        len(document.points),
        len(document.codes),
        document.flags,
    )
    dates = [_DATE.pack(each.start, each.end, each.weekdays, each.flags) for each in document.dates]
    points = [_POINT.pack(*point) for point in document.points]
    codes = [_CODE.pack(code) for code in document.codes]
    return b"".join((header, *dates, *points, *codes, values, title, text))


def as_gone(row: bytes) -> bytes:
    """The row of an offer that is public no more: searches pass it over, calendars still know which filters it met."""
    head = np.frombuffer(row, HEADER, count=1).copy()
    head["flags"] |= GONE
    head["digest"] ^= np.uint64(1)  # not what it was: a row is read again only when its digest differs
    return head.tobytes() + row[HEADER.itemsize :]


def is_gone(row: bytes) -> bool:
    """Whether the row is that of an offer that is public no more."""
    return bool(np.frombuffer(row, HEADER, count=1)[0]["flags"] & GONE)


def identity(row: bytes) -> tuple[int, int, int]:
    """(offer id, revision, digest) of a row, without unpacking the rest."""
    head = np.frombuffer(row, HEADER, count=1)[0]
    return int(head["offer_id"]), int(head["revision"]), int(head["digest"])


class Gathering:
    """Takes rows apart batch by batch and keeps their parts as arrays, so that a whole index passes through little memory."""

    def __init__(self) -> None:
        self.count = 0
        self._headers: list[NDArray[Any]] = []
        self._dates: list[bytes] = []
        self._points: list[bytes] = []
        self._codes: list[bytes] = []
        self._titles: list[bytes] = []
        self._values: list[NDArray[np.int32]] = []
        self._values_per_document: list[NDArray[np.int32]] = []
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__

    def texts(self, rows: Iterable[bytes]) -> Iterator[bytes]:
        """The analysed text of each row, while the other parts are kept. Raises ValueError for a row that is damaged."""
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            yield from self._take(batch)

    def _take(self, rows: list[bytes]) -> list[bytes]:
        headers = np.frombuffer(b"".join([row[: HEADER.itemsize] for row in rows]), HEADER)
        if len(headers) != len(rows):
            raise ValueError("a row of the search index is too short")
        cuts = _cuts(headers).tolist()
        if any(len(row) < ends[-1] for row, ends in zip(rows, cuts, strict=True)):
            raise ValueError("a row of the search index is cut off")
        pairs = list(zip(rows, cuts, strict=True))
        self.count += len(rows)
        self._headers.append(headers)
        self._dates.append(b"".join([row[a:b] for row, (a, b, *_) in pairs]))
        self._points.append(b"".join([row[a:b] for row, (_, a, b, *_) in pairs]))
        self._codes.append(b"".join([row[a:b] for row, (_, _, a, b, *_) in pairs]))
        self._number([row[a:b].decode() for row, (_, _, _, a, b, _) in pairs])
        self._titles.append(b"".join([row[a:b] for row, (_, _, _, _, a, b) in pairs]))
        return [row[ends[-1] :] for row, ends in pairs]

    def _number(self, joined: list[str]) -> None:
        lists = [each.split(SEPARATOR) if each else [] for each in joined]
        flat = map(self._numbers.__getitem__, chain.from_iterable(lists))
        self._values.append(np.fromiter(flat, np.int32))
        self._values_per_document.append(np.array([len(each) for each in lists], np.int32))

    @property
    def headers(self) -> NDArray[Any]:
        """One header per document."""
        return np.concatenate([np.empty(0, HEADER), *self._headers])

    @property
    def dates(self) -> NDArray[Any]:
        """All occurrences, by document."""
        return np.frombuffer(b"".join(self._dates), OCCURRENCE)

    @property
    def points(self) -> NDArray[Any]:
        """All points, by document."""
        return np.frombuffer(b"".join(self._points), POINT)

    @property
    def codes(self) -> NDArray[np.uint64]:
        """All codes, by document."""
        return np.frombuffer(b"".join(self._codes), CODE)

    @property
    def titles(self) -> bytes:
        """All titles without gaps."""
        return b"".join(self._titles)

    @property
    def names(self) -> list[str]:
        """The "facet=value" strings by their number."""
        return list(self._numbers)

    @property
    def values(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Parallel arrays: a document, and the number of a value that it has."""
        nothing = np.empty(0, np.int32)
        per_document = np.concatenate([nothing, *self._values_per_document])
        return (
            np.repeat(np.arange(self.count, dtype=np.int32), per_document),
            np.concatenate([nothing, *self._values]),
        )


def _cuts(headers: NDArray[Any]) -> NDArray[np.int64]:
    """Per row where its parts begin and end."""
    cut = np.empty((len(headers), 6), np.int64)
    cut[:, 0] = HEADER.itemsize
    sizes = (
        headers["occurrences"].astype(np.int64) * OCCURRENCE.itemsize,
        headers["points"].astype(np.int64) * POINT.itemsize,
        headers["codes"].astype(np.int64) * CODE.itemsize,
        headers["values_size"],
        headers["title_size"],
    )
    for column, size in enumerate(sizes, start=1):
        cut[:, column] = cut[:, column - 1] + size
    return cut
