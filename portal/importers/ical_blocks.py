"""An iCalendar text (RFC 5545) cut into its events and other entries, each with its line, so that one broken
entry spoils no other; and what their calendar says about all of them. Properties are read elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.errors import ImportProblem
from portal.importers.base import shown
from portal.importers.decoding import decode

ENTRIES = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"})
_MARK = re.compile(r"(BEGIN|END)[ \t]*:[ \t]*(\S+)[ \t]*", re.IGNORECASE)
_PROPERTY = re.compile(r"([A-Za-z0-9-]+)(?:;[^:\n]*)?:(.*)")
_FOLD = re.compile(r"\n+[ \t]")
_LINE_END = re.compile(r"\r+\n|\r")
_CUT_CHARACTER = re.compile(rb"(\r?\n[ \t])([\x80-\xbf]+)")


@dataclass(frozen=True, slots=True)
class Head:
    """What a VCALENDAR says: its properties, each by its first value, and the texts of its VTIMEZONEs."""

    properties: dict[str, str] = field(default_factory=dict)
    zones: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """One entry: VEVENT, VTODO and the like, with the line of its BEGIN and its text from there to its END."""

    kind: str
    line: int
    text: str
    head: Head

    def first(self, name: str) -> str:
        """The value of a property as it is written; empty when there is none."""
        found = re.search(rf"^{name}(?:;[^:\n]*)?:(.*)$", unfolded(self.text), re.IGNORECASE | re.MULTILINE)
        return found[1].strip() if found else ""


@dataclass(slots=True)
class _Open:
    kind: str
    line: int


def unfolded(text: str) -> str:
    """The text with its long lines in one piece; empty lines before the rest of a line are a copying mistake."""
    return _FOLD.sub("", text)


def text_of(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The text with plain line ends, and the encoding that it turned out to have. Lines that were folded in the
    middle of a UTF-8 character, as old programs do, are mended."""
    decoded = decode(data, encoding)
    if decoded.encoding != "utf-8" and encoding is None:
        mended = decode(_CUT_CHARACTER.sub(rb"\2\1", data))
        decoded = mended if mended.encoding == "utf-8" else decoded
    return _LINE_END.sub("\n", decoded.text.removeprefix("\ufeff")), decoded.encoding


def blocks(name: str, text: str) -> list[Block]:
    """The entries of all calendars in the text. Raises ImportProblem where it is no iCalendar, or ends or nests
    in a way that leaves open what belongs to what: then nothing of it can be trusted."""
    if not re.search(r"^BEGIN[ \t]*:[ \t]*(VCALENDAR|VEVENT)\b", text, re.IGNORECASE | re.MULTILINE):
        raise ImportProblem(f"{name} ist kein iCalendar: Es fehlt BEGIN:VCALENDAR. {_REMEDY}")
    lines = text.split("\n")
    found = list(_walk(name, lines))
    if not found:
        raise ImportProblem(f"{name} enthält keinen Termin (VEVENT). Nichts wurde geändert oder gelöscht.")
    return found


_REMEDY = "Bitte den Kalender neu herunterladen oder exportieren."


def _walk(name: str, lines: list[str]) -> Iterator[Block]:
    stack: list[_Open] = []
    head = Head()
    for number, line in enumerate(lines, start=1):
        mark = _MARK.fullmatch(line)
        if mark is None:
            if stack and stack[-1].kind == "VCALENDAR" and (said := _PROPERTY.fullmatch(line)):
                head.properties.setdefault(said[1].upper(), said[2].strip())
        elif mark[1].upper() == "BEGIN":
            stack.append(_Open(mark[2].upper(), number))
            head = Head() if stack[-1].kind == "VCALENDAR" else head
        else:
            opened = _closed(name, stack, mark[2].upper(), number)
            inside = any(outer.kind in ENTRIES for outer in stack)
            text = "\n".join(lines[opened.line - 1 : number]) + "\n"
            if opened.kind == "VTIMEZONE":
                head.zones.append(text)
            elif opened.kind in ENTRIES and not inside:
                yield Block(opened.kind, opened.line, text, head)
    if stack:
        raise ImportProblem(
            f"{name} bricht ab: {shown(stack[-1].kind)} aus Zeile {stack[-1].line} hat kein Ende. {_REMEDY}"
        )


def _closed(name: str, stack: list[_Open], kind: str, number: int) -> _Open:
    if not stack or stack[-1].kind != kind:
        meant = f", offen ist {shown(stack[-1].kind)} aus Zeile {stack[-1].line}" if stack else ""
        raise ImportProblem(
            f"{name}, Zeile {number}: END:{shown(kind)} passt zu keinem BEGIN{meant}. {_REMEDY}"
        )
    return stack.pop()
