"""Bar charts as the design wants them: a finding as title, ink, one bar in the wall's colour for the point of the story, numbers
beside the bars, and the table behind it. Sizes are those of the drawing's own coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LONGEST, STEP = 560, 470, 56


@dataclass(frozen=True, slots=True)
class Bar:
    """`y` is where its words stand, `length` how long it is; `is_point` draws it in the wall's colour."""

    label: str
    number: str
    y: int
    length: float
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """components/bar_chart.html. `title` says the finding, `measure` what is counted; `head` names the first column."""

    id: str
    title: str
    measure: str
    head: str
    bars: tuple[Bar, ...]
    width: int = WIDTH

    @property
    def height(self) -> int:
        return STEP * len(self.bars)


def bar_chart(
    id: str, title: str, measure: str, head: str, values: Sequence[tuple[str, int]], *, point: str = ""
) -> BarChart:
    """A chart of these values in their order; `point` names the bar that the title speaks of."""
    most = max((number for _label, number in values), default=0) or 1
    bars = tuple(
        Bar(label, str(number), STEP * at, round(LONGEST * number / most, 1), label == point)
        for at, (label, number) in enumerate(values)
    )
    return BarChart(id, title, measure, head, bars)
