"""Which recurrence rules (RFC 5545, 3.3.10) may be followed: not those that repeat too densely to be dates of
learning offers, nor those that never come true, on which dateutil would search until the year 9999."""

import warnings
from datetime import UTC, date, datetime, time

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # the library carries no types
from icalendar.prop import vRecur

from portal.importers.base import RowRefused
from portal.importers.ical_events import ForeignEvent, Moment

MOST_STEPS = 400_000
MOST_IN_WINDOW = 30_000
_PER_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24, "DAILY": 1}
_SLOWER = frozenset({"WEEKLY", "MONTHLY", "YEARLY"})
_PROBE_YEAR = 9_940
_REMEDY = "Die Regel in der Quelle prüfen."


def is_endless(rule: vRecur) -> bool:
    """Whether it says neither when nor after how many dates it ends."""
    return not rule.get("COUNT") and not rule.get("UNTIL")


def is_within_a_day(rule: vRecur) -> bool:
    """Whether it repeats more than once a day."""
    times = (rule.get("FREQ"), rule.get("BYHOUR"), rule.get("BYMINUTE"), rule.get("BYSECOND"))
    return str((times[0] or [""])[0]).upper() not in {"DAILY", *_SLOWER} or any(
        len(t or ()) > 1 for t in times[1:]
    )


def checked(rule: vRecur, event: ForeignEvent, first: date, last: date) -> vRecur:
    """The rule, with its UNTIL of the same sort as the beginning. `first`..`last` is what dates are wanted for.
    Raises RowRefused for a rule that nobody may follow, ValueError for one that nobody understands."""
    interval = _number(rule, "INTERVAL", 1)
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if interval < 1 or frequency not in _PER_DAY.keys() | _SLOWER or rule.get("RSCALE"):
        raise RowRefused("RRULE", _text(rule), "Wiederholungsregel nicht unterstützt", _REMEDY)
    _refuse_dense(rule, event, frequency, interval, first, last)
    if any(str(part).upper().startswith("BY") for part in rule):
        _refuse_impossible(rule, event)
    if not rule.get("UNTIL"):
        return rule
    return vRecur({**rule, "UNTIL": [_until(rule["UNTIL"][0], event.start)]})


def _refuse_dense(
    rule: vRecur, event: ForeignEvent, frequency: str, interval: int, first: date, last: date
) -> None:
    times = 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= max(1, len(rule.get(part) or ()))
    begins = event.start.date() if isinstance(event.start, datetime) else event.start
    per_day = times * _PER_DAY.get(frequency, 1)
    days = max(1, (last - begins).days) if frequency in _PER_DAY else (last - first).days
    steps, dates = days * per_day // interval, (last - first).days * per_day // interval
    count = _number(rule, "COUNT", 0)
    if count > 0 and not any(str(part).upper().startswith("BY") for part in rule):
        steps, dates = min(steps, count), min(dates, count)
    if steps > MOST_STEPS or dates > MOST_IN_WINDOW:
        raise RowRefused("RRULE", _text(rule), "wiederholt sich zu dicht für einzelne Termine", _REMEDY)


def _refuse_impossible(rule: vRecur, event: ForeignEvent) -> None:
    """Tries the rule in the last sixty years that dateutil knows, where a search ends soon; sixty, so that every
    day of the year falls on every weekday. Raises ValueError for a rule that is none."""
    parts = {name: value for name, value in rule.items() if name not in ("COUNT", "UNTIL", "INTERVAL")}
    at = event.start.time() if isinstance(event.start, datetime) else time(0)
    begins = datetime.combine(event.start.replace(year=_PROBE_YEAR), at)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = next(iter(rrulestr(_text(vRecur(parts)), dtstart=begins)), None)
    if found is None:
        raise RowRefused("RRULE", _text(rule), "die Regel trifft auf keinen Tag zu", _REMEDY)


def _until(until: Moment, start: Moment) -> Moment:
    """The last moment of a rule: a bare day includes that day, a time without zone is meant where the beginning
    is (both against the RFC, and common)."""
    if not isinstance(start, datetime):
        return until.date() if isinstance(until, datetime) else until
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    return (until.replace(tzinfo=start.tzinfo) if until.tzinfo is None else until).astimezone(UTC)


def _number(rule: vRecur, name: str, default: int) -> int:
    values = rule.get(name)
    return int(values[0]) if values else default


def _text(rule: vRecur) -> str:
    return str(rule.to_ical().decode(errors="replace"))  # type: ignore[no-untyped-call]  # icalendar's own
