"""Which lines of a class's checklist are due: pure decisions about months of a school year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from portal.schoolyear import FIRST_MONTH

SOON = 2  # months from now on that count as what comes next


class Due(StrEnum):
    """When a line is due, seen from a month."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"
    ALL_YEAR = "all_year"
    OVER = "over"


class HasMonths(Protocol):
    """A line with the months it belongs to; none: the whole year."""

    @property
    def months(self) -> Sequence[int]: ...
    @property
    def school_forms(self) -> Sequence[str]: ...


T = TypeVar("T", bound=HasMonths)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a line has to do with today."""

    due: Due
    rank: int  # of its next month in the school year; of what is over, its last


def rank(month: int) -> int:
    """August is 0, July 11."""
    return (month - FIRST_MONTH) % 12


def check(months: Iterable[int], month: int) -> Checked:
    """When a line with these months is due, in the school year that `month` lies in."""
    ranks = sorted({rank(one) for one in months if 1 <= one <= 12})
    present = rank(month)
    if not ranks:
        return Checked(Due.ALL_YEAR, 12)
    if present in ranks:
        return Checked(Due.NOW, present)
    coming = [one for one in ranks if one > present]
    if not coming:
        return Checked(Due.OVER, ranks[-1])
    return Checked(Due.NEXT if coming[0] - present <= SOON else Due.LATER, coming[0])


def for_school_form(tasks: Iterable[T], school_form: str) -> list[T]:
    """The lines for a school form; those that name none are for all."""
    return [
        one for one in tasks if not school_form or not one.school_forms or school_form in one.school_forms
    ]


def sorted_out(tasks: Iterable[T], month: int) -> dict[Due, list[T]]:
    """The lines by when they are due, each kind in the order of the school year, else as they were."""
    found: dict[Due, list[tuple[int, T]]] = {due: [] for due in Due}
    for one in tasks:
        checked = check(one.months, month)
        found[checked.due].append((checked.rank, one))
    return {
        due: [one for _rank, one in sorted(lines, key=lambda pair: pair[0])] for due, lines in found.items()
    }
