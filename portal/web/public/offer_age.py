"""What an offer's page says about how old its word is: who confirmed it and when, or that nobody has for long."""

from datetime import date, datetime

from portal import clock
from portal.offers.detail import OfferDetail
from portal.web.kit import formats
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

DAYS_OF_A_MONTH = 30.44


def last_word(offer: OfferDetail) -> datetime:
    """When somebody last said that it is true: publishing it was saying so, and so was writing it down."""
    return offer.confirmed_at or offer.published_at or offer.created_at


def age_notice(offer: OfferDetail, today: date, warn_after_days: int) -> p.Notice | None:
    """That the offer was not confirmed for long, and for how long; None while it is fresh."""
    then = clock.local(last_word(offer)).date()
    days = (today - then).days
    if days <= warn_after_days:
        return None
    said = _(
        "Zuletzt bestätigt am %(day)s, vor %(span)s. Bitte fragen Sie beim Anbieter nach, ob noch alles stimmt.",
        day=formats.long_date(then, weekday=False),
        span=span(days),
    )
    return p.Notice(_("Lange nicht bestätigt"), said, "warn")


def span(days: int) -> str:
    """'8 Monaten', as it stands after "vor"."""
    months = round(days / DAYS_OF_A_MONTH)
    if months < 1:
        return ngettext("%(num)s Tag", "%(num)s Tagen", days)
    if months < 24:
        return ngettext("%(num)s Monat", "%(num)s Monaten", months)
    return ngettext("%(num)s Jahr", "%(num)s Jahren", months // 12)


def confirmed_line(offer: OfferDetail) -> str:
    """The quiet line below the facts; '' for an offer that nobody has confirmed."""
    if offer.confirmed_at is None:
        return ""
    day = formats.long_date(clock.local(offer.confirmed_at).date(), weekday=False)
    return _("%(name)s hat dieses Angebot am %(day)s bestätigt.", name=offer.institution.name, day=day)
