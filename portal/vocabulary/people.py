"""Roles of people and kinds of institutions and messages."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class Role(StrEnum):
    """What a signed-in person may do in the whole portal; rights within an institution come from memberships."""

    PROVIDER = "provider"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.PROVIDER: N_("Anbieter"),
    Role.EDITOR: N_("Redaktion"),
    Role.ADMINISTRATOR: N_("Verwaltung"),
}


class MembershipRole(StrEnum):
    """Rights of a person within one institution."""

    MEMBER = "member"
    MANAGER = "manager"


MEMBERSHIP_LABELS = {
    MembershipRole.MEMBER: N_("Mitglied"),
    MembershipRole.MANAGER: N_("Leitung"),
}


class Standing(StrEnum):
    """How far the editors trust an institution. Only the middle two are public and may publish anything."""

    APPLIED = "applied"
    CONFIRMED = "confirmed"
    TRUSTED = "trusted"
    SUSPENDED = "suspended"


STANDING_LABELS = {
    Standing.APPLIED: N_("wartet auf Freigabe"),
    Standing.CONFIRMED: N_("freigegeben"),
    Standing.TRUSTED: N_("verlässlich: veröffentlicht selbst"),
    Standing.SUSPENDED: N_("gesperrt"),
}


class InstitutionKind(StrEnum):
    """What sort of provider (Träger) an institution is."""

    ADULT_EDUCATION = "adult_education"
    UNIVERSITY = "university"
    MUSEUM = "museum"
    FOUNDATION = "foundation"
    ASSOCIATION = "association"
    LIBRARY = "library"
    SCHOOL = "school"
    COMPANY = "company"
    AGENCY = "agency"
    CHAMBER = "chamber"
    FAMILY_CENTRE = "family_centre"
    CITY_OFFICE = "city_office"
    MUSIC_SCHOOL = "music_school"
    CHURCH = "church"
    SPORTS_CLUB = "sports_club"


INSTITUTION_KIND_LABELS = {
    InstitutionKind.ADULT_EDUCATION: N_("Volkshochschule und Erwachsenenbildung"),
    InstitutionKind.UNIVERSITY: N_("Hochschule"),
    InstitutionKind.MUSEUM: N_("Museum"),
    InstitutionKind.FOUNDATION: N_("Stiftung"),
    InstitutionKind.ASSOCIATION: N_("Verein"),
    InstitutionKind.LIBRARY: N_("Bücherei"),
    InstitutionKind.SCHOOL: N_("Schule"),
    InstitutionKind.COMPANY: N_("Unternehmen"),
    InstitutionKind.AGENCY: N_("Behörde"),
    InstitutionKind.CHAMBER: N_("Kammer und Innung"),
    InstitutionKind.FAMILY_CENTRE: N_("Familienzentrum"),
    InstitutionKind.CITY_OFFICE: N_("Amt der Stadt"),
    InstitutionKind.MUSIC_SCHOOL: N_("Musikschule"),
    InstitutionKind.CHURCH: N_("Kirchengemeinde"),
    InstitutionKind.SPORTS_CLUB: N_("Sportverein"),
}


class FeedbackKind(StrEnum):
    """What a message of the feedback form is about."""

    ACCESSIBILITY = "accessibility"
    WRONG_ENTRY = "wrong_entry"
    MISSING_OFFER = "missing_offer"
    PRAISE_OR_OTHER = "other"


FEEDBACK_LABELS = {
    FeedbackKind.ACCESSIBILITY: N_("Eine Barriere auf diesen Seiten"),
    FeedbackKind.WRONG_ENTRY: N_("Ein Fehler in einem Angebot"),
    FeedbackKind.MISSING_OFFER: N_("Etwas, das in der Stadt fehlt"),
    FeedbackKind.PRAISE_OR_OTHER: N_("Etwas anderes"),
}
