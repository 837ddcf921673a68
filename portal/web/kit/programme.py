"""What the entry pages of programmes are made of: the next offers of a search, its calendar, who takes part."""

from datetime import datetime

from portal.offers.filters import Facet, OfferFilter
from portal.search.results import SearchResult
from portal.web.kit import addresses, cards, subscription, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.search import service


def listing(wanted: OfferFilter, now: datetime) -> tuple[SearchResult, tuple[p.OfferCard, ...]]:
    """The next offers of a search, with its counts."""
    result = service().search(wanted, now=now)
    return result, cards.offer_cards(result.hits, now)


def programme_box(path: str, name: str, wanted: OfferFilter) -> p.SubscribeBox:
    """A programme's calendar has an address of its own; news and table are those of the search behind it."""
    plain = OfferFilter(chosen=wanted.chosen)
    return subscription.box(
        path, name, news_path=addresses.search(plain, ".atom"), table_path=addresses.search(plain, ".csv")
    )


def partners(result: SearchResult) -> tuple[p.Link, ...]:
    """The institutions behind a list."""
    return tuple(
        p.Link(vocabulary.label(Facet.INSTITUTION, value), addresses.institution(value))
        for value, count in result.facets.get(Facet.INSTITUTION, ())
        if count
    )
