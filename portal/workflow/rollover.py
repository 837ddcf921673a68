"""Decides about dates that were proposed for the next school year: confirming makes the date public through the ordinary way of
publishing, so that versions, journal, search and calendars follow, and pending work of the provider takes it over; undoing
takes it back. Flushes, never commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError

from portal.careers import rollover_actions, rollover_sheet
from portal.careers.rollover_actions import CHANGED, PUBLIC, NewDay
from portal.careers.rollover_sheet import Planned
from portal.errors import Conflict, NotAllowed
from portal.models import Offer, ProposedDate, Registration, Run
from portal.offers import sheet_store
from portal.offers.date_changes import Change
from portal.offers.sheet import OfferSheet
from portal.permissions.policy import Actor, Right
from portal.vocabulary.careers import ProposalState
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OccurrenceStatus, Step
from portal.workflow import publishing
from portal.workflow.editing import require
from portal.workflow.steps import IllegalStep

NOT_PUBLIC = N_("Das Angebot ist nicht mehr öffentlich.")
TOUCHED = N_("Der Anbieter hat diesen Termin inzwischen geändert. Bitte ändern Sie ihn im Angebot.")
CALLED_OFF = "Der Termin wurde zurückgenommen."
MOST_AT_ONCE = 60
_STATUS = {
    ProposalState.TENTATIVE: OccurrenceStatus.TENTATIVE,
    ProposalState.CONFIRMED: OccurrenceStatus.CONFIRMED,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A proposal as somebody saw it."""

    proposal_id: int
    revision: int


@dataclass(slots=True)
class Report:
    """What was decided; what was not, because it had changed; and titles with the reason why it could not be."""

    done: int = 0
    changed: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def decide(
    session: Session, actor: Actor, *, seen: Sequence[Seen], state: ProposalState, now: datetime
) -> Report:
    """Bring these proposals to a state, each that still stands as it was seen; `PROPOSED` undoes a decision.

    Raises Conflict("revision") where somebody else decided in the same moment: then nothing is decided.
    """
    report = Report()
    try:
        rows = _rows(session, seen[:MOST_AT_ONCE], report)
        for offer_id, of_offer in groupby(rows, key=lambda row: row.offer_id):
            _decide_of_offer(session, actor, offer_id, list(of_offer), state, now, report)
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise Conflict(CHANGED, "revision") from error
    return report


def edit(session: Session, actor: Actor, *, row: ProposedDate, new: NewDay, now: datetime) -> None:
    """Another day or time; of one that is public already, for everybody. Raises Conflict naming the field."""
    before = rollover_actions.planned(row)
    try:
        rollover_actions.edit(session, actor, row=row, new=new, now=now)
        if row.state in PUBLIC:
            _edit_public(session, actor, row, before, now)
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise Conflict(CHANGED, "revision") from error


def _edit_public(session: Session, actor: Actor, row: ProposedDate, before: Planned, now: datetime) -> None:
    after = rollover_actions.planned(row)

    def moved(sheet: OfferSheet) -> OfferSheet:
        _require_as_made(sheet, before)
        return rollover_sheet.put(sheet, after, _STATUS[row.state])

    offer = sheet_store.offer(session, row.offer_id)
    assert offer is not None
    try:
        _publish(session, actor, offer, moved, now)
    except Conflict as problem:
        raise Conflict(str(problem), "first_day") from problem


def _rows(session: Session, seen: Iterable[Seen], report: Report) -> list[ProposedDate]:
    """The proposals, by offer; those that changed meanwhile are counted."""
    revisions = {one.proposal_id: one.revision for one in seen}
    rows = session.scalars(
        select(ProposedDate)
        .options(joinedload(ProposedDate.offer).joinedload(Offer.institution))
        .where(ProposedDate.id.in_(revisions))
        .order_by(ProposedDate.offer_id, ProposedDate.first_day, ProposedDate.id)
        .execution_options(populate_existing=True)
    ).all()
    same = [row for row in rows if row.revision == revisions[row.id]]
    report.changed += len(revisions) - len(same)
    return same


def _decide_of_offer(
    session: Session,
    actor: Actor,
    offer_id: int,
    rows: Sequence[ProposedDate],
    state: ProposalState,
    now: datetime,
    report: Report,
) -> None:
    """All of one offer in one version of it. What cannot be done is told and leaves the others alone."""
    offer = sheet_store.offer(session, offer_id)
    assert offer is not None
    wanted = []
    for row in rows:
        if row.state is state:
            continue
        try:
            rollover_actions.check_move(row, state)
        except Conflict as problem:
            report.refused.append((row.offer.title, str(problem)))
        else:
            wanted.append(row)
    touching = [row for row in wanted if row.state in PUBLIC or state in PUBLIC]
    try:
        require(actor, Right.CURATE, offer.institution)
        if touching:
            changes = [_change(session, row, state) for row in touching]
            _publish(
                session, actor, offer, lambda sheet: reduce(lambda made, one: one(made), changes, sheet), now
            )
    except (Conflict, IllegalStep, NotAllowed) as problem:
        report.refused += [(row.offer.title, str(problem)) for row in wanted]
        return
    for row in wanted:
        rollover_actions.note_decision(session, actor, row=row, state=state, now=now)
    report.done += len(wanted)


def _change(session: Session, row: ProposedDate, state: ProposalState) -> Change:
    """What a decision does to the sheet of the offer."""
    planned = rollover_actions.planned(row)
    if state in PUBLIC:
        was_public = row.state in PUBLIC

        def put(sheet: OfferSheet) -> OfferSheet:
            if was_public:
                _require_as_made(sheet, planned)
            return rollover_sheet.put(sheet, planned, _STATUS[state])

        return put
    has_people = _has_people(session, planned)

    def take(sheet: OfferSheet) -> OfferSheet:
        if not rollover_sheet.is_there(sheet, planned):
            return sheet
        _require_as_made(sheet, planned)
        if has_people and not rollover_sheet.is_registration(sheet, planned.source_uuid):
            return rollover_sheet.call_off(sheet, planned, CALLED_OFF)
        return rollover_sheet.take_out(sheet, planned)

    return take


def _require_as_made(sheet: OfferSheet, planned: Planned) -> None:
    """What the provider has worked on since is not taken away behind their back."""
    if rollover_sheet.is_there(sheet, planned) and not rollover_sheet.is_as_made(sheet, planned):
        raise Conflict(TOUCHED)


def _has_people(session: Session, planned: Planned) -> bool:
    """Whether somebody has registered with the run of the year."""
    registered = select(Registration.id).join(Run).where(Run.uuid == UUID(planned.run_uuid)).limit(1)
    return session.scalar(registered) is not None


def _publish(session: Session, actor: Actor, offer: Offer, change: Change, now: datetime) -> None:
    if offer.step is not Step.PUBLISHED or not publishing.may_publish(actor, offer):
        raise Conflict(NOT_PUBLIC)
    publishing.change_at_once(session, actor, offer=offer, change=change, now=now)
