"""Turns many offers into rows, with a second process for the words where that pays: analysis is a third of an index's work."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TypeAlias

from portal.search import row
from portal.search.document import document, texts
from portal.search.row import Document
from portal.search.source import OfferRecord
from portal.search.texts import Field, analyse

WORTH_A_PROCESS = 4_000  # offers; starting one takes as long as analysing about a thousand
_BATCH = 500
_IN_FLIGHT = 4

Texts: TypeAlias = Mapping[Field, str]


def rows(records: Iterator[OfferRecord], total: int) -> Iterator[tuple[int, bytes]]:
    """(offer id, row) of each record, in order."""
    batches = _batches(records)
    if total < WORTH_A_PROCESS:
        for documents, words in batches:
            yield from _packed(documents, analysed(words))
        return
    # A fresh interpreter, since a fork of a process with threads may hang.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield from _in_parallel(pool, batches)


def _in_parallel(
    pool: ProcessPoolExecutor, batches: Iterator[tuple[list[Document], list[Texts]]]
) -> Iterator[tuple[int, bytes]]:
    waiting: deque[tuple[list[Document], list[Texts], Future[list[bytes]] | None]] = deque()
    for documents, words in batches:
        waiting.append((documents, words, _submitted(pool, words)))
        if len(waiting) >= _IN_FLIGHT:
            yield from _answered(*waiting.popleft())
    while waiting:
        yield from _answered(*waiting.popleft())


def _submitted(pool: ProcessPoolExecutor, words: list[Texts]) -> Future[list[bytes]] | None:
    try:
        return pool.submit(analysed, words)
    except BrokenProcessPool:
        return None


def _answered(
    documents: list[Document], words: list[Texts], future: Future[list[bytes]] | None
) -> Iterator[tuple[int, bytes]]:
    """What the other process made of a batch; where it could not be started or was ended, this one does the work."""
    try:
        found = analysed(words) if future is None else future.result()
    except BrokenProcessPool:
        found = analysed(words)
    yield from _packed(documents, found)


def _batches(records: Iterator[OfferRecord]) -> Iterator[tuple[list[Document], list[Texts]]]:
    while batch := list(islice(records, _BATCH)):
        yield [document(record) for record in batch], [texts(record) for record in batch]


def analysed(words: Sequence[Texts]) -> list[bytes]:
    """The packed analysis of the texts of several offers."""
    return [analyse(each).pack() for each in words]


def _packed(documents: Sequence[Document], words: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    for each, packed in zip(documents, words, strict=True):
        yield each.offer_id, row.pack(each, packed)
