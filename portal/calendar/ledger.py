"""The ledger of what calendars have been told: compares what is public now with what was told last, entry by entry.

It owns SEQUENCE, DTSTAMP and tombstones (product.md, "Calendar: the rules"). An entry is written anew only when it says
something else; one that is no longer public is called off and kept for sixty days, whatever became of its rows.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.calendar import ical
from portal.calendar.ical import EventText, Pointer, Span, Stamp
from portal.models import CalendarEntry, CalendarText, Institution, Offer, OutboxEntry
from portal.offers import detail
from portal.offers.detail import OfferDetail, RunDetail
from portal.offers.entries import Entry, a_year_before, entries
from portal.offers.outbox import CALENDAR
from portal.vocabulary.offers import OFF, OccurrenceStatus, Step

TOMBSTONES_KEPT = timedelta(days=60)
BATCH = 200

Texts = Mapping[str, EventText]  # by language
Tell = Callable[[OfferDetail, Entry[RunDetail]], Texts]


@dataclass(frozen=True, slots=True)
class Voice:
    """How entries are put into words: a text per language, and per language the word before what is called off and where to
    look now for what was put together with another offer (by its id)."""

    tell: Tell
    called_off: Mapping[str, str]
    instead: Callable[[int], Mapping[str, Pointer]]


@dataclass(slots=True)
class Tally:
    """What a publication did, in entries."""

    added: int = 0
    changed: int = 0
    called_off: int = 0
    forgotten: int = 0

    @property
    def total(self) -> int:
        return self.added + self.changed + self.called_off + self.forgotten


def drain(session: Session, voice: Voice, now: datetime, limit: int = 500) -> int:
    """Publishes up to `limit` changes that wait in the outbox and deletes their entries; how many were done.

    Call it after the commit of the changes, and commit afterwards.
    """
    waiting = session.execute(
        select(OutboxEntry.id, OutboxEntry.payload)
        .where(OutboxEntry.topic == CALENDAR)
        .order_by(OutboxEntry.id)
        .limit(limit)
    ).all()
    offer_ids = {row.payload["offer_id"] for row in waiting}
    if offer_ids:
        publish(session, sorted(offer_ids), voice, now)
        session.execute(delete(OutboxEntry).where(OutboxEntry.id.in_([row.id for row in waiting])))
    return len(waiting)


def publish(session: Session, offer_ids: Collection[int], voice: Voice, now: datetime) -> Tally:
    """Brings the entries of these offers up to what is public now, also of offers that no longer exist."""
    tally = Tally()
    ordered = sorted(offer_ids)
    for at in range(0, len(ordered), BATCH):
        batch = ordered[at : at + BATCH]
        told = _told(session, batch)
        for offer_id in batch:
            offer = detail.by_id(session.connection(), offer_id)
            _publish_one(session, offer, told.get(offer_id, {}), voice, now, tally)
        session.flush()
    return tally


def publish_all(session: Session, voice: Voice, now: datetime) -> Tally:
    """Compares everything: also finds what was changed past the outbox. Forgets what is over for a year."""
    public = select(Offer.id).join(Institution).where(Offer.step == Step.PUBLISHED, Institution.is_public)
    known = select(CalendarEntry.offer_id).distinct()
    offer_ids = {*session.scalars(public), *session.scalars(known)}
    tally = publish(session, offer_ids, voice, now)
    tally.forgotten += expire(session, now)
    return tally


def expire(session: Session, now: datetime) -> int:
    """Deletes tombstones after sixty days and entries that have left every feed with time; how many."""
    horizon = a_year_before(clock.local(now).date())
    old = or_(
        CalendarEntry.gone_since < now - TOMBSTONES_KEPT,
        CalendarEntry.ends_at < clock.as_utc(horizon, 0, 0),
    )
    ids = session.scalars(select(CalendarEntry.id).where(old)).all()
    for at in range(0, len(ids), BATCH):
        part = ids[at : at + BATCH]
        session.execute(delete(CalendarText).where(CalendarText.entry_id.in_(part)))
        session.execute(delete(CalendarEntry).where(CalendarEntry.id.in_(part)))
    return len(ids)


def generation(session: Session) -> tuple[str, datetime | None]:
    """A name of the state of the ledger, which changes with every entry told, called off or forgotten, and the moment of
    the last change that a calendar shows."""
    count, changed = session.execute(
        select(func.count(CalendarEntry.id), func.max(CalendarEntry.changed_at))
    ).one()
    return f"{count}.{changed.timestamp() if changed else 0}", changed


def _told(session: Session, offer_ids: Collection[int]) -> dict[int, dict[str, CalendarEntry]]:
    """What was told of these offers, by offer and UID."""
    found: dict[int, dict[str, CalendarEntry]] = {}
    for entry in session.scalars(
        select(CalendarEntry)
        .where(CalendarEntry.offer_id.in_(offer_ids))
        .options(selectinload(CalendarEntry.texts))
        .execution_options(populate_existing=True)
    ):
        found.setdefault(entry.offer_id, {})[entry.uid] = entry
    return found


def _publish_one(
    session: Session,
    offer: OfferDetail | None,
    told: Mapping[str, CalendarEntry],
    voice: Voice,
    now: datetime,
    tally: Tally,
) -> None:
    wanted = {entry.uid: entry for entry in _public(offer, now)}
    for uid, entry in wanted.items():
        assert offer is not None
        texts = voice.tell(offer, entry)
        before = told.get(uid)
        if before is None:
            session.add(_first(offer, entry, texts, now))
            tally.added += 1
        elif _again(before, entry, texts, now):
            tally.changed += 1
    for uid, before in told.items():
        if uid not in wanted and before.gone_since is None:
            _call_off(before, voice, _instead(session, offer, voice), now)
            tally.called_off += 1


def _instead(session: Session, offer: OfferDetail | None, voice: Voice) -> Mapping[str, Pointer]:
    """Where the entries of an offer point that was put together with another one."""
    if offer is None or offer.step is not Step.ARCHIVED:
        return {}
    kept = session.scalar(select(Offer.merged_into_id).where(Offer.id == offer.id))
    return voice.instead(kept) if kept else {}


def _public(offer: OfferDetail | None, now: datetime) -> Iterator[Entry[RunDetail]]:
    """The entries that are public, without those too old for any feed."""
    if offer is None or offer.step is not Step.PUBLISHED or not offer.institution.is_public:
        return
    horizon = clock.as_utc(a_year_before(clock.local(now).date()), 0, 0)
    for entry in entries(offer.kind, offer.runs):
        if entry.ends_at >= horizon:
            yield entry


def _first(offer: OfferDetail, entry: Entry[RunDetail], texts: Texts, now: datetime) -> CalendarEntry:
    new = CalendarEntry(uid=entry.uid, offer_id=offer.id, sequence=0, changed_at=now)
    _write(new, entry, texts)
    return new


def _again(before: CalendarEntry, entry: Entry[RunDetail], texts: Texts, now: datetime) -> bool:
    """Tell an entry anew if it says something else, or was called off meanwhile; whether it was."""
    returns = before.gone_since is not None
    if before.content_digest == _content_digest(entry, texts) and not returns:
        return False
    if returns or before.schedule_digest != _schedule_digest(entry, texts):
        before.sequence += 1
    before.changed_at, before.gone_since = now, None
    _write(before, entry, texts)
    return True


def _write(row: CalendarEntry, entry: Entry[RunDetail], texts: Texts) -> None:
    for name in ("kind", "starts_at", "ends_at", "all_day", "first_day", "last_day", "zone"):
        setattr(row, name, getattr(entry, name))
    row.run_uuid = entry.run.uuid
    row.is_cancelled = entry.status in OFF
    row.schedule_digest, row.content_digest = _schedule_digest(entry, texts), _content_digest(entry, texts)
    stamp, span = Stamp(row.uid, row.sequence, row.changed_at), _span(entry)
    _put(
        row,
        {
            language: ical.event(
                stamp,
                span,
                text,
                is_off=row.is_cancelled,
                is_busy=not entry.is_registration,
                is_tentative=entry.status is OccurrenceStatus.TENTATIVE,
            )
            for language, text in texts.items()
        },
    )


def _put(row: CalendarEntry, written: Mapping[str, bytes]) -> None:
    present = {text.language: text for text in row.texts}
    for language, ics in written.items():
        if language in present:
            present[language].ics = ics
        else:
            row.texts.append(CalendarText(language=language, ics=ics))


def _call_off(row: CalendarEntry, voice: Voice, instead: Mapping[str, Pointer], now: datetime) -> None:
    """Make a tombstone. What has been stays as it was told: nobody calls off the past."""
    row.gone_since = now
    if row.ends_at <= now:
        return
    row.changed_at = now
    row.sequence += 1
    row.is_cancelled = True
    stamp = Stamp(row.uid, row.sequence, now)
    _put(
        row,
        {
            text.language: ical.called_off(
                text.ics, stamp, voice.called_off[text.language], instead.get(text.language)
            )
            for text in row.texts
        },
    )


def _span(entry: Entry[RunDetail]) -> Span:
    return Span(entry.starts_at, entry.ends_at, entry.all_day, entry.first_day, entry.last_day, entry.zone)


def _schedule_digest(entry: Entry[RunDetail], texts: Texts) -> str:
    """Of what makes clients ask again: start, end, place and status (RFC 5545, 3.8.7.4)."""
    where = [(text.location, text.conference) for text in texts.values()]
    return _digest([astuple(_span(entry)), where, entry.status.value])


def _content_digest(entry: Entry[RunDetail], texts: Texts) -> str:
    return _digest(
        [astuple(_span(entry)), entry.status.value, sorted((key, repr(text)) for key, text in texts.items())]
    )


def _digest(parts: Iterable[object]) -> str:
    return hashlib.blake2b(repr(list(parts)).encode(errors="replace"), digest_size=16).hexdigest()
