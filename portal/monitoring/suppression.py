"""Small groups of people are never told as a number: who knows the town could tell who they are. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 3


@dataclass(frozen=True, slots=True)
class People:
    """How many people, as far as it may be told: exactly; `is_few`, that is one or two; or `at_least` so many."""

    number: int
    is_few: bool = False
    is_least: bool = False

    @property
    def is_exact(self) -> bool:
        return not (self.is_few or self.is_least)


def told(number: int) -> People:
    """Nobody, or a group of three and more, is told as it is."""
    return People(0, is_few=True) if 0 < number < LEAST else People(number)


def total(groups: Iterable[int]) -> People:
    """The sum of groups that stand beside it. Where one of them is not told, the sum says only how many the others are, since
    their difference would tell it."""
    numbers = list(groups)
    if any(0 < number < LEAST for number in numbers):
        shown = sum(number for number in numbers if number >= LEAST)
        return People(shown, is_least=True) if shown else People(0, is_few=True)
    return People(sum(numbers))
