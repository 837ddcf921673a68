"""Small changes of a content that take effect at once: call a date off, take that back, move it, say how many places are free.
Pure functions from sheet to sheet; what they do not find they leave as it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from portal.offers.series import Slot
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.vocabulary.offers import OFF, Availability, OccurrenceStatus

Change = Callable[[OfferSheet], OfferSheet]


@dataclass(frozen=True, slots=True)
class Seats:
    """How it stands with the places of a run."""

    availability: Availability
    places_left: int | None = None


def find(sheet: OfferSheet, uuid: str) -> tuple[RunSheet, DateSheet] | None:
    """A date with its run."""
    return next(((run, one) for run in sheet.runs for one in run.dates if one.uuid == uuid), None)


def cancel(uuid: str, note: str | None) -> Change:
    """The date does not take place; the note says why, or what there is instead."""
    return _with_date(uuid, lambda one: _off(one, note))


def cancel_rest(run_uuid: str, note: str | None, now: datetime) -> Change:
    """No date of the run that is still ahead takes place."""

    def change(sheet: OfferSheet) -> OfferSheet:
        return replace(
            sheet,
            runs=tuple(
                replace(run, dates=tuple(_off(one, note) if is_held(one, now) else one for one in run.dates))
                if run.uuid == run_uuid
                else run
                for run in sheet.runs
            ),
        )

    return change


def reinstate(uuid: str) -> Change:
    """It takes place after all: moved if it was moved before, else as planned."""

    def back(one: DateSheet) -> DateSheet:
        status = OccurrenceStatus.MOVED if one.moved_from else OccurrenceStatus.PLANNED
        return replace(one, status=status, note=None)

    return _with_date(uuid, back)


def move(uuid: str, slot: Slot, *, place_id: int | None, room: str | None, note: str | None) -> Change:
    """The date is at another time or place. Where it was planned first stays known, whatever comes later."""

    def moved(one: DateSheet) -> DateSheet:
        is_later = (slot.starts_at, slot.all_day) != (one.starts_at, one.all_day)
        before = one.moved_from or (one.starts_at if is_later else None)
        return replace(
            one,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            first_day=slot.first_day,
            last_day=slot.last_day,
            all_day=slot.all_day,
            status=OccurrenceStatus.MOVED,
            moved_from=before,
            place_id=place_id,
            room=room,
            note=note,
        )

    return _with_date(uuid, moved)


def seats(wanted: dict[str, Seats]) -> Change:
    """Free places by run (uuid)."""

    def change(sheet: OfferSheet) -> OfferSheet:
        runs = tuple(
            replace(run, availability=said.availability, places_left=said.places_left)
            if (said := wanted.get(run.uuid))
            else run
            for run in sheet.runs
        )
        return replace(sheet, runs=runs)

    return change


def _with_date(uuid: str, change: Callable[[DateSheet], DateSheet]) -> Change:
    def changed(sheet: OfferSheet) -> OfferSheet:
        runs = []
        for run in sheet.runs:
            dates = tuple(change(one) if one.uuid == uuid else one for one in run.dates)
            runs.append(replace(run, dates=tuple(sorted(dates, key=lambda one: (one.starts_at, one.uuid)))))
        return replace(sheet, runs=tuple(runs))

    return changed


def _off(one: DateSheet, note: str | None) -> DateSheet:
    return replace(one, status=OccurrenceStatus.CANCELLED, note=note)


def is_ahead(one: DateSheet, now: datetime) -> bool:
    """Whether a date can still be called off."""
    return one.ends_at > now


def is_held(one: DateSheet, now: datetime) -> bool:
    """Whether it is ahead and takes place, as far as is known."""
    return is_ahead(one, now) and one.status not in OFF
