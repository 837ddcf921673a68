"""One VEVENT read with icalendar: its times with zones, its rules, its texts. What would make its dates wrong
refuses it; what is merely unreadable beside them is remarked upon."""

import re
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import isfinite

from icalendar import Event
from icalendar.prop import vBroken, vDDDLists, vDDDTypes, vGeo, vRecur

from portal.importers.base import Remark, RowRefused, shown
from portal.importers.ical_blocks import Block, unfolded
from portal.importers.ical_zones import Zones

Moment = date | datetime
_SCHEDULE = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
_MENTIONS = re.compile(rf"\b({'|'.join(_SCHEDULE)})\b", re.IGNORECASE)
_EMPTY = re.compile(r"^(RDATE|EXDATE|RRULE)[^:\n]*:[ \t]*\n", re.IGNORECASE | re.MULTILINE)
_RULE = re.compile(r"^RRULE[^\n]*", re.IGNORECASE | re.MULTILINE)
_REPAIR = "In der Quelle berichtigen."


class EventGone(RowRefused):
    """Refused, since it no longer takes place or is no longer public."""


@dataclass(frozen=True, slots=True)
class ForeignEvent:
    """A VEVENT. `end` is None where neither DTEND nor DURATION says one; for whole days it is the day after
    the last. `rules` are RRULEs, `added` RDATEs (a tuple is a period), `skipped` EXDATEs."""

    line: int
    start: Moment
    end: Moment | None
    sequence: int
    status: str
    texts: dict[str, object]
    rules: tuple[vRecur, ...] = ()
    added: tuple[Moment | tuple[Moment, Moment | timedelta], ...] = ()
    skipped: tuple[Moment, ...] = ()
    replaces: Moment | None = None
    onwards: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class _Reader:
    component: Event
    zones: Zones
    remarks: list[Remark] = field(default_factory=list)

    def complain(self, name: str, reason: str, value: object = None) -> None:
        remark = Remark(name, reason, None if value is None else shown(value))
        if remark not in self.remarks:
            self.remarks.append(remark)

    def all(self, name: str) -> list[object]:
        value = self.component.get(name)
        return [] if value is None else list(value) if isinstance(value, list) else [value]

    def moment(self, name: str) -> Moment | None:
        """The one value of DTSTART, DTEND or RECURRENCE-ID."""
        values = self.all(name)
        if not values:
            return None
        if len(values) > 1:
            raise RowRefused(name, len(values), "steht mehrfach in einem Termin", _REPAIR)
        found = values[0].dt if isinstance(values[0], vDDDTypes) else None
        if not isinstance(found, date):
            raise RowRefused(name, values[0], "kein Datum", _REPAIR)
        return self._placed(found, values[0])

    def moments(self, name: str) -> list[Moment | tuple[Moment, Moment | timedelta]]:
        """The values of RDATE or EXDATE."""
        found: list[Moment | tuple[Moment, Moment | timedelta]] = []
        for listed in self.all(name):
            for entry in listed.dts if isinstance(listed, vDDDLists) else [None]:
                value = entry.dt if entry is not None else None
                if isinstance(value, tuple) and isinstance(value[0], datetime):
                    until = value[1]
                    end = until if isinstance(until, timedelta) else self._placed(until, listed)
                    found.append((self._placed(value[0], listed), end))
                elif isinstance(value, date):
                    found.append(self._placed(value, listed))
                else:
                    raise RowRefused(name, listed, "unlesbare Liste von Terminen", _REPAIR)
        return found

    def rules(self) -> list[vRecur]:
        if self.all("EXRULE"):
            raise RowRefused("EXRULE", "", "veraltete Ausnahmeregel, nicht unterstützt", "EXDATE verwenden.")
        rules = [rule for rule in self.all("RRULE") if isinstance(rule, vRecur)]
        if len(rules) < len(self.all("RRULE")):
            raise RowRefused("RRULE", self.all("RRULE")[0], "unlesbare Wiederholungsregel", _REPAIR)
        return rules

    def end(self, start: Moment) -> Moment | None:
        end = self.moment("DTEND")
        lengths = [value.dt for value in self.all("DURATION") if hasattr(value, "dt")]
        if end is None and self.all("DURATION"):
            if not lengths or not isinstance(lengths[0], timedelta):
                raise RowRefused("DURATION", self.all("DURATION")[0], "unlesbare Dauer", _REPAIR)
            end = self._after(start, lengths[0])
        if end is None or not isinstance(end, datetime) or not isinstance(start, datetime):
            backwards = end is not None and _day(end) < _day(start)
        else:
            backwards = end < start
        if backwards:
            raise RowRefused("DTEND", end, f"Ende vor dem Beginn ({start})", _REPAIR)
        return end

    def _after(self, start: Moment, length: timedelta) -> Moment:
        """A length with hours makes a day begin at midnight."""
        if not isinstance(start, datetime) and length.seconds:
            start = datetime.combine(start, time(0), self.zones.town)
        return start + length

    def _placed(self, moment: Moment, value: object) -> Moment:
        params = getattr(value, "params", {})
        return self.zones.placed(moment, params.get("TZID"), self.complain)


def read(block: Block, zones: Zones) -> ForeignEvent:
    """The event in a block. Raises RowRefused where its dates cannot be trusted, and whatever icalendar raises
    where it stumbles."""
    reader = _Reader(_component(block), zones)
    for name, message in reader.component.errors:
        if name in _SCHEDULE or (name is None and _MENTIONS.search(message[:200])):
            raise RowRefused(name or "", message, "unlesbare Angabe zum Termin", _REPAIR)
        reader.complain(name or "", "unlesbar und übergangen", message)
    start = reader.moment("DTSTART")
    if start is None:
        raise RowRefused("DTSTART", "", "Beginn (DTSTART) fehlt", _REPAIR)
    recurrence = reader.component.get("RECURRENCE-ID")
    return ForeignEvent(
        line=block.line,
        start=start,
        end=reader.end(start),
        sequence=_whole(reader.component.get("SEQUENCE")),
        status=_line(reader.component.get("STATUS")).upper(),
        texts=_texts(reader),
        rules=tuple(reader.rules()),
        added=tuple(reader.moments("RDATE")),
        skipped=tuple(found for found in reader.moments("EXDATE") if isinstance(found, date)),
        replaces=reader.moment("RECURRENCE-ID"),
        onwards=getattr(recurrence, "params", {}).get("RANGE", "").upper() == "THISANDFUTURE",
        remarks=tuple(reader.remarks),
    )


def _component(block: Block) -> Event:
    """Without empty lists and rules, and without blanks in rules, which many programs write."""
    text = _EMPTY.sub("", unfolded(block.text))
    text = _RULE.sub(lambda rule: rule[0].replace(" ", ""), text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # icalendar tells of what it mends
        found = Event.from_ical(text)
    assert isinstance(found, Event)
    return found


def _texts(reader: _Reader) -> dict[str, object]:
    """The properties as columns: texts under their names, CATEGORIES as a list, GEO as two numbers."""
    found: dict[str, object] = {}
    for name in reader.component:
        texts = [v for v in reader.all(name) if isinstance(v, str) and not isinstance(v, vBroken)]
        if texts and name not in _SCHEDULE:
            found[str(name)] = str(texts[0])
    words = [str(word) for value in reader.all("CATEGORIES") for word in getattr(value, "cats", ())]
    found["CATEGORIES"] = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    geo = reader.component.get("GEO")
    if isinstance(geo, vGeo) and isfinite(geo.latitude) and isfinite(geo.longitude):
        found["GEO"] = {"latitude": float(geo.latitude), "longitude": float(geo.longitude)}
    return found


def _line(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str) else ""


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int) else 0


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
