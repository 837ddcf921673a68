"""Search: the result list, the same as JSON, and suggestions while typing."""

from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any

from flask import Response, jsonify, render_template, request, url_for

from portal import clock
from portal.extensions import db
from portal.offers.cards import CardRow, card_rows
from portal.offers.filters import Notice, OfferFilter, Reason, parse
from portal.search.results import Hit, SearchResult, Suggestion, SuggestionKind
from portal.web.kit import addresses, cards, languages, notices, tally, vocabulary
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.public import blueprint, search_page


@blueprint.get("/suche")
@public
def search() -> str:
    now = clock.now()
    wanted, noted = asked_for()
    result = service().search(wanted, now=now)
    wanted, result, noted = on_existing_page(wanted, result, noted, now)
    if not result.total:
        return no_hits(wanted, result, noted, now)
    if wanted.text and result.plan.is_empty:
        noted = (*noted, Notice("q", wanted.text, Reason.SAYS_NOTHING))
    page = search_page.result_page(wanted, result, noted, now)
    return render_template("public/search.html", page=page)


def asked_for() -> tuple[OfferFilter, tuple[Notice, ...]]:
    """The search in the address, and what of it was not understood."""
    return parse(request.args.to_dict(flat=False), service().values)


def on_existing_page(
    wanted: OfferFilter, result: SearchResult, noted: tuple[Notice, ...], now: datetime
) -> tuple[OfferFilter, SearchResult, tuple[Notice, ...]]:
    """A page beyond the last becomes the last, with a notice, so that nobody stands before an empty list."""
    pages = max(1, ceil(result.total / wanted.per_page))
    if wanted.page <= pages:
        return wanted, result, noted
    notice = Notice("seite", str(wanted.page), Reason.NO_SUCH_PAGE)
    last = wanted.on_page(pages)
    return last, service().search(last, now=now), (*noted, notice)


def no_hits(wanted: OfferFilter, result: SearchResult, noted: tuple[Notice, ...], now: datetime) -> str:
    """Never a dead end: what was meant, what to leave out, whom to ask. Words that find nothing by themselves, with no filter
    in their way, go to the editors."""
    if wanted == wanted.without_filters() and service().size:
        tally.missed(wanted.text)
    suggestion = None
    if result.did_you_mean:
        count = service().count(replace(wanted, text=result.did_you_mean, page=1), now=now)
        suggestion = (result.did_you_mean, count) if count else None
    drops = service().alternatives(wanted, now=now)
    page = search_page.zero_page(wanted, suggestion, drops, noted)
    return render_template("public/zero.html", page=page)


@blueprint.get("/suche.json")
@public
def search_json() -> Response:
    now = clock.now()
    wanted, noted = asked_for()
    result = service().search(wanted, now=now)
    wanted, result, noted = on_existing_page(wanted, result, noted, now)
    rows = card_rows(db.session(), [hit.offer_id for hit in result.hits])
    answer = {
        "total": result.total,
        "page": wanted.page,
        "pages": ceil(result.total / wanted.per_page),
        "did_you_mean": result.did_you_mean,
        "notices": [notices.sentence(notice) for notice in noted],
        "items": [item(hit, rows[hit.offer_id], now) for hit in result.hits if hit.offer_id in rows],
        "facets": {
            facet.value: [
                {"value": value, "label": vocabulary.label(facet, value), "count": count}
                for value, count in counts
            ]
            for facet, counts in result.facets.items()
        },
    }
    response = jsonify(answer)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def item(hit: Hit, row: CardRow, now: datetime) -> dict[str, Any]:
    """One offer as data; the shape is a contract."""
    run, day = cards.run_and_date(row, now, cards.wished(hit))
    price = run.price_cents if run and run.price_cents is not None else row.price_cents
    return {
        "id": row.id,
        "title": row.title,
        "url": addresses.absolute(addresses.offer(row.id, row.slug)),
        "kind": row.kind.value,
        "institution": row.institution,
        "district": (run.district if run else None) or row.district,
        "next_start": clock.local(hit.next_start).isoformat() if hit.next_start else None,
        "status": (day.status.value if day else None) or (run.status.value if run else None),
        "price_cents": 0 if row.is_free else price,
        "external_id": row.external_id,
    }


@blueprint.get("/vorschlaege")
@public
def suggestions() -> Response:
    """What the search box offers while one types."""
    typed = request.args.get("q", "")[:200]
    found = service().suggest(typed, now=clock.now()) if typed.strip() else ()
    response = jsonify(items=[_suggestion(one) for one in found])
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _suggestion(one: Suggestion) -> dict[str, str]:
    label = one.label_en if one.label_en and languages.current() == "en" else one.label
    return {"label": label, "kind": one.kind.value, "url": _suggestion_url(one)}


def _suggestion_url(one: Suggestion) -> str:
    if one.kind is SuggestionKind.OFFER:
        return url_for("public.offer_by_id", offer_id=int(one.value))
    if one.kind is SuggestionKind.TOPIC:
        return addresses.topic(one.value)
    if one.kind is SuggestionKind.INSTITUTION:
        return addresses.institution(one.value)
    return addresses.search(OfferFilter(near=one.value))
