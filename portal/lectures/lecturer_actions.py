"""Writes lecturers and where they speak. What of it is public changes pages and searches of their offers, so word of it is left.
Flushes, never commits."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import journal, saving
from portal.errors import Conflict, NotFound
from portal.lectures import lecturers
from portal.models import Appearance, Lecturer, Occurrence, Offer, Run
from portal.offers import outbox
from portal.permissions.policy import Actor
from portal.vocabulary.labels import N_
from portal.vocabulary.workflow import Act, Thing

MOST_SPEAKING = 40  # in one offer
COMING = N_("Die Zustimmung kann nicht erst in der Zukunft vorliegen.")
CHANGED = N_("Diesen Eintrag hat inzwischen jemand anders geändert.")
OTHERS = N_("Diese Person gehört zu einem anderen Anbieter.")
NO_DATE = N_("Diesen Termin gibt es nicht mehr. Bitte wählen Sie einen anderen.")
SPEAKS = N_("Diese Person ist dort schon eingetragen.")
TOO_MANY = N_("Bei einem Angebot können höchstens 40 Einträge stehen.")
_flush = partial(saving.flush, changed=CHANGED, taken=(SPEAKS, "lecturer"))


@dataclass(frozen=True, slots=True)
class LecturerDraft:
    """What an institution says of a lecturer; `consented_on` None: nothing of it is public."""

    name: str
    role: str = ""
    affiliation: str = ""
    about: str = ""
    consented_on: date | None = None


def draft_of(row: Lecturer) -> LecturerDraft:
    """A stored lecturer as the form fills it in."""
    return LecturerDraft(row.name, row.role or "", row.affiliation or "", row.about or "", row.consented_on)


def add(
    session: Session, actor: Actor, *, institution_id: int, draft: LecturerDraft, now: datetime
) -> Lecturer:
    """A new lecturer of an institution. Raises Conflict("consented_on")."""
    _check(draft, now)
    row = Lecturer(institution_id=institution_id)
    _fill(row, draft)
    session.add(row)
    session.flush()
    _record(session, actor, Act.CREATED, row, now)
    return row


def revise(
    session: Session, actor: Actor, *, lecturer_id: int, draft: LecturerDraft, revision: int, now: datetime
) -> Lecturer:
    """Change a lecturer that still stands as `revision`; with the consent the name goes from everything public. Raises NotFound,
    Conflict("revision"), Conflict("consented_on")."""
    row = _unchanged(session, lecturer_id, revision)
    _check(draft, now)
    before = draft_of(row)
    if draft == before:
        return row
    _fill(row, draft)
    row.updated_at = now
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, changes=_changes(before, draft))
    if before.consented_on or draft.consented_on:
        _tell(session, _offers_of(session, row))
    return row


def remove(session: Session, actor: Actor, *, lecturer_id: int, revision: int, now: datetime) -> str:
    """Delete a lecturer and where they speak; the name. The journal keeps no name. Raises NotFound, Conflict("revision")."""
    row = _unchanged(session, lecturer_id, revision)
    name = row.name
    if row.consented_on:
        _tell(session, _offers_of(session, row))
    _record(session, actor, Act.DELETED, row, now)
    session.delete(row)
    _flush(session)
    return name


def assign(
    session: Session,
    actor: Actor,
    *,
    offer: Offer,
    lecturer_id: int,
    occurrence_uuid: UUID | None,
    now: datetime,
) -> Appearance:
    """That somebody speaks in an offer, or on one of its dates. Raises NotFound, Conflict naming the field: lecturer, day."""
    row = lecturers.by_id(session, lecturer_id)
    if row is None or row.institution_id != offer.institution_id:
        raise Conflict(OTHERS, "lecturer")
    if occurrence_uuid is not None and not _has_date(session, offer.id, occurrence_uuid):
        raise Conflict(NO_DATE, "day")
    there = lecturers.appearances(session, offer.id)
    if len(there) >= MOST_SPEAKING:
        raise Conflict(TOO_MANY, "lecturer")
    theirs = [one.occurrence_uuid for one in there if one.lecturer_id == lecturer_id]
    if occurrence_uuid in theirs or None in theirs:
        raise Conflict(SPEAKS, "lecturer")
    last = session.scalar(select(func.max(Appearance.position)).where(Appearance.offer_id == offer.id))
    made = Appearance(
        offer_id=offer.id,
        lecturer=row,
        occurrence_uuid=occurrence_uuid,
        position=0 if last is None else last + 1,
    )
    session.add(made)
    _flush(session)
    _record(session, actor, Act.CHANGED, row, now, changes={"offer": (None, offer.id)})
    if row.consented_on:
        _tell(session, (offer.id,))
    return made


def release(session: Session, actor: Actor, *, offer: Offer, appearance_id: int, now: datetime) -> str:
    """That somebody speaks there no more; the name. Raises NotFound."""
    row = session.get(Appearance, appearance_id)
    if row is None or row.offer_id != offer.id:
        raise NotFound("Dieser Eintrag ist schon weg.")
    speaker = row.lecturer
    session.delete(row)
    _flush(session)
    _record(session, actor, Act.CHANGED, speaker, now, changes={"offer": (offer.id, None)})
    if speaker.consented_on:
        _tell(session, (offer.id,))
    return speaker.name


def _check(draft: LecturerDraft, now: datetime) -> None:
    if draft.consented_on and draft.consented_on > clock.local(now).date():
        raise Conflict(COMING, "consented_on")


def _changes(before: LecturerDraft, after: LecturerDraft) -> dict[str, tuple[Any, Any]]:
    """Which fields changed; of what only the consent, whose day has to be proved."""
    names = [each.name for each in fields(after) if getattr(after, each.name) != getattr(before, each.name)]
    found: dict[str, tuple[Any, Any]] = dict.fromkeys(names, (None, None))
    if "consented_on" in found:
        found["consented_on"] = (_iso(before.consented_on), _iso(after.consented_on))
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fill(row: Lecturer, draft: LecturerDraft) -> None:
    row.name, row.consented_on = draft.name, draft.consented_on
    for name in ("role", "affiliation", "about"):
        setattr(row, name, getattr(draft, name) or None)


def _has_date(session: Session, offer_id: int, uuid: UUID) -> bool:
    known = select(Occurrence.id).join(Run, Occurrence.run_id == Run.id)
    return session.scalar(known.where(Run.offer_id == offer_id, Occurrence.uuid == uuid)) is not None


def _offers_of(session: Session, row: Lecturer) -> tuple[int, ...]:
    return lecturers.offers_spoken_in(session, [row.id]).get(row.id, ())


def _tell(session: Session, offer_ids: tuple[int, ...]) -> None:
    """Pages are kept until the index changes, and the index is written when an offer has another revision. Who speaks is no news
    of the offer itself, so the moment of its last change stays."""
    session.execute(
        update(Offer)
        .where(Offer.id.in_(offer_ids))
        .values(revision=Offer.revision + 1, updated_at=Offer.updated_at)
    )
    outbox.note_change(session, offer_ids)


def _record(
    session: Session,
    actor: Actor,
    act: Act,
    row: Lecturer,
    now: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    """Without names: who did not consent, or took it back, stands in no journal that is kept for years."""
    journal.record(
        session,
        actor,
        act,
        Thing.LECTURER,
        thing_id=row.id,
        title=f"Nr. {row.id}",
        institution_id=row.institution_id,
        now=now,
        changes=changes,
    )


def _unchanged(session: Session, lecturer_id: int, revision: int) -> Lecturer:
    row = lecturers.by_id(session, lecturer_id)
    if row is None:
        raise NotFound("Diesen Eintrag gibt es nicht mehr.")
    if row.revision != revision:
        raise Conflict(CHANGED, "revision")
    return row
