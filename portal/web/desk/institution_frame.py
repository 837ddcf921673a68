"""What the pages about one institution share: fetching it, the tabs above them, how it stands in words, the version of a form."""

from flask import abort, request, url_for

from portal.extensions import db
from portal.institutions import queries
from portal.models import Institution
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.vocabulary.labels import N_
from portal.vocabulary.people import Standing
from portal.web.desk.pages_institution import Tab
from portal.web.kit import desk, guards
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _

ONE = "/profil/<int(max=2147483647):institution_id>"
STATES: dict[Standing, tuple[str, str, p.NoticeTone]] = {
    Standing.APPLIED: (
        N_("Ihre Anmeldung wird geprüft"),
        N_(
            "Die Redaktion prüft sie und schreibt Ihnen. Angebote können Sie schon eintragen. Öffentlich werden sie danach."
        ),
        "info",
    ),
    Standing.CONFIRMED: (
        N_("Freigegeben und öffentlich"),
        N_("Neue Angebote und größere Änderungen sieht die Redaktion an, bevor sie öffentlich werden."),
        "ok",
    ),
    Standing.TRUSTED: (
        N_("Freigegeben und verlässlich"),
        N_("Was Sie veröffentlichen, ist sofort öffentlich. Die Redaktion sieht es sich danach an."),
        "ok",
    ),
    Standing.SUSPENDED: (
        N_("Gesperrt"),
        N_(
            "Profil und Angebote sind nicht öffentlich, und Sie können nichts ändern. Bitte sprechen Sie mit der Redaktion."
        ),
        "stop",
    ),
}


def fetch(institution_id: int, right: Right) -> Institution:
    """The institution, for somebody who has the right towards it."""
    desk.stand_under("desk.list_institutions")
    guards.allow(right, institution_id)
    return queries.by_id(db.session(), institution_id) or abort(404)


def state(standing: Standing) -> p.Notice:
    """How an institution stands, and what that means."""
    title, text, tone = STATES[standing]
    return p.Notice(_(title), _(text), tone)


def tabs(institution_id: int) -> tuple[Tab, ...]:
    """The pages of an institution that who asks may open."""
    known = (
        ("desk.edit_institution", "", _("Profil"), Right.EDIT_INSTITUTION),
        ("desk.list_places", "lernorte", _("Lernorte"), Right.EDIT_INSTITUTION),
        ("desk.list_members", "mitglieder", _("Mitglieder"), Right.MANAGE_MEMBERS),
    )
    actor, parts = guards.actor(), request.path.split("/")  # '', anbieterbereich, profil, 7, lernorte, …
    here = parts[4] if len(parts) > 4 else "" if len(parts) == 4 else "-"
    return tuple(
        Tab(label, url_for(endpoint, institution_id=institution_id), part == here)
        for endpoint, part, label, right in known
        if policy.may(actor, right, institution_id)
    )
