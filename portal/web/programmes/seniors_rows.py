"""The dates of a semester's programme as rows of its page, week by week, in the reader's language."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from portal import clock
from portal.lectures.entries import ProgrammeEntry
from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    KIND_LABELS,
    OFF,
    AttendanceMode,
    Availability,
    OccurrenceStatus,
    OfferKind,
)
from portal.web.kit import addresses, formats, languages, wording
from portal.web.kit import parts as p
from portal.web.kit.lecture_parts import LectureRow, LectureWeek, ShownSpeaker
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.programmes.seniors_pages import Month

# Dates of these belong together; of a lecture that is held twice, each date stands for itself.
SERIES = frozenset({OfferKind.LECTURE_SERIES, OfferKind.COURSE, OfferKind.WORKSHOP})
NEAR, SHORT = (
    timedelta(weeks=2),
    20,
)  # weeks that stand open (more bury the rest on a phone), rows that need no folding
_FEW = {OccurrenceStatus.FULL: Availability.FULL, OccurrenceStatus.FEW_PLACES: Availability.FEW}


def spread(dated: Sequence[tuple[date, LectureRow]]) -> tuple[tuple[LectureWeek, ...], tuple[Month, ...]]:
    """Rows with their days: the next weeks, and what is further away by month. A short programme is shown at once."""
    if not dated:
        return (), ()
    near = monday_of(dated[0][0]) + NEAR
    if len(dated) <= SHORT:
        near = dated[-1][0] + timedelta(days=1)
    soon = [pair for pair in dated if monday_of(pair[0]) < near]
    later = dated[len(soon) :]
    months = (
        Month(formats.month_name(first), sum(len(week.rows) for week in of_month), of_month)
        for first, of_month in (
            (first, weeks(list(pairs)))
            for first, pairs in groupby(later, key=lambda pair: monday_of(pair[0]).replace(day=1))
        )
    )
    return weeks(soon), tuple(months)


def weeks(dated: Iterable[tuple[date, LectureRow]]) -> tuple[LectureWeek, ...]:
    """Week by week from Monday."""
    return tuple(
        LectureWeek(
            _("Woche vom %(day)s", day=formats.long_date(monday, weekday=False)),
            tuple(row for _day, row in of_week),
        )
        for monday, of_week in groupby(dated, key=lambda pair: monday_of(pair[0]))
    )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def rows(
    entries: Sequence[ProgrammeEntry], everything: Sequence[ProgrammeEntry]
) -> Iterator[tuple[date, LectureRow]]:
    """One row per date, each offer in full only once: a series of eight evenings must not bury the rest. `everything` is what
    the dates of a series are counted in."""
    totals, told = Counter(entry.offer_id for entry in everything), dict[int, str]()
    numbers = dict(_numbered(everything))
    for entry in entries:
        part = ""
        if entry.kind in SERIES and totals[entry.offer_id] > 1:
            part = _(
                "Termin %(number)s von %(total)s", number=numbers[entry.uuid], total=totals[entry.offer_id]
            )
        yield entry.first_day, row(entry, part, told.get(entry.offer_id))
        told.setdefault(entry.offer_id, where(entry))


def _numbered(entries: Iterable[ProgrammeEntry]) -> Iterator[tuple[object, int]]:
    counted: Counter[int] = Counter()
    for entry in entries:
        counted[entry.offer_id] += 1
        yield entry.uuid, counted[entry.offer_id]


def row(entry: ProgrammeEntry, part: str, told: str | None) -> LectureRow:
    """A date; where its offer was told before, with where that was, only what is new."""
    is_off, is_short = entry.status in OFF, told is not None
    return LectureRow(
        iso=entry.first_day.isoformat(),
        day=_days(entry),
        time=_time(entry),
        shape=entry.kind.value,
        kind=_(KIND_LABELS[entry.kind]),
        title=entry.title,
        url=addresses.offer(entry.offer_id, entry.slug),
        part=part,
        is_short=is_short,
        is_off=is_off,
        text="" if is_short else entry.summary,
        note=_note(entry),
        note_lang=languages.of_content() if entry.note else "",
        host="" if is_short else host(entry),
        where="" if where(entry) == told else where(entry),
        access="" if is_short else access(entry),
        speakers=() if is_short else tuple(ShownSpeaker(one.name, one.standing) for one in entry.speakers),
        guests="" if is_short or is_off else guests(entry),
        price="" if is_short else _price(entry),
        status=status(entry),
        lang=languages.of_content(),
    )


def _days(entry: ProgrammeEntry) -> str:
    """'Donnerstag, 26. November'; the week says the year where it changes."""
    if entry.starts_at is None and entry.first_day != entry.last_day:
        return formats.span(entry.first_day, entry.last_day, today=entry.first_day)
    return formats.long_date(entry.first_day, year=False)


def _time(entry: ProgrammeEntry) -> str:
    if entry.starts_at is None or entry.ends_at is None:
        return ""
    return formats.time_span(entry.starts_at, entry.ends_at)


def _note(entry: ProgrammeEntry) -> str:
    """What the provider says of this date; of a moved one when it was to be, unless they say so themselves."""
    if entry.note or entry.status is not OccurrenceStatus.MOVED or entry.moved_from is None:
        return entry.note
    before = entry.moved_from
    return _(
        "Zuerst geplant: %(day)s, %(time)s Uhr",
        day=formats.long_date(clock.local(before).date(), year=False),
        time=formats.clock_time(before),
    )


def where(entry: ProgrammeEntry) -> str:
    """'Bauhaus Museum Dessau, Saal 2, Innenstadt', 'online'."""
    online = _(ATTENDANCE_LABELS[AttendanceMode.ONLINE])
    if entry.mode is AttendanceMode.ONLINE or entry.venue is None:
        return online if entry.mode is AttendanceMode.ONLINE else ""
    place = entry.venue
    parts = (place.name, entry.room, place.district or place.town)
    known = ", ".join(dict.fromkeys(part for part in parts if part))
    return _("%(place)s, auch online", place=known) if entry.mode is AttendanceMode.HYBRID else known


def host(entry: ProgrammeEntry) -> str:
    """Who opens the lecture, unless the place says so already: 'Technikmuseum, Ausstellungshalle'."""
    name = entry.institution.short_name
    return "" if where(entry).casefold().startswith(name.casefold()) else name


def access(entry: ProgrammeEntry) -> str:
    """'stufenlos, Induktionsschleife'."""
    if entry.venue is None or entry.mode is AttendanceMode.ONLINE:
        return ""
    return ", ".join(wording.access(entry.venue.access))


def guests(entry: ProgrammeEntry) -> str:
    """'Gastplätze: 12. Bitte melden Sie sich vorher an.'"""
    if entry.guest_places is None and not entry.guest_conditions:
        return ""
    if entry.guest_places is None:
        return _("Für Gäste offen: %(conditions)s", conditions=entry.guest_conditions)
    count = ngettext("%(num)s Gastplatz.", "%(num)s Gastplätze.", entry.guest_places)
    return f"{count} {entry.guest_conditions}".strip()


def _price(entry: ProgrammeEntry) -> str:
    shown = wording.price(entry.price_cents, entry.reduced_price_cents, is_free=entry.is_free)
    return shown or _("Preis auf Anfrage")


def status(entry: ProgrammeEntry) -> p.Status | None:
    """What is special about the date; otherwise whether one has to register."""
    if entry.status in OFF:
        return wording.off(entry.status)
    if entry.status is OccurrenceStatus.MOVED:
        return p.Status(_("Verlegt"), "moved", "moved")
    return wording.places(_FEW.get(entry.status, Availability.FREE), None, None, entry.registration_way)
