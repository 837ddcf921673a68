"""This process's search, for every area."""

from flask import current_app

from portal.search.service import SearchService


def service() -> SearchService:
    """The search of the present application."""
    found: SearchService = current_app.extensions["agora_search"]
    return found
