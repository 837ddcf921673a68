"""Turns offers into rows of the index: here, or for many offers in further processes, each with a connection of its own.

Reading, describing and analysing an offer takes most of the time of a rebuild, and offers do not depend on each other.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeAlias

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.orm import Session

from portal.search.document import packed
from portal.search.source import BATCH, Source

WORTH_PROCESSES = 4_000  # offers; starting a process takes as long as some hundred of them
_MOST_PROCESSES = 2
_IN_FLIGHT = 3  # batches per process

Rows: TypeAlias = list[tuple[int, bytes]]


def rows(session: Session, offer_ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """(offer id, row) of all these offers that are public, in order. Sees what is committed."""
    batches = [offer_ids[at : at + BATCH] for at in range(0, len(offer_ids), BATCH)]
    source = Source(session)
    url = _shareable(session)
    if url is None or len(offer_ids) < WORTH_PROCESSES:
        for batch in batches:
            yield from _made(source, batch)
        return
    processes = min(_MOST_PROCESSES, os.cpu_count() or 1)
    # Fresh interpreters, since a fork of a process with threads may hang.
    with ProcessPoolExecutor(processes, get_context("spawn"), _connect, (url,)) as pool:
        yield from _in_parallel(pool, processes * _IN_FLIGHT, source, batches)


def _in_parallel(
    pool: ProcessPoolExecutor, most: int, source: Source, batches: Sequence[Sequence[int]]
) -> Iterator[tuple[int, bytes]]:
    waiting: deque[tuple[Sequence[int], Future[Rows] | None]] = deque()
    for batch in batches:
        waiting.append((batch, _submitted(pool, batch)))
        if len(waiting) >= most:
            yield from _answered(source, *waiting.popleft())
    while waiting:
        yield from _answered(source, *waiting.popleft())


def _submitted(pool: ProcessPoolExecutor, batch: Sequence[int]) -> Future[Rows] | None:
    try:
        return pool.submit(_made_elsewhere, batch)
    except BrokenProcessPool:
        return None


def _answered(source: Source, batch: Sequence[int], future: Future[Rows] | None) -> Rows:
    """What another process made of a batch; where none could be started or it was ended, this one does the work."""
    try:
        return _made(source, batch) if future is None else future.result()
    except BrokenProcessPool:
        return _made(source, batch)


def _made(source: Source, offer_ids: Sequence[int]) -> Rows:
    return [(record.row.id, packed(record)) for record in source.records(offer_ids)]


def _shareable(session: Session) -> URL | None:
    """Where another process finds the same database; None for one that lives in this process's memory."""
    bind = session.get_bind()
    url = bind.url if isinstance(bind, Engine) else bind.engine.url
    return None if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:") else url


_elsewhere: Source | None = None  # in a further process: what reads there


def _connect(url: URL) -> None:
    global _elsewhere
    _elsewhere = Source(Session(create_engine(url)))


def _made_elsewhere(offer_ids: Sequence[int]) -> Rows:
    assert _elsewhere is not None
    return _made(_elsewhere, offer_ids)
