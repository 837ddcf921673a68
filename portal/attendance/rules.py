"""Decisions about registrations: how many places a run has, whether one can register, until when a place is kept. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import clock
from portal.models import Occurrence, Offer, Registration, Run
from portal.vocabulary.attendance import RegistrationState
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OFF, Availability, OccurrenceStatus, OfferKind, RegistrationWay, Step

FEW = 2  # so many places and fewer are told as "few"
MOST_PERSONS = 20  # in one registration
# What begins sooner nobody can answer before: the place is kept for the whole time then.
SHORTEST_OFFER = timedelta(hours=3)
NOT_HERE = N_("Für dieses Angebot meldet man sich nicht hier im Portal an.")
NOT_PUBLIC = N_("Dieses Angebot ist zurzeit nicht öffentlich.")
CALLED_OFF = N_("Dieses Angebot ist abgesagt.")
BEGUN = N_("Dieses Angebot hat schon begonnen.")
OVER = N_("Der letzte Termin ist vorbei.")
TOO_EARLY = N_("Die Anmeldung hat noch nicht begonnen.")
CLOSED = N_("Die Anmeldefrist ist vorbei.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be; `reason` (a message) says why not. Use it like a truth value."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


def capacity(offer: Offer, run: Run, default: int) -> int | None:
    """The places of a run, in persons; None: as many as come. `default` is the town's size of a team of parents."""
    for own in (run.max_participants, offer.max_participants):
        if own is not None:
            return own
    return default if offer.kind is OfferKind.PARENT_TRAINING else None


def may_register(run: Run, offer: Offer, now: datetime) -> Verdict:
    """Whether somebody can register now. A full run counts as open: there is its waiting list."""
    today = clock.local(now).date()
    opens_on, closes_on = run.registration_opens_on, run.registration_closes_on
    refusals = (
        (offer.registration_way is not RegistrationWay.HERE, NOT_HERE),
        (offer.step is not Step.PUBLISHED or not offer.institution.is_public, NOT_PUBLIC),
        (is_off(run), CALLED_OFF),
        (has_begun(run, now), BEGUN),
        (opens_on is not None and today < opens_on, TOO_EARLY),
        (closes_on is not None and today > closes_on, CLOSED),
    )
    return Verdict(next((reason for is_so, reason in refusals if is_so), ""))


def is_off(run: Run) -> bool:
    """Whether the run, or each of its dates, is called off."""
    off = OccurrenceStatus.CANCELLED
    return run.status is off or (bool(run.occurrences) and all(one.status is off for one in run.occurrences))


def has_begun(run: Run, now: datetime) -> bool:
    """Whether its first date is under way or over."""
    starts = [one.starts_at for one in _held(run)]
    if starts:
        return min(starts) <= now
    return run.starts_on is not None and run.starts_on <= clock.local(now).date()


def is_over(run: Run, now: datetime) -> bool:
    """Whether its last date is past. A date put off to a day that nobody knows yet is still to come."""
    if any(one.status is OccurrenceStatus.POSTPONED for one in run.occurrences):
        return False
    ends = [one.ends_at for one in _held(run)]
    if ends:
        return max(ends) <= now
    return run.ends_on is not None and run.ends_on < clock.local(now).date()


def next_start(run: Run, now: datetime) -> datetime | None:
    """When the next date that takes place begins."""
    return min((one.starts_at for one in _held(run) if one.starts_at > now), default=None)


def deadline(now: datetime, hours: int, begins: datetime | None) -> datetime:
    """Until when a place that became free is kept: for the town's time, and no longer than the next date is away."""
    full = now + timedelta(hours=hours)
    return begins if begins is not None and now + SHORTEST_OFFER < begins < full else full


def gets_place(persons: int, free: int | None, waiting: int) -> bool:
    """Whether a new registration gets its places at once: they are free, and nobody waits for them already."""
    return waiting == 0 and (free is None or persons <= free)


def moves_up(line: Iterable[Registration], free: int | None) -> list[Registration]:
    """Who of those waiting (by turn) is offered a place: from the front on, as far as it goes. Nobody is passed over, also
    where the next one needs more places than are free and somebody behind would fit."""
    found = []
    for one in line:
        if free is not None:
            if one.persons > free:
                break
            free -= one.persons
        found.append(one)
    return found


def shown(capacity: int | None, taken: int, waiting: int) -> tuple[int | None, Availability]:
    """What the public reads: free places and how it stands. Places that those in line will be offered are not free."""
    if waiting:
        return (None if capacity is None else 0), Availability.WAITING_LIST
    if capacity is None:
        return None, Availability.FREE
    free = max(0, capacity - taken)
    if free == 0:
        return 0, Availability.WAITING_LIST
    return free, Availability.FEW if free <= FEW else Availability.FREE


def is_lapsed(registration: Registration, now: datetime) -> bool:
    """Whether a place was kept for somebody until a moment that is past."""
    until = registration.offered_until
    return registration.state is RegistrationState.OFFERED and until is not None and until < now


def _held(run: Run) -> list[Occurrence]:
    return [one for one in run.occurrences if one.status not in OFF]
