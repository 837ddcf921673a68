"""Lecturers in words, as the desk shows them to their own institution."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import url_for

from portal.lectures.lecturer_actions import LecturerDraft, draft_of
from portal.models import Appearance, Lecturer
from portal.offers.sheet import OfferSheet
from portal.web.desk.pages_lecturers import LecturerRow, SpeakingRow
from portal.web.kit import formats, text_difference
from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext


def standing(row: Lecturer) -> str:
    return ", ".join(part for part in (row.role, row.affiliation) if part)


def consent(row: Lecturer) -> p.Status:
    """Since when somebody may be named, or that they may not."""
    if row.consented_on is None:
        return p.Status(_("Ohne Zustimmung: nicht öffentlich"), "plain", "minus")
    day = formats.long_date(row.consented_on, weekday=False)
    return p.Status(_("Zustimmung seit %(day)s", day=day), "ok", "check")


def row(one: Lecturer, offers: Mapping[int, Sequence[int]]) -> LecturerRow:
    """A lecturer as a line of the list."""
    count = len(offers.get(one.id, ()))
    return LecturerRow(
        name=one.name,
        standing=standing(one),
        institution=one.institution.short_name or one.institution.name,
        consent=consent(one),
        offers=ngettext("%(num)s Angebot", "%(num)s Angebote", count) if count else _("noch nirgends"),
        url=url_for("desk.edit_lecturer", lecturer_id=one.id),
        remove_url=url_for("desk.ask_remove_lecturer", lecturer_id=one.id),
    )


def days(sheet: OfferSheet) -> list[tuple[str, str]]:
    """The dates of an offer, by public id, in words."""
    dates = sorted((one for run in sheet.runs for one in run.dates), key=lambda one: one.starts_at)
    return [
        (
            one.uuid,
            formats.span(one.first_day, one.last_day, today=one.first_day)
            if one.all_day
            else f"{formats.long_date(one.first_day)}, {formats.time_span(one.starts_at, one.ends_at)}",
        )
        for one in dates
    ]


def speaking_row(one: Appearance, known: Mapping[str, str]) -> SpeakingRow:
    """Who speaks when."""
    return SpeakingRow(
        name=one.lecturer.name,
        standing=standing(one.lecturer),
        when=when(one.occurrence_uuid, known),
        consent=consent(one.lecturer),
        url=url_for("desk.edit_lecturer", lecturer_id=one.lecturer_id),
        remove_url=url_for("desk.release_lecturer", offer_id=one.offer_id, appearance_id=one.id),
    )


def when(day: UUID | None, known: Mapping[str, str]) -> str:
    if day is None:
        return _("an allen Terminen")
    return known.get(str(day)) or _("an einem Termin, den es nicht mehr gibt")


def changes(stored: Lecturer, typed: LecturerDraft) -> tuple[ChangeRow, ...]:
    """What is stored beside what was typed, where they differ."""
    pairs = zip(_lines(draft_of(stored)), _lines(typed), strict=True)
    return tuple(
        ChangeRow(label, *text_difference.both(old or _("(leer)"), new or _("(leer)")))
        for (label, old), (_same, new) in pairs
        if old != new
    )


def _lines(draft: LecturerDraft) -> list[tuple[str, str]]:
    day = formats.long_date(draft.consented_on, weekday=False) if draft.consented_on else ""
    return [
        (_("Name"), draft.name),
        (_("Funktion"), draft.role),
        (_("Einrichtung"), draft.affiliation),
        (_("In ein, zwei Sätzen"), draft.about),
        (_("Zustimmung liegt vor seit"), day),
    ]
