"""Tables only, one file per aggregate. Importing this package registers all of them."""

from portal.models.account import AccountTicket, FailedAttempt, LoginSession, Membership, RecoveryCode, User
from portal.models.body import Body, BodyDocument, BodyMeeting
from portal.models.calendar import CalendarEntry, CalendarText, GoneOffer
from portal.models.careers import ClassTask, ProposedDate
from portal.models.collection import Collection, CollectionItem, TextVersion
from portal.models.form import FormDraft, FormReceipt, ParkedForm
from portal.models.guidance import AppointmentRequest, GuidancePoint
from portal.models.holiday import Holiday
from portal.models.institution import Institution
from portal.models.journal import JournalEntry
from portal.models.lectures import Appearance, CivicInterest, CivicOpening, Lecturer, Semester, SemesterItem
from portal.models.letter import Letter, MailSubscription
from portal.models.magazine import MagazineChoice, MagazineTeaser
from portal.models.message import Feedback
from portal.models.occurrence import Occurrence
from portal.models.offer import Image, Offer, OfferTerm
from portal.models.outbox import OutboxEntry
from portal.models.page import Page
from portal.models.participation import Idea
from portal.models.place import District, Place
from portal.models.redirect import SlugRedirect
from portal.models.registration import AttendanceStatement, Presence, Registration, RunSeats
from portal.models.run import Run
from portal.models.seal import Seal, SealAward
from portal.models.setting import Setting
from portal.models.term import Term
from portal.models.transition import Transition, TransitionStep
from portal.models.upkeep import CheckedLink, FoldedFile, MissedQuery, OfferCount
from portal.models.workflow import DuplicatePair, OfferComment, OfferEdit, OfferVersion, ReturnReason

__all__ = [
    "AccountTicket",
    "Appearance",
    "AppointmentRequest",
    "AttendanceStatement",
    "Body",
    "BodyDocument",
    "BodyMeeting",
    "CalendarEntry",
    "CalendarText",
    "CheckedLink",
    "CivicInterest",
    "CivicOpening",
    "ClassTask",
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
    "Idea",
    "Image",
    "Institution",
    "JournalEntry",
    "Lecturer",
    "Letter",
    "LoginSession",
    "MagazineChoice",
    "MagazineTeaser",
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
    "Presence",
    "ProposedDate",
    "RecoveryCode",
    "Registration",
    "ReturnReason",
    "Run",
    "RunSeats",
    "Seal",
    "SealAward",
    "Semester",
    "SemesterItem",
    "Setting",
    "SlugRedirect",
    "Term",
    "TextVersion",
    "Transition",
    "TransitionStep",
    "User",
]
