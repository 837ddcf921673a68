"""The geometry of the band of twelve months: windows on lanes, days close together as one mark. Pure, for the eye alone."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from portal.careers.year import YearEntry
from portal.holidays.queries import SpecialDay
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind, HolidayKind
from portal.vocabulary.offers import OFF
from portal.web.kit.year_parts import BandLabel, BandMark, BandSpan, YearBand

WIDTH, HEAD, ROW = 1200, 34, 28
NUMBER = 10  # room below an hourglass for how many it stands for
MARK = 16  # side of an event's square
GAP = 3
MOST_LANES = 10
LANES_HEIGHT = 108  # what all lanes share when there are many
Span = tuple[date, date]


def build(
    year: SchoolYear,
    entries: Sequence[YearEntry],
    days: Sequence[SpecialDay],
    months: Iterable[tuple[date, str]],
    today: date,
) -> YearBand:
    """The band of a school year; what is off is not on it. `months` are first days with their short names."""
    scale = _Scale(year)
    held = [entry for entry in entries if entry.status not in OFF]
    lanes = lanes_of([(one.first_day, one.last_day) for one in held if one.kind is EntryKind.WINDOW])
    step = min(18.0, LANES_HEIGHT / len(lanes)) if lanes else 0.0
    y = HEAD + 10 + step / 2
    windows = [scale.span(*span, y=y + step * lane) for lane, spans in enumerate(lanes) for span in spans]
    row = HEAD + 10 + step * len(lanes) + (6 if lanes else 0)
    events = scale.marks(one.first_day for one in held if one.kind is EntryKind.OCCURRENCE)
    deadlines = scale.marks(one.last_day for one in held if one.kind is EntryKind.DEADLINE)
    actions = scale.marks(day.first_day for day in days if day.kind is HolidayKind.ACTION_DAY)
    deadlines_y = row + (ROW if events else 0)
    actions_y = deadlines_y + (ROW + NUMBER * any(mark.count > 1 for mark in deadlines) if deadlines else 0)
    return YearBand(
        height=max(actions_y + (ROW if actions else 0), HEAD + ROW),
        months=tuple(BandLabel(scale.x(first), name) for first, name in months),
        breaks=tuple(
            scale.span(day.first_day, day.last_day) for day in days if day.kind is not HolidayKind.ACTION_DAY
        ),
        windows=tuple(windows),
        end=round(max(2.0, min(7.0, step / 2 - 1)), 1),
        events=events,
        events_y=row,
        deadlines=deadlines,
        deadlines_y=deadlines_y,
        actions=actions,
        actions_y=actions_y,
        today_x=scale.x(today) if year.has(today, today) else None,
    )


def lanes_of(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans on as few lanes as they need without touching. When there are too many, the last lane bears the rest as one
    line: where it is drawn, something is on."""
    lanes: list[list[Span]] = []
    for span in sorted(set(spans)):
        free = next((lane for lane in lanes if lane[-1][1] + timedelta(days=GAP) < span[0]), None)
        if free is None:
            lanes.append([span])
        else:
            free.append(span)
    if len(lanes) <= MOST_LANES:
        return lanes
    kept, rest = lanes[: MOST_LANES - 1], lanes[MOST_LANES - 1 :]
    return [*kept, merged(span for lane in rest for span in lane)]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap or nearly touch, as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and found[-1][1] + timedelta(days=GAP) >= first:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


class _Scale:
    """Days to units of the drawing."""

    def __init__(self, year: SchoolYear) -> None:
        self.first, self.last = year.first, year.last
        self.per_day = WIDTH / ((year.last - year.first).days + 1)

    def x(self, day: date) -> float:
        return round((day - self.first).days * self.per_day, 1)

    def span(self, first: date, last: date, *, y: float = 0.0) -> BandSpan:
        """Both days included, cut to the year."""
        first, last = max(first, self.first), min(last, self.last)
        left = self.x(first)
        return BandSpan(left, round(self.x(last + timedelta(days=1)) - left, 1), round(y, 1))

    def marks(self, days: Iterable[date]) -> tuple[BandMark, ...]:
        """One mark per day; a day that would lie under the mark before it is counted there."""
        found: list[BandMark] = []
        for day in sorted(max(day, self.first) for day in days):
            left = min(self.x(day), WIDTH - MARK)
            if found and left < found[-1].x + MARK + GAP:
                found[-1] = BandMark(found[-1].x, found[-1].count + 1)
            else:
                found.append(BandMark(left))
        return tuple(found)
