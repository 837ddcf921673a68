"""Collections in words, as the editors' pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from flask import url_for

from portal import clock
from portal.audit.versions import Content
from portal.extensions import db
from portal.models import Collection
from portal.offers.filters import OfferFilter
from portal.pages import collections
from portal.pages.drafts import CollectionDraft, state_of
from portal.vocabulary.pages import COLLECTION_LABELS, CollectionState
from portal.web.editorial.pages_collections import (
    CollectionRow,
    FoundOffers,
    FoundRow,
    PickedRow,
    SearchLook,
)
from portal.web.editorial.version_views import Lines
from portal.web.kit import addresses, filter_words, formats, languages, notices
from portal.web.kit import collections as shown
from portal.web.kit import parts as p
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

FOUND, LOOKED_AT = 12, 5
_LOOKS: dict[CollectionState, tuple[p.Tone, str]] = {
    CollectionState.DRAFT: ("plain", "edit"),
    CollectionState.COMING: ("plain", "clock"),
    CollectionState.CURRENT: ("ok", "check"),
    CollectionState.OVER: ("full", "minus"),
}


def status(state: CollectionState) -> p.Status:
    return p.Status(_(COLLECTION_LABELS[state]), *_LOOKS[state])


def row(one: Collection) -> CollectionRow:
    """A collection as a line of the list."""
    today = clock.today()
    state = state_of(one, today)
    is_open = state in (CollectionState.CURRENT, CollectionState.OVER)
    changed = clock.local(one.updated_at).date()
    return CollectionRow(
        title=one.title,
        state=status(state),
        shows=shows(one),
        period=shown.period(one.first_day, one.last_day, today),
        changed=formats.long_date(changed, weekday=False),
        edit_url=url_for("editorial.edit_collection", collection_id=one.id),
        preview_url=url_for("editorial.preview_collection", collection_id=one.id),
        public_url=addresses.topic(one.slug) if is_open else "",
        lang=languages.of_content(),
    )


def shows(one: Collection) -> str:
    """Where its offers come from."""
    if one.query:
        return in_words(one.query)
    number = len(one.items)
    if not number:
        return _("noch keine Angebote")
    return ngettext("ein ausgesuchtes Angebot", "%(num)s ausgesuchte Angebote", number)


def in_words(query: str) -> str:
    """A saved search in words: 'Suche: Energie · kostenlos'."""
    return _("Suche: %(words)s", words=filter_words.title(shown.read_search(query)[0]))


def picked_rows(offer_ids: Iterable[int], now: datetime) -> tuple[PickedRow, ...]:
    """The picks in their order, those that exist; what visitors do not see says why."""
    wanted = list(offer_ids)
    known = collections.picked(db.session(), wanted)
    visible = {hit.offer_id for hit in service().these(wanted, now=now)}
    there = [known[each] for each in wanted if each in known]
    return tuple(
        PickedRow(
            one.id,
            one.title,
            one.institution,
            place,
            "" if one.id in visible else _("beendet") if one.is_public else _("nicht öffentlich"),
        )
        for place, one in enumerate(there, start=1)
    )


def found_offers(words: str, without: Iterable[int], now: datetime) -> FoundOffers:
    """What words find for picking."""
    result = service().search(OfferFilter(text=words, per_page=FOUND), now=now, facets=False)
    taken = set(without)
    known = collections.picked(db.session(), [hit.offer_id for hit in result.hits])
    fresh = [
        known[hit.offer_id] for hit in result.hits if hit.offer_id in known and hit.offer_id not in taken
    ]
    return FoundOffers(
        words, result.total, tuple(FoundRow(one.id, one.title, one.institution) for one in fresh)
    )


def look(query: str, now: datetime) -> SearchLook:
    """What a search finds at present."""
    wanted, odd = shown.read_search(query)
    sentences = tuple(notices.sentence(notice) for notice in odd)
    if wanted.is_empty:
        return SearchLook("", 0, (), "", sentences)
    result = service().search(replace(wanted, per_page=LOOKED_AT), now=now, facets=False)
    known = collections.picked(db.session(), [hit.offer_id for hit in result.hits])
    return SearchLook(
        filter_words.title(wanted),
        result.total,
        tuple(known[hit.offer_id].title for hit in result.hits if hit.offer_id in known),
        addresses.search(wanted),
        sentences,
    )


def titled_lines(*contents: Content) -> list[Lines]:
    """The lines of some versions, picked offers by their titles; one statement."""
    drafts = [CollectionDraft.of_content(content) for content in contents]
    known = collections.picked(db.session(), [each for draft in drafts for each in draft.offer_ids])
    titles = {number: one.title for number, one in known.items()}
    return [lines(content, titles) for content in contents]


def lines(content: Content, titles: Mapping[int, str] | None = None) -> Lines:
    """Each field of a version with its label and its value in words; picked offers by number, or by title where given."""
    draft = CollectionDraft.of_content(content)
    names = [(titles or {}).get(each, f"#{each}") for each in draft.offer_ids]
    return [
        (_("Titel"), draft.title),
        (_("Adresse"), f"/themen/{draft.slug}"),
        (_("Kurz gesagt"), draft.summary),
        (_("Text"), draft.body),
        (_("Titel auf Englisch"), draft.title_en),
        (_("Kurz gesagt auf Englisch"), draft.summary_en),
        (_("Text auf Englisch"), draft.body_en),
        (_("Suche"), filter_words.title(shown.read_search(draft.query)[0]) if draft.query else ""),
        (_("Ausgesuchte Angebote"), "\n".join(names)),
        (_("Erster Tag"), formats.long_date(draft.first_day, weekday=False) if draft.first_day else ""),
        (_("Letzter Tag"), formats.long_date(draft.last_day, weekday=False) if draft.last_day else ""),
        (_("Bild"), _("Bild %(number)s", number=draft.image_id) if draft.image_id else ""),
    ]
