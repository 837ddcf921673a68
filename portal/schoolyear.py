"""The school year as the town counts it: from 1 August to 31 July. In addresses "2026-27", on pages "2026/27"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_MONTH = 8
_SLUG = re.compile(r"(20\d\d)[-/](\d\d)")


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """The school year that begins in `start`."""

    start: int

    @classmethod
    def of(cls, day: date) -> "SchoolYear":
        """The school year that a day belongs to."""
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @classmethod
    def parse(cls, slug: str) -> "SchoolYear | None":
        """'2026-27' or '2026/27'; None for anything else, such as years that do not follow each other."""
        found = _SLUG.fullmatch(slug.strip())
        if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
            return None
        return cls(int(found[1]))

    @property
    def slug(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02}"

    @property
    def label(self) -> str:
        return self.slug.replace("-", "/")

    @property
    def first(self) -> date:
        return date(self.start, FIRST_MONTH, 1)

    @property
    def last(self) -> date:
        return date(self.start + 1, FIRST_MONTH, 1) - timedelta(days=1)

    @property
    def next(self) -> "SchoolYear":
        return SchoolYear(self.start + 1)

    @property
    def previous(self) -> "SchoolYear":
        return SchoolYear(self.start - 1)

    def months(self) -> Iterator[date]:
        """The first day of each of its twelve months, August first."""
        for offset in range(12):
            month = FIRST_MONTH - 1 + offset
            yield date(self.start + month // 12, month % 12 + 1, 1)

    def has(self, first: date, last: date) -> bool:
        """Whether a span of days, both included, touches this school year."""
        return first <= self.last and last >= self.first
