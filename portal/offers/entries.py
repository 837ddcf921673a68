"""What of an offer enters a calendar: its dates, the closing days of registration, and windows to apply in. Pure.

The one place that says so, for feeds and for the Jahres-Berufswahl-Kalender alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from portal import clock
from portal.offers import rules, series
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.offers import OccurrenceStatus, OfferKind

# A window to register in is news for those who plan a school year; for a course it would only fill the calendar.
WITH_WINDOWS = frozenset({OfferKind.CAREERS_EVENT, OfferKind.DEADLINE})


def a_year_before(day: date) -> date:
    """The first day of the same month a year ago: how far back calendars go. It moves once a month, so that feeds rest."""
    return date(day.year - 1, day.month, 1)


class DateOf(rules.Dated, Protocol):
    """A date of a run with what a calendar needs beside its time and status."""

    @property
    def uuid(self) -> UUID: ...
    @property
    def last_day(self) -> date: ...
    @property
    def zone(self) -> str: ...


D_co = TypeVar("D_co", bound=DateOf, covariant=True)


class RunOf(Protocol[D_co]):
    """A run with its dates."""

    @property
    def uuid(self) -> UUID: ...
    @property
    def status(self) -> OccurrenceStatus: ...
    @property
    def registration_opens_on(self) -> date | None: ...
    @property
    def registration_closes_on(self) -> date | None: ...
    @property
    def occurrences(self) -> Sequence[D_co]: ...


R = TypeVar("R", bound=RunOf[DateOf])


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """One entry: when, of which run, with what identity. `day` is the date it stands for; None where it is about registering."""

    uid: str
    kind: EntryKind
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date
    zone: str
    status: OccurrenceStatus
    run: R
    day: DateOf | None

    @property
    def is_registration(self) -> bool:
        return self.day is None


def entries(kind: OfferKind, runs: Sequence[R]) -> Iterator[Entry[R]]:
    """All entries of an offer of this kind, run by run; the dates of a run first."""
    for run in runs:
        for day in run.occurrences:
            yield _of_day(kind, run, day)
        opens, closes = run.registration_opens_on, run.registration_closes_on
        if closes is None:
            continue
        yield _of_registration(EntryKind.DEADLINE, run, closes, closes)
        if opens is not None and opens < closes and kind in WITH_WINDOWS:
            yield _of_registration(EntryKind.WINDOW, run, opens, closes)


def status_of(run: RunOf[DateOf], day: DateOf) -> OccurrenceStatus:
    """A date of a run that is off is off, whatever stands at the date itself."""
    return rules.off_status(run.status, day.status) or day.status


def _of_day(kind: OfferKind, run: R, day: DateOf) -> Entry[R]:
    return Entry(
        uid=f"occurrence-{day.uuid}@agora",
        kind=_kind_of_day(kind, day),
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        all_day=day.all_day,
        first_day=day.first_day,
        last_day=day.last_day,
        zone=day.zone,
        status=status_of(run, day),
        run=run,
        day=day,
    )


def _kind_of_day(kind: OfferKind, day: DateOf) -> EntryKind:
    """A span of whole days is a window (practice weeks, application phases); one day of the kind deadline is a deadline."""
    if day.all_day and day.first_day != day.last_day:
        return EntryKind.WINDOW
    return EntryKind.DEADLINE if kind is OfferKind.DEADLINE else EntryKind.OCCURRENCE


def _of_run(status: OccurrenceStatus) -> OccurrenceStatus:
    """What a run's status says of registering for it: nothing, but that its days are only proposed."""
    return status if status is OccurrenceStatus.TENTATIVE else OccurrenceStatus.PLANNED


def _of_registration(kind: EntryKind, run: R, first: date, last: date) -> Entry[R]:
    """Whole days, in the town's own time: nobody says until which hour one can register."""
    slot = series.whole_days(first, last)
    return Entry(
        uid=f"{kind.value}-{run.uuid}@agora",
        kind=kind,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        all_day=True,
        first_day=first,
        last_day=last,
        zone=clock.TOWN_ZONE.key,
        status=rules.off_status(run.status) or _of_run(run.status),
        run=run,
        day=None,
    )
