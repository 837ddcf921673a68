"""Builds the contexts of the result list and of the page without hits from what the search answered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil

from portal.offers.filters import Notice, OfferFilter
from portal.search.highlight import Highlighter
from portal.search.results import Drop, DropKind, SearchResult
from portal.vocabulary.offers import SORT_LABELS, Sort
from portal.web.kit import (
    addresses,
    cards,
    filter_words,
    formats,
    guidance_cards,
    notices,
    subscription,
    vocabulary,
)
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.public import facet_groups
from portal.web.public.pages import SearchPage, ZeroPage

PAGES_AROUND = 2
ASKED = 3  # B-Punkte beside a search without hits


def result_page(
    wanted: OfferFilter, result: SearchResult, noted: Sequence[Notice], now: datetime
) -> SearchPage:
    """The list: rows, facets, chips, sorts and pages, each with finished addresses."""
    pages = max(1, ceil(result.total / wanted.per_page))
    hint = ngettext(
        "%(num)s Angebot, gefiltert wie angezeigt", "%(num)s Angebote, gefiltert wie angezeigt", result.total
    )
    box = subscription.of_search(wanted, hint=hint)
    return SearchPage(
        query=wanted.text,
        heading=heading("" if result.plan.is_empty else wanted.text, result.total),
        total=result.total,
        page=wanted.page,
        pages=pages,
        entries_html=cards.rows_html(result.hits, now, Highlighter(result.plan) if wanted.text else None),
        pagination=pagination(wanted, pages),
        groups=facet_groups.build(wanted, result),
        sorts=sorts(wanted),
        chips=chips(wanted),
        clear_url=addresses.search(wanted.without_filters()),
        also_found=tuple(
            p.Link(word, addresses.search(replace(wanted, text=word, page=1))) for word in result.also_found
        ),
        meant=meant(wanted, result),
        notices=tuple(notices.sentence(notice) for notice in noted),
        date_from=wanted.date_from.isoformat() if wanted.date_from else "",
        date_to=wanted.date_to.isoformat() if wanted.date_to else "",
        place=filter_words.place(wanted),
        radius_options=facet_groups.radius_options(wanted),
        hidden=hidden(wanted),
        first_number=(wanted.page - 1) * wanted.per_page + 1,
        json_url=addresses.search(wanted, ".json"),
        subscribe=box,
        subscribe_html=subscription.rendered(box),
        advice=guidance_cards.about_money(wanted),
    )


def meant(wanted: OfferFilter, result: SearchResult) -> p.Link | None:
    """The words with their slips put right, where the list is about these. Where a rare word only might be a slip of another,
    the list answers what was typed, and a question above it would disturb."""
    words = result.did_you_mean if result.plan.is_bent else None
    return p.Link(words, addresses.search(replace(wanted, text=words, page=1))) if words else None


def zero_page(
    wanted: OfferFilter,
    did_you_mean: tuple[str, int] | None,
    drops: Sequence[Drop],
    noted: Sequence[Notice],
) -> ZeroPage:
    """The page without hits: what was looked for, what was meant, what to leave out, whom to ask."""
    suggestion = None
    if did_you_mean:
        words, count = did_you_mean
        suggestion = p.CountedLink(words, addresses.search(replace(wanted, text=words, page=1)), count)
    return ZeroPage(
        query=wanted.text,
        sentence=sentence(wanted),
        did_you_mean=suggestion,
        drops=tuple(
            p.CountedLink(
                _("ohne „%(what)s“", what=drop_label(drop)), addresses.search(drop.without), drop.count
            )
            for drop in drops
        ),
        guidance=guidance_cards.cards(wanted)[:ASKED],
        chips=chips(wanted),
        clear_url=addresses.search(wanted.without_filters()),
        notices=tuple(notices.sentence(notice) for notice in noted),
    )


def hidden(wanted: OfferFilter) -> tuple[tuple[str, str], ...]:
    """What the filter form sends along without showing it."""
    kept = {"sort", "pro_seite"}
    return tuple((name, value) for name, value in wanted.to_pairs() if name in kept)


def heading(words: str, total: int) -> str:
    if words:
        return ngettext(
            "%(num)s Angebot für „%(query)s“", "%(num)s Angebote für „%(query)s“", total, query=words
        )
    return ngettext("%(num)s Angebot", "%(num)s Angebote", total)


def sentence(wanted: OfferFilter) -> str:
    """'Für „Töpfern“ mit den Filtern Samstag, Roßlau gibt es gerade kein Angebot.'"""
    conditions = ", ".join(chip.label for chip in chips(wanted))
    if wanted.text and conditions:
        return _(
            "Für „%(query)s“ mit %(filters)s gibt es gerade kein Angebot.",
            query=wanted.text,
            filters=conditions,
        )
    if wanted.text:
        return _("Für „%(query)s“ gibt es gerade kein Angebot.", query=wanted.text)
    if conditions:
        return _("Mit %(filters)s gibt es gerade kein Angebot.", filters=conditions)
    return _("Es ist noch kein Angebot eingetragen.")


def drop_label(drop: Drop) -> str:
    """What would be left out, in words."""
    if drop.kind is DropKind.WORD:
        return drop.word
    if drop.kind is DropKind.PERIOD:
        return _("Zeitraum")
    if drop.kind is DropKind.SURROUNDINGS or drop.facet is None:
        return _("Umkreis")
    facet = drop.facet
    return ", ".join(vocabulary.label(facet, value) for value in drop.values)


def chips(wanted: OfferFilter) -> tuple[p.Chip, ...]:
    """What narrows the list, each with the same search without it."""
    found = [
        p.Chip(vocabulary.label(facet, value), addresses.search(wanted.without_value(facet, value)))
        for facet, values in wanted.chosen.items()
        for value in values
    ]
    first = replace(wanted, page=1)
    if wanted.date_from:
        label = _("ab %(day)s", day=formats.long_date(wanted.date_from, weekday=False))
        found.append(p.Chip(label, addresses.search(replace(first, date_from=None))))
    if wanted.date_to:
        label = _("bis %(day)s", day=formats.long_date(wanted.date_to, weekday=False))
        found.append(p.Chip(label, addresses.search(replace(first, date_to=None))))
    if wanted.near:
        label = filter_words.surroundings(wanted)
        found.append(p.Chip(label, addresses.search(wanted.without_place())))
    return tuple(found)


def sorts(wanted: OfferFilter) -> tuple[p.SortLink, ...]:
    """The orders that make sense: relevance needs words, distance a place."""
    offered = [
        order
        for order in Sort
        if (order is not Sort.RELEVANCE or wanted.text) and (order is not Sort.DISTANCE or wanted.near)
    ]
    return tuple(
        p.SortLink(
            _(SORT_LABELS[order]),
            addresses.search(replace(wanted, sort=order, page=1)),
            order is wanted.order,
        )
        for order in offered
    )


def pagination(wanted: OfferFilter, pages: int) -> p.Pagination:
    """First, last, and some round the present page; None for a gap."""
    near = range(max(1, wanted.page - PAGES_AROUND), min(pages, wanted.page + PAGES_AROUND) + 1)
    numbers = sorted({1, pages, *near})
    items: list[p.PageLink | None] = []
    for number in numbers:
        if items and items[-1] and number > items[-1].number + 1:
            items.append(None)
        items.append(p.PageLink(number, addresses.search(wanted.on_page(number)), number == wanted.page))
    return p.Pagination(
        previous=addresses.search(wanted.on_page(min(wanted.page - 1, pages))) if wanted.page > 1 else None,
        next=addresses.search(wanted.on_page(wanted.page + 1)) if wanted.page < pages else None,
        items=tuple(items) if pages > 1 else (),
    )
