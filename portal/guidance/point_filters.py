"""What a visitor asked for among the B-Punkte: a frozen filter, read from the address and written back. No database, no web.

As in a search, several values of one parameter mean either of them; what is not understood becomes a notice and is ignored.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from portal import text
from portal.guidance.queries import Point, Spot
from portal.offers.filters import MAX_VALUES, Notice, Reason
from portal.vocabulary.guidance import AdviceFocus

OPEN_NOW = "jetzt"
YES = frozenset({"1", "ja", "on", "true", "yes"})
KILOMETRES = 111.2  # of one degree of latitude


@dataclass(frozen=True, slots=True)
class PointFilter:
    """The wanted focuses, districts and languages; whether somebody is to be there now, and whether without steps."""

    focuses: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_open: bool = False
    is_step_free: bool = False

    @property
    def is_empty(self) -> bool:
        return self == PointFilter()

    def to_pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address."""
        lists = (("schwerpunkt", self.focuses), ("stadtteil", self.districts), ("sprache", self.languages))
        pairs = [(name, value) for name, values in lists for value in values]
        pairs += [("offen", OPEN_NOW)] if self.is_open else []
        return pairs + ([("stufenlos", "1")] if self.is_step_free else [])

    def fits(self, point: Point, *, is_open: bool) -> bool:
        """Whether a point is wanted; `is_open`: that somebody is there now."""
        return (
            self._has(self.focuses, point.focuses)
            and self._has(self.districts, (point.district.slug,) if point.district else ())
            and self._has(self.languages, point.languages)
            and (is_open or not self.is_open)
            and (point.step_free is True or not self.is_step_free)
        )

    @staticmethod
    def _has(wanted: tuple[str, ...], there: Collection[str]) -> bool:
        return not wanted or any(one in there for one in wanted)


def parse(
    parameters: Mapping[str, Sequence[str]], *, districts: Collection[str], languages: Collection[str]
) -> tuple[PointFilter, tuple[Notice, ...]]:
    """A filter from query parameters, and what of them was ignored. Never raises for any input."""
    notices: list[Notice] = []
    known: Mapping[str, Collection[str]] = {
        "schwerpunkt": tuple(AdviceFocus),
        "stadtteil": districts,
        "sprache": languages,
        "offen": (OPEN_NOW, *YES),
        "stufenlos": YES,
    }
    taken: dict[str, tuple[str, ...]] = dict.fromkeys(known, ())
    for name, given in parameters.items():
        values = [text.one_line(one, 80) for one in given[:MAX_VALUES]]
        values = list(dict.fromkeys(one for one in values if one))
        if name not in known:
            if values:
                notices.append(Notice(text.one_line(name, 40), values[0], Reason.UNKNOWN_PARAMETER))
            continue
        taken[name] = tuple(one.casefold() for one in values if one.casefold() in known[name])
        odd = (one for one in values if one.casefold() not in known[name])
        notices += [Notice(name, one, Reason.UNKNOWN_VALUE) for one in odd]
    wanted = PointFilter(
        taken["schwerpunkt"],
        taken["stadtteil"],
        taken["sprache"],
        is_open=bool(taken["offen"]),
        is_step_free=bool(taken["stufenlos"]),
    )
    return wanted, tuple(notices)


def nearest_first(points: Iterable[Point], spot: Spot) -> list[Point]:
    """Points by the distance of their districts from a district; those without one come last."""

    def away(point: Point) -> float:
        there = point.district
        if there is None:
            return float("inf")
        east = (there.longitude - spot.longitude) * cos(radians(spot.latitude))
        return KILOMETRES * hypot(there.latitude - spot.latitude, east)

    return sorted(points, key=away)
