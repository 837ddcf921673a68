"""The past of an offer in words: its versions, two of them compared, and what restoring one would change."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from portal.audit import queries as journal
from portal.audit.queries import JournalFilter
from portal.models import Offer, OfferEdit, OfferVersion
from portal.offers import sheet_names
from portal.text import slugify
from portal.vocabulary.offers import KIND_LABELS, STEP_LABELS, Step
from portal.vocabulary.workflow import VERSION_LABELS, WAS_PUBLIC, Thing
from portal.web.editorial.pages_history import FoundRow, HistoryPage, VersionRow
from portal.web.kit import addresses, changes, desk_links, languages, workflow_words
from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow
from portal.web.kit.words import gettext as _
from portal.workflow import finding, versions
from portal.workflow.finding import FoundOffer

STEP_SLUGS = {slugify(STEP_LABELS[step]): step for step in Step}


def found_row(one: FoundOffer) -> FoundRow:
    """'Veröffentlicht, Änderung eingereicht'."""
    step = _(STEP_LABELS[one.step])
    if one.pending is not None and one.pending is not one.step:
        step = _("%(step)s, Änderung: %(pending)s", step=step, pending=_(STEP_LABELS[one.pending]))
    return FoundRow(
        title=one.title,
        url=url_for("editorial.show_history", offer_id=one.offer_id),
        shape=one.kind.value,
        kind=_(KIND_LABELS[one.kind]),
        institution=one.institution,
        number=str(one.offer_id),
        step=step,
        changed=workflow_words.at(one.changed_at),
        lang=languages.of_content(),
    )


def history_page(
    session: Session,
    offer: Offer,
    edit: OfferEdit | None,
    chosen: tuple[int, int] | None,
    notices: Sequence[p.Notice],
) -> HistoryPage:
    """All versions, and the difference between the chosen two."""
    rows = finding.outline(session, offer.id)
    public = next((row.id for row in rows if row.kind in WAS_PUBLIC), None)
    pending = edit.version_id if edit else None
    lines = journal.page(session, JournalFilter(thing=Thing.OFFER, thing_id=offer.id), number=1, size=50)
    older, newer = chosen or proposed(rows)
    compared, difference = compare(session, offer.id, chosen) if chosen else ("", ())
    return HistoryPage(
        title=offer.title,
        shape=offer.kind.value,
        kind=_(KIND_LABELS[offer.kind]),
        byline=byline(offer, edit),
        links=links(offer, edit),
        versions=tuple(
            version_row(row, offer, is_public=row.id == public, is_pending=row.id == pending) for row in rows
        ),
        older=choices(rows, older),
        newer=choices(rows, newer),
        journal=workflow_words.journal(lines),
        compared=compared,
        changes=difference,
        withdraw_url=url_for("editorial.ask_withdraw", offer_id=offer.id)
        if offer.step is Step.PUBLISHED
        else "",
        archive_url=url_for("editorial.ask_archive", offer_id=offer.id)
        if offer.step is not Step.ARCHIVED
        else "",
        notices=tuple(notices),
        lang=languages.of_content(),
    )


def byline(offer: Offer, edit: OfferEdit | None) -> str:
    """'Volkshochschule, Nr. 17, Veröffentlicht. Offene Änderung: Eingereicht.'"""
    parts = [offer.institution.name, _("Nr. %(number)s", number=offer.id), _(STEP_LABELS[offer.step])]
    said = ", ".join(parts) + "."
    if edit is not None:
        said += " " + _("Offene Änderung: %(step)s.", step=_(STEP_LABELS[edit.step]))
    return said


def links(offer: Offer, edit: OfferEdit | None) -> tuple[p.Link, ...]:
    """Where one may go on."""
    found = []
    if offer.step is Step.PUBLISHED:
        found.append(p.Link(_("Öffentliche Seite"), addresses.offer(offer.id, offer.slug)))
    if edit is not None:
        found.append(p.Link(_("Offene Änderung"), url_for("editorial.review", offer_id=offer.id)))
    for label, endpoint in ((_("Vorschau"), "desk.preview_offer"), (_("Ändern"), "desk.edit_offer")):
        if url := desk_links.to(endpoint, offer_id=offer.id):
            found.append(p.Link(label, url))
    return tuple(found)


def version_row(row: OfferVersion, offer: Offer, *, is_public: bool, is_pending: bool) -> VersionRow:
    is_present = is_public and offer.step is Step.PUBLISHED
    tags = [_("jetzt öffentlich")] if is_present else []
    if is_pending:
        tags.append(_("offene Änderung"))
    return VersionRow(
        number=row.number,
        kind=_(VERSION_LABELS[row.kind]),
        iso=workflow_words.iso(row.made_at),
        at=workflow_words.at(row.made_at),
        author=row.author_name,
        restore_url=""
        if is_present
        else url_for("editorial.ask_restore", offer_id=offer.id, number=row.number),
        note=row.note or "",
        tags=tuple(tags),
        lang=languages.of_content(),
    )


def proposed(rows: Sequence[OfferVersion]) -> tuple[int, int]:
    """The last two."""
    numbers = [row.number for row in rows[:2]]
    return (numbers[-1], numbers[0]) if numbers else (0, 0)


def choices(rows: Sequence[OfferVersion], chosen: int) -> tuple[p.Choice, ...]:
    return tuple(p.Choice(str(row.number), version_name(row), row.number == chosen) for row in rows)


def version_name(row: OfferVersion) -> str:
    """'3: Eingereicht, 20. November 2026, 15:10 Uhr'."""
    return f"{row.number}: {_(VERSION_LABELS[row.kind])}, {workflow_words.at(row.made_at)}"


def compare(session: Session, offer_id: int, chosen: tuple[int, int]) -> tuple[str, tuple[ChangeRow, ...]]:
    """Two versions, whichever is the older one first."""
    found = finding.numbered(session, offer_id, chosen)
    older, newer = (found[number] for number in sorted(chosen)) if len(found) == 2 else (None, None)
    if older is None or newer is None:
        return "", ()
    before, after = versions.sheet_of(older), versions.sheet_of(newer)
    names = sheet_names.read(session, [before, after])
    said = _("Fassung %(older)s und Fassung %(newer)s", older=older.number, newer=newer.number)
    return said, changes.in_words(before, after, names)
