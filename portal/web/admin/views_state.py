"""The first page of the administration: whether everything runs, and what a new portal still lacks."""

from flask import render_template

from portal import clock
from portal.extensions import db
from portal.permissions.policy import Right
from portal.upkeep import beginnings
from portal.web.admin import blueprint, first_steps, house_state
from portal.web.admin.pages_state import StatePage
from portal.web.kit.guards import needs


@blueprint.get("/")
@needs(Right.ADMINISTER)
def show_state() -> str:
    open_ones = beginnings.gaps(db.session(), house_state.settings())
    page = StatePage(house_state.rows(clock.now(), open_ones), first_steps.steps(open_ones))
    return render_template("admin/state.html", page=page)
