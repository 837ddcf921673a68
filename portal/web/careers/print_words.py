"""The words of poster and handout in the reader's language: entries, special days, and what stands round them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode, urlsplit

from babel.dates import get_month_names
from flask import url_for

from portal.careers.year import YearEntry
from portal.holidays.queries import SpecialDay
from portal.print.careers_handout import HandoutWords
from portal.print.careers_poster import PosterWords
from portal.print.careers_sheet import PrintedDay, PrintedEntry, SheetWords
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.offers import OFF
from portal.web.careers import year_filters, year_months, year_rows
from portal.web.careers.asking import Asked
from portal.web.kit import addresses, careers, formats, languages, subscription
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _


def entry(one: YearEntry, today: date) -> PrintedEntry:
    """An entry as it is printed: no link, so who and where stand beside it."""
    status = year_rows.status(one, today)
    prefix = year_rows.prefix(one)
    sort, _sep, when = year_rows.when(one).partition(": ")
    return PrintedEntry(
        entry=one,
        title=f"{prefix} {one.title}" if prefix else one.title,
        sort=sort,
        when=when,
        day=f"{one.last_day.day}.{one.last_day.month}."
        if one.kind is EntryKind.DEADLINE
        else f"{one.first_day.day}.{one.first_day.month}.",
        where="" if one.is_registration else year_rows.place(one),
        whom=", ".join(part for part in (year_rows.grades(one.grades), one.institution) if part),
        status=status.label if status else "",
        insurance=_("Versicherung: %(note)s", note=one.insurance)
        if one.insurance and not one.is_registration and one.status not in OFF
        else "",
    )


def entries_in_series(entries: Sequence[YearEntry], today: date) -> list[PrintedEntry]:
    """The same with a series in a month as one entry, as on the page."""
    found = []
    for together in year_rows.in_series(entries):
        printed = entry(together[0], today)
        if len(together) > 1:
            sort, _sep, when = year_rows.series_row(together, today).when.partition(": ")
            printed = replace(printed, sort=sort, when=when)
        found.append(printed)
    return found


def special(day: SpecialDay) -> PrintedDay:
    return PrintedDay(
        day.kind, year_rows.special_name(day), day.first_day, day.last_day, year_rows.special_when(day)
    )


def sheet(asked: Asked, today: date) -> SheetWords:
    """Title, filter in words, who issues it, and the way to the calendar."""
    year = None if asked.year == asked.present else asked.year
    pairs = [*asked.filter_pairs(), *([(careers.YEAR, year.slug)] if year else ())]
    query = f"?{urlencode(pairs)}" if pairs else ""
    feed = addresses.absolute(f"{url_for('feeds.careers_calendar')}{query}")
    shown = town()
    return SheetWords(
        language=languages.current(),
        title=" ".join((_("Berufswahlkalender"), asked.year.label)),
        subtitle=year_filters.words(asked) or _("Alle Klassen und Schulformen"),
        issuer=f"{shown.name} {shown.place}".strip(),
        as_of=_("Stand: %(day)s", day=formats.long_date(today, weekday=False)),
        feed_heading=_("Immer aktuell auf dem Telefon"),
        feed_text=_("Der Kalender zum Abonnieren: abfotografieren oder diese Adresse öffnen."),
        feed_address=_short(addresses.absolute(asked.url())),
        feed_qr=subscription.qr_image(feed).decode(),
        feed_qr_alt=_("QR-Code mit der Adresse des Kalenders: %(address)s", address=feed),
        demo=_("Demodaten: alles erfunden.") if shown.is_demo else "",
    )


def _short(address: str) -> str:
    """An address as one types it: without scheme and filters."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"


def poster() -> PosterWords:
    return PosterWords(
        months=_months(),
        weekdays=year_months.weekdays(),
        legend={
            "occurrence": _("Termin"),
            "deadline": _("Frist"),
            "window": _("Zeitraum"),
            "school_break": _("Schulferien"),
            "public_holiday": _("Feiertag"),
            "number": _("steht unten in der Liste"),
            "number_overleaf": _("steht in der Legende auf dem nächsten Blatt"),
        },
        list_heading=_("Was nicht in die Felder passt"),
        sheet_heading=_("Legende: was nicht in die Felder passt"),
        empty=_("Für diese Auswahl ist nichts eingetragen."),
    )


def handout() -> HandoutWords:
    shown = town()
    return HandoutWords(
        months=_months(),
        deadlines_heading=_("Fristen, die man nicht verpassen darf"),
        deadlines_over=_("Alle Fristen dieser Auswahl sind vorbei."),
        holidays_heading=_("Ferien und Feiertage"),
        breaks=_("Schulferien"),
        public_holidays=_("Feiertage"),
        action_days=_("Aktionstage"),
        help_heading=_("Fragen Sie einen Menschen"),
        help_text=_("Am B-Punkt hilft man Ihnen beim Aussuchen."),
        phone_label=_("Telefon"),
        phone=shown.phone,
        page=_("Seite {page} von {pages}"),
        empty=_("Für diese Auswahl ist nichts eingetragen."),
    )


def _months() -> tuple[str, ...]:
    names = get_month_names("wide", context="stand-alone", locale=languages.current())
    return tuple(str(names[number]) for number in range(1, 13))


def file_name(asked: Asked, what: Sequence[str]) -> str:
    """'berufswahlkalender-2026-27-klasse-9-poster-a3.pdf'."""
    values = [f"{name}-{value}" for name, value in asked.filter_pairs()]
    return "-".join(["berufswahlkalender", asked.year.slug, *values[:4], *what])
