"""Builds the context of the Jahres-Berufswahl-Kalender from what was asked for and the entries that were found."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup

from portal import clock
from portal.careers.year import YearEntry
from portal.extensions import db
from portal.holidays import queries as holidays
from portal.holidays.queries import SpecialDay
from portal.offers.filters import Facet, Notice
from portal.vocabulary.calendar import EntryKind, HolidayKind
from portal.vocabulary.offers import OFF
from portal.web.careers import year_band, year_filters, year_months, year_rows, year_shelf
from portal.web.careers.asking import Asked, View
from portal.web.careers.pages import CalendarPage
from portal.web.careers.year_shelf import Rows
from portal.web.kit import addresses, careers, class_tasks, formats, notices, subscription
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.kit.year_parts import YearBand, YearMonth

MOST_NEXT = 4
POSTER, HANDOUT = "careers.poster", "careers.handout"
YEARS_BACK, YEARS_AHEAD = 3, 2


def build(asked: Asked, noted: Sequence[Notice], now: datetime) -> CalendarPage:
    """The page, as year or as list."""
    today = clock.local(now).date()
    rows = year_shelf.picked(asked, now, today)
    days = special_days(asked)
    is_list = asked.view is View.LIST
    shown, running, past = cut_to_list(asked, rows, today) if is_list else (rows, (), 0)
    months = months_of(asked, shown, days, today) if rows else ()
    folded = 0 if is_list else months_over(asked, today)
    is_past = asked.year < asked.present
    return CalendarPage(
        year=asked.year.label,
        title=" ".join((_("Berufswahl\u00adkalender"), asked.year.label)),
        lead=_(
            "Das ganze Schuljahr auf einen Blick: Messen, Praktika, Fristen. Für Schülerinnen und Schüler ab Klasse 4, "
            "Eltern und Schulen."
        ),
        years=years(asked),
        picks=year_filters.picks(asked),
        shown=year_filters.shown(asked),
        hidden=year_filters.hidden(asked),
        chips=year_filters.chips(asked),
        clear_url=asked.without_filters().url(),
        notices=tuple(notices.sentence(notice) for notice in noted),
        filters=year_filters.words(asked),
        total=len(rows) + sum(day.kind is HolidayKind.ACTION_DAY for day in days) if rows else 0,
        views=views(asked),
        is_list=is_list,
        next_html=what_is_next(rows, now),
        band=None if is_list or not rows else band_of(asked, rows, days, months, today),
        past_months=months[:folded],
        months=months[folded:],
        running_html=year_shelf.joined(html for _entry, html in running),
        past_count=past,
        past_url=replace(asked, with_past=True).url() if past else "",
        drops=() if rows else year_filters.drops(asked, now, today),
        running_year=running_year(asked) if is_past and not rows else None,
        poster_url=printed(POSTER, asked, ("format", "a3")) if rows else "",
        poster_large_url=printed(POSTER, asked, ("format", "a1")) if rows else "",
        handout_url=printed(HANDOUT, asked) if rows else "",
        report_url=url_for("public.feedback", seite="/berufswahlkalender"),
        printed_on=formats.long_date(today, weekday=False),
        address=addresses.absolute(asked.url()),
        subscribe=None if is_past and not rows else box(asked, len(rows)),
        checklist=checklist(asked),
    )


def running_year(asked: Asked) -> p.Link:
    label = _("Zum laufenden Schuljahr %(year)s", year=asked.present.label)
    return p.Link(label, replace(asked, year=asked.present).url())


def months_over(asked: Asked, today: date) -> int:
    """How many months of the running school year are over: they are folded, so that the page begins with what is."""
    if asked.year != asked.present:
        return 0
    return sum(first < today.replace(day=1) for first in asked.year.months())


def checklist(asked: Asked) -> p.Link:
    """What is due now for the class that is chosen; the list of all where it is not one."""
    grades = [code for code in asked.wanted.values(Facet.GRADE) if code in class_tasks.grades()]
    if len(grades) != 1:
        return p.Link(_("Klasse für Klasse: was jetzt dran ist"), url_for("careers.checklists"))
    forms = [(Facet.SCHOOL_FORM.value, form) for form in asked.wanted.values(Facet.SCHOOL_FORM)[:1]]
    query = f"?{urlencode(forms)}" if forms else ""
    label = _("Klasse %(grade)s: was jetzt dran ist", grade=grades[0])
    return p.Link(label, url_for("careers.checklist", grade=int(grades[0])) + query)


def box(asked: Asked, count: int) -> p.SubscribeBox:
    """The calendar of this choice. That of the present school year goes on into the next by itself."""
    year = None if asked.year == asked.present else asked.year
    pairs = [*asked.filter_pairs(), *([(careers.YEAR, year.slug)] if year else ())]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return subscription.box(
        f"{url_for('feeds.careers_calendar')}{query}",
        careers.name(asked.wanted, asked.shown, year),
        hint=ngettext(
            "%(num)s Eintrag, gefiltert wie angezeigt", "%(num)s Einträge, gefiltert wie angezeigt", count
        ),
        title=_("Diesen Kalender abonnieren"),
    )


def special_days(asked: Asked) -> tuple[SpecialDay, ...]:
    """Holidays and school breaks; action days only where events are shown."""
    found = holidays.between(db.session(), asked.year.first, asked.year.last)
    if EntryKind.OCCURRENCE in asked.kinds:
        return found
    return tuple(day for day in found if day.kind is not HolidayKind.ACTION_DAY)


def cut_to_list(asked: Asked, rows: Rows, today: date) -> tuple[Rows, Rows, int]:
    """For the list of the present school year: what comes, what is open today, and how many are over and left out."""
    if asked.year != asked.present or asked.with_past:
        return rows, (), 0
    coming = tuple(row for row in rows if row[0].first_day >= today)
    running = tuple(row for row in rows if row[0].first_day < today <= row[0].last_day)
    return coming, running, len(rows) - len(coming) - len(running)


def months_of(asked: Asked, rows: Rows, days: Sequence[SpecialDay], today: date) -> tuple[YearMonth, ...]:
    is_list = asked.view is View.LIST
    if is_list and asked.year == asked.present and not asked.with_past:
        days = [day for day in days if day.last_day >= today]
    return year_months.build(asked.year, rows, days, today, with_grid=not is_list)


def band_of(
    asked: Asked, rows: Rows, days: Sequence[SpecialDay], months: Sequence[YearMonth], today: date
) -> YearBand:
    names = zip(asked.year.months(), (month.short for month in months), strict=True)
    return year_band.build(asked.year, [entry for entry, _html in rows], days, names, today)


def what_is_next(rows: Rows, now: datetime) -> Markup:
    """The rows of what comes next and takes place, each with how soon it is, and shorter than in its month."""
    today = clock.local(now).date()
    ahead = [entry for entry, _html in rows if is_ahead(entry, now, today)]
    ahead.sort(key=lambda entry: (year_rows.next_day(entry, today), entry.kind is EntryKind.WINDOW))
    return year_shelf.joined(
        year_shelf.rendered(
            replace(
                year_rows.row(entry, today),
                soon=year_rows.until_then(entry, today),
                meta=year_rows.short_meta(entry),
            )
        )
        for entry in ahead[:MOST_NEXT]
    )


def is_ahead(entry: YearEntry, now: datetime, today: date) -> bool:
    """Whether it takes place and is not over."""
    is_over = entry.ends_at <= now if entry.ends_at else entry.last_day < today
    return not is_over and entry.status not in OFF


def years(asked: Asked) -> tuple[p.SortLink, ...]:
    """The year before, this one, the next, never further than anybody has entered something; and always the running one."""
    first, last = asked.present.start - YEARS_BACK, asked.present.start + YEARS_AHEAD
    beside = {year for year in (asked.year.previous, asked.year.next) if first <= year.start <= last}
    return tuple(
        p.SortLink(year.label, replace(asked, year=year).url(), year == asked.year)
        for year in sorted(beside | {asked.year, asked.present})
    )


def views(asked: Asked) -> tuple[p.SortLink, ...]:
    names = {View.YEAR: _("Jahr"), View.LIST: _("Liste")}
    return tuple(
        p.SortLink(names[view], replace(asked, view=view, with_past=False).url(), view is asked.view)
        for view in View
    )


def printed(endpoint: str, asked: Asked, *more: tuple[str, str]) -> str:
    """The address of a printed form with the same filters."""
    return f"{url_for(endpoint)}?{urlencode([*more, (careers.YEAR, asked.year.slug), *asked.filter_pairs()])}"
