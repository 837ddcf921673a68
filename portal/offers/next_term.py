"""Proposes the next time an offer is held: its latest runs again some weeks later, on the same weekdays, with days off left
out. Pure; a person confirms each date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from portal.offers import series
from portal.offers.series import SeriesRule, Slot
from portal.offers.sheet import DateSheet, OfferSheet, RunSheet
from portal.offers.sheet_store import without_state

HALF_A_YEAR, A_YEAR = 26, 52
LATEST = timedelta(weeks=16)  # runs that ended so long before the last one belong to an earlier term
REGULAR_FROM = 3


@dataclass(frozen=True, slots=True)
class ProposedDate:
    """A date of the next time. `day_off` names what is on that day; then it is not ticked. `like` is the date it follows."""

    slot: Slot
    like: DateSheet
    day_off: str = ""


@dataclass(frozen=True, slots=True)
class ProposedRun:
    """A run of the next time; `after` is the run it follows."""

    after: RunSheet
    dates: tuple[ProposedDate, ...]


def latest_runs(sheet: OfferSheet) -> tuple[RunSheet, ...]:
    """The runs of the last term: those that end near the last date of all."""
    dated = [run for run in sheet.runs if run.dates]
    if not dated:
        return ()
    last = max(_last(run) for run in dated)
    return tuple(run for run in dated if last - _last(run) <= LATEST)


def _last(run: RunSheet) -> date:
    return max(one.last_day for one in run.dates)


def usual_distance(sheet: OfferSheet) -> int:
    """Half a year for what comes every term, a year for what has so far come once a year."""
    ends = sorted({_last(run) for run in sheet.runs if run.dates})
    gaps = [(after - before).days for before, after in pairwise(ends)]
    far = [gap for gap in gaps if gap > LATEST.days]
    return A_YEAR if far and min(far) > 300 else HALF_A_YEAR


def propose(sheet: OfferSheet, weeks: int, days_off: Mapping[date, str]) -> tuple[ProposedRun, ...]:
    """The runs of the last term, so many weeks later."""
    return tuple(ProposedRun(run, _dates(run, weeks, days_off)) for run in latest_runs(sheet))


def horizon(sheet: OfferSheet, weeks: int) -> tuple[date, date]:
    """Between which days a day off would matter."""
    dates = [one for run in latest_runs(sheet) for one in run.dates]
    first = min(one.first_day for one in dates) + timedelta(weeks=weeks)
    return first, max(one.last_day for one in dates) + timedelta(weeks=weeks + 2 * len(dates) + 8)


def _dates(run: RunSheet, weeks: int, days_off: Mapping[date, str]) -> tuple[ProposedDate, ...]:
    every = _regular(run)
    if every:
        return _continued(run, every, weeks, days_off)
    found = []
    for one in run.dates:
        slot = moved(one, one.first_day + timedelta(weeks=weeks))
        found.append(ProposedDate(slot, one, days_off.get(slot.first_day, "")))
    return tuple(found)


def _regular(run: RunSheet) -> int:
    """Every how many weeks the dates come, on one weekday at one time; 0 when they do not."""
    dates = run.dates
    if len(dates) < REGULAR_FROM or any(one.all_day or one.first_day != one.last_day for one in dates):
        return 0
    times = {_times(one) for one in dates}
    weekdays = {one.first_day.weekday() for one in dates}
    gaps = [(after.first_day - before.first_day).days for before, after in pairwise(dates)]
    if len(times) > 1 or len(weekdays) > 1 or not all(gaps):
        return 0
    usual = min(gaps)
    return usual // 7 if all(gap % usual == 0 for gap in gaps) else 0


def _times(one: DateSheet) -> tuple[time, time]:
    zone = ZoneInfo(one.zone)
    return one.starts_at.astimezone(zone).time(), one.ends_at.astimezone(zone).time()


def _continued(
    run: RunSheet, every: int, weeks: int, days_off: Mapping[date, str]
) -> tuple[ProposedDate, ...]:
    """As many dates as before; a day off is shown without a tick, and one more date comes at the end."""
    first = run.dates[0]
    start, end = _times(first)
    rule = SeriesRule(
        first.first_day + timedelta(weeks=weeks),
        frozenset({first.first_day.weekday()}),
        start,
        end,
        count=len(run.dates),
        every=every,
    )
    expansion = series.expand(rule, days_off, ZoneInfo(first.zone))
    free = [
        ProposedDate(series.timed(day, start, end, ZoneInfo(first.zone)), first, name)
        for day, name in expansion.skipped
    ]
    held = [ProposedDate(slot, like) for slot, like in zip(expansion.slots, run.dates, strict=False)]
    return tuple(sorted([*free, *held], key=lambda one: one.slot.starts_at))


def moved(one: DateSheet, day: date) -> Slot:
    """The same date on another day, at the same time on the wall clock."""
    zone, distance = ZoneInfo(one.zone), day - one.first_day
    if one.all_day:
        return series.whole_days(day, one.last_day + distance, zone)
    return series.between(_later(one.starts_at, distance, zone), _later(one.ends_at, distance, zone), zone)


def _later(moment: datetime, distance: timedelta, zone: ZoneInfo) -> datetime:
    wall = moment.astimezone(zone).replace(tzinfo=None) + distance
    return wall.replace(tzinfo=zone)


def run_after(run: RunSheet, dates: Sequence[DateSheet], weeks: int) -> RunSheet:
    """The run as if nothing had happened to it yet, with these dates; its number is for the old one only."""
    distance = timedelta(weeks=weeks)
    fresh = without_state(run)
    ordered = tuple(sorted(dates, key=lambda one: (one.starts_at, one.uuid)))
    return replace(
        fresh,
        number=None,
        starts_on=min((one.first_day for one in ordered), default=None) if run.starts_on else None,
        ends_on=max((one.last_day for one in ordered), default=None) if run.ends_on else None,
        registration_opens_on=run.registration_opens_on and run.registration_opens_on + distance,
        registration_closes_on=run.registration_closes_on and run.registration_closes_on + distance,
        dates=ordered,
    )
