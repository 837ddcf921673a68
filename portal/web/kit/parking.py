"""What was posted without a valid session or page, kept for a day behind a token: it leads back to its own address, where the
form opens with it. It belongs to whoever holds the token."""

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlencode

from flask import current_app, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal import clock, text
from portal.extensions import db
from portal.models import ParkedForm
from portal.web.kit import languages

PARKED = "entwurf"  # the parameter that carries the token
TICKET = "einmal"  # the hidden field of forms that make something new
NEVER_KEPT = frozenset(
    {"csrf_token", TICKET, "password", "new_password", "new_password_again", "current_password", "code"}
)
MOST_FIELDS, MOST_CHARACTERS = 3000, 400_000
KEPT = timedelta(days=1)
Pairs = list[list[str]]


def pairs_of(form: MultiDict[str, str]) -> Pairs:
    """What of a posted form is kept: all but secrets, cleaned, as far as there is room."""
    found, room = [], MOST_CHARACTERS
    for name, value in list(form.items(multi=True))[:MOST_FIELDS]:
        if name in NEVER_KEPT:
            continue
        kept = text.clean(value)[:room]
        room -= len(kept)
        found.append([text.clean(name)[:200], kept])
    return found


def park() -> Response:
    """Keeps the present POST for a day and leads back to its address, where the form opens with it. Behind the login where
    nobody is signed in: that leads on to the same address."""
    token = secrets.token_urlsafe(24)
    db.session.rollback()
    db.session.add(
        ParkedForm(
            token_hash=digest(token),
            path=request.path[:500],
            fields=pairs_of(request.form),
            parked_at=clock.now(),
        )
    )
    db.session.flush()
    query = [
        *((name, value) for name, value in request.args.items(multi=True) if name != PARKED),
        (PARKED, token),
    ]
    return redirect(f"{languages.root()}{request.path}?{urlencode(query)}", 303)


def can_park() -> bool:
    """Whether something was posted, and something can be opened at this address to show it again."""
    adapter = current_app.create_url_adapter(request)
    return bool(request.form) and adapter is not None and adapter.test(request.path, "GET")


def find() -> ParkedForm | None:
    """What waits for the present address."""
    token = request.args.get(PARKED, "")
    row = db.session.get(ParkedForm, digest(token)) if token else None
    return row if row and row.path == request.path and row.parked_at > clock.now() - KEPT else None


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
