"""Reads dates, times and weekdays as German offices write them: 23.11.2026, 2026-11-23T18:30, 18.30 Uhr,
Mo-Fr."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_DAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMERIC = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4}|\d{2})(?!\d)", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})\.?\s*([A-Za-zäÄ]{3,9})\.?\s+(\d{4})(?!\d)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?)?\s*(?:uhr|h)?", re.IGNORECASE | re.ASCII
)
_LEADING_DAY = re.compile(r"^\s*(?:mo|di|mi|do|fr|sa|so)[a-zäö]*\.?\s*,?\s*(?=\d)", re.IGNORECASE)


class Unreadable(ValueError):
    """A value that means nothing in its field; the message says what would."""


def day(value: object, formats: Sequence[str] = ()) -> date:
    """A date; of a date with time its day. Raises Unreadable for anything else, and for years that are no
    plan."""
    moment = day_or_moment(value, formats)
    return moment.date() if isinstance(moment, datetime) else moment


def day_or_moment(
    value: object, formats: Sequence[str] = (), zone: ZoneInfo | None = None
) -> date | datetime:
    """A date, or a datetime where the value has a time of day: aware as written, else in `zone` if one is
    given."""
    found = _typed(value) or _formatted(str(value).strip(), formats) or _german(str(value))
    if not EARLIEST <= (found.date() if isinstance(found, datetime) else found) <= LATEST:
        raise Unreadable(f"ein Jahr zwischen {EARLIEST.year} und {LATEST.year}")
    if isinstance(found, datetime) and found.tzinfo is None and zone is not None:
        return found.replace(tzinfo=zone)
    return found


def _typed(value: object) -> date | datetime | None:
    return value if isinstance(value, date) else None


def _formatted(text: str, formats: Sequence[str]) -> date | datetime | None:
    for pattern in formats:
        try:
            found = datetime.strptime(text, pattern)  # noqa: DTZ007  the caller knows the zone
        except ValueError:
            continue
        return found if any(code in pattern for code in ("%H", "%I", "%c", "%X")) else found.date()
    return None


def _german(text: str) -> date | datetime:
    text = _LEADING_DAY.sub("", text).strip()
    try:
        if _ISO.match(text):
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        for pattern in (_NUMERIC, _NAMED):
            if match := pattern.match(text):
                found = _from_parts(*match.groups())
                rest = text[match.end() :].strip(" ,;.")
                return datetime.combine(found, clock_time(rest.removeprefix("um "))) if rest else found
    except (ValueError, OverflowError):
        pass
    raise Unreadable("ein Datum wie 23.11.2026 oder 2026-11-23")


def _from_parts(day_text: str, month_text: str, year_text: str) -> date:
    year = int(year_text)
    if len(year_text) == 2:
        year += 2000 if year < 70 else 1900
    return date(year, _month(month_text), int(day_text))


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    folded = text.lower().replace("maerz", "mär").replace("mrz", "mär")[:3]
    return _MONTHS.index(folded) + 1


def clock_time(value: object) -> time:
    """A time of day; 24:00 is midnight. Raises Unreadable."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(str(value).strip().removesuffix("Z"))
    if match and (hour := int(match[1])) <= 24 and (minute := int(match[2] or 0)) < 60:
        if hour < 24:
            return time(hour, minute)
        if minute == 0:
            return time(0)
    raise Unreadable("eine Uhrzeit wie 18:30")


def clock_span(value: object) -> tuple[time, time | None]:
    """A time of day, or from when until when: "18:00–20:00", "18.30 bis 20 Uhr". Raises Unreadable."""
    first, dash, last = _closed(str(value)).partition("-") if isinstance(value, str) else (value, "", "")
    return clock_time(first), clock_time(last) if dash else None


def weekdays(value: object, numbers: str = "monday0") -> frozenset[int]:
    """Days as numbers with Monday 0, from numbers (counted as `numbers` says: monday0, monday1, sunday0,
    sunday1), names ("Mo, Mi", "dienstags") or ranges ("Mo-Fr"). Raises Unreadable."""
    parts = (
        value if isinstance(value, list | tuple) else re.split(r"[,;/&+]|\s+und\s+|\s+", _closed(str(value)))
    )
    found: set[int] = set()
    for part in parts:
        if str(part).strip(" ."):
            found |= _span(str(part).strip(" ."), numbers)
    if not found:
        raise Unreadable("Wochentage wie Mo, Mi oder Mo-Fr")
    return frozenset(found)


def _closed(text: str) -> str:
    return re.sub(r"\s*(?:-|–|\bbis\b)\s*", "-", text.replace("u.", ","))


def _span(text: str, numbers: str) -> set[int]:
    first, dash, last = text.partition("-")
    begin = _weekday(first, numbers)
    end = _weekday(last, numbers) if dash else begin
    return {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}


def _weekday(text: str, numbers: str) -> int:
    folded = text.strip(" .").lower()
    if folded.isdecimal() and folded.isascii() and len(folded) == 1:
        number = (
            int(folded) - (1 if numbers.endswith("1") else 0) - (1 if numbers.startswith("sunday") else 0)
        )
        if -1 <= number <= 6:
            return number % 7
    if folded.startswith(_ENGLISH_DAYS):
        return next(index for index, name in enumerate(_ENGLISH_DAYS) if folded.startswith(name))
    if folded[:2] in _DAYS:
        return _DAYS.index(folded[:2])
    raise Unreadable("Wochentage wie Mo, Mi oder Mo-Fr")
