"""A sketch of the town from nothing but the centres of its districts: each gets the ground that is nearer to it than to others,
cut round at the edge of town. Pure geometry; it loads nothing and is for the eye alone."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from math import cos, hypot, pi, radians, sin, sqrt
from statistics import median

from portal.guidance.queries import Spot
from portal.web.kit.point_parts import Sketch, SketchArea, SketchDot

WIDTH = 480
LOWEST, HIGHEST = 360, 620
CORNERS = 16  # of the outline of a district that has room on all sides
GAP = 2.5
LETTER, LINE = 10.2, 22  # room that a letter and a line of a label take
RADIUS = 22  # of a dot
EDGE = 62  # from the frame to the nearest centre
TURNS = 60  # of pushing districts apart
Corner = tuple[float, float]
Outline = list[Corner]
Box = tuple[float, float, float, float]


def draw(spots: tuple[Spot, ...], where: Sequence[Spot | None]) -> Sketch | None:
    """The town with its districts, and a dot for each point by its place in the list; None where nothing can be drawn."""
    if len(spots) < 2 or not any(where):
        return None
    height, centres, reach = _placed(spots)
    outlines = _outlines(tuple(centres.items()), reach)
    dots = _dots(where, centres)
    taken: list[Box] = [(dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS) for dot in dots]
    marked = [spot.slug for spot in where if spot]
    areas = []
    for spot in sorted(spots, key=lambda spot: spot.slug not in marked):  # these get their labels first
        path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in outlines[spot.slug]) + "z"
        label = _label(spot, centres[spot.slug], spot.slug in marked, taken, height)
        areas.append(SketchArea(path, spot.name, *label) if label else SketchArea(path))
    return Sketch(WIDTH, height, tuple(areas), dots)


@lru_cache(maxsize=8)
def _placed(spots: tuple[Spot, ...]) -> tuple[int, dict[str, Corner], float]:
    """The height of the drawing, where the centres lie in it, and how far the ground of a district reaches at most."""
    shrink = cos(radians(sum(spot.latitude for spot in spots) / len(spots)))
    flat = {spot.slug: (spot.longitude * shrink, -spot.latitude) for spot in spots}
    xs, ys = [x for x, _y in flat.values()], [y for _x, y in flat.values()]
    wide, high = max(xs) - min(xs) or 1e-6, max(ys) - min(ys) or 1e-6
    height = min(HIGHEST, max(LOWEST, round(WIDTH * high / wide)))
    scale = min((WIDTH - 2 * EDGE) / wide, (height - 2 * EDGE) / high)
    left, top = (WIDTH - wide * scale) / 2, (height - high * scale) / 2
    centres = _spread(
        {slug: (left + (x - min(xs)) * scale, top + (y - min(ys)) * scale) for slug, (x, y) in flat.items()},
        height,
    )
    nearest = [
        min(hypot(x - a, y - b) for other, (a, b) in centres.items() if other != slug)
        for slug, (x, y) in centres.items()
    ]
    return height, centres, min(EDGE - 4.0, max(38.0, 1.1 * median(nearest)))


def _spread(centres: dict[str, Corner], height: int) -> dict[str, Corner]:
    """The same, pushed apart where districts lie close together, so that each has room for a name or a number."""
    apart = min(76.0, 0.7 * sqrt(WIDTH * height / len(centres)))
    spots = {slug: list(centre) for slug, centre in sorted(centres.items())}
    for _turn in range(TURNS):
        for (_slug, one), (_other, two) in combinations(spots.items(), 2):
            away = hypot(two[0] - one[0], two[1] - one[1])
            if away >= apart:
                continue
            push = (apart - away) / 4
            along = ((two[0] - one[0]) / away, (two[1] - one[1]) / away) if away > 1e-6 else (1.0, 0.0)
            for axis in (0, 1):
                one[axis] -= push * along[axis]
                two[axis] += push * along[axis]
        for spot in spots.values():
            spot[0] = min(max(spot[0], EDGE), WIDTH - EDGE)
            spot[1] = min(max(spot[1], EDGE), height - EDGE)
    return {slug: (x, y) for slug, (x, y) in spots.items()}


@lru_cache(maxsize=8)
def _outlines(centres: tuple[tuple[str, Corner], ...], reach: float) -> dict[str, Outline]:
    found = {}
    for slug, (x, y) in centres:
        turns = (2 * pi * corner / CORNERS for corner in range(CORNERS))
        outline = [(x + reach * cos(turn), y + reach * sin(turn)) for turn in turns]
        for other, (a, b) in centres:
            if other != slug and (a, b) != (x, y):
                outline = _nearer(outline, (x, y), (a, b))
        found[slug] = outline
    return found


def _nearer(outline: Outline, here: Corner, there: Corner) -> Outline:
    """What of an outline is nearer to one centre than to another, with a gap between both."""
    away = hypot(there[0] - here[0], there[1] - here[1])
    along = ((there[0] - here[0]) / away, (there[1] - here[1]) / away)
    most = away / 2 - GAP

    def depth(corner: Corner) -> float:
        return (corner[0] - here[0]) * along[0] + (corner[1] - here[1]) * along[1] - most

    kept: Outline = []
    for first, second in zip(outline, outline[1:] + outline[:1], strict=True):
        one, two = depth(first), depth(second)
        if one <= 0:
            kept.append(first)
        if (one < 0 < two) or (two < 0 < one):
            share = one / (one - two)
            kept.append(
                (first[0] + share * (second[0] - first[0]), first[1] + share * (second[1] - first[1]))
            )
    return kept


def _dots(where: Sequence[Spot | None], centres: dict[str, Corner]) -> tuple[SketchDot, ...]:
    """Each point at the centre of its district; several in one stand side by side."""
    found: list[SketchDot] = []
    for number, spot in enumerate(where, start=1):
        if spot is None or spot.slug not in centres:
            continue
        x, y = centres[spot.slug]
        before = sum(1 for other in where[: number - 1] if other and other.slug == spot.slug)
        found.append(SketchDot(number, round(x + before * 2.1 * RADIUS), round(y)))
    return tuple(found)


def _label(
    spot: Spot, centre: Corner, is_marked: bool, taken: list[Box], height: int
) -> tuple[int, int] | None:
    """Where a name has room without covering another or a dot: below the dot, above it, else nowhere."""
    wide = len(spot.name) * LETTER
    x, y = min(max(centre[0], wide / 2 + 4), WIDTH - wide / 2 - 4), centre[1]
    lines = (y + RADIUS + LINE - 4, y - RADIUS - 8) if is_marked else (y + LINE / 4,)
    for line in lines:
        box = (x - wide / 2, line - LINE + 4, x + wide / 2, line + 6)
        if box[1] > 0 and box[3] < height and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return round(x), round(line)
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
