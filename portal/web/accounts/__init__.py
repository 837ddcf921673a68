"""Accounts: registering, signing in and out, invitations, and the pages of one's own account."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/konto")

from portal.web.accounts import (  # noqa: E402, F401  the views hang themselves on the blueprint
    views_closing,
    views_code,
    views_drafts,
    views_factor,
    views_home,
    views_invitation,
    views_profile,
    views_register,
    views_reset,
    views_session,
    views_sessions,
)
