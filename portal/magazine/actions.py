"""Chooses dates for the printed calendar of a month. Flushes, never commits."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.audit import journal
from portal.magazine import months
from portal.models import MagazineChoice, Occurrence, Run
from portal.permissions.policy import Actor
from portal.vocabulary.workflow import Act, Thing

MOST_TEXT = 300


def choose(
    session: Session,
    *,
    month: date,
    shown: Collection[UUID],
    chosen: Mapping[UUID, str],
    actor: Actor,
    now: datetime,
) -> int:
    """Of the dates that the editors had before them (`shown`) exactly these are chosen, each with what is printed instead of
    its title, or ''. Dates that were not shown stay as they are, and so does what others chose meanwhile. How many changed."""
    stored = {
        row.occurrence_uuid: row
        for row in session.scalars(select(MagazineChoice).where(MagazineChoice.month == month))
    }
    dropped = [uuid for uuid in stored if uuid in set(shown) and uuid not in chosen]
    if dropped:
        session.execute(
            delete(MagazineChoice).where(
                MagazineChoice.month == month, MagazineChoice.occurrence_uuid.in_(dropped)
            )
        )
    changed = len(dropped) + _reword(stored, chosen) + _add(session, month, chosen, stored)
    if changed:
        journal.record(
            session,
            actor,
            Act.CHANGED,
            Thing.MAGAZINE,
            thing_id=None,
            title=f"Auswahl {months.slug(month)}",
            now=now,
            changes={"dates": (len(stored), len({*stored, *chosen} - set(dropped)))},
        )
    session.flush()
    return changed


def _reword(stored: Mapping[UUID, MagazineChoice], chosen: Mapping[UUID, str]) -> int:
    changed = 0
    for uuid, text in chosen.items():
        if uuid in stored and (stored[uuid].text or "") != text:
            stored[uuid].text = text or None
            changed += 1
    return changed


def _add(session: Session, month: date, chosen: Mapping[UUID, str], stored: Collection[UUID]) -> int:
    """New choices; a date that has gone in the meantime is left out."""
    wanted = [uuid for uuid in chosen if uuid not in stored]
    statement = (
        select(Occurrence.uuid, Run.offer_id)
        .join(Run, Occurrence.run_id == Run.id)
        .where(Occurrence.uuid.in_(wanted))
    )
    offers = dict(session.execute(statement).all())
    for uuid in wanted:
        if uuid in offers:
            session.add(
                MagazineChoice(
                    month=month, offer_id=offers[uuid], occurrence_uuid=uuid, text=chosen[uuid] or None
                )
            )
    return len(offers)
