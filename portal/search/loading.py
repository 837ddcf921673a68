"""Brings a collection up to the durable index: all of it at first, afterwards only what changed, as a delta behind the base."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.search import columns
from portal.search.collection import Collection
from portal.search.columns import Columns
from portal.search.postings import TextIndex
from portal.search.row import identity, unpack
from portal.search.snapshot import Snapshot
from portal.search.whoosh_index import IndexUnreadable, Pointer, Reading, Segment, WhooshIndex

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
    reading = index.read()
    if reading.snapshot is None:
        raise IndexUnreadable("Der Suchindex ist unvollständig: bitte „agora search reindex“ ausführen.")
    return whole(reading)


def whole(reading: Reading) -> Loaded:
    """A base from a full reading, documents in the order of their ids."""
    rows = sorted(reading.rows, key=lambda row: int.from_bytes(row[:8], "little", signed=True))
    try:
        base = columns.build(rows)
        text = TextIndex.build(unpack(rows).texts)
        snapshot = Snapshot.from_bytes(reading.snapshot or b"{}")
    except (ValueError, KeyError, TypeError) as problem:
        raise IndexUnreadable(
            f"Der Suchindex ist beschädigt ({problem}): bitte „agora search reindex“ ausführen."
        ) from problem
    collection = Collection(base, snapshot, text)
    return Loaded(collection, base, {}, frozenset(), reading.pointer, reading.segments)


def follow(loaded: Loaded, index: WhooshIndex) -> Loaded:
    """The state after the writes since `loaded`. Raises IndexUnreadable."""
    reading = index.read(loaded.pointer.folder, loaded.segments)
    if reading.pointer.folder != loaded.pointer.folder:
        return whole(reading)
    held = loaded.collection
    new_rows = {identity(row)[0]: row for row in reading.rows}
    documents = held.documents_of([*new_rows, *reading.gone])
    digests = held.columns.digest
    fresh = {
        offer_id: row
        for offer_id, row in new_rows.items()
        if offer_id not in documents or identity(row)[2] != int(digests[documents[offer_id]])
    }
    lost = {offer_id for offer_id in reading.gone if offer_id not in new_rows and offer_id in documents}
    snapshot = Snapshot.from_bytes(reading.snapshot) if reading.snapshot else held.snapshot
    if not (fresh or lost or snapshot is not held.snapshot):
        return Loaded(held, loaded.base, loaded.delta_rows, loaded.dead, reading.pointer, reading.segments)
    replaced = {documents[offer_id] for offer_id in (*fresh, *lost) if offer_id in documents}
    dead = loaded.dead | {document for document in replaced if document < loaded.base.size}
    rows = {offer_id: row for offer_id, row in loaded.delta_rows.items() if offer_id not in lost} | fresh
    collection = _with_delta(loaded.base, held.text, rows, dead, snapshot)
    return Loaded(collection, loaded.base, rows, dead, reading.pointer, reading.segments)


def _with_delta(
    base: Columns, text: TextIndex, rows: Mapping[int, bytes], dead: frozenset[int], snapshot: Snapshot
) -> Collection:
    ordered = [rows[offer_id] for offer_id in sorted(rows)]
    try:
        delta = columns.build(ordered)
        delta_text = TextIndex.build(unpack(ordered).texts, statistics=text) if ordered else None
    except ValueError as problem:
        raise IndexUnreadable(
            f"Der Suchindex ist beschädigt ({problem}): bitte „agora search reindex“ ausführen."
        ) from problem
    return Collection(columns.joined(base, delta, sorted(dead)), snapshot, text, delta_text, base.size)
