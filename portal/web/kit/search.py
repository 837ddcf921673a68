"""This process's search, for every area."""

from flask import current_app

from portal.search.service import SearchService
from portal.web.kit import freshness


def service() -> SearchService:
    """The search of the present application, which goes by the town's thresholds of freshness."""
    found: SearchService = current_app.extensions["agora_search"]
    found.age_by(freshness.thresholds())
    return found
