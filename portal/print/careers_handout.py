"""The school year as a handout, A4 upright: deadlines first and apart, then month by month what is on, where, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.print.careers_sheet import PrintedDay, PrintedEntry, SheetWords, breakable, head
from portal.print.typesetting import typeset
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind, HolidayKind


@dataclass(frozen=True, slots=True)
class HandoutWords:
    """The words of the handout alone. `months` are January to December; `page` holds '{page}' and '{pages}'."""

    months: tuple[str, ...]
    deadlines_heading: str
    holidays_heading: str
    breaks: str
    public_holidays: str
    action_days: str
    help_heading: str
    help_text: str
    phone_label: str
    phone: str
    page: str
    empty: str


def handout(
    year: SchoolYear,
    entries: Sequence[PrintedEntry],
    days: Sequence[PrintedDay],
    *,
    words: SheetWords,
    handout_words: HandoutWords,
    now: datetime,
) -> bytes:
    """The PDF. What was called off stays in, struck and named: a handout is read beside an older one."""
    shown = [one for one in entries if year.has(one.entry.first_day, one.entry.last_day)]
    own = {name: getattr(handout_words, name) for name in HandoutWords.__slots__}
    data = {
        **head(words),
        **own,
        "empty": "" if shown else handout_words.empty,
        "deadlines": [_line(one) for one in shown if one.entry.kind is EntryKind.DEADLINE],
        "months": months(year, shown, handout_words),
        "holidays": holiday_lines(days, handout_words),
    }
    return typeset("careers_handout", data, now=now)


def months(year: SchoolYear, entries: Sequence[PrintedEntry], words: HandoutWords) -> list[dict[str, object]]:
    """The months that have entries; one that began before this school year stands in its first month."""
    found: dict[date, list[PrintedEntry]] = {month: [] for month in year.months()}
    for one in entries:
        found[max(one.entry.first_day, year.first).replace(day=1)].append(one)
    return [
        {
            "name": f"{words.months[month.month - 1]} {month.year}",
            "entries": [_line(one) for one in listed],
        }
        for month, listed in found.items()
        if listed
    ]


def holiday_lines(days: Sequence[PrintedDay], words: HandoutWords) -> list[dict[str, object]]:
    """'Schulferien', and below 'Herbstferien: 19. bis 30. Oktober', for each kind that there is."""
    names = {
        HolidayKind.SCHOOL_BREAK: words.breaks,
        HolidayKind.PUBLIC_HOLIDAY: words.public_holidays,
        HolidayKind.ACTION_DAY: words.action_days,
    }
    lines: list[dict[str, object]] = []
    for kind, name in names.items():
        told = [breakable(f"{day.name}: {day.when}") for day in days if day.kind is kind]
        if told:
            lines.append({"name": name, "days": told})
    return lines


def _line(printed: PrintedEntry) -> dict[str, object]:
    return {
        "kind": printed.entry.kind.value,
        "sort": printed.sort,
        "when": printed.when,
        "title": breakable(printed.title),
        "where": breakable(printed.where),
        "whom": breakable(printed.whom),
        "note": breakable(" ".join(one for one in (printed.entry.note, printed.insurance) if one)),
        "status": printed.status,
        "is_off": printed.is_off,
    }
