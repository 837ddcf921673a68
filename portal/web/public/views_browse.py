"""Ways in besides the search: topics, life phases, the programmes' entry pages, advice points."""

from datetime import datetime

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.extensions import db
from portal.guidance import queries as guidance_queries
from portal.offers.filters import Facet, OfferFilter
from portal.offers.terms import TermLabel
from portal.search.results import SearchResult
from portal.vocabulary.offers import OfferKind
from portal.web.kit import addresses, cards, languages, subscription, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.pages import ProgrammePage
from portal.web.kit.search import service
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint, guidance, views_collections
from portal.web.public.pages import (
    GuidancePage,
    LifePhasePage,
    LifePhasesPage,
    TopicPage,
    TopicsPage,
)
from portal.web.public.views_home import QUESTIONS, phases

SHOWN = 10


def listing(wanted: OfferFilter, now: datetime) -> tuple[SearchResult, tuple[p.OfferCard, ...]]:
    """The next offers of a search, with its counts."""
    result = service().search(wanted, now=now)
    return result, cards.offer_cards(result.hits, now)


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
        page=LifePhasesPage(phases(everything)),
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
        question=_(QUESTIONS[code][0]) if code in QUESTIONS else "",
        total=result.total,
        all_url=addresses.search(OfferFilter(chosen=wanted.chosen)),
        entries=entries,
        topics=topics_within(wanted, result),
        phases=phases(result, code),
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


@blueprint.get("/seniorenuniversitaet")
@public
def senior_university() -> str:
    wanted = OfferFilter(chosen={Facet.PROGRAMME: ("seniorenuniversitaet",)}, per_page=20)
    result, entries = listing(wanted, clock.now())
    advice = guidance.cards(OfferFilter(chosen={Facet.LIFE_PHASE: ("nach-dem-beruf",)}))
    page = ProgrammePage(
        tone="sky",
        shape=OfferKind.LECTURE_SERIES.value,
        title=_("Senioren\u00aduniversität"),
        lead=_(
            "Vorlesungen hören, mitreden, Neues anfangen. Hochschule, Museen und Ämter öffnen ihre Veranstaltungen."
        ),
        list_title=_("Das Programm"),
        total=result.total,
        all_url=addresses.search(OfferFilter(chosen=wanted.chosen)),
        entries=entries,
        steps=(
            p.StepText(
                _("Aussuchen"),
                _("Suchen Sie sich Vorträge, Reihen oder Führungen aus. Sie brauchen keinen Abschluss."),
            ),
            p.StepText(
                _("Anmelden"),
                _("Auf jeder Seite steht, ob und wo Sie sich anmelden. Vieles ist ohne Anmeldung."),
            ),
            p.StepText(
                _("Hingehen"),
                _("Kommen Sie allein oder zu zweit. Bei Fragen hilft Ihnen der B-Punkt am Telefon."),
            ),
        ),
        partners=partners(result),
        guidance=advice[0] if advice else None,
        large_type=True,
        subscribe=programme_box(url_for("feeds.senior_university"), _("Seniorenuniversität"), wanted),
    )
    return render_template(
        "public/programme.html", page=page, breadcrumb=(p.Crumb(_("Seniorenuniversität")),)
    )


@blueprint.get("/elterntrainings")
@public
def parent_trainings() -> str:
    wanted = OfferFilter(chosen={Facet.KIND: (OfferKind.PARENT_TRAINING.slug,)}, per_page=20)
    result, entries = listing(wanted, clock.now())
    advice = guidance.cards(OfferFilter(chosen={Facet.LIFE_PHASE: ("kita", "grundschule")}))
    page = ProgrammePage(
        tone="coral",
        shape=OfferKind.PARENT_TRAINING.value,
        title=_("Eltern\u00adtrainings"),
        lead=_("Feste Gruppen mit höchstens zehn Eltern. Man trifft sich mehrmals, übt und redet offen."),
        list_title=_("Die Gruppen"),
        total=result.total,
        all_url=addresses.search(OfferFilter(chosen=wanted.chosen)),
        entries=entries,
        steps=(
            p.StepText(_("Gruppe finden"), _("Achten Sie auf Ort, Sprache und Kinderbetreuung.")),
            p.StepText(
                _("Anmelden"), _("Rufen Sie an oder schreiben Sie. Ein Name und eine Nummer genügen.")
            ),
            p.StepText(
                _("Zusammen üben"),
                _("Sie sehen dieselben Eltern wieder. Was in der Gruppe gesagt wird, bleibt dort."),
            ),
        ),
        partners=partners(result),
        guidance=advice[0] if advice else None,
        subscribe=programme_box(url_for("feeds.parent_trainings"), _("Elterntrainings"), wanted),
    )
    return render_template("public/programme.html", page=page, breadcrumb=(p.Crumb(_("Elterntrainings")),))


def programme_box(path: str, name: str, wanted: OfferFilter) -> p.SubscribeBox:
    """A programme's calendar has an address of its own; news and table are those of the search behind it."""
    plain = OfferFilter(chosen=wanted.chosen)
    return subscription.box(
        path, name, news_path=addresses.search(plain, ".atom"), table_path=addresses.search(plain, ".csv")
    )


def partners(result: SearchResult) -> tuple[p.Link, ...]:
    """The institutions behind a list."""
    return tuple(
        p.Link(vocabulary.label(Facet.INSTITUTION, value), addresses.institution(value))
        for value, count in result.facets.get(Facet.INSTITUTION, ())
        if count
    )


@blueprint.get("/b-punkte")
@public
def guidance_points() -> str:
    points = tuple(guidance.place(point) for point in guidance_queries.points(db.session()))
    page = GuidancePage(points, phone=town().phone, phone_link=town().phone_link)
    return render_template(
        "public/guidance_points.html", page=page, breadcrumb=(p.Crumb(_("B-Punkte: Beratung")),)
    )
