"""Administration: accounts, institutions, settings of the town, the journal, letters."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/verwaltung")

from portal.web.admin import (  # noqa: E402, F401  the views hang themselves on the blueprint
    views_delete_user,
    views_districts,
    views_institutions,
    views_journal,
    views_letters,
    views_new_institution,
    views_settings,
    views_state,
    views_users,
)
