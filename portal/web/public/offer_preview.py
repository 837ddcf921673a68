"""Lends the page of an offer to the providers' desk (kit/preview.py): the same page, before it is public."""

from dataclasses import replace
from datetime import datetime

from portal.offers.detail import OfferDetail
from portal.web.kit import preview
from portal.web.public import offer_page
from portal.web.public.pages import OfferPage


@preview.lend
def previewed(offer: OfferDetail, now: datetime) -> OfferPage:
    """Without neighbours, calendars and data for machines: these come with the publication."""
    page = offer_page.build(offer, now, offer_page.Others())
    runs = tuple(replace(run, calendar_url="") for run in page.runs)
    return replace(page, runs=runs, subscribe=None, json_ld="", confirmed_line="")
