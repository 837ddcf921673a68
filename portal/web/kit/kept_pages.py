"""Pages of single things, kept whole but for their frame until anything in the index changes, or a quarter of an hour at
most (what is "next" and "over" depends on the clock). Only public pages belong here: nothing in them knows who asks."""

from datetime import datetime

from flask import current_app

from portal.web.kit import languages
from portal.web.kit.town import town

MOST = 800  # about 25 kB each
QUARTER = 15 * 60
Key = tuple[object, ...]


class PageShelf:
    """The kept pages of this process, the oldest going first; each with holes for the frame (kit/frame.py)."""

    def __init__(self) -> None:
        self._kept: dict[Key, str] = {}

    def find(self, thing: Key, generation: str, now: datetime) -> str | None:
        return self._kept.get(_key(thing, generation, now))

    def keep(self, thing: Key, generation: str, now: datetime, page: str) -> None:
        """Keep a page; without a generation (no index) nothing would say when it is old, so nothing is kept."""
        if not generation:
            return
        for oldest in list(self._kept)[: max(0, len(self._kept) + 1 - MOST)]:
            self._kept.pop(oldest, None)
        self._kept[_key(thing, generation, now)] = page


def _key(thing: Key, generation: str, now: datetime) -> Key:
    return (*thing, generation, int(now.timestamp()) // QUARTER, languages.root(), town())


def shelf() -> PageShelf:
    """This application's kept pages."""
    found: PageShelf = current_app.extensions.setdefault("agora_pages", PageShelf())
    return found
