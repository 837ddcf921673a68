"""The guides through transitions: the list, one guide, the same in plain words."""

from flask import abort, render_template, url_for

from portal import clock
from portal.extensions import db
from portal.guidance import transition_queries as queries
from portal.guidance.transition_queries import Guide
from portal.models import Transition
from portal.offers.filters import OfferFilter
from portal.search.results import SearchResult
from portal.web.guidance import blueprint
from portal.web.guidance.pages_transitions import GuideLink, PlainTransitionPage, TransitionsPage
from portal.web.kit import collections, guide_pages, guides
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _

ONE = "/uebergaenge/<slug>"


def everything() -> SearchResult:
    """All offers, counted."""
    return service().search(OfferFilter(per_page=1), now=clock.now())


@blueprint.get("/uebergaenge")
@public
def list_transitions() -> str:
    known = guides.guides()
    page = TransitionsPage(
        guides=tuple(link(guide) for guide in known),
        phases=guides.lifeline(everything()),
        wayfinder_url=url_for("guidance.wayfinder") if any(guide.has_wayfinder for guide in known) else "",
    )
    return render_template("guidance/transitions.html", page=page, breadcrumb=(p.Crumb(_("Übergänge")),))


def link(guide: Guide) -> GuideLink:
    return GuideLink(
        in_language(guide.title, guide.title_en),
        in_language(guide.name, guide.name_en),
        in_language(guide.lead, guide.lead_en),
        url_for("guidance.show_transition", slug=guide.slug),
        url_for("guidance.plain_transition", slug=guide.slug) if guide.is_plain else "",
    )


@blueprint.get(ONE)
@public
def show_transition(slug: str) -> str:
    row = queries.public_by_slug(db.session(), slug) or abort(404)
    page = guide_pages.build(row, clock.now(), everything())
    return render_template("guidance/transition.html", page=page, breadcrumb=crumbs(row))


@blueprint.get(f"{ONE}/einfach")
@public
def plain_transition(slug: str) -> str:
    """The whole in plain words; German where nobody has written it in the reader's language."""
    row = queries.public_alone(db.session(), slug)
    if row is None or not row.plain_text:
        abort(404)
    plain = in_language(row.plain_text, row.plain_text_en)
    page = PlainTransitionPage(
        title=in_language(row.title, row.title_en),
        body_html=collections.prose(plain.text),
        full_url=url_for("guidance.show_transition", slug=slug),
        points=guide_pages.advice(row.focus),
        wayfinder_url=url_for("guidance.transition_wayfinder", slug=slug) if row.wayfinder else "",
        lang=plain.lang,
    )
    return render_template(
        "guidance/transition_plain.html", page=page, breadcrumb=crumbs(row, _("In einfacher Sprache"))
    )


def crumbs(row: Transition, *below: str) -> tuple[p.Crumb, ...]:
    """'Übergänge', the guide, and what is below it."""
    name = in_language(row.name, row.name_en).text
    here = p.Crumb(name, url_for("guidance.show_transition", slug=row.slug) if below else None)
    return (p.Crumb(_("Übergänge"), url_for("guidance.list_transitions")), here, *map(p.Crumb, below))
