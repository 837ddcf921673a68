"""Accounts: signing in and out, and the page of one's own account."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/konto")

from portal.web.accounts import views_session  # noqa: E402, F401  the views hang themselves on the blueprint
