"""For machines: health, robots.txt, sitemap."""

from datetime import date

from flask import Response, jsonify, render_template, request, url_for
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.extensions import db
from portal.institutions import queries as institution_queries
from portal.offers import queries as offer_queries
from portal.pages import collections
from portal.vocabulary.terms import Scheme
from portal.web.kit import addresses, guidance_cards, guides, languages, points, vocabulary
from portal.web.kit.assets import FOREVER
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.town import stylesheet, town
from portal.web.public import blueprint
from portal.web.public.views_text import SLUGS

SITEMAP_LIMIT = 50_000  # sitemaps.org allows no more in one file
CLOSED = (
    "/konto/",
    "/anbieterbereich/",
    "/redaktion/",
    "/verwaltung/",
    "/vorschlaege",
    "/suche?",
    "/suche/abo",
    "/abo/",
)
PAGES = [
    "public.home",
    "public.search",
    "public.institutions",
    "public.topics",
    "public.life_phases",
    "public.accessibility",
    "programmes.senior_university",
    "programmes.parent_trainings",
    "guidance.list_points",
    "guidance.list_bodies",
    "guidance.list_transitions",
    "guidance.wayfinder",
    "public.list_ideas",
    "guidance.list_seals",
]


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """The process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Database and index answer, so requests may come."""
    try:
        db.session.execute(sql("SELECT 1"))
        database = True
    except SQLAlchemyError:
        database = False
    index = service().is_ready
    ready = database and index
    return jsonify(
        status="ok" if ready else "not ready", database=database, index=index
    ), 200 if ready else 503


@blueprint.get("/stadt.css")
@public
def town_colours() -> AnyResponse:
    """The town's own wall colours, after the design's. Its address names its version, so that browsers may keep it."""
    response = Response(stylesheet(), content_type="text/css; charset=utf-8")
    current = bool(town().colours) and request.args.get("v") == town().colours
    response.headers["Cache-Control"] = FOREVER if current else "public, max-age=60"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    roots = [languages.root(locale) for locale in languages.LOCALES]
    closed = [f"Disallow: {root}{path}" for root in roots for path in CLOSED]
    lines = ["User-agent: *", *closed]
    lines += ["", f"Sitemap: {addresses.absolute(url_for('public.sitemap'))}", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """Every public page, offers with the day of their last change."""
    paths: list[tuple[str, date | None]] = [(url_for(name), None) for name in PAGES]
    paths += [(url_for("public.page", slug=slug), None) for slug in SLUGS]
    paths += [(url_for("careers.calendar"), None)]
    paths += [(addresses.topic(code), None) for code in vocabulary.catalogue().terms.get(Scheme.TOPIC, {})]
    paths += [(addresses.topic(one.slug), None) for one in collections.current(db.session(), clock.today())]
    paths += [
        (url_for("public.life_phase", code=code), None)
        for code in vocabulary.catalogue().terms.get(Scheme.LIFE_PHASE, {})
    ]
    paths += [
        (addresses.institution(one.slug), one.updated_at.date())
        for one in institution_queries.public_institutions(db.session())
    ]
    paths += [
        (addresses.offer(number, slug), changed.date())
        for number, slug, changed in offer_queries.addresses(db.session())
    ]
    paths += [(guidance_cards.url(point), None) for point in points.kept().points]
    paths += [(url_for("guidance.show_transition", slug=guide.slug), None) for guide in guides.guides()]
    entries = [(addresses.absolute(path), day.isoformat() if day else "") for path, day in paths]
    xml = render_template("public/sitemap.xml", entries=entries[:SITEMAP_LIMIT])
    return Response(xml, content_type="application/xml; charset=utf-8")
