"""The search as the doors use it: one object per process, safe for threads, always answering from one finished state.

It follows the durable index by itself, looking at most once a second; without an index it finds nothing and says so.
"""

import threading
import time
from collections.abc import Callable, Sequence
from collections.abc import Collection as Ids
from dataclasses import astuple, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from portal import clock
from portal.offers.filters import OfferFilter
from portal.search import loading, updates
from portal.search.alternatives import alternatives
from portal.search.collection import Collection
from portal.search.finding import Finding
from portal.search.loading import Loaded
from portal.search.rehearsal import Rehearsal, rehearsed
from portal.search.results import CheckReport, Drop, Hit, RebuildReport, SearchResult, Suggestion
from portal.search.similar import Similar, similar
from portal.search.snapshot import IndexedValues, Snapshot
from portal.search.suggest import suggestions
from portal.search.whoosh_index import IndexBusy, IndexUnreadable, Stamp, WhooshIndex
from portal.town.settings import Freshness

LOOK_EVERY = 1.0  # seconds
_ATTEMPTS = 3  # readings of an index that cannot be read, until something changes on disk


class SearchService:
    """Searches the index in `folder` and keeps it up to date."""

    def __init__(self, folder: Path, *, fold_in_background: bool = True) -> None:
        self.index = WhooshIndex(folder)
        self.problem = ""
        self._fold_in_background = fold_in_background
        self._loaded: Loaded | None = None
        self._stamp: Stamp | None = None
        self._failures = 1  # nothing read yet
        self._look_at = 0.0
        self._freshness = Freshness()
        self._thresholds = ""  # "" for the usual ones
        self._lock = threading.RLock()
        self._folding = threading.Lock()

    @property
    def is_ready(self) -> bool:
        """Whether there is an index to answer from; `problem` says why not."""
        self.refresh()
        return self._loaded is not None

    @property
    def generation(self) -> str:
        """Names the state that answers; changes with every write and with the thresholds of freshness, and is empty without
        an index."""
        self.refresh()
        return f"{self._loaded.generation}{self._thresholds}" if self._loaded else ""

    @property
    def size(self) -> int:
        """How many offers are indexed."""
        return self._collection().size

    @property
    def values(self) -> IndexedValues:
        """What a filter may name (the KnownValues of offers.filters)."""
        return self._collection().values

    def search(self, wanted: OfferFilter, *, now: datetime, facets: bool = True) -> SearchResult:
        """One page of hits with the exact total and, unless declined, the counts of all facets."""
        return Finding(self._collection(), wanted, now).result(facets=facets)

    def count(self, wanted: OfferFilter, *, now: datetime) -> int:
        """How many offers a filter finds."""
        return Finding(self._collection(), wanted, now).total

    def in_calendar(self, wanted: OfferFilter, *, now: datetime) -> tuple[int, ...]:
        """The ids of the offers whose entries a calendar of this search holds, ascending: also those that ended within a
        year, and those that are public no more, since their dates must be called off where they stood."""
        return Finding(self._collection(), wanted, now, with_past=True).offer_ids()

    def offer_ids(self, wanted: OfferFilter, *, now: datetime) -> tuple[int, ...]:
        """The ids of all offers that a search finds, ascending."""
        return Finding(self._collection(), wanted, now).offer_ids()

    def these(self, offer_ids: Sequence[int], *, now: datetime) -> tuple[Hit, ...]:
        """Of these offers those that a list would show now, in the order given."""
        return Finding(self._collection(), OfferFilter(), now).these(offer_ids)

    def rehearse(self, session: Session, offer_ids: Sequence[int]) -> Rehearsal:
        """Searches as they would answer if these offers and all words were indexed as the session sees them; nothing is
        written. The session may take back afterwards what it has flushed."""
        self.refresh()
        held = self._loaded
        return Rehearsal(rehearsed(held, session, offer_ids) if held else _nothing())

    def suggest(self, text: str, *, now: datetime, limit: int = 8) -> tuple[Suggestion, ...]:
        """What an unfinished query may become: topics, offers, institutions, places."""
        return suggestions(self._collection(), text, now, limit)

    def alternatives(self, wanted: OfferFilter, *, now: datetime) -> tuple[Drop, ...]:
        """Which condition of a fruitless search to give up, the most fruitful first."""
        return alternatives(self._collection(), wanted, now)

    def similar(
        self, title: str, *, now: datetime, first_day: date | None = None, leave_out: Ids[int] = frozenset()
    ) -> tuple[Similar, ...]:
        """The few offers that look like one that is just being written, the most alike first."""
        return similar(self._collection(), title, now=now, first_day=first_day, leave_out=leave_out)

    def age_by(self, freshness: Freshness) -> None:
        """From now on answer by these thresholds."""
        if freshness is not self._freshness and freshness != self._freshness:
            self._freshness = freshness
            self._thresholds = "-" + "-".join(str(days) for days in astuple(freshness))

    def _collection(self) -> Collection:
        self.refresh()
        if self._loaded is None:
            return _nothing()
        held = self._loaded.collection
        if held.freshness != self._freshness:
            with self._lock:
                held = self._loaded.collection.aged(self._freshness)
                self._loaded = replace(self._loaded, collection=held)
        return held

    def refresh(self) -> None:
        """Follows what another process wrote. Looks at the disk at most once a second; never raises for a damaged index.

        While one thread reads a change the others go on answering; only the first state of all is waited for.
        """
        if self._loaded is not None and time.monotonic() < self._look_at:
            return
        if not self._lock.acquire(blocking=self._loaded is None):
            return
        try:
            if time.monotonic() >= self._look_at:
                self._look_at = time.monotonic() + LOOK_EVERY
                self._follow()
        finally:
            self._lock.release()

    def _follow(self) -> None:
        stamp = self.index.stamp()
        if stamp != self._stamp:
            self._failures = 0
        elif self._failures == 0 or self._failures >= _ATTEMPTS:
            return
        self._stamp = stamp
        try:
            fresh = loading.follow(self._loaded, self.index) if self._loaded else loading.load(self.index)
        except IndexUnreadable as problem:
            self._failures += 1
            self.problem = str(problem)
            return
        self._failures = 0
        self.problem = ""
        self._loaded = fresh
        if fresh.wants_folding:
            self._start_folding()

    def _start_folding(self) -> None:
        if not self._fold_in_background:
            self.fold()
        elif not self._folding.locked():
            threading.Thread(target=self.fold, name="search-fold", daemon=True).start()

    def fold(self) -> None:
        """Makes a new base of base and delta while the old state goes on answering."""
        with self._folding:
            try:
                fresh = loading.load(self.index)
                with self._lock:
                    self._loaded = loading.follow(fresh, self.index)
            except IndexUnreadable as problem:
                self.problem = str(problem)

    def rebuild(self, session: Session, progress: Callable[[int, int], None] | None = None) -> RebuildReport:
        """Indexes everything anew beside the living index, then swaps. Raises IndexBusy while another process writes.

        Commit afterwards: the session holds what the index knows of offers that are gone.
        """
        with self.index.writing() as writing:
            report = updates.rebuild(session, self.index, writing, progress, clock.now())
        self._look_at = 0.0  # the next search loads it; a command that only rebuilds need not
        return report

    def drain(self, session: Session, limit: int = 500) -> int:
        """Indexes up to `limit` changes that wait in the outbox and deletes their entries; how many were done.

        Call it after the commit, with a session whose next statement sees it, and commit afterwards. While another process
        writes, or without an index, nothing happens, and the entries wait.
        """
        if not updates.waiting(session, 1):
            return 0
        try:
            with self.index.writing() as writing:
                self._see_own_write()
                if self._loaded is None:
                    return 0
                entries = updates.waiting(session, limit)
                offer_ids = {offer_id for offer_id in entries.values() if offer_id is not None}
                has_written = updates.apply(session, writing, self._loaded, offer_ids, clock.now())
        except (IndexBusy, IndexUnreadable) as problem:
            self.problem = str(problem)
            return 0
        if has_written:
            self._see_own_write()
        updates.finish(session, list(entries))
        return len(entries)

    def _see_own_write(self) -> None:
        with self._lock:
            self._look_at = time.monotonic() + LOOK_EVERY
            self._follow()

    def check(self, session: Session) -> CheckReport:
        """Whether index and database agree, row by row."""
        return updates.check(session, self.index)


@lru_cache(maxsize=1)
def _nothing() -> Collection:
    """The collection without documents."""
    columns, text = loading.arrays([])
    return Collection(columns, Snapshot(), text)
