"""The page of a guide, to everybody and in the editors' preview. Seven statements at most, however many steps it has: the
searches are answered from memory, and what all steps show is read together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import current_app, url_for

from portal import clock
from portal.extensions import db
from portal.guidance import transition_queries as queries
from portal.guidance.transition_queries import Deadline, OfferLine
from portal.models import Transition, TransitionStep
from portal.offers.filters import OfferFilter
from portal.search.results import Hit, SearchResult
from portal.vocabulary.offers import KIND_LABELS
from portal.web.kit import (
    addresses,
    cards,
    collections,
    formats,
    guidance_cards,
    guides,
    languages,
    subscription,
)
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language, lines_in_language
from portal.web.kit.guide_parts import DueLine, GuideStep, OfferLink, StepOffers, TransitionPage
from portal.web.kit.pages import Words
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

LOOKED_AT, DUE_SHOWN, LINKS_SHOWN, CARDS_SHOWN, POINTS_SHOWN = 40, 3, 3, 5, 2


@dataclass(frozen=True, slots=True)
class Found:
    """What a search of a guide finds now."""

    wanted: OfferFilter
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matter:
    """What all steps show together, read at once."""

    deadlines: Mapping[int, tuple[Deadline, ...]]
    lines: Mapping[int, OfferLine]
    today: date


def find(query: str | None, now: datetime, most: int = LOOKED_AT) -> Found | None:
    """What a saved search finds; None where there is none, or nothing of it is understood any more."""
    wanted = collections.saved(query) if query else None
    if wanted is None:
        return None
    result = service().search(replace(wanted, per_page=most), now=now, facets=False)
    return Found(wanted, result.hits, result.total)


def build(
    row: Transition, now: datetime, everything: SearchResult, *, is_preview: bool = False
) -> TransitionPage:
    """The page of a guide as it stands now; `everything` counts the phases of the line."""
    today = clock.local(now).date()
    searches = [
        (find(step.deadlines, now), find(step.query, now, LINKS_SHOWN + DUE_SHOWN)) for step in row.steps
    ]
    matter = _matter(searches, today)
    whole = find(row.query, now, CARDS_SHOWN)
    title = in_language(row.title, row.title_en)
    return TransitionPage(
        title=title,
        lead=in_language(row.lead, row.lead_en),
        steps=tuple(
            _step(step, at, due, offers, matter)
            for at, (step, (due, offers)) in enumerate(zip(row.steps, searches, strict=True), start=1)
        ),
        points=advice(row.focus),
        phases=guides.lifeline(everything, guide=row.slug),
        offers=cards.offer_cards(whole.hits, now) if whole else (),
        offer_count=whole.total if whole else 0,
        offers_url=addresses.search(whole.wanted) if whole else "",
        wayfinder_url=_own("guidance.transition_wayfinder", row) if row.wayfinder and row.is_public else "",
        plain_url=_own("guidance.plain_transition", row) if row.plain_text and row.is_public else "",
        updated=formats.long_date(clock.local(row.updated_at).date(), weekday=False),
        notice=_preview(row) if is_preview else None,
        subscribe=subscription.of_search(whole.wanted, name=title.text) if whole else None,
    )


def _own(endpoint: str, row: Transition) -> str:
    return url_for(endpoint, slug=row.slug)


def _preview(row: Transition) -> p.Notice | None:
    if row.is_public:
        return None
    return p.Notice(_("Entwurf: So wird die Seite aussehen. Noch sieht sie niemand sonst."))


def advice(focus: Sequence[str]) -> tuple[p.GuidanceCard, ...]:
    """The B-Punkte that know about it, what is named first before the rest; any where none does."""
    fitting = (card for one in focus for card in guidance_cards.with_focus(one))
    return (tuple(dict.fromkeys(fitting)) or guidance_cards.cards())[:POINTS_SHOWN]


def _matter(searches: Iterable[tuple[Found | None, Found | None]], today: date) -> Matter:
    """Deadlines and titles for all steps: three statements."""
    due_ids, line_ids = set[int](), set[int]()
    for due, offers in searches:
        due_ids.update(hit.offer_id for hit in due.hits) if due else None
        line_ids.update(hit.offer_id for hit in offers.hits) if offers else None
    session = db.session()
    return Matter(
        queries.deadlines(session, sorted(due_ids), today),
        queries.offer_lines(session, sorted(line_ids)),
        today,
    )


def _step(
    step: TransitionStep, number: int, due: Found | None, offers: Found | None, matter: Matter
) -> GuideStep:
    dates = _due(due, matter)
    text = in_language(step.text, step.text_en)
    body = step.body
    return GuideStep(
        anchor=f"schritt-{number}",
        when=in_language(step.when, step.when_en),
        title=in_language(step.title, step.title_en),
        text_html=collections.prose(text.text),
        text_lang=text.lang,
        body=in_language(body.name, body.name_en) if body else Words(""),
        body_url=_body_url(body.slug) if body and body.is_public else "",
        contact=in_language(step.contact, step.contact_en),
        phone=step.phone or "",
        phone_link=formats.telephone_link(step.phone or ""),
        documents=lines_in_language(step.documents, step.documents_en),
        has_deadlines=bool(step.deadlines),
        due=tuple(_due_line(one, matter.today) for one in dates),
        offers=_offers(offers, matter, {one.offer_id for one in dates}) if offers else None,
        content_lang=languages.of_content(),
    )


def _body_url(slug: str) -> str:
    """The page of a body of the town, where the portal has such pages."""
    endpoint = "guidance.show_body"
    return url_for(endpoint, slug=slug) if endpoint in current_app.view_functions else ""


def _due(found: Found | None, matter: Matter) -> list[Deadline]:
    """The next deadlines of a search, of each offer the first."""
    hits = found.hits if found else ()
    dates = [one for hit in hits for one in matter.deadlines.get(hit.offer_id, ())[:1]]
    return sorted(dates, key=lambda one: (one.last_day, one.title))[:DUE_SHOWN]


def _due_line(one: Deadline, today: date) -> DueLine:
    is_window = one.first_day != one.last_day
    return DueLine(
        label=_("Zeitraum:")
        if is_window
        else _("Anmeldeschluss:")
        if one.is_registration
        else _("Frist: bis"),
        when=formats.span(one.first_day, one.last_day, today=today)
        if is_window
        else formats.long_date(one.last_day),
        iso=one.last_day.isoformat(),
        title=one.title,
        url=addresses.offer(one.offer_id, one.slug),
    )


def _offers(found: Found, matter: Matter, told: set[int]) -> StepOffers:
    """The next offers of a search, without those whose deadline stands above already."""
    hits = [hit for hit in found.hits if hit.offer_id in matter.lines and hit.offer_id not in told]
    return StepOffers(
        tuple(_link(matter.lines[hit.offer_id], hit, matter.today) for hit in hits[:LINKS_SHOWN]),
        found.total,
        addresses.search(found.wanted),
    )


def _link(line: OfferLine, hit: Hit, today: date) -> OfferLink:
    return OfferLink(
        line.title,
        addresses.offer(line.id, line.slug),
        line.kind.value,
        _(KIND_LABELS[line.kind]),
        _when(hit, today),
    )


def _when(hit: Hit, today: date) -> str:
    if hit.next_start is None:
        return _("laufend")
    day = clock.local(hit.next_start).date()
    if day < today:  # a window that is open
        return _("läuft gerade")
    said = formats.long_date(day, weekday=False, year=day.year != today.year)
    return _("abgesagt: %(day)s", day=said) if hit.next_is_cancelled else said
