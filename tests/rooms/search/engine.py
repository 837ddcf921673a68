"""A small catalogue with its database and its search, without application: what the engine's tests begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.extensions import Base
from portal.offers.filters import Facet, OfferFilter
from portal.offers.outbox import note_change
from portal.search.results import SearchResult
from portal.search.service import SearchService
from tests.factories.offers import NOW


@contextmanager
def database(url: str = "sqlite://") -> Iterator[Session]:
    """A session on an empty database, in memory unless told where."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


class Town:
    """A session and a search service on one index folder."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder
        self.service = SearchService(folder, fold_in_background=False)

    def indexed(self) -> "Town":
        """Commits and builds the index anew."""
        self.session.commit()
        self.service.rebuild(self.session)
        self.session.commit()
        return self

    def changed(self, *offers: Any) -> int:
        """Commits a change of these offers and drains the outbox."""
        note_change(self.session, [offer.id for offer in offers])
        self.session.commit()
        done = self.service.drain(self.session)
        self.session.commit()
        return done

    def neighbour(self) -> SearchService:
        """The service of another process on the same folder."""
        return SearchService(self.folder, fold_in_background=False)

    def search(self, text: str = "", *, now: datetime = NOW, **wanted: Any) -> SearchResult:
        """A search; facets by keyword as `chosen={...}`."""
        return self.service.search(OfferFilter(text=text, **wanted), now=now)

    def ids(self, text: str = "", *, now: datetime = NOW, **wanted: Any) -> list[int]:
        """The ids of the first page, in order."""
        return [hit.offer_id for hit in self.search(text, now=now, **wanted).hits]

    def counts(self, facet: Facet, text: str = "", *, now: datetime = NOW, **wanted: Any) -> dict[str, int]:
        """The counts of a facet."""
        return dict(self.search(text, now=now, **wanted).facets[facet])
