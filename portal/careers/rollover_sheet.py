"""A proposal becomes a date of its offer: pure changes of an offer's sheet. The dates of one school year stand in one run, made
after the run that they come from; run and dates have identities that follow from year and source, so that doing it twice
makes nothing twice, and a date that comes back is the same for calendars."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from portal import clock
from portal.errors import Conflict
from portal.offers import date_changes, series
from portal.offers.series import Slot
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.offers.sheet_store import without_state
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OccurrenceStatus

_NAMESPACE = UUID("6e1c8a52-3b0c-4d0e-9c52-5f8f6b8f7a10")
SOURCE_GONE = N_("Der Termin des Vorjahres steht nicht mehr im Angebot.")
_OURS = frozenset({OccurrenceStatus.TENTATIVE, OccurrenceStatus.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Planned:
    """A proposal as plain data; `minutes` since midnight on the town's clocks, None: whole days."""

    year: str
    offer_uuid: UUID
    source_uuid: UUID
    first_day: date
    last_day: date
    start_minutes: int | None = None
    end_minutes: int | None = None

    @property
    def run_uuid(self) -> str:
        return str(uuid5(_NAMESPACE, f"{self.offer_uuid}/{self.year}"))

    @property
    def date_uuid(self) -> UUID:
        return uuid5(_NAMESPACE, f"{self.source_uuid}/{self.year}")


def is_registration(sheet: OfferSheet, source_uuid: UUID) -> bool:
    """Whether the source is a run: then it is about registering."""
    return any(run.uuid == str(source_uuid) for run in sheet.runs)


def slot(planned: Planned, zone: str = clock.TOWN_ZONE.key) -> Slot:
    """When it is: the same time on the wall clock, whatever daylight saving does."""
    where = ZoneInfo(zone)
    if planned.start_minutes is None or planned.end_minutes is None:
        return series.whole_days(planned.first_day, planned.last_day, where)
    starts = _moment(planned.first_day, planned.start_minutes, where)
    ends = _moment(planned.last_day, planned.end_minutes, where)
    return Slot(starts, max(starts, ends), planned.first_day, planned.last_day)


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """24:00 is the midnight that a date ends at."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def put(sheet: OfferSheet, planned: Planned, status: OccurrenceStatus) -> OfferSheet:
    """The sheet with the date, or with the time to register, as it is proposed. Raises Conflict without its source."""
    if not (is_there(sheet, planned) or _has_source(sheet, planned)):
        raise Conflict(SOURCE_GONE)
    run = _run(sheet, planned)
    if is_registration(sheet, planned.source_uuid):
        opens = planned.first_day if planned.first_day != planned.last_day else None
        run = replace(
            run,
            registration_opens_on=opens,
            registration_closes_on=planned.last_day,
            status=OccurrenceStatus.TENTATIVE
            if status is OccurrenceStatus.TENTATIVE
            else OccurrenceStatus.PLANNED,
        )
    else:
        kept = tuple(one for one in run.dates if one.uuid != str(planned.date_uuid))
        run = _with_dates(run, (*kept, _date(sheet, run, planned, status)))
    return _with_run(sheet, run)


def take_out(sheet: OfferSheet, planned: Planned) -> OfferSheet:
    """The sheet without it; a run with nothing left in it goes too."""
    run = _made(sheet, planned)
    if run is None:
        return sheet
    if is_registration(sheet, planned.source_uuid):
        run = replace(
            run, registration_opens_on=None, registration_closes_on=None, status=OccurrenceStatus.PLANNED
        )
    else:
        run = _with_dates(run, tuple(one for one in run.dates if one.uuid != str(planned.date_uuid)))
    if run.dates or run.registration_closes_on:
        return _with_run(sheet, run)
    return replace(sheet, runs=tuple(one for one in sheet.runs if one.uuid != run.uuid))


def call_off(sheet: OfferSheet, planned: Planned, note: str) -> OfferSheet:
    """The sheet with the date called off, for a run that people have registered with."""
    return date_changes.cancel(str(planned.date_uuid), note)(sheet)


def is_there(sheet: OfferSheet, planned: Planned) -> bool:
    """Whether what was made of it is still part of the offer."""
    if is_registration(sheet, planned.source_uuid):
        run = _made(sheet, planned)
        return run is not None and run.registration_closes_on is not None
    return date_changes.find(sheet, str(planned.date_uuid)) is not None


def is_as_made(sheet: OfferSheet, planned: Planned) -> bool:
    """Whether it stands there as it was put: somebody may have moved it, or called it off, since."""
    if is_registration(sheet, planned.source_uuid):
        run = _made(sheet, planned)
        return run is not None and run.registration_closes_on == planned.last_day
    found = date_changes.find(sheet, str(planned.date_uuid))
    if found is None:
        return False
    one, wanted = found[1], slot(planned, found[1].zone)
    when = (one.starts_at, one.ends_at, one.all_day)
    return one.status in _OURS and when == (wanted.starts_at, wanted.ends_at, wanted.all_day)


def _made(sheet: OfferSheet, planned: Planned) -> RunSheet | None:
    return next((run for run in sheet.runs if run.uuid == planned.run_uuid), None)


def _has_source(sheet: OfferSheet, planned: Planned) -> bool:
    wanted = str(planned.source_uuid)
    return is_registration(sheet, planned.source_uuid) or date_changes.find(sheet, wanted) is not None


def _source(sheet: OfferSheet, planned: Planned) -> tuple[RunSheet, DateSheet | None]:
    """The run and the date that it comes from; an empty run where both are gone."""
    wanted = str(planned.source_uuid)
    for run in sheet.runs:
        if run.uuid == wanted:
            return run, None
    return date_changes.find(sheet, wanted) or (RunSheet(), None)


def _run(sheet: OfferSheet, planned: Planned) -> RunSheet:
    """The run of the year, made like the one that the proposal comes from, as if nothing had happened to it yet."""
    found = _made(sheet, planned)
    if found is not None:
        return found
    return replace(
        without_state(_source(sheet, planned)[0]),
        uuid=planned.run_uuid,
        number=None,
        note=None,
        schedule_note=None,
        starts_on=None,
        ends_on=None,
        registration_opens_on=None,
        registration_closes_on=None,
        dates=(),
    )


def _date(sheet: OfferSheet, run: RunSheet, planned: Planned, status: OccurrenceStatus) -> DateSheet:
    source_run, source = _source(sheet, planned)
    zone = source.zone if source else clock.TOWN_ZONE.key
    when = slot(planned, zone)
    own_place = source_run.place_id if source_run.place_id != run.place_id else None
    return DateSheet(
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        first_day=when.first_day,
        last_day=when.last_day,
        all_day=when.all_day,
        zone=zone,
        status=status,
        place_id=(source.place_id if source else None) or own_place,
        room=source.room if source else None,
        online_url=source.online_url if source else None,
        uuid=str(planned.date_uuid),
    )


def _with_dates(run: RunSheet, dates: tuple[DateSheet, ...]) -> RunSheet:
    ordered = tuple(sorted(dates, key=lambda one: (one.starts_at, one.uuid)))
    return replace(
        run,
        dates=ordered,
        starts_on=min((one.first_day for one in ordered), default=None),
        ends_on=max((one.last_day for one in ordered), default=None),
    )


def _with_run(sheet: OfferSheet, run: RunSheet) -> OfferSheet:
    if any(one.uuid == run.uuid for one in sheet.runs):
        return replace(sheet, runs=tuple(run if one.uuid == run.uuid else one for one in sheet.runs))
    return replace(sheet, runs=(*sheet.runs, run))
