"""Semesters in words, as the editors' pages show them, and what can be chosen for one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from flask import url_for

from portal import clock
from portal.extensions import db
from portal.lectures import programme, semesters
from portal.lectures.semester_actions import SemesterDraft
from portal.models import Semester
from portal.pages import collections
from portal.vocabulary.lectures import SEMESTER_KIND_LABELS, SemesterKind
from portal.web.editorial import collection_views
from portal.web.editorial.pages_collections import FoundRow, PickedRow
from portal.web.editorial.pages_semesters import SemesterRow
from portal.web.editorial.version_views import Lines
from portal.web.kit import desk_links, formats, languages, semester_words
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

MOST_PROPOSED = 30


def status(row: Semester, today: date) -> p.Status:
    if not row.is_public:
        return p.Status(_("Nicht öffentlich"), "plain", "edit")
    if row.last_day < today:
        return p.Status(_("Vorbei"), "full", "minus")
    if row.first_day > today:
        return p.Status(_("Kommt noch"), "ok", "clock")
    return p.Status(_("Läuft"), "ok", "check")


def row(one: Semester) -> SemesterRow:
    """A semester as a line of the list."""
    today = clock.today()
    return SemesterRow(
        title=one.title,
        kind=_(SEMESTER_KIND_LABELS[one.kind]),
        state=status(one, today),
        period=semester_words.period(one, date.min),
        shows=shows(one),
        edit_url=url_for("editorial.edit_semester", semester_id=one.id),
        public_url=public_url(one),
        lang=languages.of_content(),
    )


def shows(one: Semester) -> str:
    if not one.kind.is_compact:
        return _("alles aus dem Programm in dieser Zeit")
    return ngettext("eine ausgewählte Veranstaltung", "%(num)s ausgewählte Veranstaltungen", len(one.items))


def public_url(one: Semester) -> str:
    return url_for("programmes.senior_university", semester=one.slug) if one.is_public else ""


def picked_rows(
    offer_ids: Sequence[int], period: tuple[date, date] | None, now: datetime
) -> tuple[PickedRow, ...]:
    """The chosen offers in their order; who has no date in these days says so."""
    rows = collection_views.picked_rows(offer_ids, now)
    if period is None:
        return rows
    there = semesters.with_dates(db.session(), [one.id for one in rows], *period)
    hidden = _("nicht öffentlich")
    return tuple(
        one
        if one.note == hidden
        else replace(one, note="" if one.id in there else _("kein Termin in diesem Zeitraum"))
        for one in rows
    )


def proposals(period: tuple[date, date] | None, without: Sequence[int]) -> tuple[FoundRow, ...]:
    """Lectures of the programme on these days that are not chosen yet."""
    if period is None:
        return ()
    whole = Semester(kind=SemesterKind.REGULAR, first_day=period[0], last_day=period[1])
    fresh = [each for each in programme.offer_ids(db.session(), whole) if each not in set(without)]
    known = collections.picked(db.session(), fresh[:MOST_PROPOSED])
    rows = [FoundRow(one.id, one.title, one.institution) for one in known.values()]
    return tuple(sorted(rows, key=lambda one: (one.institution.casefold(), one.title.casefold())))


def missing(
    picks: Sequence[PickedRow], period: tuple[date, date] | None, *, is_compact: bool
) -> tuple[p.Link, ...]:
    """The institutions of the programme that have nothing in the semester yet, each with the way to its offers."""
    if period is None:
        return ()
    there = {one.institution for one in picks}
    return tuple(
        p.Link(host.name, desk_links.to("desk.list_offers", anbieter=host.slug))
        for host in semesters.hosts(db.session(), *period)
        if (host.name not in there if is_compact else not host.has_date)
    )


def lines(draft: SemesterDraft) -> Lines:
    """Each field with its label and its value in words, for two versions side by side."""
    return [
        (_("Art"), _(SEMESTER_KIND_LABELS[draft.kind])),
        (_("Titel"), draft.title),
        (_("Erster Tag"), formats.long_date(draft.first_day, weekday=False)),
        (_("Letzter Tag"), formats.long_date(draft.last_day, weekday=False)),
        (_("Einleitung"), draft.intro),
        (_("Titel auf Englisch"), draft.title_en),
        (_("Einleitung auf Englisch"), draft.intro_en),
        (_("Öffentlich"), _("ja") if draft.is_public else _("nein")),
        (_("Ausgewählte Veranstaltungen"), ", ".join(f"#{each}" for each in draft.chosen)),
    ]
