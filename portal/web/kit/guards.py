"""Who may enter a route. Every route carries one of these marks; a test refuses a route without."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import queries, second_factor, sessions
from portal.errors import NotAllowed
from portal.extensions import db, login
from portal.models import User
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.people import Role
from portal.web.kit import languages, parking

View = TypeVar("View", bound=Callable[..., Any])
MARK = "__agora_guard__"
ON_THE_WAY = frozenset(  # what somebody may open who must set up the second factor first
    f"accounts.{name}"
    for name in "second_factor start_second_factor set_up_second_factor confirm_second_factor logout".split()
)


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The account as Flask-Login wants it: the id is the token of one session, which ends when its row goes."""

    def __init__(self, user: User, token: str) -> None:
        self.user = user
        self.id = token


def install(app: Flask) -> None:  # noqa: ARG001  every part of the kit is installed alike
    login.login_view = "accounts.login"
    login.session_protection = None  # it would hash the IP address into the session

    @login.user_loader
    def load(token: str) -> SignedIn | None:
        entry = sessions.find(db.session(), token, clock.now())
        if entry is None:
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS") and entry.seen_on != clock.today():
            entry.seen_on = clock.today()
        return SignedIn(entry.user, token)


def is_signed_out_for_sure() -> bool:
    """Whether no cookie came that could sign anybody in: then there is nothing to look up."""
    names = (
        current_app.config["SESSION_COOKIE_NAME"],
        current_app.config.get("REMEMBER_COOKIE_NAME", "remember_token"),
    )
    return not any(name in request.cookies for name in names)


def account() -> User | None:
    """The account that asks, or None. A visitor without a cookie costs no look-up."""
    entered = _entered()
    return entered.user if entered else None


def session_token() -> str:
    """The token of the present session; '' for a visitor."""
    entered = _entered()
    return entered.id if entered else ""


def _entered() -> SignedIn | None:
    if is_signed_out_for_sure():
        return None
    try:
        found = current_user._get_current_object()
    except TypeError:  # Flask-Login 0.6.3 compares signatures of cookies as text, which fails beyond ASCII
        return None
    return found if isinstance(found, SignedIn) else None


def actor() -> Actor | None:
    """Who asks, as the policy sees them; looked up once a request."""
    if "actor" not in g:
        user = account()
        if user is not None and must_secure(user):
            g.actor = Actor(user.id, user.name, Role.PROVIDER)  # may nothing yet but set up the second factor
        else:
            g.actor = queries.actor(db.session(), user) if user else None
    found: Actor | None = g.actor
    return found


def me() -> Actor:
    """Who asks, behind a guard that lets nobody else in."""
    found = actor()
    if found is None:
        raise NotAllowed("Bitte melden Sie sich an.")
    return found


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
        return to_second_factor() or view(*args, **kwargs)

    setattr(guarded, MARK, "signed_in")
    return guarded  # type: ignore[return-value]  # functools.wraps keeps the signature


def needs(right: Right) -> Callable[[View], View]:
    """People who have a right somewhere; a view about one institution's things asks `allow` as well."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if actor() is None:
                return to_login()
            if aside := to_second_factor():
                return aside
            allow(right)
            return view(*args, **kwargs)

        setattr(guarded, MARK, f"needs:{right.value}")
        return guarded  # type: ignore[return-value]  # functools.wraps keeps the signature

    return mark


def allow(right: Right, institution_id: int | None = None) -> None:
    """Raises NotAllowed unless who asks has the right towards this institution (without one: anywhere)."""
    if not policy.may(actor(), right, institution_id):
        raise NotAllowed("Dafür fehlt Ihnen das Recht.")


def must_secure(user: User) -> bool:
    """Whether this account may do nothing before its second factor is set up: editors and administrators in production."""
    return second_factor.is_due(user, is_production=current_app.extensions["agora_settings"].is_production)


def to_second_factor() -> Response | None:
    """The way to set it up, for those who must and are not on it."""
    user = account()
    if user is None or request.endpoint in ON_THE_WAY or not must_secure(user):
        return None
    return redirect(url_for("accounts.second_factor"), 303)


def to_login() -> Response:
    """The way to the login and back; what was posted waits there."""
    back: str | None = None
    if request.method in ("GET", "HEAD"):
        back = request.full_path.rstrip("?")
    elif parking.can_park():
        back = parking.park().location.removeprefix(languages.root())
    return redirect(url_for("accounts.login", weiter=back), 303)
