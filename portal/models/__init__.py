"""Tables only, one file per aggregate. Importing this package registers all of them."""

from portal.models.account import Membership, User
from portal.models.calendar import CalendarEntry, CalendarText, GoneOffer
from portal.models.guidance import GuidancePoint
from portal.models.holiday import Holiday
from portal.models.institution import Institution
from portal.models.message import Feedback
from portal.models.occurrence import Occurrence
from portal.models.offer import Image, Offer, OfferTerm
from portal.models.outbox import OutboxEntry
from portal.models.page import Page
from portal.models.place import District, Place
from portal.models.redirect import SlugRedirect
from portal.models.run import Run
from portal.models.setting import Setting
from portal.models.term import Term

__all__ = [
    "CalendarEntry",
    "CalendarText",
    "District",
    "Feedback",
    "GoneOffer",
    "GuidancePoint",
    "Holiday",
    "Image",
    "Institution",
    "Membership",
    "Occurrence",
    "Offer",
    "OfferTerm",
    "OutboxEntry",
    "Page",
    "Place",
    "Run",
    "Setting",
    "SlugRedirect",
    "Term",
    "User",
]
