"""What a change of words or offers would do to searches, before anybody decides on it: nothing is written, nothing is kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.offers.filters import OfferFilter
from portal.search import loading
from portal.search.collection import Collection
from portal.search.document import packed
from portal.search.finding import Finding
from portal.search.loading import Loaded
from portal.search.results import SearchResult
from portal.search.source import Source


class Rehearsal:
    """Searches a state that is not there yet."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def search(self, wanted: OfferFilter, *, now: datetime) -> SearchResult:
        """As the service would answer then; no facets are counted."""
        return Finding(self._collection, wanted, now).result(facets=False)

    def offer_ids(self, wanted: OfferFilter, *, now: datetime) -> tuple[int, ...]:
        """The ids of all offers that a search would find then, ascending."""
        return Finding(self._collection, wanted, now).offer_ids()


def rehearsed(held: Loaded, session: Session, offer_ids: Sequence[int]) -> Collection:
    """The collection that there would be if these offers and all words were indexed as the session sees them now: with what
    it has flushed and may yet take back."""
    source = Source(session)
    rows = {record.row.id: packed(record) for record in source.records(offer_ids)}
    documents = held.collection.documents_of(rows)
    replaced = {document for document in documents.values() if document < held.base.size}
    return loading.with_delta(
        held.base,
        held.collection.text,
        {**held.delta_rows, **rows},
        held.dead | replaced,
        source.snapshot(),
    ).aged(held.collection.freshness)
