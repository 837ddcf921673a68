"""The row that the durable index stores per offer: everything a serving process needs, packed so that 100,000 unpack fast.

A row is a header of fixed size, then the occurrences, points and codes as fixed records, then values and title as UTF-8,
then the analysed text. Times are whole minutes since 1970 (UTC), days are ordinals of the calendar.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct

import numpy as np

FORMAT = 1  # rises with every change of the row or of the analysis: an older index asks for a rebuild
SEPARATOR = "\x1f"
NO_PRICE = -1
FOREVER = 2**31 - 1

HEADER = np.dtype(
    [
        ("offer_id", "<i8"),
        ("digest", "<u8"),
        ("published", "<i8"),
        ("revision", "<i4"),
        ("price", "<i4"),
        ("expires", "<i4"),
        ("undated_until", "<i4"),
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
_HEADER, _DATE, _POINT, _CODE = Struct("<qQqiiiiIIIIIB"), Struct("<iiBB"), Struct("<ff"), Struct("<Q")

UNDATED, UNDATED_BOOKABLE, DATELESS_KIND = 1, 2, 4  # flags of a header
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
    """What is kept of one offer. `values` are "facet=value" strings; `digest` is of everything that is shown of it."""

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


def identity(row: bytes) -> tuple[int, int, int]:
    """(offer id, revision, digest) of a row, without unpacking the rest."""
    head = np.frombuffer(row, HEADER, count=1)[0]
    return int(head["offer_id"]), int(head["revision"]), int(head["digest"])


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Many rows, column by column: one array of headers, and each further part joined over all rows."""

    headers: np.ndarray
    dates: np.ndarray
    points: np.ndarray
    codes: np.ndarray
    values: list[str]
    titles: list[bytes]
    texts: list[bytes]


def unpack(rows: Sequence[bytes]) -> Unpacked:
    """All rows at once. Raises ValueError for a row that is damaged."""
    headers = np.frombuffer(b"".join([row[: HEADER.itemsize] for row in rows]), HEADER)
    if len(headers) != len(rows):
        raise ValueError("a row of the search index is too short")
    cut = np.empty((len(rows), 6), np.int64)
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
    cuts = cut.tolist()
    if any(len(row) < ends[-1] for row, ends in zip(rows, cuts, strict=True)):
        raise ValueError("a row of the search index is cut off")
    pairs = list(zip(rows, cuts, strict=True))
    return Unpacked(
        headers=headers,
        dates=np.frombuffer(b"".join([row[a:b] for row, (a, b, *_) in pairs]), OCCURRENCE),
        points=np.frombuffer(b"".join([row[a:b] for row, (_, a, b, *_) in pairs]), POINT),
        codes=np.frombuffer(b"".join([row[a:b] for row, (_, _, a, b, *_) in pairs]), CODE),
        values=[row[a:b].decode() for row, (_, _, _, a, b, _) in pairs],
        titles=[row[a:b] for row, (_, _, _, _, a, b) in pairs],
        texts=[row[ends[-1] :] for row, ends in pairs],
    )
