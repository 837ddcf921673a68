"""How entries come to be public: sorts of saved versions, of changes, and what the journal calls an act."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class VersionKind(StrEnum):
    """Why a version of an offer was kept."""

    FOUND = "found"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    MINOR = "minor"
    RESTORED = "restored"
    MERGED = "merged"


VERSION_LABELS = {
    VersionKind.FOUND: N_("Stand vor der ersten Änderung"),
    VersionKind.DRAFT: N_("Entwurf gespeichert"),
    VersionKind.SUBMITTED: N_("Eingereicht"),
    VersionKind.PUBLISHED: N_("Veröffentlicht"),
    VersionKind.MINOR: N_("Kleine Änderung, galt sofort"),
    VersionKind.RESTORED: N_("Frühere Fassung wiederhergestellt"),
    VersionKind.MERGED: N_("Mit einem doppelten Angebot vereint"),
}
# Versions that were public: what may be restored as such.
WAS_PUBLIC = frozenset(
    {
        VersionKind.FOUND,
        VersionKind.PUBLISHED,
        VersionKind.MINOR,
        VersionKind.RESTORED,
        VersionKind.MERGED,
    }
)


class ChangeKind(StrEnum):
    """What a change of an offer touches, for the editors' queue and for the list of minor fields."""

    NEW = "new"
    TEXT = "text"
    AUDIENCE = "audience"
    DATES = "dates"
    PLACE = "place"
    PRICE = "price"
    AVAILABILITY = "availability"
    REGISTRATION = "registration"
    CONTACT = "contact"
    PICTURE = "picture"


CHANGE_LABELS = {
    ChangeKind.NEW: N_("Neu"),
    ChangeKind.TEXT: N_("Texte"),
    ChangeKind.AUDIENCE: N_("Einordnung und Zielgruppe"),
    ChangeKind.DATES: N_("Termine"),
    ChangeKind.PLACE: N_("Ort und Raum"),
    ChangeKind.PRICE: N_("Preis"),
    ChangeKind.AVAILABILITY: N_("Freie Plätze"),
    ChangeKind.REGISTRATION: N_("Anmeldung"),
    ChangeKind.CONTACT: N_("Kontakt"),
    ChangeKind.PICTURE: N_("Bild"),
}


class Act(StrEnum):
    """What the journal says somebody did."""

    CREATED = "created"
    SAVED = "saved"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"
    RESTORED = "restored"
    CONFIRMED = "confirmed"
    MERGED = "merged"
    DISCARDED = "discarded"
    COMMENTED = "commented"
    SEEN = "seen"
    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    SIGNED_IN = "signed_in"
    SECURED = "secured"
    SUSPENDED = "suspended"
    DELETED = "deleted"
    ANSWERED = "answered"
    MOVED = "moved"
    ISSUED = "issued"
    ERASED = "erased"


ACT_LABELS = {
    Act.CREATED: N_("angelegt"),
    Act.SAVED: N_("gespeichert"),
    Act.SUBMITTED: N_("eingereicht"),
    Act.APPROVED: N_("freigegeben"),
    Act.RETURNED: N_("zurückgegeben"),
    Act.PUBLISHED: N_("veröffentlicht"),
    Act.SCHEDULED: N_("zur Veröffentlichung vorgemerkt"),
    Act.CHANGED: N_("geändert"),
    Act.WITHDRAWN: N_("zurückgezogen"),
    Act.ARCHIVED: N_("archiviert"),
    Act.RESTORED: N_("wiederhergestellt"),
    Act.CONFIRMED: N_("bestätigt"),
    Act.MERGED: N_("zusammengelegt"),
    Act.DISCARDED: N_("verworfen"),
    Act.COMMENTED: N_("kommentiert"),
    Act.SEEN: N_("zur Kenntnis genommen"),
    Act.INVITED: N_("eingeladen"),
    Act.JOINED: N_("beigetreten"),
    Act.LEFT: N_("ausgeschieden"),
    Act.SIGNED_IN: N_("angemeldet"),
    Act.SECURED: N_("abgesichert"),
    Act.SUSPENDED: N_("gesperrt"),
    Act.DELETED: N_("gelöscht"),
    Act.ANSWERED: N_("beantwortet"),
    Act.MOVED: N_("umgemeldet"),
    Act.ISSUED: N_("ausgestellt"),
    Act.ERASED: N_("persönliche Daten gelöscht"),
}


class Thing(StrEnum):
    """What an act was done to."""

    OFFER = "offer"
    INSTITUTION = "institution"
    ACCOUNT = "account"
    PLACE = "place"
    PAGE = "page"
    COLLECTION = "collection"
    TERM = "term"
    HOLIDAY = "holiday"
    SETTING = "setting"
    REPORT = "report"
    LETTER = "letter"
    DISTRICT = "district"
    REGISTRATION = "registration"
    STATEMENT = "statement"
    SEMESTER = "semester"
    LECTURER = "lecturer"
    CIVIC_OPENING = "civic_opening"
    TRANSITION = "transition"
    GUIDANCE_POINT = "guidance_point"
    APPOINTMENT = "appointment"
    SEAL = "seal"
    BODY = "body"
    IDEA = "idea"
    CLASS_TASK = "class_task"
    PROPOSED_DATE = "proposed_date"
    MAGAZINE = "magazine"


THING_LABELS = {
    Thing.OFFER: N_("Angebot"),
    Thing.INSTITUTION: N_("Anbieter"),
    Thing.ACCOUNT: N_("Konto"),
    Thing.PLACE: N_("Lernort"),
    Thing.PAGE: N_("Seite"),
    Thing.COLLECTION: N_("Themenseite"),
    Thing.TERM: N_("Begriff"),
    Thing.HOLIDAY: N_("Kalendertag"),
    Thing.SETTING: N_("Einstellung"),
    Thing.REPORT: N_("Meldung"),
    Thing.LETTER: N_("Brief"),
    Thing.DISTRICT: N_("Stadtteil"),
    Thing.REGISTRATION: N_("Anmeldung"),
    Thing.STATEMENT: N_("Teilnahmebestätigung"),
    Thing.SEMESTER: N_("Semester"),
    Thing.LECTURER: N_("Vortragende"),
    Thing.CIVIC_OPENING: N_("Tätigkeitsfeld"),
    Thing.TRANSITION: N_("Übergang"),
    Thing.GUIDANCE_POINT: N_("B-Punkt"),
    Thing.APPOINTMENT: N_("Terminwunsch"),
    Thing.SEAL: N_("Siegel"),
    Thing.BODY: N_("Gremium oder Amt"),
    Thing.IDEA: N_("Vorschlag"),
    Thing.CLASS_TASK: N_("Checkliste"),
    Thing.PROPOSED_DATE: N_("Kalendervorschlag"),
    Thing.MAGAZINE: N_("Stadtmagazin"),
}
