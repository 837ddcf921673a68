"""Offers that look like one that is just being written, by title and day: from the index alone, fast enough for a form.

Whether two offers really are the same is decided with more care elsewhere (upkeep/duplicates.py).
"""

import re
from collections.abc import Collection as Ids
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from rapidfuzz import fuzz

from portal import clock
from portal.offers.filters import OfferFilter
from portal.search.collection import Collection
from portal.search.dates import NEVER
from portal.search.finding import Finding
from portal.search.lexicon import fold
from portal.vocabulary.offers import Sort

LEAST = 72  # of 100: below, titles only share a word
SAME_DAY = 8  # what the same first day adds
OTHER_NUMBER = 20  # what another number or level in the title takes away: A1 is not A2
_LOOKED_AT = 60
_LONGEST = 200
_NUMBER = re.compile(r"\b(?:\d+|[abc][12]|[ivx]{1,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Similar:
    """An offer that looks the same; `institution` is its slug, `score` up to 100."""

    offer_id: int
    title: str
    institution: str
    institution_name: str
    next_start: datetime | None
    score: int


def similar(
    collection: Collection,
    title: str,
    *,
    now: datetime,
    first_day: date | None = None,
    leave_out: Ids[int] = frozenset(),
    limit: int = 5,
) -> tuple[Similar, ...]:
    """The offers that can still be attended and look most like this one, the most alike first."""
    typed = folded(title[:_LONGEST])
    if len(typed) < 3:
        return ()
    wanted = OfferFilter(text=title[:_LONGEST], sort=Sort.RELEVANCE, per_page=_LOOKED_AT)
    finding = Finding(collection, wanted, now)
    if finding.plan.is_empty:
        return ()
    names = {each.slug: each.name for each in collection.snapshot.institutions}
    found = []
    for document in finding.page().tolist():
        one = _described(finding, document, names)
        score = likeness(typed, folded(one.title))
        is_same_day = (
            first_day is not None and one.next_start and clock.local(one.next_start).date() == first_day
        )
        score = min(100, score + (SAME_DAY if is_same_day else 0))
        if score >= LEAST and one.offer_id not in leave_out:
            found.append(replace(one, score=score))
    return tuple(sorted(found, key=lambda one: (-one.score, one.offer_id))[:limit])


def _described(finding: Finding, document: int, names: dict[str, str]) -> Similar:
    columns = finding.collection.columns
    slug = columns.institutions[int(columns.institution[document])]
    minute = int(finding.view.next_minute[document])
    return Similar(
        offer_id=int(columns.offer_id[document]),
        title=columns.title(document),
        institution=slug,
        institution_name=names.get(slug, slug),
        next_start=None if minute == NEVER else datetime.fromtimestamp(minute * 60, UTC),
        score=0,
    )


def folded(title: str) -> str:
    """A title as it is compared: the search's spelling, without signs."""
    return " ".join(fold(word) for word in re.findall(r"\w+", title))


def likeness(one: str, other: str) -> int:
    """How alike two folded titles are, up to 100: the order of words does not matter much, numbers do."""
    score = 0.65 * fuzz.token_sort_ratio(one, other) + 0.35 * fuzz.token_set_ratio(one, other)
    if numbers(one) != numbers(other):
        score -= OTHER_NUMBER
    return max(0, round(score))


def numbers(title: str) -> frozenset[str]:
    """Numbers and levels in a folded title: what tells a first part from a second."""
    return frozenset(_NUMBER.findall(title))
