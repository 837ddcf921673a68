"""The checklists of the classes: what is due now, next and this year. All state stands in the address."""

from flask import abort, render_template, request, url_for

from portal import clock
from portal.careers import checklist_queries
from portal.extensions import db
from portal.offers.filters import Facet, parse
from portal.web.careers import blueprint, checklist_page
from portal.web.kit import class_tasks
from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.search import service
from portal.web.kit.words import gettext as _


@blueprint.get("/berufswahlkalender/klassen")
@public
def checklists() -> str:
    page = checklist_page.overview(checklist_queries.everything(db.session()), clock.now())
    steps = (p.Crumb(_("Berufswahlkalender"), url_for("careers.calendar")), p.Crumb(_("Was jetzt dran ist")))
    return render_template("careers/checklists.html", page=page, breadcrumb=steps)


@blueprint.get("/berufswahlkalender/klasse/<int(max=99):grade>")
@public
def checklist(grade: int) -> str:
    code = str(grade)
    if code not in class_tasks.grades():
        abort(404)
    given = {name: values for name, values in request.args.to_dict(flat=False).items() if name != "klasse"}
    known = {name: values[:1] for name, values in given.items()}
    wanted, noted = parse(known, service().values)
    forms = wanted.values(Facet.SCHOOL_FORM)
    wanted = type(wanted)().with_values(Facet.GRADE, (code,)).with_values(Facet.SCHOOL_FORM, forms[:1])
    page = checklist_page.build(
        code, wanted, checklist_queries.of_grade(db.session(), code), noted, clock.now()
    )
    steps = (
        p.Crumb(_("Berufswahlkalender"), url_for("careers.calendar")),
        p.Crumb(_("Was jetzt dran ist"), url_for("careers.checklists")),
        p.Crumb(checklist_page.label(code)),
    )
    return render_template("careers/checklist.html", page=page, breadcrumb=steps)
