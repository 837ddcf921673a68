"""The public portal: home, search, offers, institutions, topics, programmes, service pages."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from portal.web.public import (  # noqa: E402, F401  the views hang themselves on the blueprint
    offer_preview,
    views_browse,
    views_digest,
    views_home,
    views_ideas,
    views_institutions,
    views_offer,
    views_patterns,
    views_pictures,
    views_search,
    views_service,
    views_text,
)
