"""The editors' desk: what the education office keeps true for the whole portal, so far the special days of the calendar."""

from flask import Blueprint

blueprint = Blueprint("editorial", __name__, url_prefix="/redaktion")

from portal.web.editorial import (  # noqa: E402, F401  the views hang themselves on the blueprint
    views_applications,
    views_collection_versions,
    views_collections,
    views_dashboard,
    views_days,
    views_duplicates,
    views_history,
    views_links,
    views_missed,
    views_pages,
    views_queue,
    views_reasons,
    views_reports,
    views_review,
    views_stale,
    views_term_ends,
    views_terms,
)
