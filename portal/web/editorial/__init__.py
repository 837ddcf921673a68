"""The editors' desk: what the education office keeps true for the whole portal, so far the special days of the calendar."""

from flask import Blueprint

blueprint = Blueprint("editorial", __name__, url_prefix="/redaktion")

from portal.web.editorial import (  # noqa: E402, F401  the views hang themselves on the blueprint
    views_applications,
    views_appointments,
    views_awards,
    views_bodies,
    views_body_documents,
    views_checklist,
    views_collection_versions,
    views_collections,
    views_dashboard,
    views_days,
    views_duplicates,
    views_history,
    views_ideas,
    views_links,
    views_magazine,
    views_meetings,
    views_missed,
    views_pages,
    views_parent_meeting,
    views_points,
    views_queue,
    views_reasons,
    views_reports,
    views_review,
    views_rollover,
    views_seals,
    views_semesters,
    views_stale,
    views_teasers,
    views_term_ends,
    views_terms,
    views_transition_questions,
    views_transition_steps,
    views_transition_versions,
    views_transitions,
)
