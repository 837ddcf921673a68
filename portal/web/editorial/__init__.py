"""The editors' desk: what the education office keeps true for the whole portal, so far the special days of the calendar."""

from flask import Blueprint

blueprint = Blueprint("editorial", __name__, url_prefix="/redaktion")

from portal.web.editorial import views_days  # noqa: E402, F401  the views hang themselves on the blueprint
