"""What went public without review, in words: what changed since an editor last looked, or all of what is new."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.offers import sheet_names
from portal.offers.sheet import OfferSheet
from portal.offers.sheet_names import SheetNames
from portal.vocabulary.offers import KIND_LABELS
from portal.vocabulary.people import Standing
from portal.web.editorial.pages_queue import SeenPage, SeenRow
from portal.web.kit import addresses, changes, languages, workflow_words
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.workflow import finding
from portal.workflow.queries import SeenLater


def seen_page(session: Session, entries: Sequence[SeenLater], *, shown: int) -> SeenPage:
    """The oldest of them with their differences."""
    first = entries[:shown]
    pairs = finding.since_seen(session, first)
    names = sheet_names.read(session, [sheet for pair in pairs.values() for sheet in pair if sheet])
    rest = len(entries) - len(first)
    return SeenPage(
        lead=lead(entries),
        rows=tuple(row(one, *pairs[one.offer_id], names) for one in first if one.offer_id in pairs),
        seen_url=url_for("editorial.mark_seen"),
        rest=ngettext(
            "Ein weiteres Angebot folgt, sobald diese gesehen sind.",
            "%(num)s weitere Angebote folgen, sobald diese gesehen sind.",
            rest,
        )
        if rest
        else "",
    )


def lead(entries: Sequence[SeenLater]) -> str:
    if not entries:
        return _("Es gibt nichts, was Sie noch nicht gesehen haben.")
    return ngettext(
        "%(num)s Angebot hat sich geändert, ohne dass jemand geprüft hat.",
        "%(num)s Angebote haben sich geändert, ohne dass jemand geprüft hat.",
        len(entries),
    )


def row(entry: SeenLater, before: OfferSheet | None, after: OfferSheet, names: SheetNames) -> SeenRow:
    return SeenRow(
        title=entry.title,
        shape=entry.kind.value,
        kind=_(KIND_LABELS[entry.kind]),
        meta=meta(entry),
        mark=f"{entry.offer_id}:{entry.last_number}",
        offer_url=addresses.offer(entry.offer_id, entry.slug),
        history_url=url_for("editorial.show_history", offer_id=entry.offer_id),
        changes=changes.in_words(before, after, names) if before else (),
        content=() if before else changes.content(after, names),
        lang=languages.of_content(),
    )


def meta(entry: SeenLater) -> str:
    """'Volkshochschule (verlässlich), Demo Anbieter, 2 Mal geändert, seit 3 Stunden'."""
    name = entry.institution
    if entry.standing is Standing.TRUSTED:
        name = _("%(name)s (verlässlich)", name=name)
    times = ngettext("einmal geändert", "%(num)s Mal geändert", entry.times)
    return ", ".join([name, entry.author, times, workflow_words.since(entry.since, clock.now())])
