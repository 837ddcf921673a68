"""The Jahres-Berufswahl-Kalender: a school year as year or as list; its whole state stands in the address."""

from flask import render_template, request

from portal import clock
from portal.web.careers import asking, blueprint, year_page
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _


@blueprint.get("/berufswahlkalender")
@public
def calendar() -> str:
    now = clock.now()
    given = request.args.to_dict(flat=False)
    asked, noted = asking.read(given, service().values, clock.local(now).date())
    page = year_page.build(asked, noted, now)
    return render_template("careers/calendar.html", page=page, breadcrumb=(p.Crumb(_("Berufswahlkalender")),))
