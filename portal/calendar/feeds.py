"""Feeds put together from entries that are written already: a feed is the join of stored bytes.

One shelf per process keeps the entries of offers under the ledger's generation, and finished feeds with their ETag;
it looks for a new generation at most once a second.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal import clock
from portal.calendar import ical, ledger, timezones
from portal.models import CalendarEntry, CalendarText
from portal.offers.entries import a_year_before
from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.offers import Daytime, Weekday

LOOK_EVERY = 1.0  # seconds
MOST_ENTRIES = 24_000  # kept per process, about 1 kB each
MOST_BYTES = 12 * 1024 * 1024  # of finished feeds kept; compressed they take a tenth more
_PART = 900  # ids per statement
_WEEKDAYS = tuple(Weekday)


class Told(NamedTuple):
    """An entry as the shelf keeps it: what decides whether a feed wants it, and where on its sheet it stands."""

    begin: int
    end: int
    zone: str
    is_cancelled: bool
    kind: EntryKind
    run_uuid: UUID
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date
    is_registration: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All entries of an offer: their bytes in a row, so that a large feed is the join of few pieces."""

    ics: bytes
    digest: bytes
    zones: frozenset[str]
    entries: tuple[Told, ...]

    def of(self, entry: Told) -> bytes:
        """The VEVENT of one entry."""
        return self.ics[entry.begin : entry.end]


BLANK = Sheet(b"", b"", frozenset(), ())


@dataclass(frozen=True, slots=True)
class Wishes:
    """What of the entries found a feed shall hold, and how. `narrowed` is the search whose days and times count."""

    narrowed: OfferFilter = field(default_factory=OfferFilter)
    run: UUID | None = None
    first: date | None = None
    last: date | None = None
    without_cancelled: bool = False
    without_deadlines: bool = False
    kinds: frozenset[EntryKind] | None = None
    reminder: timedelta | None = None

    @property
    def takes_all(self) -> bool:
        """Every entry is wanted as it stands."""
        return self == Wishes(narrowed=self.narrowed) and not (
            self.narrowed.date_from
            or self.narrowed.date_to
            or self.narrowed.values(Facet.WEEKDAY)
            or self.narrowed.values(Facet.DAYTIME)
        )

    def want(self, entry: Told) -> bool:
        """Whether the feed shall hold this entry."""
        return not (
            (self.without_cancelled and entry.is_cancelled)
            or (self.without_deadlines and (entry.is_registration or entry.kind is EntryKind.DEADLINE))
            or (self.kinds is not None and entry.kind not in self.kinds)
            or (self.run is not None and entry.run_uuid != self.run)
            or not _touches(entry, self.first, self.last)
            or not _touches(entry, self.narrowed.date_from, self.narrowed.date_to)
            or not _meets_slot(entry, self.narrowed)
        )


def _touches(entry: Told, first: date | None, last: date | None) -> bool:
    return (first is None or entry.last_day >= first) and (last is None or entry.first_day <= last)


def _meets_slot(entry: Told, narrowed: OfferFilter) -> bool:
    """Weekday and part of the day, which one and the same date must meet; a whole day has no part of the day."""
    weekdays, daytimes = narrowed.values(Facet.WEEKDAY), narrowed.values(Facet.DAYTIME)
    if not weekdays and not daytimes:
        return True
    if entry.all_day:
        length = min((entry.last_day - entry.first_day).days, 6)
        days = {_WEEKDAYS[(entry.first_day.weekday() + offset) % 7] for offset in range(length + 1)}
        return not daytimes and bool(days & set(weekdays))
    start = entry.starts_at.astimezone(ZoneInfo(timezones.known(entry.zone)))
    fits_day = not weekdays or _WEEKDAYS[start.weekday()] in weekdays
    return fits_day and (not daytimes or Daytime.of_minute(start.hour * 60 + start.minute) in daytimes)


@dataclass(frozen=True)
class Feed:
    """A finished feed. `changed_at` is never before the last change of anything in it."""

    body: bytes
    etag: str
    changed_at: datetime
    count: int

    @cached_property
    def zipped(self) -> bytes:
        """The body compressed, without a time stamp in it, so that it is the same again."""
        return gzip.compress(self.body, compresslevel=5, mtime=0)


class FeedShelf:
    """The entries and feeds that this process keeps."""

    def __init__(self) -> None:
        self._generation = ""
        self._changed_at = datetime(2000, 1, 1, tzinfo=UTC)
        self._look_at = 0.0
        self._sheets: dict[str, dict[int, Sheet]] = {}
        self._kept = 0
        self._feeds: OrderedDict[Hashable, Feed] = OrderedDict()
        self._lock = threading.Lock()

    def look_again(self) -> None:
        """The next feed asks the database whether something changed: for the process that changed it."""
        self._look_at = 0.0

    def refresh(self, session: Session) -> str:
        """The present generation; forgets everything kept when it is another one."""
        if time.monotonic() >= self._look_at:
            fresh, changed_at = ledger.generation(session)
            with self._lock:
                if fresh != self._generation:
                    self._generation, self._changed_at = fresh, changed_at or self._changed_at
                    self._sheets, self._kept = {}, 0
                    self._feeds.clear()
                self._look_at = time.monotonic() + LOOK_EVERY
        return self._generation

    def feed(
        self,
        session: Session,
        key: Hashable,
        language: str,
        make: Callable[[], tuple[Collection[int], Wishes, ical.Head]],
        now: datetime,
    ) -> Feed:
        """The feed named by `key`, kept or made: `make` gives the offers, what of them is wanted, and the head.

        `key` must name everything that `make` depends on beside the ledger.
        """
        generation = self.refresh(session)
        month = a_year_before(clock.local(now).date())
        named = (key, language, month)
        with self._lock:
            if (kept := self._feeds.get(named)) is not None:
                self._feeds.move_to_end(named)
                return kept
        offer_ids, wishes, head = make()
        made = assemble(self.sheets(session, offer_ids, language), wishes, head, self._changed_at)
        self._keep(named, made, generation)
        return made

    def _keep(self, named: Hashable, made: Feed, generation: str) -> None:
        """Keep a feed, unless another thread has seen a newer state meanwhile."""
        with self._lock:
            if generation != self._generation:
                return
            self._feeds[named] = made
            size = sum(len(feed.body) for feed in self._feeds.values())
            while size > MOST_BYTES and len(self._feeds) > 1:
                _name, oldest = self._feeds.popitem(last=False)
                size -= len(oldest.body)

    def sheets(self, session: Session, offer_ids: Collection[int], language: str) -> list[Sheet]:
        """The sheets of offers, in the order of the ids; of offers without entries a blank one."""
        generation, kept = self._generation, self._sheets.setdefault(language, {})
        missing = [offer_id for offer_id in offer_ids if offer_id not in kept]
        fresh = read(session, missing, language) if missing else {}
        found = [kept.get(each) or fresh.get(each, BLANK) for each in offer_ids]
        if missing:
            self._put(language, {offer_id: fresh.get(offer_id, BLANK) for offer_id in missing}, generation)
        return found

    def _put(self, language: str, fresh: Mapping[int, Sheet], generation: str) -> None:
        """Keep sheets, unless another thread has seen a newer state meanwhile; when there are too many, all others go: they
        are read again as fast as they were the first time."""
        with self._lock:
            if generation != self._generation:
                return
            if self._kept > MOST_ENTRIES:
                self._sheets, self._kept = {}, 0
            self._sheets.setdefault(language, {}).update(fresh)
            self._kept += sum(len(sheet.entries) + 1 for sheet in fresh.values())


def read(session: Session, offer_ids: Sequence[int], language: str) -> dict[int, Sheet]:
    """Sheets by offer, the entries of each by start and UID."""
    found: dict[int, Sheet] = {}
    for at in range(0, len(offer_ids), _PART):
        rows = session.execute(
            select(CalendarEntry.offer_id, CalendarEntry.uid, CalendarText.ics, *_COLUMNS)
            .join(CalendarText, CalendarText.entry_id == CalendarEntry.id)
            .where(CalendarEntry.offer_id.in_(offer_ids[at : at + _PART]), CalendarText.language == language)
            .order_by(CalendarEntry.offer_id, CalendarEntry.starts_at, CalendarEntry.uid)
        )
        for offer_id, of_offer in groupby(rows, key=lambda row: row[0]):
            found[offer_id] = _sheet(list(of_offer))
    return found


def of_dates(session: Session, dates: Collection[UUID], language: str, head: ical.Head) -> bytes:
    """A calendar of single dates by their public ids, in the order of time. It is put together for one download, not kept."""
    uids = [f"occurrence-{uuid}@agora" for uuid in dates]
    rows = session.execute(
        select(CalendarText.ics, CalendarEntry.zone)
        .join(CalendarEntry, CalendarText.entry_id == CalendarEntry.id)
        .where(CalendarEntry.uid.in_(uids), CalendarText.language == language)
        .order_by(CalendarEntry.starts_at, CalendarEntry.uid)
    ).all()
    zones = {timezones.known(row.zone) for row in rows} | {timezones.TOWN_ZONE}
    begin = ical.head(head, tuple(sorted(zones)))
    return b"".join([begin, *(row.ics for row in rows), ical.CALENDAR_END])


_COLUMNS = (
    CalendarEntry.zone,
    CalendarEntry.is_cancelled,
    CalendarEntry.kind,
    CalendarEntry.run_uuid,
    CalendarEntry.starts_at,
    CalendarEntry.ends_at,
    CalendarEntry.all_day,
    CalendarEntry.first_day,
    CalendarEntry.last_day,
)


def _sheet(rows: Sequence[Row[*tuple[Any, ...]]]) -> Sheet:
    ics = b"".join(row.ics for row in rows)
    entries, begin = [], 0
    for row in rows:
        end = begin + len(row.ics)
        is_registration = not row.uid.startswith(EntryKind.OCCURRENCE)
        entries.append(Told._make((begin, end, *row[3:], is_registration)))
        begin = end
    digest = hashlib.blake2b(ics, digest_size=12).digest()
    return Sheet(ics, digest, frozenset(timezones.known(row.zone) for row in rows), tuple(entries))


def assemble(sheets: Sequence[Sheet], wishes: Wishes, head: ical.Head, changed_at: datetime) -> Feed:
    """A feed of entries, offer by offer: the join of what is written, wrapped in the head and the time zones used."""
    if wishes.takes_all:
        pieces = [sheet.ics for sheet in sheets]
        zones = frozenset[str]().union(*{sheet.zones for sheet in sheets})
        marks = b"".join([sheet.digest for sheet in sheets])
        count = sum([len(sheet.entries) for sheet in sheets])
    else:
        chosen = [(sheet, entry) for sheet in sheets for entry in sheet.entries if wishes.want(entry)]
        pieces = [_piece(sheet, entry, wishes.reminder) for sheet, entry in chosen]
        zones = frozenset(timezones.known(entry.zone) for _, entry in chosen)
        marks = b"".join(pieces)
        count = len(pieces)
    begin = ical.head(head, tuple(sorted(zones | {timezones.TOWN_ZONE})))
    body = b"".join([begin, *pieces, ical.CALENDAR_END])
    etag = hashlib.blake2b(begin + marks, digest_size=12).hexdigest()
    return Feed(body, etag, changed_at, count)


def _piece(sheet: Sheet, entry: Told, reminder: timedelta | None) -> bytes:
    ics = sheet.of(entry)
    return ics if reminder is None or entry.is_cancelled else ical.with_alarm(ics, reminder)
