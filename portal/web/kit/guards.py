"""Who may enter a route. Every route carries one of these marks; a test refuses a route without."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask_login import UserMixin, current_user
from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.errors import NotAllowed
from portal.extensions import db, login
from portal.models import User
from portal.vocabulary.people import Role

View = TypeVar("View", bound=Callable[..., Any])
MARK = "__agora_guard__"
EDITORS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The account as Flask-Login wants it: the id carries the token that ends all sessions when it changes."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.id = f"{user.id}:{user.session_token}"


def install(app: Flask) -> None:  # noqa: ARG001  every part of the kit is installed alike
    login.login_view = "accounts.login"
    login.session_protection = None  # it would hash the IP address into the session

    @login.user_loader
    def load(identity: str) -> SignedIn | None:
        number, _, token = identity.partition(":")
        user = queries.by_session(db.session(), int(number), token) if number.isdigit() else None
        return SignedIn(user) if user else None


def actor() -> User | None:
    """Who asks, or None. A visitor without a cookie costs no look-up."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None
    user = current_user._get_current_object()
    return user.user if isinstance(user, SignedIn) else None


def public(view: View) -> View:
    """Everyone may enter."""
    setattr(view, MARK, "public")
    return view


def signed_in(view: View) -> View:
    """People with an account; others are sent to the login and come back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if actor() is None:
            return to_login()
        return view(*args, **kwargs)

    setattr(guarded, MARK, "signed_in")
    return guarded  # type: ignore[return-value]  # functools.wraps keeps the signature


def editor(view: View) -> View:
    """Editors and administrators; other people with an account are refused, everybody else is sent to the login."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        user = actor()
        if user is None:
            return to_login()
        if not is_editor(user):
            raise NotAllowed("Das dürfen nur Redaktion und Verwaltung.")
        return view(*args, **kwargs)

    setattr(guarded, MARK, "editor")
    return guarded  # type: ignore[return-value]  # functools.wraps keeps the signature


def is_editor(user: User) -> bool:
    """Whether a person may keep words and dates of the whole portal."""
    return user.role in EDITORS


def to_login() -> Response:
    """The way to the login and back; what was posted cannot be opened again."""
    back = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("accounts.login", weiter=back))
