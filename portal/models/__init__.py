"""Tables only, one file per aggregate. Importing this package registers all of them."""

from portal.models.account import AccountTicket, FailedAttempt, LoginSession, Membership, RecoveryCode, User
from portal.models.calendar import CalendarEntry, CalendarText, GoneOffer
from portal.models.collection import Collection, CollectionItem, TextVersion
from portal.models.form import FormDraft, FormReceipt, ParkedForm
from portal.models.guidance import GuidancePoint
from portal.models.holiday import Holiday
from portal.models.institution import Institution
from portal.models.journal import JournalEntry
from portal.models.letter import Letter, MailSubscription
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
from portal.models.upkeep import CheckedLink, FoldedFile, MissedQuery, OfferCount
from portal.models.workflow import DuplicatePair, OfferComment, OfferEdit, OfferVersion, ReturnReason

__all__ = [
    "AccountTicket",
    "CalendarEntry",
    "CalendarText",
    "CheckedLink",
    "Collection",
    "CollectionItem",
    "District",
    "DuplicatePair",
    "FailedAttempt",
    "Feedback",
    "FoldedFile",
    "FormDraft",
    "FormReceipt",
    "GoneOffer",
    "GuidancePoint",
    "Holiday",
    "Image",
    "Institution",
    "JournalEntry",
    "Letter",
    "LoginSession",
    "MailSubscription",
    "Membership",
    "MissedQuery",
    "Occurrence",
    "Offer",
    "OfferComment",
    "OfferCount",
    "OfferEdit",
    "OfferTerm",
    "OfferVersion",
    "OutboxEntry",
    "Page",
    "ParkedForm",
    "Place",
    "RecoveryCode",
    "ReturnReason",
    "Run",
    "Setting",
    "SlugRedirect",
    "Term",
    "TextVersion",
    "User",
]
