"""Builds the checklists of the classes from their lines and the entries of the calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

from babel.dates import get_month_names
from flask import url_for
from markupsafe import Markup

from portal import clock
from portal.careers import checklist_rules as rules
from portal.careers.checklist_queries import Task
from portal.careers.checklist_rules import Due
from portal.offers.filters import Facet, Notice, OfferFilter
from portal.schoolyear import SchoolYear
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.guidance import AdviceFocus
from portal.web.careers import year_page, year_rows, year_shelf
from portal.web.careers.asking import Asked
from portal.web.careers.pages_checklist import (
    ChecklistPage,
    ChecklistsPage,
    ClassRow,
    TaskGroup,
    TaskLine,
)
from portal.web.kit import (
    addresses,
    class_tasks,
    collections,
    formats,
    guidance_cards,
    languages,
    notices,
    vocabulary,
)
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _

MOST_DATES, MOST_NOW = 6, 2
FORM = Facet.SCHOOL_FORM.value


def build(
    grade: str, wanted: OfferFilter, tasks: Sequence[Task], noted: Iterable[Notice], now: datetime
) -> ChecklistPage:
    """The page of one class. `wanted` holds the class and the school form that was asked for."""
    today = clock.local(now).date()
    form = next(iter(wanted.values(Facet.SCHOOL_FORM)), "")
    mine = rules.for_school_form(tasks, form)
    year = SchoolYear.of(today)
    asked = Asked(year=year, present=year, wanted=wanted)
    return ChecklistPage(
        title=_("Klasse %(grade)s: was jetzt dran ist", grade=grade),
        lead=_(
            "Empfehlungen für das Schuljahr %(year)s, keine Pflichten. Suchen Sie sich aus, was passt.",
            year=year.label,
        ),
        grade=grade,
        grades=tuple(p.SortLink(code, url(code, form), code == grade) for code in class_tasks.grades()),
        forms=form_choices(form),
        chosen=vocabulary.label(Facet.SCHOOL_FORM, form) if form else "",
        all_forms_url=url(grade) if form else "",
        groups=groups(mine, today),
        dates_html=next_dates(asked, now),
        calendar_url=asked.url(),
        guidance=guidance_cards.with_focus(AdviceFocus.TRAINING, AdviceFocus.SCHOOL)[:1],
        printed_on=formats.long_date(today, weekday=False),
        address=addresses.absolute(url(grade, form)),
        notices=tuple(notices.sentence(one) for one in noted),
    )


def overview(tasks: Sequence[Task], now: datetime) -> ChecklistsPage:
    """All classes, each with what is due in this month."""
    today = clock.local(now).date()
    found = []
    for grade in class_tasks.grades():
        mine = [one for one in tasks if one.grade == grade]
        due = rules.sorted_out(mine, today.month)[Due.NOW][:MOST_NOW]
        shown = [collections.in_language(one.title, one.title_en) for one in due]
        found.append(
            ClassRow(
                label(grade),
                url(grade),
                len(mine),
                tuple(one.text for one in shown),
                next((one.lang for one in shown if one.lang), ""),
            )
        )
    return ChecklistsPage(month_name(today.month), tuple(found), url_for("careers.calendar"))


def url(grade: str, form: str = "") -> str:
    query = f"?{urlencode({FORM: form})}" if form else ""
    return url_for("careers.checklist", grade=int(grade)) + query


def label(grade: str) -> str:
    return vocabulary.label(Facet.GRADE, grade)


def form_choices(chosen: str) -> tuple[p.Choice, ...]:
    """The school forms to pick from; the first answer is all of them."""
    known = vocabulary.catalogue().of(Facet.SCHOOL_FORM)
    named = (p.Choice(code, vocabulary.label(Facet.SCHOOL_FORM, code), code == chosen) for code in known)
    return (p.Choice("", _("alle Schulformen"), not chosen), *named)


def groups(tasks: Sequence[Task], today: date) -> tuple[TaskGroup, ...]:
    """Now, next, this year; what is over this year stands last. Empty ones are left out, but now."""
    found = rules.sorted_out(tasks, today.month)
    year = [*found[Due.ALL_YEAR], *found[Due.LATER]]
    listed = (
        ("jetzt", _("Jetzt dran"), month_name(today.month), found[Due.NOW]),
        ("danach", _("Was als Nächstes kommt"), "", found[Due.NEXT]),
        ("jahr", _("In diesem Schuljahr"), "", year),
        (
            "vorbei",
            _("Das war schon dran"),
            _("Wer es verpasst hat, fragt am besten am B-Punkt."),
            found[Due.OVER],
        ),
    )
    return tuple(
        TaskGroup(anchor, title, hint, tuple(line(one) for one in lines), is_now=anchor == "jetzt")
        for anchor, title, hint, lines in listed
        if lines or (anchor == "jetzt" and tasks)
    )


def line(task: Task) -> TaskLine:
    title = collections.in_language(task.title, task.title_en)
    said = collections.in_language(task.text, task.text_en)
    to_calendar = class_tasks.leads_to_calendar(task.query)
    return TaskLine(
        title=title.text,
        when=class_tasks.months(task.months) or _("das ganze Schuljahr"),
        text=said.text,
        url=class_tasks.address(task.query),
        link=_("Termine und Fristen im Kalender") if to_calendar else _("Passende Angebote"),
        lang=title.lang or said.lang,
        school_forms=year_rows.school_forms(task.school_forms) if task.school_forms else "",
    )


def next_dates(asked: Asked, now: datetime) -> Markup:
    """The next entries of the calendar for this class, into the next school year where this one has too few."""
    today = clock.local(now).date()
    ahead = []
    for year in (asked.year, asked.year.next):
        rows = year_shelf.picked(replace(asked, year=year), now, today)
        ahead += [entry for entry, _html in rows if year_page.is_ahead(entry, now, today)]
        if len(ahead) >= MOST_DATES:
            break
    unique = list({(one.offer_id, one.kind, one.first_day, one.starts_at): one for one in ahead}.values())
    unique.sort(key=lambda one: (year_rows.next_day(one, today), one.kind is EntryKind.WINDOW))
    return year_shelf.joined(
        year_shelf.rendered(
            replace(
                year_rows.row(one, today),
                soon=year_rows.until_then(one, today),
                meta=year_rows.short_meta(one),
            )
        )
        for one in unique[:MOST_DATES]
    )


def month_name(month: int) -> str:
    names = get_month_names("wide", context="stand-alone", locale=languages.current())
    return str(names[month])
