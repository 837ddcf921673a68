"""The entry to the Jahres-Berufswahl-Kalender: events and deadlines of careers orientation, the next first."""

from flask import current_app, render_template
from flask_babel import gettext as _

from portal import clock
from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.offers import OfferKind
from portal.web.careers import blueprint
from portal.web.kit import addresses, cards
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.pages import ProgrammePage

WANTED = OfferFilter(
    chosen={Facet.KIND: (OfferKind.CAREERS_EVENT.slug, OfferKind.DEADLINE.slug)}, per_page=30
)


@blueprint.get("/berufswahlkalender")
@public
def calendar() -> str:
    now = clock.now()
    result = current_app.extensions["agora_search"].search(WANTED, now=now)
    page = ProgrammePage(
        tone="sage",
        shape=OfferKind.CAREERS_EVENT.value,
        title=_("Berufswahl\u00adkalender"),
        lead=_("Messen, Praktika, Betriebsbesuche und Fristen: was als Nächstes ansteht, der Reihe nach."),
        list_title=_("Termine und Fristen"),
        total=result.total,
        all_url=addresses.search(OfferFilter(chosen=WANTED.chosen)),
        entries=cards.offer_cards(result.hits, now),
    )
    return render_template("public/programme.html", page=page, breadcrumb=(p.Crumb(_("Berufswahlkalender")),))
