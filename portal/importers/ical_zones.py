"""In which time zone the times of a calendar are meant: names of the tz database and of Windows, zones that the
calendar defines itself, X-WR-TIMEZONE, and the town's for times that say nothing."""

import hashlib
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone import tzp

from portal.importers.ical_blocks import Head, unfolded

Complain = Callable[[str, str, object], None]
_TZID = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
_RULE = re.compile(r"^RRULE(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
_DENSE = re.compile(r"BY(HOUR|MINUTE|SECOND|SETPOS|YEARDAY|WEEKNO)|INTERVAL=0*(;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones of one calendar. `town` is meant where nothing is said."""

    head: Head
    town: ZoneInfo
    _found: dict[str, tzinfo | None] = field(default_factory=dict)

    @property
    def everywhere(self) -> tzinfo | None:
        """X-WR-TIMEZONE, in which programs mean the times of a whole calendar; None when missing or unknown."""
        name = self.head.properties.get("X-WR-TIMEZONE", "")
        return self.named(name) if name else None

    def named(self, name: str) -> tzinfo | None:
        """The zone of that name: of the tz database, of Windows, or defined in the calendar; None when nothing
        knows it."""
        bare = name.strip().strip('"')
        if bare not in self._found:
            texts = (
                text
                for text in self.head.zones
                if (own := _TZID.search(unfolded(text))) and own[1].strip() == bare
            )
            self._found[bare] = _known(bare) or next(
                (zone for text in texts if (zone := _defined(text))), None
            )
        return self._found[bare]

    def placed(self, moment: date | datetime, name: str | None, complain: Complain) -> date | datetime:
        """The moment with its zone; a day stays a day. `name` is its TZID, `moment` naive where icalendar does
        not know that. Times in UTC of a calendar with X-WR-TIMEZONE are meant there: weekly at 18:00, not at
        17:00 after the change to summer time."""
        if not isinstance(moment, datetime):
            return moment
        overall = self.everywhere
        if moment.tzinfo is not None:
            return moment.astimezone(overall) if overall and moment.tzname() == "UTC" else moment
        if name:
            zone = self.named(name)
            if zone is not None:
                return moment.replace(tzinfo=zone)
            meant = overall or self.town
            complain("TZID", f"unbekannte Zeitzone: als {meant} gelesen", name)
            return moment.replace(tzinfo=meant)
        if overall is None:
            complain("DTSTART", f"Zeit ohne Zeitzone: als Ortszeit ({self.town}) gelesen", moment)
        return moment.replace(tzinfo=overall or self.town)


def _known(name: str) -> tzinfo | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # icalendar warns where it guesses from a vendor's prefix
            return tzp.timezone(name)
    except (ValueError, OSError):  # "Europe" is a folder of the tz database
        return None


def _defined(text: str) -> tzinfo | None:
    """A zone from its VTIMEZONE; None where that is broken, or so dense that looking up a time would not end. It
    gets a name of its own, since icalendar remembers zones by name beyond the calendar that defined them."""
    rules = _RULE.findall(unfolded(text).upper())
    if any("FREQ=YEARLY" not in rule or _DENSE.search(rule) for rule in rules):
        return None
    mark = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:24]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            component = Timezone.from_ical(_TZID.sub(f"TZID:agora-{mark}", unfolded(text), count=1))
            assert isinstance(component, Timezone)
            zone: tzinfo = component.to_tz()
            for year in (1990, 2026):
                assert abs(datetime(year, 1, 1, tzinfo=zone).utcoffset() or timedelta(0)) < timedelta(days=1)
    except Exception:  # dateutil and icalendar raise whatever a broken zone makes them stumble over
        return None
    return zone
