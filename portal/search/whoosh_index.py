"""The durable index: a Whoosh index of packed rows, one document per offer. The only module that knows Whoosh.

What Whoosh gives: atomic commits in numbered generations, uniqueness by id, deletion, one writer at a time. It answers no
query here; why not, and what the layout of the folder is, stands in docs/decisions/0002-search-index.md.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from whoosh import index
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.filelock import try_for

from portal.errors import AgoraError
from portal.search.row import FORMAT

_POINTER = "CURRENT"
_LOCK = "WRITER"
_SNAPSHOT = "snapshot"
_SNAPSHOT_MARK = (
    b"\xff" * 8
)  # where a row has its offer's id; the one column is thus filled for every document
_SMALL = 4_000  # documents of a segment that is cheap to merge
_MOST_SMALL = 8
_MEMORY_MB = 64

T = TypeVar("T")
Stamp: TypeAlias = tuple[int, int, int]


class IndexBusy(AgoraError):
    """Another process is writing the search index; the change waits."""


class IndexUnreadable(AgoraError):
    """There is no index here, or it is damaged or of another version; a rebuild mends it."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says: the live folder and the generation that was written last."""

    folder: str
    generation: int

    def __str__(self) -> str:
        return f"{self.folder}.{self.generation}"


@dataclass(frozen=True, slots=True)
class Segment:
    """What was read of a Whoosh segment: the offer of each document (0: none), and which documents were deleted then."""

    offer_ids: array[int]
    deleted: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What was found since the last reading: offers that lost their document, and what was made of the new rows.

    `gone` holds offers whose document was deleted or moved; a new row may bring them back.
    """

    pointer: Pointer
    content: T
    gone: set[int]
    segments: Mapping[str, Segment] = field(repr=False)
    snapshot: bytes | None = None


def _schema() -> Schema:
    """One column, since Whoosh 2.7.5 cannot read columns that are empty for documents of a large segment."""
    return Schema(id=ID(unique=True), row=COLUMN(VarBytesColumn()))


class WhooshIndex:
    """The index in a folder. Holds nothing open between calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stamp(self) -> Stamp | None:
        """Changes whenever something was written; None without an index. One call to the file system."""
        try:
            found = (self.folder / _POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def pointer(self) -> Pointer:
        """Where the live index is. Raises IndexUnreadable."""
        try:
            folder, generation, version = (self.folder / _POINTER).read_text(encoding="ascii").split()
            pointer, version_number = Pointer(folder, int(generation)), int(version)
        except (OSError, ValueError) as problem:
            raise IndexUnreadable(
                "Es gibt noch keinen Suchindex: bitte „agora search reindex“ ausführen."
            ) from problem
        if version_number != FORMAT:
            raise IndexUnreadable(
                "Der Suchindex stammt von einer anderen Version: bitte „agora search reindex“ ausführen."
            )
        return pointer

    @contextlib.contextmanager
    def writing(self, wait: float = 0.5) -> Iterator[Writing]:
        """The right to write, for one process at a time. Raises IndexBusy when another keeps it longer than `wait` seconds."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        lock = FileStorage(str(self.folder)).lock(_LOCK)
        if not try_for(lock.acquire, timeout=wait, delay=0.05):
            raise IndexBusy(
                "Ein anderer Prozess schreibt gerade den Suchindex; bitte gleich noch einmal versuchen."
            )
        try:
            yield Writing(self)
        finally:
            lock.release()

    def read(
        self,
        consume: Callable[[Iterator[bytes]], T],
        known_folder: str = "",
        known: Mapping[str, Segment] | None = None,
    ) -> Reading[T]:
        """What is new against the segments `known` of `known_folder`; everything, without these.

        The new rows are handed to `consume` one by one, so that they need not be in memory all at once. Raises
        IndexUnreadable, also when a writer moved the index away meanwhile: then the next reading finds the new one.
        """
        pointer = self.pointer()
        known = known or {} if pointer.folder == known_folder else {}
        try:
            reader = index.open_dir(str(self.folder / pointer.folder)).reader()
            with contextlib.closing(reader):
                leaves = [leaf for leaf, _ in reader.leaf_readers() if isinstance(leaf, SegmentReader)]
                scan = _Scan(leaves, known)
                content = consume(scan.new_rows())
                return Reading(pointer, content, scan.gone(), scan.segments, scan.snapshot)
        except AgoraError:
            raise
        except Exception as problem:  # damaged bytes end in struct, pickle, key, value and other errors
            raise _unreadable(problem) from problem


def _unreadable(problem: Exception) -> IndexUnreadable:
    return IndexUnreadable(
        f"Der Suchindex ist nicht lesbar ({problem}): bitte „agora search reindex“ ausführen."
    )


class _Scan:
    """One pass over the segments of an open index."""

    def __init__(self, leaves: list[Any], known: Mapping[str, Segment]) -> None:
        self._leaves = leaves
        self._known = known
        self.segments: dict[str, Segment] = {}
        self.snapshot: bytes | None = None

    def new_rows(self) -> Iterator[bytes]:
        """The rows of segments that were not known; notes what is in each segment."""
        for leaf in self._leaves:
            name = leaf.segment().segment_id()
            deleted = frozenset(leaf.segment().deleted_docs())
            before = self._known.get(name)
            offer_ids = before.offer_ids if before else array("q")
            self.segments[name] = Segment(offer_ids, deleted)
            if before is None:
                yield from self._rows(leaf, deleted, offer_ids)

    def _rows(self, leaf: Any, deleted: frozenset[int], offer_ids: array[int]) -> Iterator[bytes]:
        column = leaf.column_reader("row")
        for number in range(leaf.doc_count_all()):
            row = b"" if number in deleted else bytes(column[number])
            if row.startswith(_SNAPSHOT_MARK):
                self.snapshot, row = row.removeprefix(_SNAPSHOT_MARK), b""
            offer_ids.append(_offer_id(row))
            if row:
                yield row

    def gone(self) -> set[int]:
        """Offers of known segments whose document is there no more."""
        found: set[int] = set()
        for name, before in self._known.items():
            now = self.segments.get(name)
            lost = range(len(before.offer_ids)) if now is None else now.deleted - before.deleted
            found.update(before.offer_ids[number] for number in lost)
        return found - {0}


def _offer_id(row: bytes) -> int:
    return int.from_bytes(row[:8], "little", signed=True) if row else 0


class Writing:
    """What may be done while the lock is held. Each method is one commit: all of it is visible afterwards, or nothing."""

    def __init__(self, whole: WhooshIndex) -> None:
        self._whole = whole

    def replace(self, rows: Iterable[tuple[int, bytes]], snapshot: bytes) -> Pointer:
        """A new index beside the old one, then swapped; the old one is removed."""
        root = self._whole.folder
        name = f"g{time.time_ns()}"
        place = root / name
        place.mkdir(mode=0o700)
        try:
            with _committing(index.create_in(str(place), _schema()).writer(limitmb=_MEMORY_MB)) as writer:
                writer.add_document(id=_SNAPSHOT, row=_SNAPSHOT_MARK + snapshot)
                for offer_id, row in rows:
                    writer.add_document(id=str(offer_id), row=row)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        pointer = self._point(name)
        for other in root.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)
        return pointer

    def apply(
        self, rows: Mapping[int, bytes], removed: Iterable[int], snapshot: bytes | None = None
    ) -> Pointer:
        """Rows that are new or changed, and offers that are no longer public. Raises IndexUnreadable without an index."""
        pointer = self._whole.pointer()
        try:
            writer = index.open_dir(str(self._whole.folder / pointer.folder)).writer(limitmb=_MEMORY_MB)
        except Exception as problem:  # as in WhooshIndex.read
            raise _unreadable(problem) from problem
        with _committing(writer, mergetype=_merge_few):
            for offer_id in (*rows, *removed):
                writer.delete_by_term("id", str(offer_id))
            for offer_id, row in rows.items():
                writer.add_document(id=str(offer_id), row=row)
            if snapshot is not None:
                writer.delete_by_term("id", _SNAPSHOT)
                writer.add_document(id=_SNAPSHOT, row=_SNAPSHOT_MARK + snapshot)
        return self._point(pointer.folder)

    def rows_of(self, offer_ids: Iterable[int]) -> dict[int, bytes]:
        """The rows as they are written, of those offers that have one. Raises IndexUnreadable."""
        try:
            reader = index.open_dir(str(self._whole.folder / self._whole.pointer().folder)).reader()
            with contextlib.closing(reader):
                column = reader.column_reader("row")
                found = {}
                for offer_id in offer_ids:
                    with contextlib.suppress(TermNotFound):
                        found[offer_id] = bytes(column[reader.postings("id", str(offer_id)).id()])
                return found
        except AgoraError:
            raise
        except Exception as problem:  # as in WhooshIndex.read
            raise _unreadable(problem) from problem

    def _point(self, folder: str) -> Pointer:
        """Moves CURRENT to what was just committed, in one step for every reader, once it is on the disk."""
        for each in (self._whole.folder / folder).iterdir():
            _to_disk(each)
        _to_disk(self._whole.folder / folder)
        generation = index.open_dir(str(self._whole.folder / folder)).latest_generation()
        fresh = self._whole.folder / f"{_POINTER}.new"
        with fresh.open("w", encoding="ascii") as file:
            file.write(f"{folder} {generation} {FORMAT}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._whole.folder / _POINTER)
        _to_disk(self._whole.folder)
        return Pointer(folder, generation)


def _to_disk(path: Path) -> None:
    """Whoosh leaves it to the system when its files reach the disk; a commit shall survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _committing(writer: Any, **options: Any) -> Iterator[Any]:
    """Commits what the block wrote, or cancels it and lets go of Whoosh's own lock when anything fails."""
    try:
        yield writer
        writer.commit(**options)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _merge_few(writer: Any, segments: list[Any]) -> list[Any]:
    """Merges the small segments once there are several, and a large one that is mostly deleted; never the whole index.

    Serving processes load the rows of every new segment, so a merge of everything would make each of them load everything.
    """
    small = [segment for segment in segments if segment.doc_count_all() < _SMALL]
    merged = small if len(small) > _MOST_SMALL else []
    merged += [s for s in segments if s not in small and s.deleted_count() * 2 > s.doc_count_all()]
    for segment in merged:
        with contextlib.closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            writer.add_reader(reader)
    return [segment for segment in segments if segment not in merged]
