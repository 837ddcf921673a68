"""The first page of the administration: whether everything runs."""

from flask import render_template

from portal import clock
from portal.permissions.policy import Right
from portal.web.admin import blueprint, house_state
from portal.web.admin.pages_state import StatePage
from portal.web.kit.guards import needs


@blueprint.get("/")
@needs(Right.ADMINISTER)
def show_state() -> str:
    return render_template("admin/state.html", page=StatePage(house_state.rows(clock.now())))
