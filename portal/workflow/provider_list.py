"""The offers of one or several institutions as their desk lists them: all of them in short, then one page of them with what is
missing and when they are next. A fixed number of statements, whatever their number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.models import Occurrence, Offer, OfferEdit, Run
from portal.offers.sheet import OFFER_FIELDS, OfferSheet, RunSheet
from portal.vocabulary.offers import OFF, OfferKind, Step
from portal.vocabulary.terms import Scheme
from portal.workflow import queries, versions

SOMEWHERE = -1  # every date has a place of its own


@dataclass(frozen=True, slots=True)
class ShortOffer:
    """One row of the table in short. `pending` is the step of the work on it, if there is any."""

    id: int
    institution_id: int
    title: str
    kind: OfferKind
    slug: str
    step: Step
    pending: Step | None
    is_scheduled: bool
    confirmed_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ListedOffer:
    """What a page of the table shows beside: the content that the score is counted from, and the next date."""

    sheet: OfferSheet
    next_at: datetime | None
    run_count: int


def in_short(session: Session, institution_ids: Collection[int] | None) -> list[ShortOffer]:
    """All offers of these institutions (None: of all), returned ones first, then the latest changed; one statement."""
    changed = func.coalesce(OfferEdit.updated_at, Offer.updated_at)
    wanted = (
        select(
            Offer.id,
            Offer.institution_id,
            Offer.title,
            Offer.kind,
            Offer.slug,
            Offer.step,
            OfferEdit.step.label("pending"),
            OfferEdit.approved_at.is_not(None).label("is_scheduled"),
            func.coalesce(Offer.confirmed_at, Offer.published_at).label("confirmed_at"),
            changed.label("changed_at"),
        )
        .outerjoin(OfferEdit, OfferEdit.offer_id == Offer.id)
        .order_by(_order(), changed.desc(), Offer.id.desc())
    )
    if institution_ids is not None:
        wanted = wanted.where(Offer.institution_id.in_(tuple(institution_ids)))
    return [ShortOffer(*tuple(row)) for row in session.execute(wanted)]


def _order() -> ColumnElement[int]:
    """What lies with the provider goes before everything, what is put away behind."""
    return case(
        (OfferEdit.step == Step.RETURNED, 0),
        (and_(Offer.step.in_((Step.WITHDRAWN, Step.ARCHIVED)), OfferEdit.id.is_(None)), 2),
        else_=1,
    )


def with_run_number(session: Session, number: str, offer_ids: Collection[int]) -> frozenset[int]:
    """The offers one of whose runs has this number, or this beginning of one."""
    rows = session.scalars(
        select(Run.offer_id).where(Run.number.istartswith(number, autoescape=True)).distinct().limit(2000)
    )
    return frozenset(rows) & frozenset(offer_ids)


def to_confirm(offers: Sequence[ShortOffer], now: datetime, days: int) -> list[ShortOffer]:
    """The public offers that nobody has confirmed for so long."""
    limit = now - timedelta(days=days)
    return [
        one
        for one in offers
        if one.step is Step.PUBLISHED and one.confirmed_at is not None and one.confirmed_at < limit
    ]


def listed(session: Session, offer_ids: Sequence[int], now: datetime) -> dict[int, ListedOffer]:
    """The details of one page of offers; four statements."""
    rows = session.scalars(select(Offer).where(Offer.id.in_(offer_ids)).options(selectinload(Offer.terms)))
    runs = _runs(session, offer_ids, now)
    pending = queries.pending(session, offer_ids)
    found = {}
    for offer in rows:
        of_offer = runs.get(offer.id, [])
        edit = pending.get(offer.id)
        ahead = [moment for _run, moment in of_offer if moment]
        if edit is not None:
            sheet = versions.sheet_of(edit.version)
            ahead = ahead or [one.starts_at for run in sheet.runs for one in run.dates if one.ends_at > now]
        else:
            sheet = _sheet(offer, [run for run, _moment in of_offer])
        found[offer.id] = ListedOffer(sheet, min(ahead, default=None), len(sheet.runs))
    return found


def _sheet(offer: Offer, runs: list[RunSheet]) -> OfferSheet:
    terms: dict[Scheme, tuple[str, ...]] = {}
    for term in offer.terms:
        terms[term.scheme] = (*terms.get(term.scheme, ()), term.code)
    own: dict[str, Any] = {name: getattr(offer, name) for name in OFFER_FIELDS}
    return OfferSheet(**own, terms=terms, runs=tuple(runs))


def _runs(
    session: Session, offer_ids: Sequence[int], now: datetime
) -> Mapping[int, list[tuple[RunSheet, datetime | None]]]:
    """Each run in short, as far as completeness asks: dates stand for their first day; with its next date."""
    is_ahead = and_(Occurrence.ends_at > now, Occurrence.status.not_in(tuple(OFF)))
    rows = session.execute(
        select(
            Run.offer_id,
            Run.starts_on,
            Run.schedule_note,
            Run.price_cents,
            Run.place_id,
            Run.registration_url,
            func.min(Occurrence.first_day).label("first_day"),
            func.count(Occurrence.id).label("dates"),
            func.count(Occurrence.place_id).label("placed"),
            func.min(case((is_ahead, Occurrence.starts_at))).label("next_at"),
        )
        .outerjoin(Occurrence, Occurrence.run_id == Run.id)
        .where(Run.offer_id.in_(offer_ids))
        .group_by(Run.id)
        .order_by(Run.offer_id, Run.position)
    )
    found: dict[int, list[tuple[RunSheet, datetime | None]]] = {}
    for row in rows:
        run = RunSheet(
            starts_on=row.starts_on or row.first_day,
            schedule_note=row.schedule_note,
            price_cents=row.price_cents,
            place_id=row.place_id,
            registration_url=row.registration_url,
        )
        if row.place_id is None and row.dates and row.placed == row.dates:
            run = replace(run, place_id=SOMEWHERE)
        found.setdefault(row.offer_id, []).append((run, row.next_at))
    return found


def day_of(moment: datetime) -> date:
    """The day of a date, on the town's clock."""
    return clock.local(moment).date()
