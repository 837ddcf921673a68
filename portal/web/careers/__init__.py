"""Berufsorientierung: the Jahres-Berufswahl-Kalender, a school year with its filters, and what each class has to do."""

from flask import Blueprint

blueprint = Blueprint("careers", __name__)

from portal.web.careers import (  # noqa: E402, F401  the views hang themselves on the blueprint
    views_calendar,
    views_checklist,
    views_print,
)
