"""Guidance: advice points, guides through transitions, who does what in town."""

from flask import Blueprint

blueprint = Blueprint("guidance", __name__)

from portal.web.guidance import (  # noqa: E402, F401  the views hang themselves on the blueprint
    views_appointment,
    views_bodies,
    views_points,
    views_seals,
    views_transitions,
    views_wayfinder,
)
