"""The pattern page: every component once, with invented content. What is not shown here does not exist."""

from flask import render_template

from portal.web.kit import parts as p
from portal.web.kit.guards import public
from portal.web.kit.words import gettext as _
from portal.web.public import blueprint
from portal.web.public.samples import PatternsPage, sample_form


@blueprint.get("/muster")
@public
def patterns() -> str:
    steps = (p.Crumb(_("Bausteine der Oberfläche")),)
    return render_template("public/patterns.html", page=PatternsPage(), form=sample_form(), breadcrumb=steps)
