"""The fields of an offer, its runs and dates in words: what each is called, and what a value of it is."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from portal import clock
from portal.offers.differences import Key
from portal.offers.sheet_names import SheetNames
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    AVAILABILITY_LABELS,
    KIND_LABELS,
    REGISTRATION_LABELS,
    STATUS_LABELS,
    AttendanceMode,
    Availability,
    CefrLevel,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.terms import SCHEME_LABELS, Scheme
from portal.web.kit import formats, languages, vocabulary
from portal.web.kit.words import gettext as _

LABELS: Mapping[str, str] = {
    "title": N_("Titel"),
    "kind": N_("Angebotsart"),
    "summary": N_("Kurz gesagt"),
    "description": N_("Beschreibung"),
    "plain_text": N_("In Leichter Sprache"),
    "goal": N_("Ziel"),
    "prerequisites": N_("Voraussetzungen"),
    "certificate": N_("Abschluss"),
    "age_min": N_("Alter von"),
    "age_max": N_("Alter bis"),
    "attendance_mode": N_("Teilnahme"),
    "cefr_level": N_("Sprachniveau"),
    "price_cents": N_("Preis"),
    "reduced_price_cents": N_("Ermäßigter Preis"),
    "price_note": N_("Hinweis zum Preis"),
    "is_free": N_("Kostenlos"),
    "educational_leave": N_("Bildungsfreistellung"),
    "educational_leave_number": N_("Nummer der Anerkennung"),
    "educational_leave_until": N_("Anerkannt bis"),
    "min_participants": N_("Mindestzahl der Teilnehmenden"),
    "max_participants": N_("Höchstzahl der Teilnehmenden"),
    "registration_way": N_("Anmeldung"),
    "registration_url": N_("Internetadresse zur Anmeldung"),
    "registration_email": N_("E-Mail zur Anmeldung"),
    "registration_phone": N_("Telefon zur Anmeldung"),
    "contact_name": N_("Ansprechperson"),
    "contact_phone": N_("Telefon"),
    "contact_email": N_("E-Mail"),
    "website": N_("Internetseite"),
    "maintenance_name": N_("Wer den Eintrag pflegt (nicht öffentlich)"),
    "maintenance_email": N_("E-Mail für Rückfragen (nicht öffentlich)"),
    "childcare": N_("Kinderbetreuung"),
    "insurance_note": N_("Versicherung"),
    "guest_places": N_("Plätze für Gäste der Seniorenuniversität"),
    "guest_conditions": N_("Hinweis für Gäste"),
    "material_url": N_("Adresse des Materials"),
    "material_licence": N_("Lizenz des Materials"),
    "material_access": N_("Zugang zum Material"),
    "expires_on": N_("Gilt bis"),
    "place_id": N_("Ort"),
    "image_id": N_("Bild"),
    "number": N_("Kursnummer"),
    "starts_on": N_("Erster Tag"),
    "ends_on": N_("Letzter Tag"),
    "schedule_note": N_("Zeiten in Worten"),
    "note": N_("Hinweis"),
    "availability": N_("Freie Plätze"),
    "places_left": N_("Anzahl freier Plätze"),
    "registration_opens_on": N_("Anmeldung ab"),
    "registration_closes_on": N_("Anmeldung bis"),
    "status": N_("Stand"),
    "starts_at": N_("Beginn"),
    "ends_at": N_("Ende"),
    "first_day": N_("Erster Tag"),
    "last_day": N_("Letzter Tag"),
    "all_day": N_("Ganztägig"),
    "zone": N_("Zeitzone"),
    "room": N_("Raum"),
    "moved_from": N_("Vorher geplant für"),
    "online_url": N_("Internetadresse des Termins"),
    "": N_("Durchführung"),
}
_CODES: Mapping[type[StrEnum], Callable[[Any], str]] = {
    OfferKind: lambda one: _(KIND_LABELS[one]),
    AttendanceMode: lambda one: _(ATTENDANCE_LABELS[one]),
    Availability: lambda one: _(AVAILABILITY_LABELS[one]),
    RegistrationWay: lambda one: _(REGISTRATION_LABELS[one]),
    OccurrenceStatus: lambda one: _(STATUS_LABELS[one]),
    CefrLevel: lambda one: str(one.label),
}


def label(key: Key) -> str:
    """What the field of a key (offers/differences.py) is called."""
    if key[:2] == ("offer", "terms"):
        return _(SCHEME_LABELS[Scheme(key[2])])
    if key[0] == "date" and key[-1] == "":
        return _("Termin")
    return _(LABELS[key[-1]])


def value(name: str, given: Any, names: SheetNames) -> str:
    """A value in words; '' for nothing. `name` is the field's; terms are told by `terms`."""
    if given is None or given == "":
        return ""
    if name == "place_id":
        return names.places.get(given) or _("ein Ort, den es nicht mehr gibt")
    if name == "image_id":
        return names.images.get(given) or _("ein Bild, das es nicht mehr gibt")
    if name.endswith("_cents"):
        return formats.money(given)
    return plain(given)


def plain(given: Any) -> str:
    """A value whose type says enough."""
    if isinstance(given, bool):
        return _("ja") if given else _("nein")
    if isinstance(given, StrEnum):
        return _CODES[type(given)](given)
    if isinstance(given, datetime):
        return moment(given)
    if isinstance(given, date):
        return formats.long_date(given, weekday=False)
    return str(given)


def moment(given: datetime) -> str:
    """'12. Januar 2027, 10:00 Uhr', on the town's clock."""
    day = formats.long_date(clock.local(given).date(), weekday=False)
    return _("%(day)s, %(time)s Uhr", day=day, time=formats.clock_time(given))


def terms(scheme: Scheme, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of some terms; a code that nobody knows any more stands for itself."""
    known = vocabulary.catalogue().terms.get(scheme, {})
    locale = languages.current()
    return tuple(known[code].in_language(locale) if code in known else code for code in codes)
