"""The providers' desk: their offers, their institution, who works for it."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/anbieterbereich")

from portal.web.desk import (  # noqa: E402  the views hang themselves on the blueprint
    views_call_off,  # noqa: F401
    views_civic,  # noqa: F401
    views_confirm,  # noqa: F401
    views_dates,  # noqa: F401
    views_form,  # noqa: F401
    views_history,  # noqa: F401
    views_institution,  # noqa: F401
    views_leave,  # noqa: F401
    views_lecturers,  # noqa: F401
    views_list,  # noqa: F401
    views_members,  # noqa: F401
    views_next_term,  # noqa: F401
    views_participants,  # noqa: F401
    views_places,  # noqa: F401
    views_speaking,  # noqa: F401
    views_statements,  # noqa: F401
    views_team,  # noqa: F401
)
