"""Reads for rolling a school year over: what there was in the year before, what stands already in the new one, what is
proposed and decided. No side effect; one or two statements each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby, pairwise
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal import clock
from portal.careers import rollover_words as words
from portal.careers.rollover_rules import Past
from portal.careers.rollover_words import Said, said
from portal.models import Institution, Occurrence, Offer, ProposedDate, Run
from portal.offers import series
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.offers import OFF, OccurrenceStatus, OfferKind, Step

SERIES_FROM = 3  # dates of a run on one weekday
BLOCK = 3  # days at most from one date of a block to the next, over a weekend


Already: TypeAlias = Mapping[tuple[int, bool], tuple[date, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """What a proposal is made of: a date or the time to register of a run (then `uuid` is the run's), as it was."""

    uuid: UUID
    offer_id: int
    past: Past
    start_minutes: int | None = None
    end_minutes: int | None = None
    notes: tuple[Said, ...] = ()
    is_registration: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a year is."""

    total: int
    decided: int


def sources(session: Session, offer_ids: Sequence[int], year: SchoolYear) -> tuple[Source, ...]:
    """The dates, deadlines and windows of a school year that belong to these offers, as far as they are public."""
    dates = session.execute(
        select(
            Offer.id.label("offer_id"), Offer.kind, Offer.title, Run.uuid.label("run_uuid"), Run.status.label("run_status"),
            Occurrence.uuid, Occurrence.starts_at, Occurrence.ends_at, Occurrence.all_day, Occurrence.first_day,
            Occurrence.last_day, Occurrence.zone, Occurrence.status, Occurrence.moved_from,
        )
        .join(Run, Occurrence.run_id == Run.id)
        .join(Offer, Run.offer_id == Offer.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .where(Offer.id.in_(offer_ids), Offer.step == Step.PUBLISHED, Institution.is_public)
        .where(Occurrence.first_day >= year.first, Occurrence.first_day <= year.last)
        .order_by(Run.id, Occurrence.starts_at, Occurrence.id)
    ).all()  # fmt: skip
    found = []
    for _run, of_run in groupby(dates, key=lambda row: row.run_uuid):
        rows = list(of_run)
        together = _series(rows)
        found += [_of_date(row, together) for row in rows]
    return tuple(found) + _registrations(session, offer_ids, year)


def _registrations(session: Session, offer_ids: Sequence[int], year: SchoolYear) -> tuple[Source, ...]:
    rows = session.execute(
        select(Run.uuid, Run.offer_id, Offer.title, Run.registration_opens_on, Run.registration_closes_on)
        .join(Offer, Run.offer_id == Offer.id)
        .join(Institution, Offer.institution_id == Institution.id)
        .where(Offer.id.in_(offer_ids), Offer.step == Step.PUBLISHED, Institution.is_public)
        .where(Run.registration_closes_on >= year.first, Run.registration_closes_on <= year.last)
        .order_by(Run.id)
    )
    return tuple(
        Source(
            row.uuid,
            row.offer_id,
            Past(
                EntryKind.DEADLINE,
                min(row.registration_opens_on or row.registration_closes_on, row.registration_closes_on),
                row.registration_closes_on,
                row.title,
            ),
            is_registration=True,
        )
        for row in rows
    )


def _series(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[date, date] | None:
    """The first and last date of a run whose dates belong together: at least three on one weekday, or day after day."""
    days = sorted({row.first_day for row in rows})
    if len(days) < 2 or any(row.all_day for row in rows):
        return None
    is_weekly = len(days) >= SERIES_FROM and len({day.weekday() for day in days}) == 1
    is_block = all((after - before).days <= BLOCK for before, after in pairwise(days))
    return (days[0], days[-1]) if is_weekly or is_block else None


def _of_date(row: Row[*tuple[Any, ...]], together: tuple[date, date] | None) -> Source:
    zone = ZoneInfo(row.zone)
    starts, ends = clock.local(row.starts_at, zone), clock.local(row.ends_at, zone)
    first, last = row.first_day, row.last_day
    notes = []
    if row.status in OFF or row.run_status in OFF:
        notes.append(said(words.WAS_OFF))
    if row.status is OccurrenceStatus.MOVED and row.moved_from and not row.all_day:
        notes.append(said(words.WAS_MOVED, day=words.numbers(first)))
        planned = series.between(row.moved_from, row.moved_from + (row.ends_at - row.starts_at), zone)
        starts, ends = clock.local(planned.starts_at, zone), clock.local(planned.ends_at, zone)
        first, last = planned.first_day, planned.last_day
    return Source(
        row.uuid,
        row.offer_id,
        Past(_kind(row.kind, row.all_day, first, last), first, last, row.title, together),
        None if row.all_day else _minutes(starts, first),
        None if row.all_day else _minutes(ends, last),
        tuple(notes),
    )


def _kind(kind: OfferKind, all_day: bool, first: date, last: date) -> EntryKind:
    """As offers/entries.py sees it."""
    if all_day and first != last:
        return EntryKind.WINDOW
    return EntryKind.DEADLINE if kind is OfferKind.DEADLINE else EntryKind.OCCURRENCE


def _minutes(moment: datetime, day: date) -> int:
    """Minutes on the wall clock since a day began: 1440 for the midnight that it ends at."""
    return int((moment.replace(tzinfo=None) - datetime.combine(day, time())).total_seconds()) // 60


def already(session: Session, offer_ids: Sequence[int], year: SchoolYear) -> Already:
    """The days that these offers have already in a school year, by offer and whether they are about registering."""
    dates = (
        select(Run.offer_id, Occurrence.first_day)
        .join(Run, Occurrence.run_id == Run.id)
        .where(Occurrence.first_day >= year.first, Occurrence.first_day <= year.last)
        .where(Run.offer_id.in_(offer_ids), Occurrence.status.not_in(OFF))
        .order_by(Occurrence.first_day)
    )
    closing = (
        select(Run.offer_id, Run.registration_closes_on)
        .where(Run.registration_closes_on >= year.first, Run.registration_closes_on <= year.last)
        .where(Run.offer_id.in_(offer_ids), Run.status.not_in(OFF))
        .order_by(Run.registration_closes_on)
    )
    found: dict[tuple[int, bool], list[date]] = {}
    for offer_id, day in session.execute(dates):
        found.setdefault((offer_id, False), []).append(day)
    for offer_id, closes in session.execute(closing):
        if closes is not None:
            found.setdefault((offer_id, True), []).append(closes)
    return {key: tuple(dict.fromkeys(days)) for key, days in found.items()}


def proposed(session: Session, year: SchoolYear) -> tuple[ProposedDate, ...]:
    """All proposals of a school year with offer and institution, by day."""
    wanted = (
        select(ProposedDate)
        .join(ProposedDate.offer)
        .join(Offer.institution)
        .options(contains_eager(ProposedDate.offer).contains_eager(Offer.institution))
        .where(ProposedDate.year == year.slug)
        .order_by(ProposedDate.first_day, ProposedDate.start_minutes, Offer.title, ProposedDate.id)
    )
    return tuple(session.scalars(wanted))


def one(session: Session, proposal_id: int) -> ProposedDate | None:
    """A proposal with its offer and institution."""
    return session.get(
        ProposedDate,
        proposal_id,
        options=[joinedload(ProposedDate.offer).joinedload(Offer.institution)],
        populate_existing=True,
    )


def progress(session: Session, year: SchoolYear) -> Progress:
    """How many proposals a year has, and how many are decided."""
    rows = session.execute(
        select(ProposedDate.state, func.count())
        .where(ProposedDate.year == year.slug)
        .group_by(ProposedDate.state)
    )
    counts = {row[0]: row[1] for row in rows}
    total = sum(counts.values())
    return Progress(total, total - counts.get(ProposalState.PROPOSED, 0))


def registrations_of(session: Session, proposals: Sequence[ProposedDate]) -> frozenset[UUID]:
    """Which of these stand for the time to register: their source is a run."""
    wanted = [row.source_uuid for row in proposals]
    return frozenset(session.scalars(select(Run.uuid).where(Run.uuid.in_(wanted)))) if wanted else frozenset()
