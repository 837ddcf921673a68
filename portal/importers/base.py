"""What every import shares: rows as a source gives them, refusals and notices about them, the report, the
Source."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

EXAMPLES = 5
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken: where, what, why, and what helps."""

    line: int
    field: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd that a source met in a row which can be taken all the same."""

    field: str
    reason: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file. `line` counts from 1 as an editor shows it; values are text or what JSON holds.
    `refused` says why the source itself cannot take it: what it is known by counts as present all the same, unless
    it is `gone`, since it no longer takes place or is no longer public: then what was imported is withdrawn."""

    line: int
    values: Mapping[str, object]
    remarks: tuple[Remark, ...] = ()
    refused: Refusal | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd about rows that were taken, grouped: how often, on which lines first, with which
    values."""

    field: str
    reason: str
    count: int
    lines: tuple[int, ...]
    examples: tuple[str, ...]


class RowRefused(Exception):
    """Ends the reading of one row, never of the file."""

    def __init__(self, field_name: str, value: object, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason, self.remedy = field_name, value, reason, remedy

    def at(self, line: int) -> Refusal:
        return Refusal(line, self.field, shown(self.value), self.reason, self.remedy)


class Source(Protocol):
    """A file being read: its name and its rows; a row that is unreadable comes as a Refusal in its place."""

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> tuple[str, ...]:
        """All column names (CSV: the header; JSON: the keys that occur), for finding misspelt ones in a
        mapping."""
        ...

    def rows(self) -> Iterator[Row | Refusal]: ...


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do in a rehearsal."""

    source: str
    applied: bool
    rows: int
    counts: Mapping[str, int]
    absent: int
    absent_upcoming: int
    absent_examples: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    notices: tuple[Notice, ...]

    def as_data(self) -> dict[str, Any]:
        """The same as plain data, for --json."""
        return asdict(self)


@dataclass(slots=True)
class Tally:
    """Collects a report while an import runs."""

    rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    absent: int = 0
    absent_upcoming: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    _notices: dict[tuple[str, str], tuple[list[int], dict[str, None]]] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def refuse(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)

    def notice(self, line: int, field_name: str, reason: str, value: object = None) -> None:
        lines, examples = self._notices.setdefault((field_name, reason), ([], {}))
        lines.append(line)
        if value is not None and len(examples) < EXAMPLES:
            examples[shown(value)] = None

    def report(self, source: str, applied: bool) -> ImportReport:
        names = [
            f"{thing}_{what}" for thing in ("offers", "runs") for what in ("created", "updated", "unchanged")
        ]
        names += ["occurrences_created", "occurrences_moved", "occurrences_cancelled"]
        names += ["institutions_created", "places_created", "offers_published", "rows_identical"]
        return ImportReport(
            source=source,
            applied=applied,
            rows=self.rows,
            counts={name: self.counts.get(name, 0) for name in names},
            absent=self.absent,
            absent_upcoming=len(self.absent_upcoming),
            absent_examples=tuple(self.absent_upcoming[:EXAMPLES]),
            refusals=tuple(sorted(self.refusals, key=lambda refusal: refusal.line)),
            notices=tuple(
                Notice(name, reason, len(lines), tuple(sorted(set(lines))[:EXAMPLES]), tuple(examples))
                for (name, reason), (lines, examples) in sorted(self._notices.items())
            ),
        )


def shown(value: object) -> str:
    """A value as a report shows it: one line, printable, short."""
    line = "".join(c if c.isprintable() else " " for c in str("" if value is None else value)[: 4 * SHOWN])
    line = " ".join(line.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
