"""The kept versions of texts that editors write: every save adds one, and none is ever changed. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.audit.journal import NOBODY
from portal.models import TextVersion
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Thing

FOUND = N_("Stand vor der ersten Änderung")
RESTORED = N_("Frühere Fassung wiederhergestellt")
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One version: its fields, who made it and when; `note` is a message of the interface or empty."""

    number: int
    content: Content
    author: str
    made_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What stood there before anybody's first change here, and since when."""

    content: Content
    since: datetime


def keep(
    session: Session,
    actor: Actor | None,
    thing: Thing,
    thing_id: int,
    *,
    content: Content,
    now: datetime,
    found: Found | None = None,
    note: str = "",
) -> int:
    """Add a version; its number. Of a thing without versions, what was found there becomes the first."""
    of_thing = (TextVersion.thing == thing, TextVersion.thing_id == thing_id)
    last = session.scalar(select(func.max(TextVersion.number)).where(*of_thing)) or 0
    if not last and found:
        session.add(
            TextVersion(
                thing=thing, thing_id=thing_id, number=1, content=found.content, author_name=NOBODY,
                made_at=found.since, note=FOUND,
            )
        )  # fmt: skip
        last = 1
    session.add(
        TextVersion(
            thing=thing,
            thing_id=thing_id,
            number=last + 1,
            content=content,
            author_id=actor.user_id if actor else None,
            author_name=actor.name if actor else NOBODY,
            made_at=now,
            note=note or None,
        )
    )
    session.flush()
    return last + 1


def of(session: Session, thing: Thing, thing_id: int) -> tuple[KeptVersion, ...]:
    """All versions of a thing, the latest first; one statement."""
    rows = session.scalars(
        select(TextVersion)
        .where(TextVersion.thing == thing, TextVersion.thing_id == thing_id)
        .order_by(TextVersion.number.desc())
    )
    return tuple(map(_kept, rows))


def one(session: Session, thing: Thing, thing_id: int, number: int) -> KeptVersion | None:
    """One version by its number."""
    row = session.scalar(
        select(TextVersion).where(
            TextVersion.thing == thing, TextVersion.thing_id == thing_id, TextVersion.number == number
        )
    )
    return _kept(row) if row else None


def forget(session: Session, thing: Thing, thing_id: int) -> None:
    """The thing itself is deleted: a new one with the same number must not inherit its versions."""
    session.execute(delete(TextVersion).where(TextVersion.thing == thing, TextVersion.thing_id == thing_id))


def _kept(row: TextVersion) -> KeptVersion:
    return KeptVersion(row.number, dict(row.content), row.author_name, row.made_at, row.note or "")
