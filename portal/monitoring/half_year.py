"""Half years, January to June and July to December, as figures are told for them. Pure."""

import re
from dataclasses import dataclass
from datetime import date

EARLIEST, LATEST = 2000, 2099
_SLUG = re.compile(r"(20[0-9]{2})-([12])")


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """`half` is 1 or 2."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> "HalfYear":
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def parse(cls, given: str) -> "HalfYear | None":
        """'2026-2'; None for anything else."""
        found = _SLUG.fullmatch(given)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def first_day(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def before(self) -> "HalfYear":
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    @property
    def next(self) -> "HalfYear":
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def has(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day
