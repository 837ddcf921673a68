"""What the office calls each kind of letter; a kind is the name of its template in templates/mail."""

from collections.abc import Mapping

from portal.vocabulary.labels import N_
from portal.web.kit.words import gettext as _

KIND_LABELS: Mapping[str, str] = {
    "account_change_new": N_("Konto: neue Adresse bestätigen"),
    "account_change_old": N_("Konto: Adresse soll geändert werden"),
    "account_changed": N_("Konto: Adresse geändert"),
    "account_closed": N_("Konto: gelöscht"),
    "account_confirm": N_("Konto: Adresse bestätigen"),
    "account_exists": N_("Konto: gibt es schon"),
    "account_factor": N_("Konto: zweiter Faktor"),
    "account_factor_dropped": N_("Konto: zweiter Faktor ausgeschaltet"),
    "account_invitation": N_("Einladung"),
    "account_password_changed": N_("Konto: Passwort geändert"),
    "account_reset": N_("Konto: neues Passwort"),
    "appointment": N_("Terminwunsch an den B-Punkt"),
    "appointment_asked": N_("Terminwunsch: Eingang"),
    "approved": N_("Angebot: freigegeben"),
    "civic_interest": N_("Interesse am Mitmachen"),
    "commented": N_("Angebot: Nachricht"),
    "dates_proposed": N_("Termine vorgeschlagen"),
    "digest": N_("Neues zu einer Suche"),
    "digest_confirm": N_("Neues zu einer Suche: bestätigen"),
    "digest_known": N_("Neues zu einer Suche: schon bestellt"),
    "freshness": N_("Frage, ob alles noch gilt"),
    "idea_answered": N_("Vorschlag: Antwort"),
    "provider_application_received": N_("Anbieter: Anmeldung eingegangen"),
    "provider_applied": N_("Anbieter: neu angemeldet"),
    "provider_approved": N_("Anbieter: freigegeben"),
    "provider_asked": N_("Anbieter: Rückfrage"),
    "provider_refused": N_("Anbieter: abgelehnt"),
    "provider_resumed": N_("Anbieter: wieder öffentlich"),
    "provider_suspended": N_("Anbieter: gesperrt"),
    "provider_trusted": N_("Anbieter: veröffentlicht selbst"),
    "published": N_("Angebot: öffentlich"),
    "received": N_("Angebot: eingegangen"),
    "registration_asked": N_("Anmeldung: bestätigen"),
    "registration_call": N_("Anmeldung: bitte anrufen"),
    "registration_cancelled": N_("Anmeldung: abgesagt"),
    "registration_changed": N_("Anmeldung: Termine geändert"),
    "registration_lapsed": N_("Anmeldung: Frist vorbei"),
    "registration_message": N_("Anmeldung: Nachricht des Anbieters"),
    "registration_moved": N_("Anmeldung: andere Gruppe"),
    "registration_offered": N_("Anmeldung: Platz frei"),
    "registration_placed": N_("Anmeldung: Platz bekommen"),
    "registration_reminder": N_("Anmeldung: Erinnerung"),
    "registration_statement": N_("Teilnahmebestätigung"),
    "registration_waiting": N_("Anmeldung: Warteliste"),
    "rejected": N_("Angebot: abgelehnt"),
    "report_answer": N_("Antwort auf eine Meldung"),
    "reported": N_("Fehler gemeldet"),
    "returned": N_("Angebot: zurückgegeben"),
    "submitted": N_("Angebot: zur Prüfung"),
}


def kind(code: str) -> str:
    """A kind in words; a letter of an earlier version may be of a kind that is no more."""
    label = KIND_LABELS.get(code)
    return _(label) if label else code
