"""CSV as spreadsheets write it: any of four delimiters, quoted line breaks, a `sep=` line, ragged and empty
lines."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal.errors import ImportProblem
from portal.importers.base import Refusal, Row, shown
from portal.importers.decoding import decode

DELIMITERS = ";,\t|"


@dataclass(frozen=True, slots=True)
class CsvSource:
    """A CSV file with a header line. Raises ImportProblem on creation when there is no usable header."""

    name: str
    data: bytes
    delimiter: str | None = None
    encoding: str | None = None
    columns: tuple[str, ...] = field(init=False)
    _text: str = field(init=False, repr=False)
    _delimiter: str = field(init=False)
    _first_line: int = field(init=False)

    def __post_init__(self) -> None:
        text, skipped, told = _without_sep_line(decode(self.data, self.encoding).text)
        header = next((line for line in text.split("\n") if line.strip()), "")
        if not header:
            raise ImportProblem(f"{self.name} ist leer: Es fehlt die Kopfzeile mit den Spaltennamen.")
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_first_line", 1 + skipped)
        object.__setattr__(self, "_delimiter", self.delimiter or told or _likely_delimiter(header))
        cells = next((cells for _, cells in self._records() if any(cells)), [])
        object.__setattr__(self, "columns", _names(cells))

    def rows(self) -> Iterator[Row | Refusal]:
        """Rows below the header; empty lines are passed over, lines with too many cells refused."""
        header_seen = False
        for line, cells in self._records():
            if not any(cell.strip() for cell in cells):
                continue
            if not header_seen:
                header_seen = True
                continue
            yield self._row(line, cells)

    def _row(self, line: int, cells: Sequence[str]) -> Row | Refusal:
        surplus = [cell for cell in cells[len(self.columns) :] if cell.strip()]
        if surplus:
            return Refusal(
                line,
                "",
                shown(surplus[0]),
                f"{len(cells)} Felder, aber nur {len(self.columns)} Spalten",
                "Trennzeichen prüfen und Felder, die es enthalten, in Anführungszeichen setzen.",
            )
        padded = list(cells) + [""] * (len(self.columns) - len(cells))
        return Row(line, dict(zip(self.columns, padded, strict=False)))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter)
        line = 0
        try:
            for cells in reader:
                yield line + self._first_line, cells
                line = reader.line_num
        except csv.Error as problem:
            raise ImportProblem(
                f"{self.name}, Zeile {line + self._first_line}: kein lesbares CSV ({problem}). "
                "Meist fehlt ein schließendes Anführungszeichen."
            ) from None


def _without_sep_line(text: str) -> tuple[str, int, str | None]:
    """Excel's first line `sep=;` names the delimiter and is no header."""
    first, newline, rest = text.partition("\n")
    told = first.strip('\r\n "')
    if told.lower().startswith("sep=") and len(told) == 5:
        return rest if newline else "", 1, told[4]
    return text, 0, None


def _likely_delimiter(header: str) -> str:
    outside = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names; an empty one is called by its place, a repeated one gets a number."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = base = " ".join(cell.split()) or f"Spalte {place}"
        number = 2
        while name in names:
            name = f"{base} ({number})"
            number += 1
        names.append(name)
    while names and names[-1] == f"Spalte {len(names)}":
        names.pop()
    return tuple(names)
