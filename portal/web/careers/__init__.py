"""Berufsorientierung: for now the entry to the yearly calendar, as a list by date."""

from flask import Blueprint

blueprint = Blueprint("careers", __name__)

from portal.web.careers import views_calendar  # noqa: E402, F401  the views hang themselves on the blueprint
