"""The programmes of the town: Seniorenuniversität and Elterntrainings, registering, statements, civic activity."""

from flask import Blueprint

blueprint = Blueprint("programmes", __name__)

from portal.web.programmes import (  # noqa: E402, F401  the views hang themselves on the blueprint
    views_booklet,
    views_civic,
    views_parents,
    views_registration,
    views_seniors,
    views_statement,
)
