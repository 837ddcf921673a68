"""Loads the demo's registrations: invented people in the teams of offers that one registers for here, as many as their free
places say, and a line where there is one. Loading again replaces them."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.attendance import queries, rules, seating
from portal.cli.demo_dates import DemoCalendar
from portal.cli.seed_vocabularies import read
from portal.models import Offer, Registration, Run, RunSeats
from portal.paths import resource_dir
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.offers import Availability, RegistrationWay

FILE = "registrations.yaml"
STATE = RegistrationState
HAS_TURN = frozenset({STATE.PLACED, STATE.WAITING})
FIRST_NUMBER = 601  # of the telephone numbers of those who are not named


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody of the file: the named ones by team, and the parts of which further names are made."""

    teams: Mapping[str, list[dict[str, Any]]]
    first_names: list[str]
    names: list[str]
    waiting: int

    def others(self) -> Iterator[dict[str, Any]]:
        """Further people, one person each, always in the same order."""
        for number, (last, first) in enumerate(product(self.names, self.first_names)):
            yield {"name": f"{first} {last}", "phone": f"0340 0000-{FIRST_NUMBER + number}"}


def load(session: Session, calendar: DemoCalendar) -> None:
    """Register people anew for every demo run that is not over."""
    session.execute(delete(Registration).where(Registration.is_demo))
    data = read(resource_dir("seed") / "demo" / FILE)
    crowd = Crowd(
        {one["run"]: one["people"] for one in data["teams"]},
        data["first_names"],
        data["names"],
        data["waiting"],
    )
    now = clock.as_utc(calendar.today, 0, 1)
    runs = _runs(session)
    seats = queries.seats(session, [run.id for run in runs])
    for run in runs:
        if not rules.is_over(run, now):
            _fill(session, run, seats[run.id].capacity, crowd, now)
            seating.show(session, run)


def _runs(session: Session) -> list[Run]:
    wanted = (
        select(Run)
        .join(Offer)
        .where(Offer.is_demo, Offer.registration_way == RegistrationWay.HERE)
        .options(selectinload(Run.occurrences), joinedload(Run.offer).joinedload(Offer.institution))
        .order_by(Run.id)
    )
    return list(session.scalars(wanted))


def _fill(session: Session, run: Run, capacity: int | None, crowd: Crowd, now: datetime) -> None:
    """The named people, and as many others as the offer's free places leave."""
    rows = list(crowd.teams.get(f"{run.offer.institution.slug}/{run.number}", ()))
    known = {one["name"] for one in rows}
    others = (one for one in crowd.others() if one["name"] not in known)
    placed = sum(int(one.get("persons", 1)) for one in rows if _state(one) is STATE.PLACED)
    rows += [next(others) for _one in range(_taken(run, capacity) - placed)]
    if run.availability is Availability.WAITING_LIST and not any(
        _state(one) is STATE.WAITING for one in rows
    ):
        rows += [{**next(others), "state": STATE.WAITING.value} for _one in range(crowd.waiting)]
    rows.sort(key=lambda one: _state(one) is not STATE.PLACED)
    for turn, one in enumerate(rows, start=1):
        session.add(_registration(run, one, turn, now - timedelta(days=7, hours=-turn)))
    session.merge(RunSeats(run_id=run.id, turn=len(rows)))
    session.flush()


def _taken(run: Run, capacity: int | None) -> int:
    """How many persons have a place, by what the demo says of the run."""
    if capacity is None:
        return 0
    if run.availability in (Availability.FULL, Availability.WAITING_LIST):
        return capacity
    return 0 if run.places_left is None else max(0, capacity - run.places_left)


def _state(one: Mapping[str, Any]) -> RegistrationState:
    return RegistrationState(one.get("state", STATE.PLACED.value))


def _registration(run: Run, one: Mapping[str, Any], turn: int, at: datetime) -> Registration:
    state = _state(one)
    return Registration(
        key=secrets.token_urlsafe(32),
        run_id=run.id,
        name=one["name"],
        email=one.get("email"),
        phone=one.get("phone"),
        persons=int(one.get("persons", 1)),
        state=state,
        turn=turn if state in HAS_TURN else None,
        asked_at=at,
        confirmed_at=None if state is STATE.ASKED else at,
        ended_at=at + timedelta(days=1) if state is STATE.CANCELLED else None,
        is_demo=True,
    )
