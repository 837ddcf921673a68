"""VTIMEZONE components (RFC 5545, 3.6.5) of IANA zones, from the zone database of Python.

Our own, since icalendar 7.3 writes the onset of summer time an hour late (on the clock after the change, where the
RFC asks for the one before).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

TOWN_ZONE = "Europe/Berlin"
FIRST_YEAR, LAST_YEAR = 2020, 2037  # nothing older than a year is in a feed
_HOUR = timedelta(hours=1)
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the clock: its moment on the clock before, the offsets, and the name of the time that begins."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[timedelta, timedelta, str, bool]:
        """What changes of one observance have in common."""
        return self.before, self.after, self.name, self.is_summer

    @property
    def rule(self) -> tuple[int, int, bool]:
        """Month, hour, and whether it is the last Sunday: alike every year in the European Union (2000/84/EC)."""
        is_last = (
            self.onset.weekday() == _SUNDAY and (self.onset + timedelta(days=7)).month != self.onset.month
        )
        return self.onset.month, self.onset.hour, is_last


@lru_cache(maxsize=64)
def known(name: str) -> str:
    """The zone that times meant in `name` are written in: the town's, where nobody knows the name."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return TOWN_ZONE


@lru_cache(maxsize=64)
def vtimezone(name: str) -> bytes:
    """The component of a known zone, the same bytes whenever it is asked for."""
    zone = ZoneInfo(name)
    changes = list(_changes(zone))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    if not changes:
        lines += _observance([_first(zone)], "")
    for kind in dict.fromkeys(change.kind for change in changes):
        lines += _yearly([change for change in changes if change.kind == kind])
    lines.append("END:VTIMEZONE")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _changes(zone: ZoneInfo) -> Iterator[Change]:
    """The changes of the clock, found hour by hour: zones change at full or half hours, and this is done once."""
    moment = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    last = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    before = _offset(moment, zone)
    while moment < last:
        later = moment + timedelta(days=1)
        if _offset(later, zone) != before:
            while _offset(moment, zone) == before:
                moment += _HOUR / 2
            local = moment.astimezone(zone)
            after = _offset(moment, zone)
            onset = (moment + before).replace(tzinfo=None)
            yield Change(onset, before, after, local.tzname() or zone.key, bool(local.dst()))
            before = after
        moment = later


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _first(zone: ZoneInfo) -> Change:
    """A zone that never changes has one observance, from the beginning."""
    begin = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    offset = _offset(begin, zone)
    return Change(datetime(1970, 1, 1), offset, offset, begin.astimezone(zone).tzname() or zone.key, False)  # noqa: DTZ001  local times


def _yearly(changes: list[Change]) -> list[str]:
    """One observance: by rule where it is the last Sunday of a month every year, else with every date."""
    month, _hour, is_last = changes[0].rule
    years = [change.onset.year for change in changes]
    if (
        is_last
        and len({change.rule for change in changes}) == 1
        and years == list(range(FIRST_YEAR, LAST_YEAR + 1))
    ):
        return _observance(changes[:1], f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU")
    dates = [f"RDATE:{change.onset:%Y%m%dT%H%M%S}" for change in changes[1:]]
    return _observance(changes[:1], *dates)


def _observance(changes: list[Change], *recurring: str) -> list[str]:
    change = changes[0]
    name = "DAYLIGHT" if change.is_summer else "STANDARD"
    return [
        f"BEGIN:{name}",
        f"DTSTART:{change.onset:%Y%m%dT%H%M%S}",
        *(line for line in recurring if line),
        f"TZNAME:{change.name}",
        f"TZOFFSETFROM:{_signed(change.before)}",
        f"TZOFFSETTO:{_signed(change.after)}",
        f"END:{name}",
    ]


def _signed(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
