"""The school year as a handout, A4 upright: deadlines that are ahead first and apart, then month by month what is on, where,
for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.careers.year import YearEntry
from portal.print.careers_sheet import PrintedDay, PrintedEntry, SheetWords, breakable, head
from portal.print.typesetting import typeset
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind, HolidayKind
from portal.vocabulary.offers import OfferKind


@dataclass(frozen=True, slots=True)
class HandoutWords:
    """The words of the handout alone. `months` are January to December; `page` holds '{page}' and '{pages}'."""

    months: tuple[str, ...]
    deadlines_heading: str
    deadlines_over: str
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
    today: date,
    now: datetime,
) -> bytes:
    """The PDF, as somebody needs it who takes it along `today`.

    What was called off stays in, struck and named: a handout is read beside an older one.
    """
    shown = [one for one in entries if year.has(one.entry.first_day, one.entry.last_day)]
    due = [one for one in shown if is_due(one.entry)]
    own = {name: getattr(handout_words, name) for name in HandoutWords.__slots__}
    data = {
        **head(words),
        **own,
        "empty": "" if shown else handout_words.empty,
        "has_deadlines": bool(due),
        "deadlines": [_line(one) for one in ahead(due, today)],
        "months": months(year, shown, handout_words),
        "holidays": holiday_lines(days, handout_words),
    }
    return typeset("careers_handout", data, now=now)


def is_due(entry: YearEntry) -> bool:
    """Whether one has to have done something by its last day: a deadline, or a time in which one applies."""
    applies = entry.is_registration or entry.offer_kind is OfferKind.DEADLINE
    return entry.kind is EntryKind.DEADLINE or (entry.kind is EntryKind.WINDOW and applies)


def ahead(due: Sequence[PrintedEntry], today: date) -> list[PrintedEntry]:
    """Those that are not over, the nearest last day first: nobody can keep a deadline of last month. A time to register in
    ends with a deadline of its own; where that is there, it is enough."""
    closing = {_closing(one.entry) for one in due if one.entry.kind is EntryKind.DEADLINE}
    found = [
        one
        for one in due
        if one.entry.last_day >= today
        and (one.entry.kind is EntryKind.DEADLINE or _closing(one.entry) not in closing)
    ]
    return sorted(found, key=lambda one: one.entry.last_day)


def _closing(entry: YearEntry) -> tuple[int, date]:
    return entry.offer_id, entry.last_day


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
