"""Carries changes of the database into the durable index: the drained outbox, the rebuild, and the check of both row by row."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.models import OutboxEntry
from portal.offers.outbox import SEARCH
from portal.search import analysing, gone, row
from portal.search.document import digest, packed
from portal.search.loading import Loaded
from portal.search.results import CheckReport, RebuildReport
from portal.search.source import BATCH, Source
from portal.search.whoosh_index import IndexUnreadable, WhooshIndex, Writing

Progress = Callable[[int, int], None]


def waiting(session: Session, limit: int | None = None) -> dict[int, int | None]:
    """Outbox entries for the search by id, oldest first, with the offer that each is about."""
    rows = session.execute(
        select(OutboxEntry.id, OutboxEntry.payload)
        .where(OutboxEntry.topic == SEARCH)
        .order_by(OutboxEntry.id)
        .limit(limit)
    )
    return {entry_id: _offer_of(payload) for entry_id, payload in rows}


def _offer_of(payload: object) -> int | None:
    offer_id = payload.get("offer_id") if isinstance(payload, dict) else None
    return offer_id if isinstance(offer_id, int) else None


def finish(session: Session, entry_ids: list[int]) -> None:
    """Deletes entries that are done, in the session's transaction."""
    for at in range(0, len(entry_ids), BATCH):
        session.execute(delete(OutboxEntry).where(OutboxEntry.id.in_(entry_ids[at : at + BATCH])))


def apply(session: Session, writing: Writing, held: Loaded, offer_ids: set[int], now: datetime) -> bool:
    """Writes what is new about these offers, one commit for all; whether there was anything to write.

    Offers that are public no more stay as gone ones, for calendars alone, until `gone` forgets them.
    """
    source = Source(session)
    documents = held.collection.documents_of(offer_ids)
    digests = held.collection.columns.digest
    rows: dict[int, bytes] = {}
    seen: set[int] = set()
    for record in source.records(sorted(offer_ids)):
        offer_id = record.row.id
        seen.add(offer_id)
        if offer_id not in documents or int(digests[documents[offer_id]]) != digest(record):
            rows[offer_id] = packed(record)
    lost = offer_ids - seen
    gone.remember(session, writing.rows_of(lost & documents.keys()), now)
    gone.forget(session, seen)
    kept = gone.rows(session, lost)
    rows |= {each: row for each, row in kept.items() if _differs(row, digests, documents.get(each))}
    removed = [offer_id for offer_id in documents if offer_id in lost and offer_id not in kept]
    snapshot = source.snapshot()
    changed = snapshot != held.collection.snapshot
    if rows or removed or changed:
        writing.apply(rows, removed, snapshot.to_bytes() if changed else None)
        return True
    return False


def _differs(row_bytes: bytes, digests: NDArray[np.uint64], document: int | None) -> bool:
    return document is None or row.identity(row_bytes)[2] != int(digests[document])


def rebuild(
    session: Session, index: WhooshIndex, writing: Writing, progress: Progress | None, now: datetime
) -> RebuildReport:
    """Writes a whole new index beside the old one and swaps. Entries that were waiting are done by it."""
    begin = time.perf_counter()
    entries = list(waiting(session))
    source = Source(session)
    offer_ids = source.public_ids()
    gone.remember(session, _rows_beside(index, set(offer_ids)), now)
    gone.forget(session, offer_ids)
    total = len(offer_ids)
    rows = chain(_counted(analysing.rows(session, offer_ids), total, progress), gone.rows(session).items())
    pointer = writing.replace(rows, source.snapshot().to_bytes())
    finish(session, entries)
    return RebuildReport(total, time.perf_counter() - begin, str(pointer))


def _rows_beside(index: WhooshIndex, public: set[int]) -> dict[int, bytes]:
    """The rows of offers that the present index still has as public and the database has no more."""

    def lost(rows: Iterator[bytes]) -> dict[int, bytes]:
        found = ((row.identity(each)[0], each) for each in rows)
        return {offer_id: each for offer_id, each in found if offer_id not in public}

    try:
        return index.read(lost).content
    except IndexUnreadable:
        return {}


def _counted(
    rows: Iterator[tuple[int, bytes]], total: int, progress: Progress | None
) -> Iterator[tuple[int, bytes]]:
    for done, each in enumerate(rows, start=1):
        yield each
        if progress and (done % BATCH == 0 or done == total):
            progress(done, total)


def check(session: Session, index: WhooshIndex) -> CheckReport:
    """Compares every row of the durable index with the database, by revision and by digest of the content."""
    count = (
        session.scalar(select(func.count()).select_from(OutboxEntry).where(OutboxEntry.topic == SEARCH)) or 0
    )
    source = Source(session)
    wanted = source.public_ids()
    try:
        reading = index.read(lambda rows: [row.identity(each) for each in rows])
    except IndexUnreadable as problem:
        return CheckReport(len(wanted), missing=tuple(wanted), waiting=count, problems=(str(problem),))
    identities = reading.content
    held = {offer_id: (revision, mark) for offer_id, revision, mark in identities}
    true = {record.row.id: (record.row.revision, digest(record)) for record in source.records(wanted)}
    true |= {offer_id: row.identity(each)[1:] for offer_id, each in gone.rows(session).items()}
    twice = [offer_id for offer_id, times in Counter(each[0] for each in identities).items() if times > 1]
    problems = [f"Angebot {offer_id} steht mehrfach im Index" for offer_id in sorted(twice)]
    if reading.snapshot != source.snapshot().to_bytes():
        problems.append("die Wortlisten im Index sind nicht die der Datenbank")
    return CheckReport(
        documents=len(wanted),
        missing=tuple(sorted(true.keys() - held.keys())),
        surplus=tuple(sorted(held.keys() - true.keys())),
        stale=tuple(
            sorted(offer_id for offer_id in true.keys() & held.keys() if true[offer_id] != held[offer_id])
        ),
        waiting=count,
        problems=tuple(problems),
    )
