"""Entries and special days as rows of the Jahres-Berufswahl-Kalender, in the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from portal.careers.year import YearEntry
from portal.holidays.queries import SpecialDay
from portal.offers.filters import Facet
from portal.vocabulary.calendar import EntryKind, HolidayKind
from portal.vocabulary.offers import OFF, OccurrenceStatus
from portal.web.kit import addresses, formats, languages, vocabulary, wording
from portal.web.kit.parts import Status
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.kit.year_parts import Sort, YearRow

_SORTS: dict[EntryKind, Sort] = {
    EntryKind.OCCURRENCE: "event",
    EntryKind.DEADLINE: "deadline",
    EntryKind.WINDOW: "window",
}
_ABOUT_PLACES = frozenset({OccurrenceStatus.FULL, OccurrenceStatus.FEW_PLACES})
SERIES_FROM = 3
_SPEAKING = OFF | {OccurrenceStatus.MOVED}  # each of these has something to say of its own
FAR = 60  # days, from which on nobody counts


def row(entry: YearEntry, today: date) -> YearRow:
    """An entry, seen from today."""
    top, bottom = tile(entry)
    return YearRow(
        sort=_SORTS[entry.kind],
        when=when(entry),
        title=entry.title,
        url=addresses.offer(entry.offer_id, entry.slug),
        prefix=prefix(entry),
        shape=_shape(entry),
        top=top,
        bottom=bottom,
        meta=meta(entry),
        status=status(entry, today),
        reason=reason(entry),
        is_off=entry.status in OFF,
        lang=languages.of_content(),
        insurance="" if entry.is_registration or entry.status in OFF else entry.insurance,
    )


def in_series(entries: Sequence[YearEntry]) -> Iterator[tuple[YearEntry, ...]]:
    """The entries in their order, dates of one offer in one month at the same hours together, from the third on."""
    series: dict[tuple[object, ...], list[YearEntry]] = {}
    for entry in entries:
        if entry.kind is EntryKind.OCCURRENCE and entry.status not in _SPEAKING:
            series.setdefault(_alike(entry), []).append(entry)
    for entry in entries:
        together = series.get(_alike(entry), [])
        if len(together) < SERIES_FROM or entry not in together:
            yield (entry,)
        elif entry is together[0]:
            yield tuple(together)


def _alike(entry: YearEntry) -> tuple[object, ...]:
    day = entry.first_day
    return entry.offer_id, day.year, day.month, hours(entry), entry.place, entry.status


def series_row(entries: Sequence[YearEntry], today: date) -> YearRow:
    """Several dates of one offer in a month, at the same hours, as one row: a weekly course must not bury the rest."""
    first = entries[0]
    shown = row(first, today)
    weekday = formats.weekday_short(first.first_day)
    return replace(
        shown,
        when=_(
            "Termine: %(when)s",
            when=", ".join(part for part in (_series_days(entries), hours(first)) if part),
        ),
        top=_("ab %(day)s", day=weekday),
    )


def _series_days(entries: Sequence[YearEntry]) -> str:
    """'donnerstags, 3., 10. und 17. Dezember 2026'; without the weekday where they differ."""
    days = [entry.first_day for entry in entries]
    dot = "." if languages.current() == "de" else ""
    listed = _(
        "%(days)s und %(last)s",
        days=", ".join(f"{day.day}{dot}" for day in days[:-1]),
        last=formats.long_date(days[-1], weekday=False),
    )
    weekdays = {day.weekday() for day in days}
    return f"{_(wording.EVERY_WEEKDAY[weekdays.pop()])}, {listed}" if len(weekdays) == 1 else listed


def prefix(entry: YearEntry) -> str:
    """What stands before the title where the entry is about registering."""
    if not entry.is_registration:
        return ""
    return _("Anmeldung offen:") if entry.kind is EntryKind.WINDOW else _("Anmeldeschluss:")


def when(entry: YearEntry) -> str:
    """'Termin: Donnerstag, 8. Oktober 2026, 14:00 bis 17:00 Uhr', 'Frist: bis …', 'Zeitraum: …'."""
    first, last = entry.first_day, entry.last_day
    if entry.kind is EntryKind.WINDOW:
        return _("Zeitraum: %(when)s", when=formats.span(first, last, today=first))
    if entry.kind is EntryKind.DEADLINE:
        day = formats.long_date(last)
        if entry.ends_at:
            day = _("%(day)s, %(time)s Uhr", day=day, time=formats.clock_time(entry.ends_at))
        return _("Frist: bis %(when)s", when=day)
    if first != last:
        return _("Termin: %(when)s", when=formats.span(first, last, today=first))
    return _(
        "Termin: %(when)s", when=", ".join(part for part in (formats.long_date(first), hours(entry)) if part)
    )


def hours(entry: YearEntry) -> str:
    """'14:00 bis 17:00 Uhr', or '' for a whole day."""
    if not (entry.starts_at and entry.ends_at):
        return ""
    if entry.ends_at <= entry.starts_at:
        return _("%(time)s Uhr", time=formats.clock_time(entry.starts_at))
    return formats.time_span(entry.starts_at, entry.ends_at)


def tile(entry: YearEntry) -> tuple[str, str]:
    """The two lines of the tile, for the eye."""
    if entry.kind is EntryKind.WINDOW:
        return day_and_month(entry.first_day), day_and_month(entry.last_day)
    weekday = formats.weekday_short(entry.last_day if entry.kind is EntryKind.DEADLINE else entry.first_day)
    if entry.kind is EntryKind.DEADLINE:
        return _("bis %(day)s", day=weekday), str(entry.last_day.day)
    return weekday, str(entry.first_day.day)


def day_and_month(day: date) -> str:
    """'17. Aug' / '17 Aug'."""
    dot = "." if languages.current() == "de" else ""
    return f"{day.day}{dot} {formats.month_short(day, day)}"


def _shape(entry: YearEntry) -> str:
    if entry.kind is EntryKind.DEADLINE:
        return "deadline"
    return entry.offer_kind.value if entry.kind is EntryKind.OCCURRENCE else ""


def meta(entry: YearEntry) -> tuple[str, ...]:
    """For which classes and schools, by whom, and where it is."""
    where = "" if entry.kind is EntryKind.DEADLINE or entry.is_registration else place(entry)
    found = (grades(entry.grades), school_forms(entry.school_forms), entry.institution, where)
    return tuple(one for one in found if one)


def short_meta(entry: YearEntry) -> tuple[str, ...]:
    """Classes and who makes it: what a glance needs."""
    return tuple(one for one in (grades(entry.grades), entry.institution) if one)


def place(entry: YearEntry) -> str:
    named = entry.place if entry.district in entry.place else f"{entry.place}, {entry.district}"
    return named if entry.place else entry.district


def grades(codes: Sequence[str]) -> str:
    """'Klasse 9', 'Klasse 7 und 8', 'Klasse 8 bis 12', 'Klasse 5, 7 und 9'."""
    numbers = sorted(int(code) for code in codes if code.isdigit())
    if not numbers:
        return ""
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and last - first == len(numbers) - 1:
        return _("Klasse %(first)s bis %(last)s", first=first, last=last)
    if len(numbers) == 1:
        return _("Klasse %(grades)s", grades=first)
    return _("Klasse %(first)s und %(last)s", first=", ".join(map(str, numbers[:-1])), last=last)


def school_forms(codes: Sequence[str]) -> str:
    """Their names; all of them are 'alle Schulformen'; none means that nobody has said."""
    known = vocabulary.catalogue().of(Facet.SCHOOL_FORM)
    if known and set(codes) >= set(known):
        return _("alle Schulformen")
    return ", ".join(vocabulary.label(Facet.SCHOOL_FORM, code) for code in codes)


def status(entry: YearEntry, today: date) -> Status | None:
    """Only what one should know before planning; how many places there were is no news of the past."""
    if entry.last_day < today and entry.status in _ABOUT_PLACES:
        return None
    return {
        OccurrenceStatus.CANCELLED: wording.off(OccurrenceStatus.CANCELLED),
        OccurrenceStatus.POSTPONED: wording.off(OccurrenceStatus.POSTPONED),
        OccurrenceStatus.MOVED: Status(_("Verlegt"), "moved", "moved"),
        OccurrenceStatus.TENTATIVE: wording.tentative(),
        OccurrenceStatus.FULL: Status(_("Ausgebucht"), "full", "full"),
        OccurrenceStatus.FEW_PLACES: Status(_("Wenige Plätze"), "few", "few"),
    }.get(entry.status)


def reason(entry: YearEntry) -> str:
    """What became of the date, in the provider's words where there are any."""
    if entry.status is OccurrenceStatus.MOVED:
        return entry.note
    said = {
        OccurrenceStatus.CANCELLED: _("Dieser Termin fällt aus."),
        OccurrenceStatus.POSTPONED: _("Dieser Termin ist verschoben. Ein neuer steht noch nicht fest."),
    }.get(entry.status, "")
    return f"{said} {entry.note}".strip() if said else ""


def special_row(day: SpecialDay) -> YearRow:
    """A public holiday or school break as a hatched row, an action day as an event without an offer."""
    name = special_name(day)
    if day.kind is HolidayKind.ACTION_DAY:
        return YearRow(
            sort="action",
            when=_("Aktionstag: %(when)s", when=special_when(day)),
            title=name,
            top=formats.weekday_short(day.first_day),
            bottom=str(day.first_day.day),
            lang=special_lang(day),
        )
    return YearRow(sort="holiday", when=special_when(day), title=name, lang=special_lang(day))


def special_when(day: SpecialDay) -> str:
    if day.first_day == day.last_day:
        return formats.long_date(day.first_day)
    return formats.span(day.first_day, day.last_day, today=day.first_day)


def special_name(day: SpecialDay) -> str:
    return day.name_en if day.name_en and languages.current() == "en" else day.name


def special_lang(day: SpecialDay) -> str:
    return "" if day.name_en and languages.current() == "en" else languages.of_content()


def until_then(entry: YearEntry, today: date) -> str:
    """How soon it is: 'heute', 'morgen', 'in 4 Tagen'; of a window that is open, how long it still is."""
    left = (next_day(entry, today) - today).days
    if left >= FAR:
        return ""
    if entry.kind is EntryKind.WINDOW and entry.first_day <= today:
        return ngettext("noch %(num)s Tag", "noch %(num)s Tage", left) if left else _("nur noch heute")
    if left < 2:
        return _("morgen") if left else _("heute")
    return ngettext("in %(num)s Tag", "in %(num)s Tagen", left)


def next_day(entry: YearEntry, today: date) -> date:
    """The day by which an entry matters next: its beginning; of what has begun, its end."""
    if entry.kind is EntryKind.DEADLINE:
        return entry.last_day
    if entry.first_day >= today:
        return entry.first_day
    return entry.last_day if entry.kind is EntryKind.WINDOW else today
