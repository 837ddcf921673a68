"""Offers as a table: one row an offer, for spreadsheets."""

from collections.abc import Iterable

from portal.exports import csv_table

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


def table(rows: Iterable[tuple[object, ...]]) -> str:
    """The rows below a head of COLUMNS; None is an empty cell."""
    return csv_table.written(COLUMNS, rows)


def euros(cents: int | None) -> str | None:
    """'42,50', as German spreadsheets read it."""
    return None if cents is None else f"{cents // 100},{cents % 100:02}"
