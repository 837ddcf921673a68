"""The sketch of the town is drawn for any town: wherever its districts lie, everything stays in the frame and numbers agree."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.guidance.queries import Spot
from portal.web.guidance import sketch

PLACES = st.tuples(st.floats(-60, 70, allow_nan=False), st.floats(-170, 170, allow_nan=False))


def spots(centres: list[tuple[float, float]]) -> tuple[Spot, ...]:
    return tuple(Spot(f"s{n}", f"Stadtteil {n}", lat, lon, ()) for n, (lat, lon) in enumerate(centres))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(PLACES, min_size=2, max_size=24) | st.lists(st.just((51.8, 12.2)), min_size=2, max_size=5),
    st.data(),
)
def test_any_town_can_be_drawn(centres: list[tuple[float, float]], data: st.DataObject) -> None:
    town = spots(centres)
    where = data.draw(st.lists(st.sampled_from((*town, None)), max_size=6))
    drawn = sketch.draw(town, where)
    if not any(where):
        assert drawn is None
        return
    assert drawn is not None
    assert len(drawn.areas) == len(town)
    assert [dot.number for dot in drawn.dots] == [at for at, spot in enumerate(where, start=1) if spot]
    for area in drawn.areas:
        for x, y in re.findall(r"(-?\d+) (-?\d+)", area.path):
            assert 0 <= int(x) <= drawn.width
            assert 0 <= int(y) <= drawn.height
        assert not area.label or (0 < area.x < drawn.width and 0 < area.y < drawn.height)


def test_labels_cover_neither_each_other_nor_a_number() -> None:
    town = spots([(51.80 + n / 300, 12.20 + (n * 7 % 5) / 200) for n in range(14)])
    drawn = sketch.draw(town, (town[2], town[9], town[9]))
    assert drawn is not None
    boxes = [
        (area.x - len(area.label) * 4, area.y - 12, area.x + len(area.label) * 4, area.y)
        for area in drawn.areas
        if area.label
    ]
    assert len(boxes) > 5
    for at, one in enumerate(boxes):
        assert not any(sketch._meet(one, other) for other in boxes[at + 1 :])
    first, second = drawn.dots[1:]
    assert abs(first.x - second.x) >= 2 * sketch.RADIUS, "two in one district stand side by side"


def test_a_town_without_districts_has_no_sketch() -> None:
    assert sketch.draw((), ()) is None
    assert sketch.draw(spots([(51.8, 12.2)]), spots([(51.8, 12.2)])) is None
