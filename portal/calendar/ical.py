"""How an entry, a time zone and a calendar are written in iCalendar (RFC 5545, 7986). Pure: data in, bytes out.

Texts come finished, in the language they are for. What is written depends on nothing but the arguments, so that an
unchanged entry is byte for byte the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCategory, vGeo, vText, vUri
from icalendar.parser import Contentline
from icalendar.prop import vCalAddress, vDuration

from portal.calendar import timezones
from portal.text import clean

PRODUCT = "-//Agora//Bildungsportal//DE"
REFRESH = timedelta(hours=12)  # what clients are asked for; most decide for themselves
END = b"END:VEVENT\r\n"
CALENDAR_END = b"END:VCALENDAR\r\n"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_ALLOWED_IN_URI = "%/:=&?~#+!$,;'@()*[]"  # RFC 3986, 2.2, and what is encoded already


@dataclass(frozen=True, slots=True)
class EventText:
    """What an entry says, in one language. `geo` in degrees; addresses are absolute; empty where there is nothing."""

    summary: str
    description: str
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    contact: str = ""
    organizer_name: str = ""
    organizer_email: str = ""
    geo: tuple[float, float] | None = None
    conference: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who an entry is and how often it changed: `changed_at` (UTC) is DTSTAMP and LAST-MODIFIED."""

    uid: str
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """When: moments in UTC meant in `zone`, or whole days, both included."""

    starts_at: datetime
    ends_at: datetime
    all_day: bool
    first_day: date
    last_day: date
    zone: str


class _Text(vText):
    """A text as RFC 5545, 3.3.11 escapes it: icalendar 7.3 takes a backslash with a capital N for a line break."""

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


def _text(value: str) -> _Text:
    """Without controls. Whatever Unicode counts as the end of a line is a line break: clients cut lines there, and what
    followed would be a property, or the end of the entry."""
    return _Text("\n".join(clean(value).splitlines()))


def _line(value: str) -> _Text:
    """A text of one line."""
    return _Text(" ".join(clean(value).split()))


def _uri(address: str) -> str:
    """An address of nothing but what RFC 3986 allows: no character of it ends a line or a parameter."""
    return quote(clean(address), safe=_ALLOWED_IN_URI)


def event(
    stamp: Stamp, span: Span, text: EventText, *, is_off: bool, is_busy: bool, is_tentative: bool = False
) -> bytes:
    """One VEVENT. `is_off`: STATUS:CANCELLED; `is_busy` False: TRANSP:TRANSPARENT, as whole days always are."""
    written = Event()
    written.add("uid", stamp.uid)
    written.add("dtstamp", stamp.changed_at)
    written.add("last-modified", stamp.changed_at)
    written.add("sequence", stamp.sequence)
    _add_span(written, span)
    written.add("status", "CANCELLED" if is_off else "TENTATIVE" if is_tentative else "CONFIRMED")
    written.add("transp", "OPAQUE" if is_busy and not span.all_day and not is_off else "TRANSPARENT")
    written.add("class", "PUBLIC")
    _add_text(written, text)
    return bytes(written.to_ical())


def _add_span(written: Event, span: Span) -> None:
    """All-day ends are exclusive and counted from dates; a date without length has no end (RFC 5545, 3.6.1)."""
    if span.all_day:
        written.add("dtstart", span.first_day)
        written.add("dtend", max(span.first_day, span.last_day) + timedelta(days=1))
        return
    start, end = (_local(moment, span.zone) for moment in (span.starts_at, span.ends_at))
    # Of an hour that the clock shows twice TZID means the first run (RFC 5545, 3.3.5), but ical.js reads the second. Then
    # both moments are in UTC: readers that add the length to the clock's time would be wrong by that hour.
    if _is_shown_twice(start) or _is_shown_twice(end):
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    written.add("dtstart", start)
    if span.ends_at > span.starts_at:
        written.add("dtend", end)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(timezones.known(zone)))


def _is_shown_twice(local: datetime) -> bool:
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _add_text(written: Event, text: EventText) -> None:
    written.add("summary", _line(text.summary))
    written.add("description", _text(text.description))
    for name, value in (("location", _text(text.location)), ("contact", _text(text.contact))):
        if value:
            written.add(name, value)
    if text.categories:
        categories = vCategory([])
        categories.cats = [_line(category) for category in text.categories]
        written.add("categories", categories)
    if text.geo:
        written.add("geo", vGeo(text.geo))
    if text.url:
        written.add("url", vUri(_uri(text.url)))
    if text.organizer_email:
        organizer = vCalAddress(_uri(f"mailto:{text.organizer_email}"))
        # Readers take a backslash for an escape, which parameters do not know, and a last one would swallow the address.
        organizer.params["CN"] = _line(text.organizer_name).replace("\\", "/")
        written.add("organizer", organizer)
    if text.conference:
        written.add(
            "conference", vUri(_uri(text.conference)), parameters={"VALUE": "URI", "FEATURE": "VIDEO"}
        )
    if text.image:
        written.add("image", vUri(_uri(text.image)), parameters={"VALUE": "URI", "DISPLAY": "FULLSIZE"})


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where to look now: a line for the description, and the address that it names."""

    line: str
    url: str


def called_off(ics: bytes, stamp: Stamp, prefix: str, instead: Pointer | None = None) -> bytes:
    """The entry as it was told last, now as a tombstone: cancelled, `prefix` ("Abgesagt: ") before the summary, and `instead`
    before the description."""
    moment = f"{stamp.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    anew = {
        "DTSTAMP": moment,
        "LAST-MODIFIED": moment,
        "SEQUENCE": str(stamp.sequence),
        "STATUS": "CANCELLED",
        "TRANSP": "TRANSPARENT",
    }
    before = _Text(prefix).to_ical().decode()
    note = ""
    if instead is not None:
        anew["URL"], note = _uri(instead.url), _text(instead.line + "\n").to_ical().decode()
    lines = []
    # What need not change stays as it was written.
    for line in ics.decode().replace("\r\n ", "").split("\r\n"):
        name, colon, value = line.partition(":")
        if name == "SUMMARY" and not value.startswith(before):
            value = before + value
        if name == "DESCRIPTION" and not value.startswith(note):
            value = note + value
        lines.append(f"{name}{colon}{anew.get(name, value)}")
    folded = [Contentline(line).to_ical() for line in lines]  # type: ignore[no-untyped-call]  # icalendar's
    return b"\r\n".join(folded)


def summary_of(ics: bytes) -> str:
    """The summary of an entry that was written here."""
    return str(Event.from_ical(ics).get("summary", ""))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the entries: the calendar's name and description, its own address and that of its page."""

    name: str
    description: str
    source: str
    url: str
    color: str = "darkkhaki"


def head(about: Head, zones: tuple[str, ...]) -> bytes:
    """Everything before the first entry: properties and the time zones that entries are written in."""
    written = Calendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    written.add("method", "PUBLISH")
    for label in ("name", "x-wr-calname"):
        written.add(label, _line(about.name))
    for label in ("description", "x-wr-caldesc"):
        written.add(label, _text(about.description))
    written.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    written.add("x-published-ttl", vDuration(REFRESH))
    written.add("source", vUri(_uri(about.source)), parameters={"VALUE": "URI"})
    written.add("url", vUri(_uri(about.url)))
    written.add("color", about.color)
    return bytes(written.to_ical()).removesuffix(CALENDAR_END) + b"".join(map(timezones.vtimezone, zones))


@lru_cache(maxsize=64)
def alarm(before: timedelta) -> bytes:
    """A VALARM so long before the start, as bytes to stand before END:VEVENT."""
    written = Alarm()
    written.add("action", "DISPLAY")
    written.add("description", "Erinnerung")
    written.add("trigger", vDuration(-before))
    return bytes(written.to_ical())


def with_alarm(ics: bytes, before: timedelta) -> bytes:
    return ics.removesuffix(END) + alarm(before) + END


def events(ics: bytes) -> Iterator[Event]:
    """The entries of a feed of ours, read back (for tests and checks)."""
    for component in Calendar.from_ical(ics).walk("VEVENT"):
        assert isinstance(component, Event)
        yield component
