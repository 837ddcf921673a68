"""The way out of an empty list: which single condition to give up, and how many offers each then finds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from portal.offers.filters import Facet, OfferFilter
from portal.search.collection import Collection
from portal.search.finding import Finding
from portal.search.results import Drop, DropKind

_MOST_WORDS = 8


def alternatives(collection: Collection, wanted: OfferFilter, now: datetime) -> tuple[Drop, ...]:
    """Conditions that stand in the way, the one whose loss finds most first; only those that lead to an offer.

    Where no single one does, all filters are given up at once, and then all words.
    """
    found = [drop for drop in _counted(collection, _single(collection, wanted), now) if drop.count]
    if not found:
        found = [drop for drop in _counted(collection, _sweeping(wanted), now) if drop.count]
    return tuple(sorted(found, key=lambda drop: -drop.count))


def _counted(collection: Collection, drops: Iterator[Drop], now: datetime) -> Iterator[Drop]:
    for drop in drops:
        if not drop.without.is_empty or drop.kind is not DropKind.WORD:
            yield replace(drop, count=Finding(collection, drop.without, now).total)


def _single(collection: Collection, wanted: OfferFilter) -> Iterator[Drop]:
    wanted = wanted.on_page(1)
    for word, rest in _without_a_word(collection, wanted.text):
        yield Drop(DropKind.WORD, replace(wanted, text=rest), 0, word=word)
    for facet in Facet:
        if values := wanted.values(facet):
            yield Drop(DropKind.FACET, wanted.with_values(facet, ()), 0, facet=facet, values=values)
    if wanted.date_from or wanted.date_to:
        yield Drop(DropKind.PERIOD, replace(wanted, date_from=None, date_to=None), 0)
    if wanted.radius_km is not None:
        yield Drop(DropKind.SURROUNDINGS, replace(wanted, radius_km=None), 0)


def _without_a_word(collection: Collection, text: str) -> Iterator[tuple[str, str]]:
    """Each word that counts, and the query without it; a query of one word is not taken apart."""
    words = collection.understood(text).words if text else ()
    if len(words) < 2:
        return
    for word in words[:_MOST_WORDS]:
        before, found, after = text.partition(word.surface)
        rest = " ".join(f"{before} {after}".split())
        if found and rest:
            yield word.surface, rest


def _sweeping(wanted: OfferFilter) -> Iterator[Drop]:
    wanted = wanted.on_page(1)
    bare = wanted.without_filters()
    if wanted.text and bare != wanted:
        yield Drop(DropKind.FACET, bare, 0)
    if wanted.text and not wanted.is_empty:
        yield Drop(DropKind.WORD, replace(wanted, text=""), 0, word=wanted.text)
