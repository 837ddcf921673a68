"""Brings the dates of a run in line with a file: kept, added, moved with the same identity, or cancelled;
never deleted, so that a calendar that has subscribed to a date learns what became of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from portal.importers.schedule import NO_FATES, Fates
from portal.models import Occurrence, Run
from portal.offers.series import Slot
from portal.vocabulary.offers import OccurrenceStatus

_STANDING = frozenset({OccurrenceStatus.PLANNED, OccurrenceStatus.TENTATIVE, OccurrenceStatus.CONFIRMED})
_CANCELLED_NOTE = "Termin steht nicht mehr im Programm des Anbieters."


def rows(run: Run, slots: Sequence[Slot], zone: str, now: datetime) -> list[dict[str, object]]:
    """New dates as columns, with the status of their run, which must have its id."""
    return [{**_columns(run, slot, zone, now), "run_id": run.id} for slot in slots]


def _columns(run: Run, slot: Slot, zone: str, now: datetime) -> dict[str, object]:
    return {
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "all_day": slot.all_day,
        "first_day": slot.first_day,
        "last_day": slot.last_day,
        "zone": zone,
        "status": run.status or OccurrenceStatus.PLANNED,
        "created_at": now,
        "updated_at": now,
    }


def sync(
    run: Run, slots: Sequence[Slot], zone: str, was_public: bool, now: datetime, fates: Fates = NO_FATES
) -> Counter[str]:
    """A date at the same time is the same date. Of the others, those whose `fates` the file tells go where it
    says; then the next old one becomes the next new one (moved, its identity kept); old ones left over are
    cancelled if they are still to come. Returns what was done."""
    wanted = {(slot.starts_at, slot.ends_at, slot.all_day): slot for slot in slots}
    loose = []
    for occurrence in run.occurrences:
        if wanted.pop((occurrence.starts_at, occurrence.ends_at, occurrence.all_day), None) is not None:
            if occurrence.note == _CANCELLED_NOTE:
                _revive(occurrence, now)
        elif occurrence.starts_at > now and occurrence.status is not OccurrenceStatus.CANCELLED:
            loose.append(occurrence)
    missing = sorted(wanted.values(), key=lambda slot: slot.starts_at)
    moves, cancelled = _pairs(loose, missing, fates)
    for occurrence, slot in moves:
        missing.remove(slot)
        _move(occurrence, slot, was_public, now)
    for occurrence in cancelled:
        occurrence.status, occurrence.note = OccurrenceStatus.CANCELLED, _CANCELLED_NOTE
        _touch(occurrence, now)
    run.occurrences += [Occurrence(**_columns(run, slot, zone, now)) for slot in missing]
    done = {"moved": len(moves), "cancelled": len(cancelled), "created": len(missing)}
    return Counter({f"occurrences_{what}": number for what, number in done.items()})


def _pairs(
    loose: Sequence[Occurrence], missing: Sequence[Slot], fates: Fates
) -> tuple[list[tuple[Occurrence, Slot]], list[Occurrence]]:
    """Which old date becomes which new one, and which become none."""
    free = list(missing)
    moves: list[tuple[Occurrence, Slot]] = []
    unclear: list[Occurrence] = []
    cancelled: list[Occurrence] = []
    for occurrence in loose:
        goal = fates.moved.get(occurrence.starts_at)
        slot = next((slot for slot in free if slot.starts_at == goal), None)
        if slot is not None:
            free.remove(slot)
            moves.append((occurrence, slot))
        else:
            (cancelled if occurrence.starts_at in fates.dropped else unclear).append(occurrence)
    moves += zip(unclear, free, strict=False)
    return moves, cancelled + unclear[len(free) :]


def restate(run: Run, before: OccurrenceStatus, after: OccurrenceStatus, now: datetime) -> None:
    """Dates that had the run's status take its new one; a date with a status of its own keeps it, unless the
    whole run is cancelled. A date that was dropped for itself is not revived with its run."""
    for occurrence in run.occurrences:
        stays = occurrence.ends_at <= now or occurrence.note == _CANCELLED_NOTE
        if not stays and (occurrence.status is before or after is OccurrenceStatus.CANCELLED):
            occurrence.status = after
            _touch(occurrence, now)


def _move(occurrence: Occurrence, slot: Slot, was_public: bool, now: datetime) -> None:
    """People are told ("Verlegt") only where somebody can have seen the old time."""
    if was_public:
        occurrence.moved_from = occurrence.starts_at
        if occurrence.status in _STANDING:
            occurrence.status = OccurrenceStatus.MOVED
    occurrence.starts_at, occurrence.ends_at, occurrence.all_day = slot.starts_at, slot.ends_at, slot.all_day
    occurrence.first_day, occurrence.last_day = slot.first_day, slot.last_day
    _touch(occurrence, now)


def _revive(occurrence: Occurrence, now: datetime) -> None:
    occurrence.status, occurrence.note = OccurrenceStatus.PLANNED, None
    _touch(occurrence, now)


def _touch(occurrence: Occurrence, now: datetime) -> None:
    occurrence.updated_at = now
