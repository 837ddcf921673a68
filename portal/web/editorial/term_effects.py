"""What a change of words does to searches: it is made, searched in, and taken back, so that what is shown is what will be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.extensions import db
from portal.offers.filters import MAX_PER_PAGE, OfferFilter
from portal.pages import collections
from portal.pages.terms import TermDraft
from portal.search.rehearsal import Rehearsal
from portal.search.service import SearchService
from portal.web.editorial.pages_terms import Effect
from portal.web.kit.search import service

MOST_WORDS, MOST_TITLES = 5, 5


@dataclass(frozen=True, slots=True)
class Found:
    """The offers that a search finds: all of them, and the first in order."""

    all: frozenset[int]
    first: tuple[int, ...]

    @classmethod
    def of(cls, state: SearchService | Rehearsal, wanted: OfferFilter, now: datetime) -> "Found":
        hits = state.search(wanted, now=now).hits
        return cls(frozenset(state.offer_ids(wanted, now=now)), tuple(hit.offer_id for hit in hits))


def effects(words: Sequence[str], change: Callable[[], Iterable[int]], now: datetime) -> tuple[Effect, ...]:
    """`change` does it in the session and says which offers it touches; afterwards the session is as it was before.

    Raises what `change` raises, with the session rolled back as well.
    """
    session = db.session()
    wanted = [OfferFilter(text=word, per_page=MAX_PER_PAGE) for word in words]
    before = [Found.of(service(), one, now) for one in wanted]
    try:
        touched = sorted(change())
        rehearsal = service().rehearse(session, touched)
        after = [Found.of(rehearsal, one, now) for one in wanted]
    finally:
        session.rollback()
    changed = [_apart(*pair) for pair in zip(before, after, strict=True)]
    named = collections.picked(session, [each for come, gone in changed for each in (*come, *gone)])
    return tuple(
        Effect(
            word,
            len(old.all),
            len(new.all),
            *(tuple(named[each].title for each in ids if each in named) for ids in ways),
        )
        for word, old, new, ways in zip(words, before, after, changed, strict=True)
    )


def _apart(before: Found, after: Found) -> tuple[list[int], list[int]]:
    """The first that come and the first that go, in the order of their lists."""
    come = [each for each in after.first if each not in before.all]
    gone = [each for each in before.first if each not in after.all]
    return come[:MOST_TITLES], gone[:MOST_TITLES]


def words_of(probe: str, before: TermDraft | None, after: TermDraft) -> tuple[str, ...]:
    """The words to try: the one that was typed, those that came or went, and the name."""
    old = {before.label, *before.synonyms} if before else set()
    new = {after.label, *after.synonyms}
    changed = [
        word
        for word in (*after.synonyms, *(before.synonyms if before else ()))
        if (word in old) != (word in new)
    ]
    tried = (probe, *changed, after.label, before.label if before else "")
    return each_once(tried)


def each_once(words: Iterable[str]) -> tuple[str, ...]:
    """The first few words, whatever their capitals."""
    found: dict[str, str] = {}
    for word in words:
        if word:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())[:MOST_WORDS]
