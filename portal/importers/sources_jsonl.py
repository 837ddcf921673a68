"""JSON Lines: one object a line. A whole file that is one JSON array is read as well, since many exports
are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from portal.errors import ImportProblem
from portal.importers.base import Refusal, Row, shown
from portal.importers.decoding import decode

_REMEDY = "Jede Zeile muss ein vollständiges JSON-Objekt sein: {…}"


@dataclass(frozen=True, slots=True)
class JsonlSource:
    """A JSON Lines file; it is read once, on creation. Raises ImportProblem when it is empty or no text."""

    name: str
    data: bytes
    encoding: str | None = None
    columns: tuple[str, ...] = field(init=False)
    _rows: tuple[Row | Refusal, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        text = decode(self.data, self.encoding).text.strip("\ufeff")
        if not text.strip():
            raise ImportProblem(f"{self.name} ist leer: Es gibt keine Zeile mit Daten.")
        rows = tuple(_array(text) if text.lstrip().startswith("[") else _lines(text))
        object.__setattr__(self, "_rows", rows)
        names = {name: None for row in rows if isinstance(row, Row) for name in paths(row.values)}
        object.__setattr__(self, "columns", tuple(names))

    def rows(self) -> Iterator[Row | Refusal]:
        return iter(self._rows)


def paths(values: object, prefix: str = "", depth: int = 0) -> Iterator[str]:
    """The dotted names of all values in an object: `extra.price` for {"extra": {"price": 1}}."""
    if not isinstance(values, dict) or depth > 6:
        return
    for name, value in values.items():
        yield f"{prefix}{name}"
        yield from paths(value, f"{prefix}{name}.", depth + 1)


def _lines(text: str) -> Iterator[Row | Refusal]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _record(number, line)


def _record(number: int, line: str) -> Row | Refusal:
    try:
        value = json.loads(line, parse_constant=_no_number)
        if "\\u" in line:
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text for a database
    except (ValueError, RecursionError) as problem:
        return Refusal(number, "", shown(line), f"kein gültiges JSON ({shown(problem)})", _REMEDY)
    return _as_row(number, value)


def _array(text: str) -> Iterator[Row | Refusal]:
    try:
        values = json.loads(text, parse_constant=_no_number)
        json.dumps(values, ensure_ascii=False).encode()  # as in _record
    except (ValueError, RecursionError) as problem:
        raise ImportProblem(
            f"Die Datei beginnt wie eine JSON-Liste, ist aber keine gültige ({shown(problem)}). "
            "Bitte als JSON Lines speichern: ein Objekt je Zeile."
        ) from None
    for number, value in enumerate(values, start=1):
        yield _as_row(number, value)


def _as_row(number: int, value: object) -> Row | Refusal:
    if isinstance(value, dict):
        return Row(number, value)
    return Refusal(number, "", shown(value), "kein JSON-Objekt", _REMEDY)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")
