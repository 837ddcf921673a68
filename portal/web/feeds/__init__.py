"""Feeds: any search, an offer, a provider or a programme as calendar (.ics), as news (.atom), as table (.csv)."""

from flask import Blueprint

blueprint = Blueprint("feeds", __name__)

from portal.web.feeds import views_calendar, views_lists  # noqa: E402, F401  the views hang themselves on the blueprint
