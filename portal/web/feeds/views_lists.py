"""The same searches as news feed (Atom, RFC 4287) and as table (CSV)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.exports import offer_csv
from portal.extensions import db
from portal.institutions import queries as institutions
from portal.offers import news
from portal.offers.cards import CardRow, card_rows
from portal.offers.filters import Facet, parse
from portal.offers.news import News
from portal.search.results import Hit
from portal.vocabulary.offers import KIND_LABELS, STATUS_LABELS
from portal.web.feeds import answers, asking, blueprint, seniors
from portal.web.kit import addresses, cards, filter_words, languages
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.town import town
from portal.web.kit.words import gettext as _

NEWS_SHOWN = 50
MOST_ROWS = 20_000
PART = 500


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """One offer in a news feed; `id` is a URN that no change of address touches."""

    id: str
    title: str
    url: str
    summary: str
    author: str
    published: str
    updated: str


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """feeds/atom.xml."""

    title: str
    subtitle: str
    own_url: str
    page_url: str
    updated: str
    entries: tuple[AtomEntry, ...]


@blueprint.get("/suche.atom")
@public
def search_atom() -> AnyResponse:
    asked = asking.asked()
    found = service().offer_ids(asked.wanted, now=clock.now())
    return _atom(found, filter_words.title(asked.wanted), addresses.search(asked.wanted), asked.notices)


@blueprint.get("/seniorenuniversitaet.atom")
@public
def senior_university_atom() -> AnyResponse:
    asked, semester = seniors.asked()
    found = seniors.in_news(asked.wanted, semester)
    return _atom(found, seniors.name(asked.wanted, semester), seniors.page(semester), asked.notices)


@blueprint.get("/anbieter/<slug>.atom")
@public
def institution_atom(slug: str) -> AnyResponse:
    found = institutions.by_slug(db.session(), slug)
    if found is None:
        moved = institutions.slug_now(db.session(), slug)
        return redirect(url_for("feeds.institution_atom", slug=moved), 301) if moved else abort(404)
    asked = asking.asked()
    wanted = replace(asked.wanted, chosen={**asked.wanted.chosen, Facet.INSTITUTION: (slug,)})
    offer_ids = service().offer_ids(wanted, now=clock.now())
    return _atom(offer_ids, found.name, addresses.institution(slug), asked.notices)


def _atom(offer_ids: Sequence[int], title: str, page: str, notices: tuple[str, ...]) -> AnyResponse:
    """The offers found, the one that changed last first."""
    found = news.latest(db.session(), offer_ids, NEWS_SHOWN)
    updated = found[0].changed_at if found else datetime.fromtimestamp(0, clock.TOWN_ZONE)
    feed = AtomFeed(
        title=f"{town().name}: {title}",
        subtitle=" ".join(notices),
        own_url=addresses.absolute(languages.root() + request.full_path.rstrip("?")),
        page_url=addresses.absolute(page),
        updated=updated.isoformat(),
        entries=tuple(map(_entry, found)),
    )
    response = Response(
        render_template("feeds/atom.xml", feed=feed), content_type="application/atom+xml; charset=utf-8"
    )
    response.add_etag()
    if found:
        response.last_modified = updated
    return answers.kept_by_anybody(response)


def _entry(one: News) -> AtomEntry:
    return AtomEntry(
        id=one.uuid.urn,
        title=one.title,
        url=addresses.absolute(addresses.offer(one.id, one.slug)),
        summary=one.summary,
        author=one.institution,
        published=one.published_at.isoformat(),
        updated=one.changed_at.isoformat(),
    )


@blueprint.get("/suche.csv")
@public
def search_csv() -> AnyResponse:
    """All offers found in their order, not a page of them. What is not understood is ignored: a table has no room for it."""
    now = clock.now()
    wanted, _noted = parse(request.args.to_dict(flat=False), service().values)
    everything = replace(wanted, per_page=MOST_ROWS, page=1)
    hits = service().search(everything, now=now, facets=False).hits
    response = Response(offer_csv.table(_rows(hits, now)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="angebote.csv"'
    response.add_etag()
    return answers.kept_by_anybody(response)


def _rows(hits: Sequence[Hit], now: datetime) -> Iterator[tuple[object, ...]]:
    for at in range(0, len(hits), PART):
        part = hits[at : at + PART]
        held = card_rows(db.session(), [hit.offer_id for hit in part])
        yield from (_row(hit, held[hit.offer_id], now) for hit in part if hit.offer_id in held)


def _row(hit: Hit, row: CardRow, now: datetime) -> tuple[object, ...]:
    """The values of offer_csv.COLUMNS."""
    run, day = cards.run_and_date(row, now, cards.wished(hit))
    price = run.price_cents if run and run.price_cents is not None else row.price_cents
    return (
        row.id,
        row.title,
        _(KIND_LABELS[row.kind]),
        row.institution,
        (run.place if run else None) or row.place,
        (run.district if run else None) or row.district,
        clock.local(hit.next_start).isoformat(" ", "minutes")[:16] if hit.next_start else None,
        _(STATUS_LABELS[day.status]) if day else None,
        offer_csv.euros(0 if row.is_free else price),
        offer_csv.euros(row.reduced_price_cents),
        addresses.absolute(addresses.offer(row.id, row.slug)),
        row.external_id,
    )
