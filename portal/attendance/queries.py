"""Reads registrations: places of runs, one registration, the list of a run, the teams of an offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.attendance import rules
from portal.models import Offer, Registration, Run
from portal.town import settings
from portal.vocabulary.attendance import IN_LINE, STANDING, TAKES_PLACES, RegistrationState
from portal.vocabulary.offers import OfferKind

_ORDER = (
    (RegistrationState.PLACED,),
    (RegistrationState.OFFERED, RegistrationState.WAITING),
    (RegistrationState.ASKED,),
    (RegistrationState.CANCELLED, RegistrationState.LAPSED),
)
_RANK = {state: rank for rank, states in enumerate(_ORDER) for state in states}


@dataclass(frozen=True, slots=True)
class Seats:
    """How it stands with a run: its places (None: no limit) and those taken, in persons; `waiting` are the registrations that
    wait for a place, without those to whom one is offered (they take theirs already)."""

    run_id: int
    capacity: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Places that nobody has; None when there is no limit. Never below zero, also when there were more before."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


def seats(session: Session, run_ids: Iterable[int]) -> dict[int, Seats]:
    """The places of each of these runs, in at most three statements."""
    wanted = sorted(set(run_ids))
    runs = session.execute(
        select(Run.id, Run.max_participants, Offer.max_participants, Offer.kind)
        .join(Offer)
        .where(Run.id.in_(wanted))
    ).all()
    counted = session.execute(
        select(
            Registration.run_id,
            func.coalesce(
                func.sum(case((Registration.state.in_(TAKES_PLACES), Registration.persons), else_=0)), 0
            ),
            func.count(case((Registration.state == RegistrationState.WAITING, 1))),
        )
        .where(Registration.run_id.in_(wanted))
        .group_by(Registration.run_id)
    )
    taken = {run_id: (int(places), waiting) for run_id, places, waiting in counted}
    found: dict[int, Seats] = {}
    default: int | None = None
    for run_id, own, of_offer, kind in runs:
        limit = own if own is not None else of_offer
        if limit is None and kind is OfferKind.PARENT_TRAINING:
            default = settings.attendance(session).team_size if default is None else default
            limit = default
        found[run_id] = Seats(run_id, limit, *taken.get(run_id, (0, 0)))
    return found


def standing(session: Session, offer_id: int, run_uuids: Iterable[str]) -> int:
    """How many registrations for these runs of an offer wait for something or hold a place."""
    wanted = [UUID(one) for one in run_uuids]
    return (
        session.scalar(
            select(func.count(Registration.id))
            .join(Run, Run.id == Registration.run_id)
            .where(Run.offer_id == offer_id, Run.uuid.in_(wanted), Registration.state.in_(STANDING))
        )
        or 0
    )


def by_key(session: Session, key: str) -> Registration | None:
    """The registration that a link in a letter means, with run, dates, offer and institution."""
    return one(session, Registration.key == key)


def by_id(session: Session, registration_id: int) -> Registration | None:
    """A registration with run, dates, offer and institution."""
    return one(session, Registration.id == registration_id)


def one(session: Session, wanted: Any) -> Registration | None:
    """The registration that meets a condition, with the same."""
    offer = joinedload(Registration.run).joinedload(Run.offer)
    return session.scalar(
        select(Registration)
        .where(wanted)
        .options(
            offer.joinedload(Offer.institution),
            joinedload(Registration.run).selectinload(Run.occurrences),
        )
    )


def line_position(session: Session, registration: Registration) -> int:
    """The place in the line of its run, from 1; 0 for who does not stand in it."""
    if registration.state not in IN_LINE or registration.turn is None:
        return 0
    ahead = select(func.count(Registration.id)).where(
        Registration.run_id == registration.run_id,
        Registration.state.in_(IN_LINE),
        Registration.turn < registration.turn,
    )
    return (session.scalar(ahead) or 0) + 1


def participants(session: Session, run_id: int) -> list[Registration]:
    """Everybody of a run: who has a place, then who waits, both by turn, then who has not confirmed, then who left."""
    rank = case(_RANK, value=Registration.state)
    return list(
        session.scalars(
            select(Registration)
            .where(Registration.run_id == run_id)
            .order_by(rank, Registration.turn, Registration.asked_at, Registration.id)
        )
    )


def in_line(session: Session, run_id: int) -> list[Registration]:
    """Who waits for a place and was not offered one, the first in line first."""
    return list(
        session.scalars(
            select(Registration)
            .where(Registration.run_id == run_id, Registration.state == RegistrationState.WAITING)
            .order_by(Registration.turn, Registration.id)
        )
    )


def run(session: Session, run_id: int) -> Run | None:
    """A run with its dates, offer and institution."""
    return session.scalar(
        select(Run)
        .where(Run.id == run_id)
        .options(selectinload(Run.occurrences), joinedload(Run.offer).joinedload(Offer.institution))
    )


def teams(session: Session, offer_id: int, now: datetime | None = None) -> list[Run]:
    """The runs of an offer that take registrations: not called off, not over, within the time for registering."""
    now = now or clock.now()
    today = clock.local(now).date()
    found = session.scalars(
        select(Run)
        .where(Run.offer_id == offer_id)
        .options(selectinload(Run.occurrences))
        .order_by(Run.position, Run.id)
    )
    return [
        one
        for one in found
        if not rules.is_off(one)
        and not rules.is_over(one, now)
        and (one.registration_opens_on is None or one.registration_opens_on <= today)
        and (one.registration_closes_on is None or today <= one.registration_closes_on)
    ]
