"""Sets of documents as bits, 64 to a word: cutting, joining and counting them. Pure numpy; knows no offers."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.uint64]
Flags: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.int32]

WORD = 64


def padded(count: int) -> int:
    """`count` rounded up to whole words."""
    return -(-count // WORD) * WORD


def from_flags(flags: Flags) -> Words:
    """Bits from one flag per document; the length is a multiple of 64. Works on the last axis."""
    words: Words = np.packbits(flags, axis=-1, bitorder="little").view(np.uint64)
    return words


def from_numbers(numbers: NDArray[np.integer], size: int) -> Words:
    """Bits from document numbers below `size`, which is a multiple of 64."""
    flags = np.zeros(size, np.bool_)
    flags[numbers] = True
    return from_flags(flags)


def flags_of(words: Words) -> Flags:
    """One flag per document."""
    return np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_)


def numbers_of(words: Words) -> NDArray[np.intp]:
    """The document numbers, ascending."""
    return np.flatnonzero(flags_of(words))


def count(words: Words) -> int:
    """How many documents there are in the set."""
    return int(np.bitwise_count(words).sum(dtype=np.int64))


def rows_matrix(rows: NDArray[np.integer], numbers: NDArray[np.integer], row_count: int, size: int) -> Words:
    """A matrix of bits, one row per value, from parallel arrays of row and document number."""
    matrix = np.zeros((row_count, size // WORD), np.uint64)
    order = np.argsort(rows, kind="stable")
    starts = np.searchsorted(rows[order], np.arange(row_count + 1))
    for row in range(row_count):
        members = numbers[order[starts[row] : starts[row + 1]]]
        if len(members):
            matrix[row] = from_numbers(members, size)
    return matrix
