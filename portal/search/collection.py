"""One immutable state of the index in memory: the columns, the words of base and delta, and the views of time made so far.

Answers which documents a filter selects and how they are ordered; what is shown of them is made in finding.
"""

import copy
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from portal.search.bits import Flags
from portal.search.columns import Columns
from portal.search.dates import DateView, Period
from portal.search.facets import FacetTable
from portal.search.locations import distances
from portal.search.plan import QueryPlan
from portal.search.postings import JoinedVocabulary, TextIndex, matches_in
from portal.search.query import understand
from portal.search.row import code_of
from portal.search.snapshot import IndexedValues, KnownLocation, Snapshot
from portal.search.synonyms import SynonymTable
from portal.town.settings import Freshness

_PERIODS_KEPT = 8
_LOCATIONS_KEPT = 16
_NO_DOCUMENTS = np.empty(0, np.int32)


class Collection:
    """The documents 0..size-1; the words of those from `delta_start` on stand in `delta`, of the others in `text`."""

    def __init__(
        self,
        columns: Columns,
        snapshot: Snapshot,
        text: TextIndex,
        delta: TextIndex | None = None,
        delta_start: int = 0,
    ) -> None:
        self.columns = columns
        self.snapshot = snapshot
        self.text = text
        self.delta = delta
        self.delta_start = delta_start
        self.freshness = Freshness()
        self.size = int(columns.alive.sum())
        self._views: OrderedDict[Period, DateView] = OrderedDict()
        self._reach: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def aged(self, freshness: Freshness) -> "Collection":
        """The same documents under other thresholds of freshness; what was made of the old ones is left behind."""
        other = copy.copy(self)
        other.freshness = freshness
        other._views = OrderedDict()
        other._lock = Lock()
        return other

    @cached_property
    def facets(self) -> FacetTable:
        """The rows of facet values."""
        return FacetTable(self.columns, self.snapshot)

    @cached_property
    def values(self) -> IndexedValues:
        """What a filter may name."""
        return IndexedValues(self.snapshot)

    @cached_property
    def synonyms(self) -> SynonymTable:
        """The editors' synonyms."""
        return SynonymTable(self.snapshot.synonym_rows)

    @cached_property
    def vocabulary(self) -> JoinedVocabulary:
        """The words of all documents."""
        return JoinedVocabulary(self.text, self.delta) if self.delta else JoinedVocabulary(self.text)

    def view(self, now: datetime, period: Period) -> DateView:
        """The documents at a moment; remembered for as long as nothing ends or begins to be over."""
        with self._lock:
            view = self._views.get(period)
            if view is not None and view.is_valid_at(now):
                self._views.move_to_end(period)
                return view
        view = DateView(self.columns, now, period, self.freshness)
        with self._lock:
            self._views[period] = view
            self._views.move_to_end(period)
            if len(self._views) > _PERIODS_KEPT:
                oldest = next(key for key in self._views if not key.is_open or key.with_past)
                del self._views[oldest]
        return view

    def reach(self, location: KnownLocation) -> NDArray[np.float32]:
        """Kilometres of each document from a location."""
        with self._lock:
            known = self._reach.get(location.name)
        if known is None:
            known = distances(self.columns, location.latitude, location.longitude)
            with self._lock:
                self._reach[location.name] = known
                if len(self._reach) > _LOCATIONS_KEPT:
                    self._reach.popitem(last=False)
        return known

    def understood(self, text: str, *, prefix_last: bool = False) -> QueryPlan:
        """What a query means among the words of this collection."""
        return understand(text, self.vocabulary, self.synonyms, prefix_last=prefix_last)

    def matches(self, plan: QueryPlan, shown: Flags) -> tuple[NDArray[np.integer], NDArray[np.float32]]:
        """Documents among `shown` that answer a plan, ascending, with scores.

        Those whose run number or external id the query is come first.
        """
        if self.delta is None:
            ((documents, scores),) = matches_in((self.text,), plan, (shown,))
        else:
            start = self.delta_start
            first, second = matches_in((self.text, self.delta), plan, (shown[:start], shown[start:]))
            documents = np.concatenate([first[0], second[0] + np.int32(start)])
            scores = np.concatenate([first[1], second[1]])
        coded = self._coded(plan.text)
        coded = coded[shown[coded]]
        return _with_first(documents, scores, coded) if len(coded) else (documents, scores)

    @cached_property
    def _codes(self) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        order = np.argsort(self.columns.code, kind="stable")
        return self.columns.code[order], self.columns.code_document[order]

    def _coded(self, text: str) -> NDArray[np.int32]:
        """Documents with exactly this run number or external id."""
        codes, documents = self._codes
        code = np.uint64(code_of(text))
        first = int(codes.searchsorted(code))
        if first == len(codes) or codes[first] != code:
            return _NO_DOCUMENTS
        return np.unique(documents[first : codes.searchsorted(code, "right")])

    @cached_property
    def _by_id(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        present = np.flatnonzero(self.columns.present)
        order = present[np.argsort(self.columns.offer_id[present], kind="stable")]
        return self.columns.offer_id[order], order

    def documents_of(self, offer_ids: Iterable[int]) -> dict[int, int]:
        """Document numbers of those offers that are indexed, the gone ones as well."""
        wanted = np.array(sorted(set(offer_ids)), np.int64)
        ids, documents = self._by_id
        if not len(ids) or not len(wanted):
            return {}
        places = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        found = ids[places] == wanted
        return dict(zip(wanted[found].tolist(), documents[places[found]].tolist(), strict=True))


def _with_first(
    documents: NDArray[np.integer], scores: NDArray[np.float32], first: NDArray[np.int32]
) -> tuple[NDArray[np.integer], NDArray[np.float32]]:
    top = np.float32((scores.max() if len(scores) else 0) + 1)
    others = ~np.isin(documents, first)
    documents = np.concatenate([documents[others], first])
    scores = np.concatenate([scores[others], np.full(len(first), top, np.float32)])
    order = np.argsort(documents)
    return documents[order], scores[order]
