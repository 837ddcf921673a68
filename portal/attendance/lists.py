"""Reads the lists that a trainer works with: everybody of several runs at once, and who was there on which date."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Occurrence, Presence, Registration
from portal.vocabulary.attendance import RegistrationState


@dataclass(frozen=True, slots=True)
class TeamList:
    """The registrations of a run by how they stand: with a place, in line, not confirmed yet, gone; each in its order."""

    placed: tuple[Registration, ...] = ()
    in_line: tuple[Registration, ...] = ()
    asked: tuple[Registration, ...] = ()
    gone: tuple[Registration, ...] = ()


_PARTS = {
    RegistrationState.PLACED: "placed",
    RegistrationState.OFFERED: "in_line",
    RegistrationState.WAITING: "in_line",
    RegistrationState.ASKED: "asked",
    RegistrationState.CANCELLED: "gone",
    RegistrationState.LAPSED: "gone",
}


def of_runs(session: Session, run_ids: Iterable[int]) -> dict[int, TeamList]:
    """The list of each of these runs; one statement for all."""
    wanted = sorted(set(run_ids))
    rows = session.scalars(
        select(Registration)
        .where(Registration.run_id.in_(wanted))
        .order_by(Registration.turn, Registration.asked_at, Registration.id)
    ).all()
    found: dict[int, dict[str, list[Registration]]] = {run_id: {} for run_id in wanted}
    for row in rows:
        found[row.run_id].setdefault(_PARTS[row.state], []).append(row)
    return {
        run_id: TeamList(**{name: tuple(those) for name, those in parts.items()})
        for run_id, parts in found.items()
    }


def noted(session: Session, run_id: int) -> dict[int, int]:
    """How many were there, for each date of a run of which somebody has noted it."""
    rows = session.execute(
        select(Presence.occurrence_id, func.count().filter(Presence.was_there))
        .join(Occurrence, Occurrence.id == Presence.occurrence_id)
        .where(Occurrence.run_id == run_id)
        .group_by(Presence.occurrence_id)
    )
    return {row[0]: row[1] for row in rows}


def were_there(session: Session, occurrence_id: int) -> frozenset[int]:
    """The registrations that were noted as present on one date."""
    wanted = select(Presence.registration_id).where(
        Presence.occurrence_id == occurrence_id, Presence.was_there
    )
    return frozenset(session.scalars(wanted))
