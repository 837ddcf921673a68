"""Offers that look like the one being written, one's own or others': perhaps it is there already."""

from datetime import datetime

from flask import url_for

from portal.extensions import db
from portal.offers.sheet import OfferSheet
from portal.upkeep import duplicates
from portal.web.desk.pages_form import SimilarOffer
from portal.web.kit.search import service

SHOWN = 3


def find(
    sheet: OfferSheet, institution_id: int, offer_id: int | None, now: datetime
) -> tuple[SimilarOffer, ...]:
    """The nearest ones; those of the same provider lead to their form."""
    days = [one.first_day for run in sheet.runs for one in run.dates]
    found = duplicates.similar(
        db.session(),
        service(),
        title=sheet.title,
        first_date=min(days, default=None),
        institution_id=institution_id,
        leave_out=frozenset({offer_id} if offer_id else ()),
        now=now,
    )
    return tuple(
        SimilarOffer(
            one.title,
            url_for("desk.edit_offer" if one.is_own else "public.offer_by_id", offer_id=one.offer_id),
            one.institution,
        )
        for one in found[:SHOWN]
    )
