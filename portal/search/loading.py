"""Brings a collection up to the durable index: all of it at first, afterwards only what changed, as a delta behind the base."""

import contextlib
import ctypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.search import columns
from portal.search.collection import Collection
from portal.search.columns import Columns
from portal.search.postings import TextIndex
from portal.search.row import Gathering, identity
from portal.search.snapshot import Snapshot
from portal.search.whoosh_index import IndexUnreadable, Pointer, Segment, WhooshIndex

LEAST_FOLD = 1_000  # a delta smaller than this is never folded into the base
FOLD_SHARE = 0.04


@dataclass(frozen=True)
class Loaded:
    """A collection and what it was made of, to find the next changes against."""

    collection: Collection
    base: Columns
    delta_rows: Mapping[int, bytes]
    dead: frozenset[int]
    pointer: Pointer
    segments: Mapping[str, Segment] = field(repr=False)

    @property
    def generation(self) -> str:
        """Names this state; the same in every process."""
        return str(self.pointer)

    @property
    def wants_folding(self) -> bool:
        """Whether the delta has become so large that a new base would serve better."""
        return len(self.delta_rows) + len(self.dead) > max(LEAST_FOLD, FOLD_SHARE * self.base.size)


def load(index: WhooshIndex) -> Loaded:
    """Everything, as a new base. Raises IndexUnreadable."""
    reading = index.read(arrays)
    base, text = reading.content
    if reading.snapshot is None:
        raise IndexUnreadable("Der Suchindex ist unvollständig: bitte „agora search reindex“ ausführen.")
    collection = Collection(base, _snapshot(reading.snapshot), text)
    _give_back_memory()
    return Loaded(collection, base, {}, frozenset(), reading.pointer, reading.segments)


def arrays(rows: Iterable[bytes], statistics: TextIndex | None = None) -> tuple[Columns, TextIndex]:
    """Columns and words of rows, in their order. Raises ValueError for damaged rows."""
    parts = Gathering()
    text = TextIndex.build(parts.texts(rows), statistics)
    return columns.build(parts), text


def follow(loaded: Loaded, index: WhooshIndex) -> Loaded:
    """The state after the writes since `loaded`. Raises IndexUnreadable."""
    if index.pointer().folder != loaded.pointer.folder:
        return load(index)
    reading = index.read(list[bytes], loaded.pointer.folder, loaded.segments)
    if reading.pointer.folder != loaded.pointer.folder:
        return load(index)
    held = loaded.collection
    new_rows = {identity(row)[0]: row for row in reading.content}
    documents = held.documents_of([*new_rows, *reading.gone])
    digests = held.columns.digest
    fresh = {
        offer_id: row
        for offer_id, row in new_rows.items()
        if offer_id not in documents or identity(row)[2] != int(digests[documents[offer_id]])
    }
    lost = {offer_id for offer_id in reading.gone if offer_id not in new_rows and offer_id in documents}
    snapshot = _snapshot(reading.snapshot) if reading.snapshot else held.snapshot
    if not (fresh or lost or snapshot is not held.snapshot):
        return Loaded(held, loaded.base, loaded.delta_rows, loaded.dead, reading.pointer, reading.segments)
    replaced = {documents[offer_id] for offer_id in (*fresh, *lost) if offer_id in documents}
    dead = loaded.dead | {document for document in replaced if document < loaded.base.size}
    rows = {offer_id: row for offer_id, row in loaded.delta_rows.items() if offer_id not in lost} | fresh
    collection = with_delta(loaded.base, held.text, rows, dead, snapshot)
    return Loaded(collection, loaded.base, rows, dead, reading.pointer, reading.segments)


def with_delta(
    base: Columns, text: TextIndex, rows: Mapping[int, bytes], dead: frozenset[int], snapshot: Snapshot
) -> Collection:
    """A base without its dead documents, with new rows behind it. Raises IndexUnreadable for damaged ones."""
    try:
        delta, delta_text = arrays([rows[offer_id] for offer_id in sorted(rows)], text)
    except ValueError as problem:
        raise _damaged(problem) from problem
    whole = columns.joined(base, delta, sorted(dead))
    return Collection(whole, snapshot, text, delta_text if rows else None, base.size)


def _snapshot(data: bytes) -> Snapshot:
    try:
        return Snapshot.from_bytes(data)
    except (ValueError, KeyError, TypeError) as problem:
        raise _damaged(problem) from problem


def _damaged(problem: Exception) -> IndexUnreadable:
    return IndexUnreadable(
        f"Der Suchindex ist beschädigt ({problem}): bitte „agora search reindex“ ausführen."
    )


def _give_back_memory() -> None:
    """Returns to the system what loading needed for a moment: at 100,000 offers 250 of 340 MB, which glibc would keep."""
    with contextlib.suppress(OSError, AttributeError):  # other C libraries do it by themselves
        ctypes.CDLL(None).malloc_trim(0)
