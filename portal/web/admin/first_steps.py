"""The first steps of who administers a new portal: what is still open, in words, and where it is done. The list clears itself."""

from collections.abc import Mapping

from flask import url_for

from portal.upkeep.beginnings import IMPRINT_SLUG, Gap
from portal.vocabulary.labels import N_
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _

LABELS: Mapping[Gap, str] = {
    Gap.IMPRINT: N_("Impressum ausfüllen"),
    Gap.TEXTS: N_("Andere Seiten ausfüllen, zum Beispiel „Datenschutz“"),
    Gap.PHONE: N_("Telefonnummer der Stadt eintragen"),
    Gap.EMAIL: N_("E-Mail-Adresse der Stadt eintragen"),
    Gap.MAIL: N_("E-Mail einrichten: auf dem Server AGORA_MAIL_URL setzen"),
    Gap.INSTITUTION: N_("Den ersten Anbieter anlegen"),
    Gap.OFFER: N_("Das erste Angebot veröffentlichen"),
    Gap.BACKUP: N_("Eine Sicherung machen: auf dem Server mit „agora backup“"),
}


def steps(open_ones: tuple[Gap, ...]) -> tuple[p.Link, ...]:
    """What is open, with the page that does it; an offer needs somebody who offers it."""
    return tuple(
        p.Link(_(LABELS[gap]), address(gap))
        for gap in open_ones
        if gap is not Gap.OFFER or Gap.INSTITUTION not in open_ones
    )


def address(gap: Gap) -> str:
    """Where a step is done; '' for what is done on the server."""
    if gap is Gap.IMPRINT:
        return url_for("editorial.edit_page", slug=IMPRINT_SLUG, locale="de")
    if gap in (Gap.PHONE, Gap.EMAIL):
        return url_for("admin.edit_settings")
    endpoint = {
        Gap.TEXTS: "editorial.list_pages",
        Gap.INSTITUTION: "admin.new_institution",
        Gap.OFFER: "desk.new_offer",
    }.get(gap)
    return url_for(endpoint) if endpoint else ""
