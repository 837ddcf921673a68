"""Adds up the files that web processes write lines of counts to (web/kit/tally.py), and answers what they came to.

A file holds half a minute and is read once its time is over; its name goes into the database with what it said, in one
transaction, so that it never counts twice, whatever dies when. Nothing here knows who looked.
"""

import re
import socket
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock, text
from portal.models import FoldedFile, MissedQuery, Offer, OfferCount

VIEW, CALENDAR, MISSED = b"v", b"c", b"m"
SLOT_SECONDS = 30
GRACE = timedelta(seconds=30)  # for a process that was held up between looking at the clock and writing
ABANDONED = timedelta(days=1)  # then another machine's file is nobody's any more
KEPT_DAYS = 400
SHOWN_DAYS = 30
MOST_OF_WISH = 120
MOST_WISHES = 20_000  # rows; the least asked go first
_NAME = re.compile(r"(\d{1,12})-([0-9a-f]{8})\.tally")
_NUMBER_OF_A_PERSON = re.compile(r"(?:\d[\s./()+-]*){6,}")
_PART = 400


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something was looked at, and how many calendars took it."""

    views: int = 0
    calendars: int = 0


@dataclass(slots=True)
class _Sum:
    """What one file says."""

    views: Counter[int] = field(default_factory=Counter)
    calendars: Counter[int] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)


def folder_in(data_dir: Path) -> Path:
    """Where the files lie."""
    return data_dir / "counts"


@lru_cache(maxsize=1)
def machine() -> str:
    """A mark of this machine, so that of several that share a folder each adds up its own files."""
    return blake2b(socket.gethostname().encode(errors="replace"), digest_size=4).hexdigest()


def file_name(slot: int) -> str:
    """The file for a slot of time, counted from 1970."""
    return f"{slot}-{machine()}.tally"


def wish(words: str) -> str:
    """What is kept of words that found nothing: one spelling for all; '' for what could be a person's number or address."""
    line = text.one_line(text.one_line(words).lower().strip(" .,;:!?\"'„“”»«()[]"))
    if len(line) > MOST_OF_WISH:
        line = line[: MOST_OF_WISH + 1].rpartition(" ")[0][:MOST_OF_WISH].strip() or line[:MOST_OF_WISH]
    return "" if "@" in line or _NUMBER_OF_A_PERSON.search(line) else line


def fold(session: Session, folder: Path, now: datetime) -> int:
    """Add up the files whose time is over; how many. Commits file by file: the rest is not held up by one that fails."""
    done = 0
    for path, slot in _finished(folder, now):
        if _is_folded(session, path.name) or _fold_one(session, path, slot, now):
            path.unlink(missing_ok=True)
            done += 1
    if done:
        session.execute(delete(FoldedFile).where(FoldedFile.folded_at < now - 7 * ABANDONED))
        session.commit()
    return done


def _is_folded(session: Session, name: str) -> bool:
    return session.scalar(select(FoldedFile.name).where(FoldedFile.name == name)) is not None


def _finished(folder: Path, now: datetime) -> list[tuple[Path, int]]:
    """Our own files whose slot is over, and those that another machine left behind; the oldest first."""
    found = []
    for path in folder.glob("*.tally") if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name is None:
            continue
        ended = datetime.fromtimestamp((int(name[1]) + 1) * SLOT_SECONDS, UTC)
        if now - ended >= (GRACE if name[2] == machine() else ABANDONED):
            found.append((path, int(name[1])))
    return sorted(found, key=lambda each: each[1])


def _fold_one(session: Session, path: Path, slot: int, now: datetime) -> bool:
    """The name and what the file says, or nothing; whether the file has been added up, here or elsewhere."""
    try:
        found = _read(path)
    except FileNotFoundError:
        return True
    day = clock.local(datetime.fromtimestamp(slot * SLOT_SECONDS, UTC)).date()
    try:
        session.add(FoldedFile(name=path.name, folded_at=now))
        session.flush()
        _add_counts(session, found, day)
        _add_wishes(session, found.missed, day)
        session.commit()
    except (
        IntegrityError
    ):  # another worker was faster, or an offer went this very moment: the next round tells
        session.rollback()
        return _is_folded(session, path.name)
    return True


def _read(path: Path) -> _Sum:
    found = _Sum()
    for line in path.read_bytes().splitlines():
        kind, _, rest = line.partition(b" ")
        if kind == MISSED:
            words = wish(rest.decode("utf-8", "replace"))
            if words:
                found.missed[words] += 1
        elif kind in (VIEW, CALENDAR) and rest.isdigit() and len(rest) < 11:
            (found.views if kind == VIEW else found.calendars)[int(rest)] += 1
    return found


def _add_counts(session: Session, found: _Sum, day: date) -> None:
    wanted = sorted(found.views.keys() | found.calendars.keys())
    for at in range(0, len(wanted), _PART):
        part = wanted[at : at + _PART]
        rows = [
            {"offer_id": one, "day": day, "views": found.views[one], "calendars": found.calendars[one]}
            for one in session.scalars(select(Offer.id).where(Offer.id.in_(part)).order_by(Offer.id))
        ]
        if rows:
            insert = _dialect(session).insert(OfferCount)
            added = {
                "views": OfferCount.views + insert.excluded.views,
                "calendars": OfferCount.calendars + insert.excluded.calendars,
            }
            keys = [OfferCount.offer_id, OfferCount.day]
            session.execute(insert.on_conflict_do_update(index_elements=keys, set_=added), rows)


def _add_wishes(session: Session, missed: Counter[str], day: date) -> None:
    """A wish that was dealt with and is missed again stays dealt with: its outcome says why."""
    rows = [
        {"words": words, "times": times, "first_on": day, "last_on": day}
        for words, times in sorted(missed.items())
    ]
    for at in range(0, len(rows), _PART):
        insert = _dialect(session).insert(MissedQuery)
        later: ColumnElement[date] = func.max(MissedQuery.last_on, insert.excluded.last_on)
        if session.get_bind().dialect.name == "postgresql":
            later = func.greatest(MissedQuery.last_on, insert.excluded.last_on)
        added = {"times": MissedQuery.times + insert.excluded.times, "last_on": later}
        upsert = insert.on_conflict_do_update(index_elements=[MissedQuery.words], set_=added)
        session.execute(upsert, rows[at : at + _PART])


def _dialect(session: Session) -> Any:
    """The module that can say "or add to it": two databases, one way to write it."""
    return postgresql if session.get_bind().dialect.name == "postgresql" else sqlite


def last_30_days(session: Session, offer_ids: Sequence[int], today: date) -> dict[int, Counts]:
    """The counts of some offers in the last thirty days, today included; one statement, whatever their number."""
    rows = session.execute(
        select(OfferCount.offer_id, func.sum(OfferCount.views), func.sum(OfferCount.calendars))
        .where(OfferCount.offer_id.in_(offer_ids), OfferCount.day > today - timedelta(days=SHOWN_DAYS))
        .group_by(OfferCount.offer_id)
    )
    found = {offer_id: Counts(int(views), int(calendars)) for offer_id, views, calendars in rows}
    return {offer_id: found.get(offer_id, Counts()) for offer_id in offer_ids}


def forget_old(session: Session, today: date) -> int:
    """Let go of counts that nobody looks at any more; how many days of offers. Flushes."""
    old = session.execute(
        delete(OfferCount)
        .where(OfferCount.day < today - timedelta(days=KEPT_DAYS))
        .returning(OfferCount.offer_id)
    )
    return len(old.all())
