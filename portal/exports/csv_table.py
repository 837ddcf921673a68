"""A table for spreadsheets: with semicolons and a mark of UTF-8, as German Excel wants it, and no cell that is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins like a formula would be one for a spreadsheet (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The rows below a head of columns; None is an empty cell."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return "\ufeff" + target.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
