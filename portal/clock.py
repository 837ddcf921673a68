"""The one place that asks what time it is, so that a test can say it. All times are aware; storage is UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOWN_ZONE = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The current moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The current date where the town is."""
    return now().astimezone(TOWN_ZONE).date()


def local(moment: datetime, zone: ZoneInfo = TOWN_ZONE) -> datetime:
    """A stored moment as the town's wall clock shows it."""
    return moment.astimezone(zone)


def as_utc(day: date, hour: int, minute: int, zone: ZoneInfo = TOWN_ZONE) -> datetime:
    """The UTC moment of a wall-clock time on a day; across daylight-saving changes as zoneinfo resolves it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
