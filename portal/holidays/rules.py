"""Pure suggestions for movable action days. A rule only suggests: a stored date wins, and an editor confirms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from portal.holidays.queries import SpecialDay
from portal.vocabulary.calendar import HolidayKind

THURSDAY = 3
_NAMES = uuid5(NAMESPACE_URL, "agora/holiday")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A day that a rule proposes, with the rule in a sentence and where that is written. `clash` names what else is on
    that day: a school break or a public holiday; empty when nothing is."""

    code: str
    name: str
    name_en: str
    day: date
    sentence: str
    source: str
    clash: str = ""


def identity(*parts: object) -> UUID:
    """The same id for the same thing every time, so that it is known again after an editor renamed or removed it."""
    return uuid5(_NAMES, "/".join(map(str, parts)))


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday (Monday 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=n - 1)


GIRLS_DAY = "girls-boys-day"
_ANSWERS = {GIRLS_DAY: re.compile(r"(girls|boys)\W{0,2}\s?day", re.IGNORECASE)}


def suggest(year: int, stored: Iterable[SpecialDay] = ()) -> tuple[Suggestion, ...]:
    """What the rules propose for a year, each with what it clashes with among the stored days.

    Girls'Day and Boys'Day: usually the fourth Thursday in April, yet 3 April in 2025. So it is never more than a
    proposal: see `unanswered`.
    """
    day = nth_weekday(year, 4, THURSDAY, 4)
    return (
        Suggestion(
            GIRLS_DAY,
            "Girls'Day und Boys'Day",
            "Girls' Day and Boys' Day",
            day,
            "Meist ist es der vierte Donnerstag im April; 2025 war es der 3. April.",
            "Vorschlag nach Regel: vierter Donnerstag im April",
            clash(day, day, stored),
        ),
    )


def unanswered(year: int, stored: Iterable[SpecialDay]) -> tuple[Suggestion, ...]:
    """The suggestions for a year without those of which a date is stored, whatever that date is."""
    days = tuple(stored)
    return tuple(one for one in suggest(year, days) if not any(answers(day, one) for day in days))


def answers(day: SpecialDay, suggestion: Suggestion) -> bool:
    """Whether a stored day is the suggested one of its year, confirmed or not, by whatever date and spelling."""
    return (
        day.kind is HolidayKind.ACTION_DAY
        and day.first_day.year == suggestion.day.year
        and (
            day.uuid == identity(suggestion.code, suggestion.day.year)
            or _ANSWERS[suggestion.code].search(day.name) is not None
        )
    )


def clash(first: date, last: date, stored: Iterable[SpecialDay]) -> str:
    """The names of the school breaks and public holidays that touch a span of days."""
    names = (
        one.name
        for one in stored
        if one.is_confirmed
        and one.kind is not HolidayKind.ACTION_DAY
        and one.first_day <= last
        and one.last_day >= first
    )
    return ", ".join(dict.fromkeys(names))
