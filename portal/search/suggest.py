"""Suggestions while typing: offers by title, topics, institutions and places. Names only; what a search finds is finding's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from portal.offers.filters import Facet, OfferFilter
from portal.search.collection import Collection
from portal.search.finding import Finding
from portal.search.lexicon import fold
from portal.search.results import Suggestion, SuggestionKind
from portal.search.snapshot import Snapshot
from portal.vocabulary.terms import Scheme

LONGEST = 100  # characters that are read
_LOOKED_AT = 40  # best hits whose titles are tried
_MOST = {SuggestionKind.TOPIC: 2, SuggestionKind.INSTITUTION: 2, SuggestionKind.PLACE: 1}


@dataclass(frozen=True, slots=True)
class _Name:
    """Something with a name: `folded` holds all its names, each after a blank, words separated by one."""

    suggestion: Suggestion
    folded: str


def suggestions(collection: Collection, text: str, now: datetime, limit: int) -> tuple[Suggestion, ...]:
    """Up to `limit` lines: topics first, then offers, institutions and a place; nothing for a blank text."""
    typed = _folded(text[:LONGEST])
    if not typed.strip() or limit < 1:
        return ()
    named = {kind: list(_named(collection, kind, typed)) for kind in _MOST}
    room = max(1, limit - sum(len(found) for found in named.values()))
    offers = list(_offers(collection, text[:LONGEST], now, room))
    lines = (
        *named[SuggestionKind.TOPIC],
        *offers,
        *named[SuggestionKind.INSTITUTION],
        *named[SuggestionKind.PLACE],
    )
    return lines[:limit]


def _folded(text: str) -> str:
    """Words as the search compares them, each after a blank: a beginning of a word is then a plain substring."""
    return "".join(f" {fold(word)}" for word in re.findall(r"\w+", text))


def _named(collection: Collection, kind: SuggestionKind, typed: str) -> Iterator[Suggestion]:
    """Names that begin with what was typed, then those with a later word that does; only what leads to an offer."""
    matching = [
        name
        for name in _names(collection.snapshot, kind)
        if typed in name.folded and _leads(collection, name)
    ]
    matching.sort(key=lambda name: (not name.folded.startswith(typed), len(name.folded)))
    return (name.suggestion for name in matching[: _MOST[kind]])


def _leads(collection: Collection, name: _Name) -> bool:
    """Whether any offer is there."""
    value = name.suggestion.value
    match name.suggestion.kind:
        case SuggestionKind.TOPIC:
            return (Facet.TOPIC, value) in collection.columns.values
        case SuggestionKind.INSTITUTION:
            return value in collection.facets.institution_codes
    return bool(len(collection.columns.latitude))


@lru_cache(maxsize=16)
def _names(snapshot: Snapshot, kind: SuggestionKind) -> tuple[_Name, ...]:
    match kind:
        case SuggestionKind.TOPIC:
            return tuple(
                _name(
                    Suggestion(kind, term.code, term.label, term.label_en),
                    (term.label_en or "", *term.synonyms),
                )
                for term in snapshot.terms
                if term.scheme == Scheme.TOPIC
            )
        case SuggestionKind.INSTITUTION:
            return tuple(
                _name(Suggestion(kind, each.slug, each.name), (each.short_name or "",))
                for each in snapshot.institutions
            )
    by_label = {location.label: location for location in snapshot.locations}
    return tuple(_name(Suggestion(kind, each.name, each.label), ()) for each in by_label.values())


def _name(suggestion: Suggestion, others: Iterable[str]) -> _Name:
    return _Name(suggestion, "\n".join(_folded(name) for name in (suggestion.label, *others) if name))


def _offers(collection: Collection, text: str, now: datetime, room: int) -> Iterator[Suggestion]:
    """Titles of the best hits that hold the words typed, each title once."""
    finding = Finding(collection, OfferFilter(text=text, per_page=_LOOKED_AT), now, prefix_last=True)
    words = _folded(text).split()
    seen: set[str] = set()
    if finding.plan.is_empty:
        return
    for document in finding.page().tolist():
        title = collection.columns.title(document)
        folded = fold(title)
        if folded not in seen and any(word in folded for word in words):
            seen.add(folded)
            yield Suggestion(SuggestionKind.OFFER, str(int(collection.columns.offer_id[document])), title)
            if len(seen) >= room:
                return
