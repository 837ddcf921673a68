"""Shows an offer that is not public yet as its page will be. The public area lends what builds that page, since areas of the
web do not know each other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from portal.offers.detail import OfferDetail

Builder = Callable[[OfferDetail, datetime], Any]
_lent: list[Builder] = []


def lend(builder: Builder) -> Builder:
    """Marks the function that makes the context of public/offer.html."""
    _lent[:] = [builder]
    return builder


def page(offer: OfferDetail, now: datetime) -> Any:
    """The context of public/offer.html, without what comes with the publication: neighbours, calendar, data for machines."""
    return _lent[0](offer, now)
