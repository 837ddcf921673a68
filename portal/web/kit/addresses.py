"""Addresses of searches and things: written by hand where a page has hundreds, since url_for costs ten times as much."""

from typing import Any
from urllib.parse import urlencode

from flask import current_app, url_for

from portal.offers.filters import Facet, OfferFilter
from portal.web.kit import languages


def search(wanted: OfferFilter, suffix: str = "") -> str:
    """'/suche?q=…' in the present language; suffix '.json' for the same as data."""
    query = urlencode(wanted.to_pairs())
    return f"{languages.root()}/suche{suffix}" + (f"?{query}" if query else "")


def search_for(facet: Facet, value: str) -> str:
    return search(OfferFilter(chosen={facet: (value,)}))


def offer(offer_id: int, slug: str) -> str:
    return f"{languages.root()}/angebote/{offer_id}-{slug}"


def offer_by_id(offer_id: int) -> str:
    """The short address, which leads to the readable one."""
    return f"{languages.root()}/angebote/{offer_id}"


def registration(offer_id: int, run_uuid: object = "") -> str:
    """Where one registers for an offer here, with one of its runs chosen already."""
    query = f"?durchfuehrung={run_uuid}" if run_uuid else ""
    return f"{languages.root()}/angebote/{offer_id}/anmelden{query}"


def institution(slug: str) -> str:
    return f"{languages.root()}/anbieter/{slug}"


def picture(name: str) -> str:
    """A picture is the same in every language, so it has one address."""
    return f"/bilder/{name}"


def topic(code: str) -> str:
    return f"{languages.root()}/themen/{code}"


def absolute(path: str) -> str:
    """The public address of a path, from the settings, never from the request's Host header."""
    return str(current_app.extensions["agora_settings"].base_url) + path


def own_path(endpoint: str, **values: Any) -> str:
    """The path of a page without its language, for letters, which put the reader's own before it."""
    return url_for(endpoint, **values).removeprefix(languages.root())
