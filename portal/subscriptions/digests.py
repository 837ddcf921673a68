"""What is new to a search since a moment, offer by offer and date by date: the content of a digest, without its words.

Which offers changed is decided as for news feeds (offers/news.py), which dates as for calendars (the ledger). What changed of
an offer is found by its kept versions; of one that an import keeps there are none, and only its dates can be told apart.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import CalendarEntry, OfferVersion
from portal.offers import detail, differences, news, rules, sheet_store
from portal.offers.detail import DateDetail, OfferDetail, RunDetail
from portal.offers.filters import OfferFilter
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet, from_json
from portal.vocabulary.offers import OccurrenceStatus, Step
from portal.vocabulary.workflow import WAS_PUBLIC, ChangeKind, VersionKind

MOST_OFFERS, MOST_LOOKED_AT, MOST_DATES = 30, 120, 6
_PART = 900
_OF_DATES = "occurrence-"  # UIDs of calendar entries that are dates (offers/entries.py)
# What no reader sees, and what changes with every registration.
_UNSEEN = frozenset({"maintenance_name", "maintenance_email", "expires_on", "image_id", "places_left"})


class Search(Protocol):
    """The search, as far as digests need it (search/service.py)."""

    def offer_ids(self, wanted: OfferFilter, *, now: datetime) -> tuple[int, ...]: ...
    def in_calendar(self, wanted: OfferFilter, *, now: datetime) -> tuple[int, ...]: ...


class Fate(StrEnum):
    """What became of a date, or of an offer as a whole. `next` is no news: it only says when an offer is held."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    GONE = "gone"
    ELSEWHERE = "elsewhere"
    CHANGED = "changed"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class DateNews:
    """One date. `was` is its former beginning, `run` and `day` what it is now; both are missing for one that is gone."""

    fate: Fate
    starts_at: datetime
    entry: CalendarEntry | None = None
    run: RunDetail | None = None
    day: DateDetail | None = None
    was: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfferNews:
    """One offer: new, changed in these respects, or gone; its dates that are news, else the next one. `more` are left out."""

    offer: OfferDetail
    fate: Fate
    kinds: tuple[ChangeKind, ...] = ()
    dates: tuple[DateNews, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """All of it. `more` are offers that have no room."""

    offers: tuple[OfferNews, ...] = ()
    more: int = 0


def of_search(
    session: Session, search: Search, wanted: OfferFilter, *, since: datetime, now: datetime
) -> Digest:
    """What is new to this search since then; nothing, when nothing is."""
    found = search.offer_ids(wanted, now=now)
    left = set(search.in_calendar(wanted, now=now)) - set(found)
    entries = _entries(session, {*found, *left}, since, now)
    changed = news.changed_at(session, found)
    ranked = {each: moment for each, moment in changed.items() if moment > since}
    ranked |= {
        offer_id: max(one.changed_at for one in told)
        for offer_id, told in entries.items()
        if offer_id in left and any(one.is_cancelled for one in told)
    }
    order = sorted(ranked, key=lambda each: (ranked[each], each), reverse=True)
    told: list[OfferNews] = []
    for offer_id in order[:MOST_LOOKED_AT]:
        one = _of_offer(session, offer_id, entries.get(offer_id, ()), since, now)
        if one is not None:
            told.append(one)
    return Digest(
        tuple(told[:MOST_OFFERS]), max(0, len(told) - MOST_OFFERS) + max(0, len(order) - MOST_LOOKED_AT)
    )


def _entries(
    session: Session, offer_ids: Collection[int], since: datetime, now: datetime
) -> dict[int, tuple[CalendarEntry, ...]]:
    """What calendars were told since then of dates that are still to come."""
    found: dict[int, tuple[CalendarEntry, ...]] = {}
    ordered = sorted(offer_ids)
    for at in range(0, len(ordered), _PART):
        for entry in session.scalars(
            select(CalendarEntry)
            .where(
                CalendarEntry.offer_id.in_(ordered[at : at + _PART]),
                CalendarEntry.changed_at > since,
                CalendarEntry.ends_at > now,
                CalendarEntry.uid.startswith(_OF_DATES),
            )
            .order_by(CalendarEntry.starts_at, CalendarEntry.id)
        ):
            found[entry.offer_id] = (*found.get(entry.offer_id, ()), entry)
    return found


def _of_offer(
    session: Session, offer_id: int, entries: Iterable[CalendarEntry], since: datetime, now: datetime
) -> OfferNews | None:
    """The news of one offer; None when what changed is nothing that a reader sees."""
    offer = detail.by_id(session.connection(), offer_id)
    if offer is None:
        return None
    if offer.step is not Step.PUBLISHED or not offer.institution.is_public:
        gone = [DateNews(Fate.GONE, one.starts_at, one) for one in entries]
        return _limited(offer, Fate.GONE, (), gone) if gone else None
    if offer.published_at and offer.published_at > since:
        return _limited(offer, Fate.NEW, (), _ahead(offer, now) or _next(offer, now))
    base = _base(session, offer_id, since)
    dates = _dates(offer, entries, base, since)
    kinds = _kinds(session, offer, base)
    if base is not None and base.is_exact and not (dates or kinds):
        return None
    return _limited(offer, Fate.CHANGED, kinds, dates or _next(offer, now))


def _limited(
    offer: OfferDetail, fate: Fate, kinds: tuple[ChangeKind, ...], dates: list[DateNews]
) -> OfferNews:
    return OfferNews(offer, fate, kinds, tuple(dates[:MOST_DATES]), max(0, len(dates) - MOST_DATES))


def _pairs(offer: OfferDetail) -> list[tuple[RunDetail, DateDetail]]:
    """All dates with their runs, by their beginning."""
    pairs = [(run, day) for run in offer.runs for day in run.occurrences]
    return sorted(pairs, key=lambda pair: pair[1].starts_at)


def _ahead(offer: OfferDetail, now: datetime) -> list[DateNews]:
    """Of a new offer: what is still to come, each with its fate if it has one already."""
    ahead = [(run, day) for run, day in _pairs(offer) if day.ends_at > now]
    return [DateNews(_off(run, day) or Fate.NEXT, day.starts_at, None, run, day) for run, day in ahead]


def _next(offer: OfferDetail, now: datetime) -> list[DateNews]:
    """When an offer is held next, where none of its dates is news."""
    return _ahead(offer, now)[:1]


@dataclass(frozen=True, slots=True)
class _Base:
    """An offer as it was. Not exact: kept only after the moment in question, before somebody's first change."""

    sheet: OfferSheet
    is_exact: bool


def _base(session: Session, offer_id: int, since: datetime) -> _Base | None:
    versions = (
        select(OfferVersion)
        .where(OfferVersion.offer_id == offer_id, OfferVersion.kind.in_(WAS_PUBLIC))
        .limit(1)
    )
    before = session.scalar(
        versions.where(OfferVersion.made_at <= since).order_by(OfferVersion.number.desc())
    )
    if before is not None:
        return _Base(from_json(before.content), is_exact=True)
    first = session.scalar(versions.order_by(OfferVersion.number))
    if first is None or first.kind is not VersionKind.FOUND:
        return None
    return _Base(from_json(first.content), is_exact=False)


def _kinds(session: Session, offer: OfferDetail, base: _Base | None) -> tuple[ChangeKind, ...]:
    """What of the offer changed, dates aside, in the order of the list of kinds."""
    row = sheet_store.offer(session, offer.id) if base else None
    if base is None or row is None:
        return ()
    changes = differences.compare(base.sheet, sheet_store.read(row))
    touched = {one.kind for one in changes if one.field not in _UNSEEN and one.key[0] != "date"}
    return tuple(kind for kind in ChangeKind if kind in touched and kind is not ChangeKind.DATES)


def _dates(
    offer: OfferDetail, entries: Iterable[CalendarEntry], base: _Base | None, since: datetime
) -> list[DateNews]:
    """The dates that are news, by their beginning."""
    known = {str(day.uuid): (run, day) for run, day in _pairs(offer)}
    before = {one.uuid: (run, one) for run in base.sheet.runs for one in run.dates} if base else None
    found = []
    for entry in entries:
        uuid = entry.uid.removeprefix(_OF_DATES).partition("@")[0]
        if uuid not in known:
            found.append(DateNews(Fate.GONE, entry.starts_at, entry))
            continue
        run, day = known[uuid]
        told = _fate_since(run, day, before) if before is not None else None
        if told is None and not (base and base.is_exact):
            told = _fate_by_itself(run, day, since)
        if told is not None:
            found.append(DateNews(told[0], day.starts_at, entry, run, day, told[1]))
    return sorted(found, key=lambda one: one.starts_at)


def _fate_by_itself(run: RunDetail, day: DateDetail, since: datetime) -> tuple[Fate, datetime | None] | None:
    """What became of a date of which no former state is known, and its former beginning; None for nothing."""
    if off := _off(run, day):
        return (off, None) if max(run.updated_at, day.updated_at) > since else None
    if day.created_at > since:
        return Fate.NEW, None
    is_moved = day.status is OccurrenceStatus.MOVED and day.updated_at > since
    return (Fate.MOVED, day.moved_from) if is_moved and day.moved_from else None


def _fate_since(
    run: RunDetail, day: DateDetail, before: Mapping[str, tuple[RunSheet, DateSheet]]
) -> tuple[Fate, datetime | None] | None:
    """The same by comparison; None when a reader would see no difference."""
    off = _off(run, day)
    if str(day.uuid) not in before:
        return off or Fate.NEW, None
    old_run, old = before[str(day.uuid)]
    was_off = rules.off_status(old_run.status, old.status) is not None
    if off:
        return None if was_off else (off, None)
    if (old.starts_at, old.ends_at) != (day.starts_at, day.ends_at):
        return Fate.MOVED, old.starts_at
    if was_off:
        return Fate.NEW, None  # it takes place after all
    moved_house = (old.place_id, old.room, old_run.place_id) != (day.place_id, day.room, run.place_id)
    return (Fate.ELSEWHERE, None) if moved_house else None


def _off(run: RunDetail, day: DateDetail) -> Fate | None:
    why = rules.off_status(run.status, day.status)
    if why is None:
        return None
    return Fate.POSTPONED if why is OccurrenceStatus.POSTPONED else Fate.CANCELLED
