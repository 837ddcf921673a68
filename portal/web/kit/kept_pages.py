"""What public pages share or are, kept until anything in the index changes, or a quarter of an hour at most (what is "next"
and "over" depends on the clock): pages of single things, whole but for their frame, and the next offers on a topic.

Nothing kept here knows who asks."""

from datetime import datetime
from typing import Generic, TypeVar

from flask import current_app

from portal.search.results import Hit
from portal.web.kit import languages, seals
from portal.web.kit.town import town

MOST = 400  # of pages, about 25 kB each
QUARTER = 15 * 60
Key = tuple[object, ...]
Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """What this process keeps, the oldest going first."""

    def __init__(self) -> None:
        self._kept: dict[Key, Kept] = {}

    def find(self, thing: Key, generation: str, now: datetime) -> Kept | None:
        return self._kept.get(_key(thing, generation, now))

    def keep(self, thing: Key, generation: str, now: datetime, kept: Kept) -> None:
        """Without a generation (no index) nothing would say when it is old, so nothing is kept."""
        if not generation:
            return
        for oldest in list(self._kept)[: max(0, len(self._kept) + 1 - MOST)]:
            self._kept.pop(oldest, None)
        self._kept[_key(thing, generation, now)] = kept


def _key(thing: Key, generation: str, now: datetime) -> Key:
    return (*thing, generation, int(now.timestamp()) // QUARTER, languages.root(), town(), seals.mark())


def shelf() -> Shelf[str]:
    """This application's kept pages, with holes for the frame (kit/frame.py)."""
    found: Shelf[str] = current_app.extensions.setdefault("agora_pages", Shelf())
    return found


def next_offers() -> Shelf[tuple[Hit, ...]]:
    """What comes next on a topic: some hundred topics stand under ten thousand offers."""
    found: Shelf[tuple[Hit, ...]] = current_app.extensions.setdefault("agora_next_offers", Shelf())
    return found
