"""Berufsorientierung: the Jahres-Berufswahl-Kalender, a school year with its filters."""

from flask import Blueprint

blueprint = Blueprint("careers", __name__)

from portal.web.careers import views_calendar, views_print  # noqa: E402, F401  the views hang themselves on the blueprint
