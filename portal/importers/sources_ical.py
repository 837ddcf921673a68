"""iCalendar (RFC 5545) as rows: one for each series of events with the same UID, with its dates expanded within
a window. Entries that are no public events become rows that say why they are refused."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from portal import clock
from portal.importers import ical_dates, ical_events
from portal.importers.base import Refusal, Remark, Row, RowRefused
from portal.importers.digest import short_hash
from portal.importers.ical_blocks import Block, blocks, text_of
from portal.importers.ical_dates import Window
from portal.importers.ical_events import EventGone, ForeignEvent
from portal.importers.ical_place import place_columns
from portal.importers.ical_zones import Zones

# What a calendar says without a mapping; one that is given is laid over it, field by field.
MAPPING: Mapping[str, Any] = {
    "external_id": "UID",
    "absent": "cancel",
    "offer": {
        "title": "SUMMARY",
        "description": ["DESCRIPTION", "X-ALT-DESC"],
        "kind": {"value": "workshop"},
        "topics": "CATEGORIES",
        "website": "URL",
        "attendance_mode": "attendance",
    },
    "run": {
        "status": {
            "column": "STATUS",
            "map": {"CANCELLED": "cancelled", "CONFIRMED": "confirmed"},
            "default": "planned",
        }
    },
    "occurrences": {"dates": "dates"},
    "place": {
        "name": "place.name",
        "street": "place.street",
        "postal_code": "place.postal_code",
        "town": "place.town",
        "latitude": "GEO.latitude",
        "longitude": "GEO.longitude",
    },
}
_COLUMNS = tuple(
    "UID SUMMARY DESCRIPTION X-ALT-DESC CATEGORIES URL STATUS LOCATION ORGANIZER GEO GEO.latitude GEO.longitude "
    "place place.name place.street place.postal_code place.town attendance dates".split()
)
_NO_EVENTS = {
    "VTODO": "Aufgabe, keine Veranstaltung",
    "VJOURNAL": "Tagebucheintrag, keine Veranstaltung",
    "VFREEBUSY": "Belegtzeit, keine Veranstaltung",
    "VAVAILABILITY": "Verfügbarkeit, keine Veranstaltung",
}
_PUBLIC = ("", "PUBLIC")
_ASK = "In der Quelle berichtigen."
_WEB = re.compile(r"(https?://|(?![a-z][a-z0-9+-]*:)[^\s/@]+\.[a-z]{2,})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IcalSource:
    """A calendar file; it is read once, on creation. `zone` is meant where the calendar names none. Raises
    ImportProblem for what is no calendar, breaks off, or holds no entry."""

    name: str
    data: bytes
    now: datetime
    encoding: str | None = None
    zone: ZoneInfo = clock.TOWN_ZONE
    columns: tuple[str, ...] = field(init=False)
    _rows: tuple[Row, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        text, encoding = text_of(self.data, self.encoding)
        window = Window.around(clock.local(self.now, self.zone).date(), self.zone)
        rows = list(_Reading(blocks(self.name, text), window).rows())
        if not encoding.startswith("utf") and self.encoding is None:
            odd = Remark("encoding", f"nicht in UTF-8 geschrieben, als {encoding} gelesen")
            rows = [_remarked(row, odd) for row in rows]
        object.__setattr__(self, "_rows", tuple(rows))
        found = (name for row in rows for name in row.values)
        object.__setattr__(self, "columns", tuple(dict.fromkeys((*_COLUMNS, *found))))

    def rows(self) -> Iterator[Row | Refusal]:
        return iter(self._rows)


@dataclass(slots=True)
class _Reading:
    """The way from the blocks of one file to its rows."""

    blocks: Sequence[Block]
    window: Window
    _zones: dict[int, Zones] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """In the order of the file, where a series stands at its first event."""
        series: dict[tuple[str, str], list[Block]] = defaultdict(list)
        for block in self.blocks:
            series[block.kind, block.first("UID") or _derived_uid(block)].append(block)
        for (kind, uid), members in series.items():
            if kind == "VEVENT":
                yield from self._series(uid, members)
            else:
                reason = _NO_EVENTS[kind]
                refused = RowRefused(kind, members[0].first("SUMMARY"), reason, "Nur VEVENT wird importiert.")
                yield Row(members[0].line, {"UID": uid}, refused=refused.at(members[0].line))

    def _series(self, uid: str, members: Sequence[Block]) -> Iterator[Row]:
        """One row, or one for each event that claims to be the series itself in the same SEQUENCE: of these,
        what follows takes one or refuses both."""
        events: list[ForeignEvent] = []
        for block in members:
            read = _attempt(uid, block.line, partial(self._read, block))
            if isinstance(read, Row):
                yield read  # a series with an unreadable part is not imported by halves
                return
            events.append(read)
        masters = [event for event in events if event.replaces is None]
        newest = [event for event in masters if event.sequence == max(m.sequence for m in masters)]
        changes = [event for event in events if event.replaces is not None]
        for master in newest or changes[:1]:
            chosen = [master, *changes] if newest else changes
            row = _attempt(uid, master.line, partial(_row, uid, chosen, self.window))
            older = len(masters) - len(newest)
            yield _remarked(row, Remark("SEQUENCE", "ältere Fassung übergangen", older)) if older else row
            changes = []

    def _read(self, block: Block) -> ForeignEvent:
        head = block.head
        if id(head) not in self._zones:
            self._zones[id(head)] = Zones(head, self.window.zone)
        event = ical_events.read(block, self._zones[id(head)])
        if head.properties.get("CALSCALE", "GREGORIAN").upper() != "GREGORIAN":
            raise RowRefused("CALSCALE", head.properties["CALSCALE"], "kein gregorianischer Kalender", _ASK)
        if head.properties.get("METHOD", "").upper() == "CANCEL":
            event = replace(event, status="CANCELLED")
        secrecy = str(event.texts.get("CLASS", "")).strip().upper()
        if secrecy in _PUBLIC:
            return event
        if event.replaces is None:
            raise EventGone("CLASS", secrecy, "nicht öffentlich", "CLASS:PUBLIC setzen, wenn es das ist.")
        odd = Remark("CLASS", "einzelner Termin nicht öffentlich: weggelassen", secrecy)
        return replace(event, status="CANCELLED", remarks=(*event.remarks, odd))


Made = TypeVar("Made")


def _attempt(uid: str, line: int, make: Callable[[], Made]) -> Made | Row:
    """What `make` makes, or the row that says why it cannot."""
    try:
        return make()
    except RowRefused as problem:
        refused = problem
    except Exception as problem:  # whatever the libraries stumble over, it is this event that is broken
        refused = RowRefused("VEVENT", problem, "nicht lesbar", _ASK)
    return Row(line, {"UID": uid}, refused=refused.at(line), gone=isinstance(refused, EventGone))


def _row(uid: str, events: Sequence[ForeignEvent], window: Window) -> Row:
    """The row of a series. Raises RowRefused."""
    first = events[0]
    dates = ical_dates.expanded(events, window)
    values: dict[str, object] = {**first.texts, "UID": uid, "STATUS": first.status, "dates": dates.entries}
    values |= place_columns(str(first.texts.get("LOCATION", "")))
    remarks = [remark for event in events for remark in event.remarks] + list(dates.remarks)
    if "UID" not in first.texts:
        remarks.append(Remark("UID", "fehlt: aus Titel, Beginn und Ort abgeleitet"))
    if (url := str(values.get("URL", "")).strip()) and not _WEB.match(url):
        remarks.append(Remark("URL", "keine Internetadresse, weggelassen", values.pop("URL")))
    others = [event for event in events[1:] if event.status != "CANCELLED"]
    for name in ("SUMMARY", "LOCATION"):
        if any(name in event.texts and event.texts[name] != first.texts.get(name) for event in others):
            remarks.append(Remark(name, "weicht bei einzelnen Terminen ab: nicht übernommen"))
    return Row(first.line, values, tuple(dict.fromkeys(remarks)))


def _remarked(row: Row, remark: Remark) -> Row:
    return replace(row, remarks=(*row.remarks, remark))


def _derived_uid(block: Block) -> str:
    """Stable as long as title, beginning and place are."""
    return "ohne-uid-" + short_hash(*(block.first(name) for name in ("SUMMARY", "DTSTART", "LOCATION")))
