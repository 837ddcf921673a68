"""Special days in words, as the editors' pages show them."""

from collections.abc import Iterable
from datetime import date

from flask import url_for

from portal import clock
from portal.holidays import rules
from portal.holidays.actions import DayDraft
from portal.holidays.queries import SpecialDay
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import HOLIDAY_LABELS
from portal.web.editorial.pages import DayRow, DaysPage, Difference, YearLink
from portal.web.kit import formats, languages
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _


def days_page(days: tuple[SpecialDay, ...], year: SchoolYear, notices: Iterable[p.Notice] = ()) -> DaysPage:
    """The whole list for one school year, with the suggestions of all."""
    return DaysPage(
        year=year.label,
        years=tuple(year_link(one, year) for one in known_years(days, year)),
        suggestions=tuple(day_row(day, days) for day in days if not day.is_confirmed),
        rows=tuple(
            day_row(day) for day in days if day.is_confirmed and year.has(day.first_day, day.last_day)
        ),
        new_url=url_for("editorial.new_day"),
        suggest_url=url_for("editorial.suggest_days"),
        notices=tuple(notices),
    )


def known_years(days: Iterable[SpecialDay], shown: SchoolYear) -> list[SchoolYear]:
    """The school years that hold a confirmed day, the present one and the one that is shown."""
    spans = [(SchoolYear.of(day.first_day), SchoolYear.of(day.last_day)) for day in days if day.is_confirmed]
    touched = {SchoolYear(start) for a, b in spans for start in range(a.start, b.start + 1)}
    return sorted(touched | {shown, SchoolYear.of(clock.today())})


def year_link(year: SchoolYear, shown: SchoolYear) -> YearLink:
    return YearLink(year.label, url_for("editorial.list_days", schuljahr=year.slug), year == shown)


def day_row(day: SpecialDay, others: Iterable[SpecialDay] = ()) -> DayRow:
    """A day in words; `others` are the days that it may clash with."""
    return DayRow(
        id=day.id,
        name=day.name,
        name_en=day.name_en,
        kind=_(HOLIDAY_LABELS[day.kind]),
        days=formats.span(day.first_day, day.last_day, today=date.min),
        source=day.source,
        checked=in_short(day.checked_on),
        note=day.note,
        revision=day.revision,
        edit_url=url_for("editorial.edit_day", day_id=day.id),
        confirm_url=url_for("editorial.confirm_day", day_id=day.id),
        remove_url=url_for("editorial.ask_remove_day", day_id=day.id),
        is_confirmed=day.is_confirmed,
        clash=rules.clash(day.first_day, day.last_day, others),
        lang=languages.of_content(),
    )


def differences(stored: SpecialDay, typed: DayDraft) -> tuple[Difference, ...]:
    """The fields in which two versions of a day differ, with both."""
    pairs = zip(lines(stored), lines(typed), strict=True)
    return tuple(Difference(label, was, is_) for (label, was), (_same, is_) in pairs if was != is_)


def lines(day: SpecialDay | DayDraft) -> list[tuple[str, str]]:
    """Each field of a day with its label and its value in words."""
    nothing = _("(leer)")
    return [
        (_("Art"), _(HOLIDAY_LABELS[day.kind])),
        (_("Name"), day.name),
        (_("Name auf Englisch"), day.name_en or nothing),
        (_("Erster Tag"), in_words(day.first_day)),
        (_("Letzter Tag"), in_words(day.last_day)),
        (_("Quelle"), day.source),
        (_("Geprüft am"), in_words(day.checked_on) or nothing),
        (_("Anmerkung"), day.note or nothing),
        (_("Stand"), _("bestätigt") if day.is_confirmed else _("Vorschlag")),
    ]


def in_words(day: date | None) -> str:
    return formats.long_date(day, weekday=False) if day else ""


def in_short(day: date | None) -> str:
    """'23. Nov 2026', where a table has no room for the month."""
    if day is None:
        return ""
    dot = "." if languages.current() == "de" else ""
    return f"{day.day}{dot} {formats.month_short(day, date.min)}"
