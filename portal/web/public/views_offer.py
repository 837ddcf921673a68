"""The page of an offer: public, ended with what comes next, withdrawn with alternatives, or never seen."""

from dataclasses import replace
from datetime import datetime

from flask import abort, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.exports import offer_json as offer_data
from portal.extensions import db
from portal.models import Offer
from portal.offers import detail, queries
from portal.offers.detail import OfferDetail
from portal.offers.filters import Facet, OfferFilter
from portal.search.results import Hit
from portal.vocabulary.offers import KIND_LABELS, Step
from portal.vocabulary.terms import Scheme
from portal.web.kit import addresses, cards, frame, kept_pages, tally
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint, offer_page
from portal.web.public.pages import GonePage

RELATED, ALTERNATIVES = 3, 3
MOST_BESIDE = max(RELATED, ALTERNATIVES)
NUMBER = "<int(max=2147483647):offer_id>"  # no row can have a higher one, and no database takes it


@blueprint.get(f"/angebote/{NUMBER}-<slug>")
@public
def offer(offer_id: int, slug: str) -> str | Response | tuple[str, int]:
    now, generation = clock.now(), service().generation
    kept = kept_pages.shelf().find(("offer", offer_id, slug), generation, now)
    if kept is not None:
        tally.view(offer_id)
        return frame.filled(kept)
    found = read(offer_id)
    if found is None or not found.institution.is_public:
        abort(404)
    if found.step in (Step.WITHDRAWN, Step.ARCHIVED):
        return instead_of(found) or (gone(found, now), 410)
    if found.step is not Step.PUBLISHED:
        abort(404)
    if slug != found.slug:
        return redirect(url_for("public.offer", offer_id=offer_id, slug=found.slug), 301)
    html = offer_html(found, now)
    kept_pages.shelf().keep(("offer", offer_id, slug), generation, now, html)
    tally.view(offer_id)
    return frame.filled(html)


def read(offer_id: int) -> OfferDetail | None:
    """An offer, past the session: these pages only read."""
    with db.engine.connect() as connection:
        return detail.by_id(connection, offer_id)


def instead_of(found: OfferDetail) -> Response | None:
    """The way to the offer that this one was put together with, if that is public."""
    kept = queries.kept_instead(db.session(), found.id)
    return redirect(url_for("public.offer", offer_id=kept.id, slug=kept.slug), 301) if kept else None


def offer_html(found: OfferDetail, now: datetime) -> str:
    """The page of a published offer, with holes for the frame."""
    ended = offer_page.is_over(found, now)
    others = (
        offer_page.Others(alternatives=alternatives(found, now))
        if ended
        else offer_page.Others(related(found, now))
    )
    page = offer_page.build(found, now, others)
    steps = (
        p.Crumb(_(KIND_LABELS[found.kind]), addresses.search_for(Facet.KIND, found.kind.slug)),
        p.Crumb(found.title),
    )
    return frame.rendered_with_holes("public/offer.html", page=page, breadcrumb=steps)


@blueprint.get(f"/angebote/{NUMBER}-<slug>.json")
@public
def offer_json(offer_id: int, slug: str) -> Response:
    """The same offer as data."""
    found = read(offer_id)
    if found is None or not found.institution.is_public or found.step is not Step.PUBLISHED:
        abort(410 if found and found.step in (Step.WITHDRAWN, Step.ARCHIVED) else 404)
    if slug != found.slug:
        return redirect(url_for("public.offer_json", offer_id=offer_id, slug=found.slug), 301)
    url = addresses.absolute(addresses.offer(found.id, found.slug))
    institution_url = addresses.absolute(addresses.institution(found.institution.slug))
    response = jsonify(offer_data.offer(found, url=url, institution_url=institution_url))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get(f"/angebote/{NUMBER}")
@public
def offer_by_id(offer_id: int) -> Response:
    """The short address leads to the readable one."""
    found = db.session.get(Offer, offer_id)
    if (
        found is None
        or not found.institution.is_public
        or found.step in (Step.DRAFT, Step.SUBMITTED, Step.RETURNED)
    ):
        abort(404)
    return redirect(url_for("public.offer", offer_id=offer_id, slug=found.slug), 301)


def gone(offer: OfferDetail, now: datetime) -> str:
    """A withdrawn offer: that it is no more, and what there is instead."""
    instead = _others(same_topic(offer), offer, now) or _others(same_institution(offer), offer, now)
    page = GonePage(
        title=_("„%(title)s“ gibt es nicht mehr", title=offer.title),
        reason=_("%(name)s hat dieses Angebot zurückgezogen.", name=offer.institution.name),
        alternatives=cards.offer_cards(instead, now),
        all_url=addresses.search(same_topic(offer)),
    )
    return render_template("errors/gone.html", page=page)


def same_topic(offer: OfferDetail) -> OfferFilter:
    topics = [term.code for term in offer.terms_of(Scheme.TOPIC)]
    return (
        OfferFilter(chosen={Facet.TOPIC: tuple(topics)})
        if topics
        else OfferFilter(chosen={Facet.KIND: (offer.kind.slug,)})
    )


def same_institution(offer: OfferDetail) -> OfferFilter:
    return OfferFilter(chosen={Facet.INSTITUTION: (offer.institution.slug,)})


def _others(
    wanted: OfferFilter, offer: OfferDetail, now: datetime, limit: int = ALTERNATIVES
) -> tuple[Hit, ...]:
    """The next offers of a search without this one; no facets are counted."""
    generation, asked = service().generation, tuple(wanted.chosen.items())
    hits = kept_pages.next_offers().find(asked, generation, now)
    if hits is None:
        few = replace(wanted, per_page=MOST_BESIDE + 1)
        hits = service().search(few, now=now, facets=False).hits
        kept_pages.next_offers().keep(asked, generation, now, hits)
    return tuple(hit for hit in hits if hit.offer_id != offer.id)[:limit]


def related(offer: OfferDetail, now: datetime) -> tuple[p.OfferCard, ...]:
    """The next offers on its first topic, or on any of its topics."""
    first = next((term.code for term in offer.terms_of(Scheme.TOPIC)), None)
    near = _others(OfferFilter(chosen={Facet.TOPIC: (first,)}), offer, now, RELATED) if first else ()
    return cards.offer_cards(near or _others(same_topic(offer), offer, now, RELATED), now)


def alternatives(offer: OfferDetail, now: datetime) -> tuple[p.CardGroup, ...]:
    """What is next of the same institution and on the same topic."""
    name = offer.institution.short_name or offer.institution.name
    groups = (
        (_("Als Nächstes bei: %(name)s", name=name), same_institution(offer)),
        (_("Zum selben Thema"), same_topic(offer)),
    )
    found = ((title, wanted, _others(wanted, offer, now)) for title, wanted in groups)
    return tuple(
        p.CardGroup(title, cards.offer_cards(hits, now), p.Link(_("Alle anzeigen"), addresses.search(wanted)))
        for title, wanted, hits in found
        if hits
    )
