"""Counts what is looked at and what is searched in vain, without a word about who: GET never writes the database, so each is a
short line at the end of a file in data_dir/counts, which the job worker adds up (upkeep/tally.py).

Robots do not count, nor do people who are signed in: these are providers and editors at work.
"""

import os
import re
import threading
import time
from functools import lru_cache
from pathlib import Path

import structlog
from flask import current_app, request, session

from portal.upkeep import tally
from portal.upkeep.tally import CALENDAR, MISSED, VIEW
from portal.web.kit.guards import is_signed_out_for_sure

log = structlog.get_logger(__name__)
_ROBOTS = re.compile(
    r"bot\b|bot[/;)]|crawl|spider|slurp|scan|preview|monitor|headless|lighthouse|archive|curl|wget|python|httpx|libwww|"
    r"facebookexternalhit|validator|uptime|feedfetcher",
    re.IGNORECASE,
)
MOST_LINES = 20_000  # of one process in one slot: a flood shall not fill the disk


class TallyBook:
    """The file that this process writes to at present: another one for each slot of time, opened once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._slot = -1
        self._file = -1
        self._lines = 0
        self._lock = threading.Lock()

    def write(self, line: bytes) -> None:
        """Add a line, which is there whole or not at all; a full or missing disk must not hold up a page."""
        slot = int(time.time()) // tally.SLOT_SECONDS
        with self._lock:
            try:
                if slot != self._slot or self._file < 0:
                    self._turn_to(slot)
                if self._lines < MOST_LINES:
                    os.write(self._file, line)
                    self._lines += 1
            except OSError as problem:
                if self._lines != MOST_LINES:
                    log.warning("counts_lost", problem=type(problem).__name__)
                self._lines = MOST_LINES  # quiet until the next slot

    def _turn_to(self, slot: int) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._slot, self._file, self._lines = slot, -1, 0
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(
            self._folder / tally.file_name(slot), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600
        )


def view(offer_id: int) -> None:
    """Somebody looks at the page of an offer."""
    if _counts():
        _book().write(b"%s %d\n" % (VIEW, offer_id))


def calendar(offer_id: int) -> None:
    """A calendar fetches an offer's dates. One that has them already asks with a condition, and does not count again."""
    has_it = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
    if not has_it and _counts():
        _book().write(b"%s %d\n" % (CALENDAR, offer_id))


def missed(words: str) -> None:
    """A search for these words found nothing. What could be about a person is not kept at all."""
    kept = tally.wish(words)
    if kept and _counts():
        _book().write(b"%s %s\n" % (MISSED, kept.encode()))


def _counts() -> bool:
    if request.method != "GET" or is_robot(request.headers.get("User-Agent", "")):
        return False
    return is_signed_out_for_sure() or "_user_id" not in session


@lru_cache(maxsize=2000)
def is_robot(agent: str) -> bool:
    """Whether a browser's name says that nobody is looking; the calendars of Google and others are no robots."""
    return not agent or bool(_ROBOTS.search(agent))


def _book() -> TallyBook:
    book: TallyBook | None = current_app.extensions.get("agora_tally")
    if book is None:
        folder = tally.folder_in(current_app.extensions["agora_settings"].data_dir)
        book = current_app.extensions.setdefault("agora_tally", TallyBook(folder))
    return book
