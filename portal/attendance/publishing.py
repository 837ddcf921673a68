"""What making an offer public means for those who registered: nobody's run disappears under them, whoever waits moves up where
more people fit, and whoever registered hears of dates that changed. Called by the workflow. Flushes, never commits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.attendance import queries, rules, seating, seats_lock
from portal.errors import Conflict
from portal.models import Offer, Registration, Run
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.vocabulary.attendance import STANDING
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OFF, OccurrenceStatus, RegistrationWay

CALL_OFF_FIRST = N_(
    "Zu diesem Angebot sind Menschen angemeldet. Bitte sagen Sie die Termine zuerst ab: Dann bekommen alle Bescheid."
)
PEOPLE_THERE = N_(
    "Zu einer Durchführung, die hier fehlt, sind Menschen angemeldet. Bitte sagen Sie sie ab, statt sie zu löschen: "
    "Dann bekommen alle Bescheid."
)


def prepare(session: Session, offer: Offer, sheet: OfferSheet) -> None:
    """Before the tables are written. Takes the locks of the runs that people can register for: after the runs' own rows it would
    be the other way round than registering does, and each would wait for the other. Raises Conflict when a run would be taken
    away for which somebody is registered."""
    there = {run.id: str(run.uuid) for run in offer.runs}
    with_people = _with_people(session, list(there))
    locked = there if _is_here(offer) else with_people
    if locked:
        seats_lock.hold(session, *locked)
        with_people = _with_people(session, list(there))
    kept = {run.uuid for run in sheet.runs}
    if any(there[run_id] not in kept for run_id in with_people):
        raise Conflict(PEOPLE_THERE)


def require_nobody_left(session: Session, offer: Offer, now: datetime) -> None:
    """Raises Conflict when an offer would leave the public without a word to people who are registered: for a run that is
    neither over nor called off."""
    for run_id in _with_people(session, [run.id for run in offer.runs]):
        run = queries.run(session, run_id)
        if run is not None and not rules.is_off(run) and not rules.is_over(run, now):
            raise Conflict(CALL_OFF_FIRST)


def follow(session: Session, offer: Offer, before: OfferSheet | None, now: datetime) -> None:
    """After the tables were written, with the locks of `prepare`: move up, count anew, and tell people what changed."""
    was = {run.uuid: run for run in before.runs} if before else {}
    here = {run.id: str(run.uuid) for run in offer.runs}
    for run_id in sorted(here if _is_here(offer) else _with_people(session, list(here))):
        run = queries.run(session, run_id)
        if run is None:
            continue
        seating.settle_held(session, run, now)
        changes = [*_changes(was[here[run_id]], run, now)] if here[run_id] in was else []
        if changes:
            _tell_all(session, run, changes)


def _is_here(offer: Offer) -> bool:
    return offer.registration_way is RegistrationWay.HERE


def _with_people(session: Session, run_ids: list[int]) -> list[int]:
    if not run_ids:
        return []
    return list(
        session.scalars(
            select(Registration.run_id)
            .where(Registration.run_id.in_(run_ids), Registration.state.in_(STANDING))
            .distinct()
        )
    )


def _tell_all(session: Session, run: Run, changes: list[dict[str, Any]]) -> None:
    rows = session.scalars(
        select(Registration)
        .where(Registration.run_id == run.id, Registration.state.in_(STANDING))
        .order_by(Registration.id)
    )
    for row in rows.all():
        seating.tell(session, row, "registration_changed", changes=changes)


def _changes(before: RunSheet, run: Run, now: datetime) -> Iterator[dict[str, Any]]:
    """What happened to dates that are still ahead, in plain JSON: what, which date it is now, when it was to be."""
    if run.status in OFF and before.status not in OFF:
        yield {"fate": run.status.value}
        return
    after = {str(one.uuid): one for one in run.occurrences}
    old = {one.uuid: one for one in before.dates}
    for uuid, was in old.items():
        present = after.get(uuid)
        if max(was.ends_at, present.ends_at if present else was.ends_at) <= now:
            continue
        fate = _fate(was, present)
        if fate:
            yield {"fate": fate, "date": uuid, "was": _when(was)}
    for uuid, new in after.items():
        if uuid not in old and new.ends_at > now and new.status not in OFF:
            yield {"fate": "new", "date": uuid}


def _fate(was: DateSheet, present: Any) -> str:
    """What became of one date; '' when it is as it was, for who wants to come."""
    if present is None:
        return "" if was.status in OFF else "gone"
    if present.status in OFF:
        return "" if was.status is present.status else present.status.value
    if (was.starts_at, was.ends_at, was.all_day) != (present.starts_at, present.ends_at, present.all_day):
        return OccurrenceStatus.MOVED.value
    if was.status in OFF:
        return "on"
    return "elsewhere" if (was.place_id, was.room) != (present.place_id, present.room) else ""


def _when(was: DateSheet) -> dict[str, Any]:
    return {
        "starts_at": was.starts_at.isoformat(),
        "ends_at": was.ends_at.isoformat(),
        "all_day": was.all_day,
        "first_day": was.first_day.isoformat(),
        "last_day": was.last_day.isoformat(),
    }
