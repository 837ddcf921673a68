"""Offers as a table: one row an offer, for spreadsheets. With semicolons and a mark of UTF-8, as German Excel wants it."""

import csv
import io
from collections.abc import Iterable

COLUMNS = (
    "id",
    "titel",
    "art",
    "anbieter",
    "ort",
    "stadtteil",
    "naechster_beginn",
    "status",
    "preis_euro",
    "ermaessigt_euro",
    "adresse",
    "kennung",
)
# A cell that begins like a formula would be one for a spreadsheet (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(rows: Iterable[tuple[object, ...]]) -> str:
    """The rows below a head of COLUMNS; None is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return "\ufeff" + written.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def euros(cents: int | None) -> str | None:
    """'42,50', as German spreadsheets read it."""
    return None if cents is None else f"{cents // 100},{cents % 100:02}"
