"""Labels of filter values in the reader's language, from a snapshot of the database that is kept for half a minute."""

from portal.extensions import db
from portal.offers import terms
from portal.offers.filters import FREE, REDUCED, Facet
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    DAYTIME_LABELS,
    KIND_LABELS,
    WEEKDAY_LABELS,
    AttendanceMode,
    CefrLevel,
    Daytime,
    OfferKind,
    Weekday,
)
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.web.kit import languages, recent
from portal.web.kit.recent import Recent
from portal.web.kit.words import gettext as _

FACET_LABELS = {
    Facet.KIND: N_("Angebotsart"),
    Facet.TOPIC: N_("Thema"),
    Facet.LIFE_PHASE: N_("Lebensphase"),
    Facet.TARGET_GROUP: N_("Für wen"),
    Facet.DISTRICT: N_("Stadtteil"),
    Facet.WEEKDAY: N_("Wochentag"),
    Facet.DAYTIME: N_("Tageszeit"),
    Facet.COST: N_("Kosten"),
    Facet.MODE: N_("Teilnahme"),
    Facet.LANGUAGE: N_("Sprache"),
    Facet.LEVEL: N_("Sprachniveau"),
    Facet.GRADE: N_("Klasse"),
    Facet.SCHOOL_FORM: N_("Schulform"),
    Facet.OCCUPATION_FIELD: N_("Berufsfeld"),
    Facet.FUNDING: N_("Förderung"),
    Facet.EDUCATIONAL_LEAVE: N_("Bildungsfreistellung"),
    Facet.ACCESS: N_("Barrierefrei"),
    Facet.INSTITUTION: N_("Anbieter"),
    Facet.FREE_PLACES: N_("nur mit freien Plätzen"),
    Facet.PROGRAMME: N_("Programm"),
    Facet.ACTION: N_("Art der Aktion"),
}
# Labels of the values that code defines; the others are terms of the database.
_FIXED: dict[Facet, dict[str, str]] = {
    Facet.KIND: {kind.slug: KIND_LABELS[kind] for kind in OfferKind},
    Facet.WEEKDAY: {day.value: WEEKDAY_LABELS[day] for day in Weekday},
    Facet.DAYTIME: {part.value: DAYTIME_LABELS[part] for part in Daytime},
    Facet.MODE: {mode.slug: ATTENDANCE_LABELS[mode] for mode in AttendanceMode},
    Facet.LEVEL: {level.value: level.label for level in CefrLevel},
    Facet.ACCESS: {feature.slug: ACCESS_LABELS[feature] for feature in AccessFeature},
    Facet.COST: {FREE: N_("kostenlos"), REDUCED: N_("Ermäßigung möglich")},
    Facet.EDUCATIONAL_LEAVE: {"1": N_("mit Bildungsfreistellung")},
    Facet.FREE_PLACES: {"1": N_("nur mit freien Plätzen")},
}
_ONLINE = {"online": N_("online")}


def shelf() -> Recent[terms.Catalogue]:
    """The database's labels."""
    return recent.kept("agora_catalogue", lambda: terms.read(db.session()))


def catalogue() -> terms.Catalogue:
    """The snapshot of this process."""
    return shelf().get()


def read_again_after_commit() -> None:
    """Labels have changed."""
    shelf().read_again_after_commit()


def label(facet: Facet, value: str) -> str:
    """What a filter value is called: 'Kurs', 'bis 50 €', 'Innenstadt Süd'; an unknown one is shown as it is."""
    if facet is Facet.COST and value.isdigit():
        return _("bis %(euros)s €", euros=value)
    fixed = _FIXED.get(facet, {}).get(value)
    if fixed is not None:
        return fixed if facet is Facet.LEVEL else _(fixed)
    if facet is Facet.DISTRICT:
        return _(_ONLINE[value]) if value in _ONLINE else catalogue().districts.get(value, value)
    if facet is Facet.INSTITUTION:
        return catalogue().institutions.get(value, value)
    term = catalogue().of(facet).get(value)
    return term.in_language(languages.current()) if term else value
