"""Bodies, meetings and documents in words, as the editors' pages show them."""

from collections.abc import Mapping
from datetime import datetime

from flask import url_for

from portal import clock
from portal.guidance.body_actions import BodyDraft
from portal.guidance.body_tree import Branch, closes_circle, flat, tree
from portal.models import Body, BodyDocument, BodyMeeting
from portal.offers.filters import Facet
from portal.vocabulary.guidance import BODY_KIND_LABELS
from portal.web.editorial.forms_bodies import BodyForm
from portal.web.editorial.pages_bodies import BodyRow, PartRow
from portal.web.editorial.version_views import Lines
from portal.web.kit import formats, languages, vocabulary
from portal.web.kit.words import gettext as _

DEEPER = "– "


def rows(bodies: list[Body], meetings: Mapping[int, list[BodyMeeting]]) -> tuple[BodyRow, ...]:
    """The list in the order of the chart."""
    found: list[BodyRow] = []

    def walk(branches: tuple[Branch, ...]) -> None:
        for at, one in enumerate(branches):
            is_last = at == len(branches) - 1
            found.append(row(one, meetings.get(one.body.id, []), is_first=at == 0, is_last=is_last))
            walk(one.branches)

    walk(tree(bodies))
    return tuple(found)


def row(one: Branch, meetings: list[BodyMeeting], *, is_first: bool, is_last: bool) -> BodyRow:
    body = one.body
    return BodyRow(
        name=body.name,
        kind=_(BODY_KIND_LABELS[body.kind]),
        level=min(one.level, 3),
        edit_url=url_for("editorial.edit_body", body_id=body.id),
        move_url=url_for("editorial.move_body", body_id=body.id),
        next_meeting=moment(meetings[0].starts_at) if meetings else "",
        is_first=is_first,
        is_last=is_last,
        is_public=body.is_public,
        lang=languages.of_content(),
    )


def moment(starts_at: datetime) -> str:
    """'Do, 14. Januar 2027, 14:00 Uhr'."""
    then = clock.local(starts_at)
    return _(
        "%(day)s, %(time)s Uhr", day=formats.short_date(then.date(), year=True), time=formats.clock_time(then)
    )


def offer_choices(form: BodyForm, bodies: list[Body], body: Body | None) -> None:
    """The bodies it may stand under, without itself and what stands under it; and the broad topics with their narrower ones."""
    parents = {one.id: one.parent_id for one in bodies}
    allowed = [
        (one.body.id, DEEPER * one.level + one.body.name)
        for one in flat(tree(bodies))
        if body is None or not closes_circle(parents, body.id, one.body.id)
    ]
    form.offer_choices(allowed, topics())


def topics() -> list[tuple[str, str]]:
    catalogue, locale = vocabulary.catalogue(), languages.current()
    found = []
    for term in catalogue.of(Facet.TOPIC).values():
        if term.parent is None:
            found.append((term.code, term.in_language(locale)))
            found += [
                (narrower.code, f"{term.in_language(locale)}: {narrower.in_language(locale)}")
                for narrower in catalogue.narrower(term.code)
            ]
    return found


def meeting_row(one: BodyMeeting) -> PartRow:
    notes = [one.subject or "", one.place or ""]
    notes += [_("nicht öffentlich")] if not one.is_public else []
    notes += [_("mit Protokoll")] if one.notes else []
    return PartRow(
        label=moment(one.starts_at),
        note=" · ".join(part for part in notes if part),
        url=url_for("editorial.edit_meeting", body_id=one.body_id, meeting_id=one.id),
    )


def document_row(one: BodyDocument) -> PartRow:
    day = formats.long_date(one.published_on, weekday=False) if one.published_on else ""
    return PartRow(
        label=one.title,
        note=day,
        url=url_for("editorial.edit_document", body_id=one.body_id, document_id=one.id),
    )


def lines(draft: BodyDraft, names: Mapping[int, str]) -> Lines:
    """Each field with its label and its value in words, to compare two versions."""
    parent = names.get(draft.parent_id, "") if draft.parent_id else ""
    return [
        (_("Name"), draft.name),
        (_("Art"), _(BODY_KIND_LABELS[draft.kind])),
        (_("Kurz gesagt"), draft.summary),
        (_("Steht unter"), parent),
        (_("Wie hängt sie damit zusammen?"), draft.link),
        (_("Wie oft trifft man sich?"), draft.rhythm),
        (_("Aufgaben"), "\n".join(draft.tasks)),
        (_("Wer dazugehört"), "\n".join(draft.members)),
        (_("Zuständig für diese Themen"), ", ".join(draft.topics)),
        (_("In einfachen Worten"), draft.plain_text),
        (_("Kontakt"), " ".join(part for part in (draft.phone, draft.email, draft.website) if part)),
        (_("Auf Englisch"), "\n".join(_english(draft))),
        (_("Öffentlich zeigen"), _("ja") if draft.is_public else _("nein")),
    ]


def _english(draft: BodyDraft) -> list[str]:
    texts = (draft.name_en, draft.summary_en, draft.link_en, draft.rhythm_en)
    return [part for part in (*texts, *draft.tasks_en, *draft.members_en) if part]
