"""Says in words what of an address was not understood."""

from portal.offers.filters import MAX_TEXT, MAX_VALUES, Facet, Notice, Reason
from portal.vocabulary.labels import N_
from portal.web.kit import vocabulary
from portal.web.kit.words import gettext as _

NAMES = {
    "q": N_("Suchwort"),
    "von": N_("ab"),
    "bis": N_("bis"),
    "ort": N_("In der Nähe von"),
    "umkreis": N_("Umkreis"),
    "sort": N_("Sortierung"),
    "seite": N_("Seite"),
    "pro_seite": N_("Angebote je Seite"),
    "schuljahr": N_("Schuljahr"),
    "semester": N_("Semester"),
    "zeigen": N_("Zeigen"),
    "ansicht": N_("Ansicht"),
    "vergangene": N_("Vergangene"),
    "schwerpunkt": N_("Worum geht es?"),
    "offen": N_("Jetzt geöffnet"),
    "stufenlos": N_("Eingang ohne Stufen"),
}
SENTENCES = {
    Reason.UNKNOWN_VALUE: N_(
        "Den Wert „%(value)s“ bei „%(name)s“ kennen wir nicht. Wir haben ihn weggelassen."
    ),
    Reason.UNKNOWN_PARAMETER: N_(
        "Die Angabe „%(name)s“ in der Adresse kennen wir nicht. Wir haben sie weggelassen."
    ),
    Reason.NO_DATE: N_("„%(value)s“ bei „%(name)s“ ist kein Datum. Schreiben Sie zum Beispiel 23.11.2026."),
    Reason.NO_NUMBER: N_(
        "„%(value)s“ bei „%(name)s“ passt nicht. Wir brauchen eine ganze Zahl in einem üblichen Bereich."
    ),
    Reason.TURNED_AROUND: N_("Das Ende lag vor dem Beginn. Wir haben die beiden Tage getauscht."),
    Reason.SHORTENED: N_("Ihre Suche war sehr lang. Wir haben nach den ersten %(limit)s Zeichen gesucht."),
    Reason.TOO_MANY: N_("Zu viele Werte bei „%(name)s“. Wir haben die ersten %(limit)s genommen."),
    Reason.NEEDS_PLACE: N_(
        "Für den Umkreis fehlt der Ort. Schreiben Sie einen Stadtteil oder eine Postleitzahl dazu."
    ),
    Reason.UNKNOWN_PLACE: N_(
        "Den Ort „%(value)s“ kennen wir nicht, wir haben ihn weggelassen. Wir verstehen Stadtteile und Postleitzahlen."
    ),
    Reason.NO_DISTANCE: N_(
        "Für die Sortierung nach Entfernung fehlt der Ort. Die Liste ist nach Datum sortiert. Schreiben Sie einen Stadtteil "
        "oder eine Postleitzahl dazu."
    ),
    Reason.NO_SUCH_PAGE: N_("So viele Seiten gibt es nicht. Sie sehen die letzte."),
    Reason.SAYS_NOTHING: N_(
        "„%(value)s“ enthält kein Wort, nach dem wir suchen können. Sie sehen alle Angebote."
    ),
}


def sentence(notice: Notice) -> str:
    """One notice in the reader's language."""
    names = {facet.value: vocabulary.FACET_LABELS[facet] for facet in Facet} | NAMES
    name = _(names[notice.parameter]) if notice.parameter in names else notice.parameter
    limit = MAX_VALUES if notice.reason is Reason.TOO_MANY else MAX_TEXT
    return _(SENTENCES[notice.reason], name=name, value=notice.value, limit=limit)
