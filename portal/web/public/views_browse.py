"""Ways in besides the search: topics and life phases."""

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.offers.filters import Facet, OfferFilter
from portal.offers.terms import TermLabel
from portal.search.results import SearchResult
from portal.web.kit import addresses, guides, languages, responsible, subscription, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.programme import listing
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint, views_collections
from portal.web.public.pages import (
    LifePhasePage,
    LifePhasesPage,
    TopicPage,
    TopicsPage,
)

SHOWN = 10


def counts_of(result: SearchResult, facet: Facet) -> dict[str, int]:
    return dict(result.facets.get(facet, ()))


@blueprint.get("/themen")
@public
def topics() -> str:
    counts = counts_of(service().search(OfferFilter(per_page=1), now=clock.now()), Facet.TOPIC)
    catalogue = vocabulary.catalogue()
    groups = tuple(
        p.TopicGroup(
            name(term),
            addresses.topic(term.code),
            counts.get(term.code, 0),
            topic_links(catalogue.narrower(term.code), counts),
        )
        for term in catalogue.of(Facet.TOPIC).values()
        if term.parent is None
    )
    return render_template(
        "public/topics.html",
        page=TopicsPage(groups, views_collections.teasers()),
        breadcrumb=(p.Crumb(_("Alle Themen")),),
    )


def name(term: TermLabel) -> str:
    return term.in_language(languages.current())


def topic_links(terms: list[TermLabel], counts: dict[str, int]) -> tuple[p.CountedLink, ...]:
    return tuple(
        p.CountedLink(name(term), addresses.topic(term.code), counts.get(term.code, 0)) for term in terms
    )


@blueprint.get("/themen/<code>")
@public
def topic(code: str) -> str | Response:
    """A topic, or a themed page: no two have the same address."""
    known = vocabulary.catalogue().of(Facet.TOPIC)
    if code not in known:
        return views_collections.collection(code)
    term, now = known[code], clock.now()
    result, entries = listing(OfferFilter(chosen={Facet.TOPIC: (code,)}, per_page=SHOWN), now)
    broader = known.get(term.parent or "")
    page = TopicPage(
        title=name(term),
        intro=term.note_in(languages.current()),
        total=result.total,
        all_url=addresses.search_for(Facet.TOPIC, code),
        entries=entries,
        narrower=topic_links(vocabulary.catalogue().narrower(code), counts_of(result, Facet.TOPIC)),
        broader=p.Link(name(broader), addresses.topic(broader.code)) if broader else None,
        subscribe=subscription.of_search(OfferFilter(chosen={Facet.TOPIC: (code,)})),
        responsible=responsible.for_topic(code, term.parent),
    )
    steps = [p.Crumb(_("Alle Themen"), url_for("public.topics"))]
    steps += [p.Crumb(name(broader), addresses.topic(broader.code))] if broader else []
    return render_template("public/topic.html", page=page, breadcrumb=(*steps, p.Crumb(name(term))))


@blueprint.get("/lebensphasen")
@public
def life_phases() -> str:
    everything = service().search(OfferFilter(per_page=1), now=clock.now())
    return render_template(
        "public/life_phases.html",
        page=LifePhasesPage(guides.lifeline(everything)),
        breadcrumb=(p.Crumb(_("Lebensphasen")),),
    )


@blueprint.get("/lebensphasen/<code>")
@public
def life_phase(code: str) -> str:
    known = vocabulary.catalogue().of(Facet.LIFE_PHASE)
    if code not in known:
        abort(404)
    term, now = known[code], clock.now()
    wanted = OfferFilter(chosen={Facet.LIFE_PHASE: (code,)}, per_page=SHOWN)
    result, entries = listing(wanted, now)
    page = LifePhasePage(
        title=name(term),
        note=term.note_in(languages.current()),
        questions=guides.leading_into(code),
        total=result.total,
        all_url=addresses.search(OfferFilter(chosen=wanted.chosen)),
        entries=entries,
        topics=topics_within(wanted, result),
        phases=guides.lifeline(result, phase=code),
        subscribe=subscription.of_search(wanted),
    )
    steps = (p.Crumb(_("Lebensphasen"), url_for("public.life_phases")), p.Crumb(name(term)))
    return render_template("public/life_phase.html", page=page, breadcrumb=steps)


def topics_within(wanted: OfferFilter, result: SearchResult) -> tuple[p.CountedLink, ...]:
    """The broad topics within a search, most first."""
    known = vocabulary.catalogue().of(Facet.TOPIC)
    found = [
        p.CountedLink(
            name(known[value]),
            addresses.search(OfferFilter(chosen={**wanted.chosen, Facet.TOPIC: (value,)})),
            count,
        )
        for value, count in result.facets.get(Facet.TOPIC, ())
        if count and value in known and known[value].parent is None
    ]
    return tuple(sorted(found, key=lambda link: -link.count))
