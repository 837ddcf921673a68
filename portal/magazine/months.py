"""The months of the city magazine: names in addresses ("2026-12"), and which come next."""

import re
from datetime import date, timedelta

_SLUG = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])")


def parse(slug: str) -> date | None:
    """The first day of a month; None for anything that is no month of this century."""
    match = _SLUG.fullmatch(slug)
    return date(int(match["year"]), int(match["month"]), 1) if match else None


def slug(month: date) -> str:
    """As `parse` reads it."""
    return f"{month:%Y-%m}"


def first_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the next month."""
    return first_of(first_of(month) + timedelta(days=32))


def last_of(month: date) -> date:
    return after(month) - timedelta(days=1)


def following(today: date, count: int) -> tuple[date, ...]:
    """This month and those after it."""
    found = [first_of(today)]
    while len(found) < count:
        found.append(after(found[-1]))
    return tuple(found)
