"""How much two offers look like the same one, entered twice: pure comparison of what is known of both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from portal.search.similar import OTHER_NUMBER, folded, likeness, numbers
from portal.vocabulary.offers import OfferKind

ALIKE = 80  # of 100: from here on a pair is shown to editors
LEAST_TITLE = 50
_WEIGHT_TITLE, _WEIGHT_DATES, _WEIGHT_PLACE, _WEIGHT_INSTITUTION, _WEIGHT_TEXT = 50, 25, 10, 5, 10
_OTHER_DATES = (
    72  # the most that two offers come to whose dates have nothing in common: rather two runs than a double
)
_OTHER_PLACE = 78
_SAME_TEXT, _BEYOND_TITLE = 90, 5  # another title in the same place at the same hour needs the same text
_OTHER_KIND = 10
_OTHER_INSTITUTION = 60
_SAME_DAY = 70
_MOST_OF_TEXT = 400
_STREET = re.compile(r"stra(?:ss|ß)e|str\b")
_MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Traits:
    """What an offer is recognised by. `starts` are minutes since 1970; `title` and `words` are folded, `places` are where
    it is in one spelling, since two institutions enter the same house twice."""

    id: int
    title: str
    words: tuple[str, ...]
    kind: OfferKind
    institution_id: int
    places: frozenset[str] = frozenset()
    starts: frozenset[int] = frozenset()
    body: str = ""


def traits(
    *,
    id: int,
    title: str,
    kind: OfferKind,
    institution_id: int,
    places: frozenset[str] = frozenset(),
    starts: frozenset[int] = frozenset(),
    body: str = "",
) -> Traits:
    """Traits of an offer as it is written."""
    plain = folded(title)
    words = tuple(dict.fromkeys(word for word in plain.split() if len(word) > 2))
    text = " ".join(re.findall(r"\w+", body[:_MOST_OF_TEXT].lower()))
    return Traits(id, plain, words, kind, institution_id, places, starts, text)


def place_key(name: str, street: str | None) -> str:
    """A place in one spelling: its street and number, else its name."""
    return _STREET.sub("str", folded(street)) if street else folded(name)


def score(one: Traits, other: Traits) -> int:
    """0 to 100. Unknown things (a place, a text that one of both lacks) neither help nor harm."""
    titles = likeness(one.title, other.title)
    if titles < LEAST_TITLE:
        return 0
    texts = fuzz.token_sort_ratio(one.body, other.body) if one.body and other.body else None
    parts = list(_parts(one, other, titles, texts))
    found = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    if one.starts and other.starts and not _dates(one, other):
        found = min(found, _OTHER_DATES)
    if one.places and other.places and not one.places & other.places:
        found = min(found, _OTHER_PLACE)
    if texts is None or texts < _SAME_TEXT:
        found = min(found, titles + _BEYOND_TITLE)
    if numbers(one.title) != numbers(other.title):
        found -= OTHER_NUMBER
    return round(max(0.0, found - (_OTHER_KIND if one.kind is not other.kind else 0)))


def _parts(one: Traits, other: Traits, titles: int, texts: float | None) -> Iterator[tuple[int, float]]:
    """Weight and likeness of everything that is known of both."""
    yield _WEIGHT_TITLE, titles
    if one.starts or other.starts:
        yield _WEIGHT_DATES, _dates(one, other)
    if one.places and other.places:
        yield _WEIGHT_PLACE, 100 if one.places & other.places else 0
    yield _WEIGHT_INSTITUTION, 100 if one.institution_id == other.institution_id else _OTHER_INSTITUTION
    if texts is not None:
        yield _WEIGHT_TEXT, texts


def _dates(one: Traits, other: Traits) -> float:
    """How much of the shorter list of dates is in the other: by the minute, else by the day."""
    if not one.starts or not other.starts:
        return 0
    shorter = min(len(one.starts), len(other.starts))
    exact = len(one.starts & other.starts) / shorter
    days = len(_days(one) & _days(other)) / shorter
    return max(100 * exact, _SAME_DAY * min(1.0, days))


def _days(one: Traits) -> frozenset[int]:
    return frozenset(start // _MINUTES_OF_A_DAY for start in one.starts)
