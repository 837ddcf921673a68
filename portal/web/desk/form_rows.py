"""Adds and removes runs and dates in a form as it was posted: without a script each is a button that shows the form again.
Pure: fields in, fields out; names are those that WTForms gives to runs and their dates."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from portal.web.desk.run_form import MOST_ROWS, MOST_RUNS

Fields = MultiDict[str, str]
COPIED = ("start", "end", "room")
BLANK_RUN = {"availability": "free", "series-every": "1", "series-skips": "y"}
_RUN = re.compile(r"runs-([0-9]{1,3})-")
_ROW = re.compile(r"runs-([0-9]{1,3})-dates-([0-9]{1,3})-")


class Act(StrEnum):
    """What a button of the form does, before the numbers that say to what."""

    SAVE = "speichern"
    SUBMIT = "einreichen"
    PREVIEW = "vorschau"
    MERGE = "zusammenfuehren"
    ADD_RUN = "lauf-neu"
    DROP_RUN = "lauf-weg"
    ADD_DATE = "termin-neu"
    DROP_DATE = "termin-weg"
    SERIES = "reihe"


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: the act, and the run and the row that it is about (-1: none)."""

    act: Act
    run: int = -1
    row: int = -1

    @property
    def anchor(self) -> str:
        """Where the page should stand afterwards."""
        return "runs" if self.act is Act.DROP_RUN or self.run < 0 else f"runs-{self.run}"


def pressed(value: str) -> Press:
    """The button that `tun` names; saving, where nobody can tell."""
    name, *numbers = value.split(":")
    if name not in set(Act) or not all(re.fullmatch(r"[0-9]{1,3}", one) for one in numbers[:2]):
        return Press(Act.SAVE)
    run, row = ([int(one) for one in numbers[:2]] + [-1, -1])[:2]
    return Press(Act(name), run, row)


def changed(fields: Fields, press: Press) -> Fields:
    """The fields after the button; unchanged where there is no room for more."""
    if press.act is Act.DROP_RUN:
        return without(fields, f"runs-{press.run}-")
    if press.act is Act.DROP_DATE:
        return without(fields, f"runs-{press.run}-dates-{press.row}-")
    if press.act is Act.ADD_RUN:
        return with_run(fields)
    if press.act is Act.ADD_DATE:
        return with_rows(fields, press.run, [_like_last(fields, press.run)])
    return fields


def without(fields: Fields, prefix: str) -> Fields:
    return MultiDict(
        [(name, value) for name, value in fields.items(multi=True) if not name.startswith(prefix)]
    )


def with_run(fields: Fields) -> Fields:
    """One more run, with an empty date."""
    used = _numbers(_RUN, fields, 1)
    if len(used) >= MOST_RUNS:
        return fields
    number = max(used, default=-1) + 1
    more = {f"runs-{number}-{name}": value for name, value in BLANK_RUN.items()}
    return _plus(fields, {**more, f"runs-{number}-uuid": "", f"runs-{number}-dates-0-day": ""})


def with_rows(fields: Fields, run: int, rows: Iterable[Mapping[str, str]]) -> Fields:
    """More dates in a run."""
    used = {row for of, row in _pairs(fields) if of == run}
    number = max(used, default=-1) + 1
    more: dict[str, str] = {}
    for row in list(rows)[: max(0, MOST_ROWS - len(used))]:
        more |= {f"runs-{run}-dates-{number}-{name}": value for name, value in row.items()}
        number += 1
    return _plus(fields, more)


def without_blank_rows(fields: Fields, run: int) -> Fields:
    """Rows without a day make room for proposed dates."""
    for of, row in sorted(_pairs(fields)):
        prefix = f"runs-{of}-dates-{row}-"
        if of == run and not any(fields.get(f"{prefix}{name}", "") for name in ("day", "uuid", "last")):
            fields = without(fields, prefix)
    return fields


def days_and_times(fields: Fields, run: int) -> set[tuple[str, str]]:
    """Day and beginning of each row of a run, as they stand in the fields."""
    rows = [f"runs-{of}-dates-{row}-" for of, row in _pairs(fields) if of == run]
    return {(fields.get(f"{prefix}day", ""), fields.get(f"{prefix}start", "")) for prefix in rows}


def _like_last(fields: Fields, run: int) -> dict[str, str]:
    """A new row begins with the times and the room of the last one."""
    last = max((row for of, row in _pairs(fields) if of == run), default=-1)
    prefix = f"runs-{run}-dates-{last}-"
    return {"day": "", **{name: fields.get(f"{prefix}{name}", "") for name in COPIED}}


def _pairs(fields: Fields) -> set[tuple[int, int]]:
    found = (_ROW.match(name) for name in fields)
    return {(int(match[1]), int(match[2])) for match in found if match}


def _numbers(pattern: re.Pattern[str], fields: Fields, group: int) -> set[int]:
    found = (pattern.match(name) for name in fields)
    return {int(match[group]) for match in found if match}


def _plus(fields: Fields, more: Mapping[str, str]) -> Fields:
    return MultiDict([*fields.items(multi=True), *more.items()])
