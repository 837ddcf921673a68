"""Opens a session: after the password, after the code where a second factor is on, after an invitation. Until the second step is
done nobody is signed in: the cookie then only says whose code is waited for."""

from urllib.parse import urlsplit

from flask import current_app, g, request, session, url_for
from flask_login import login_user

from portal import clock
from portal.accounts import devices, second_factor, sessions, slowdown
from portal.extensions import db
from portal.models import User
from portal.web.kit import guards, languages

SECOND_STEP = "zweiter_schritt"
WAITS_SECONDS = 600


def enter(user: User, *, is_remembered: bool = False) -> None:
    """Signs a person in, with a session that nobody knew before."""
    leave()
    token = sessions.begin(
        db.session(),
        user=user,
        device=devices.family(request.user_agent.string),
        is_remembered=is_remembered,
        now=clock.now(),
    )
    user.last_login_at = clock.now()
    login_user(guards.SignedIn(user, token), remember=is_remembered)
    session.pop("_id", None)  # Flask-Login's hash of IP address and browser, which we do not keep
    if not is_remembered and current_app.config["REMEMBER_COOKIE_NAME"] in request.cookies:
        session["_remember"] = "clear"  # what Flask-Login takes for: delete that cookie
    g.pop("actor", None)


def leave() -> None:
    """Ends the session of this browser, if there is one."""
    token = guards.session_token()
    if token:
        sessions.end(db.session(), token=token)
    session.clear()
    g.pop("actor", None)


def ask_second_step(user: User, *, is_remembered: bool) -> None:
    """The password was right: remembers for ten minutes whose code is waited for."""
    leave()
    session[SECOND_STEP] = [user.id, int(clock.now().timestamp()), is_remembered, _proof(user)]


def waiting() -> tuple[User, bool] | None:
    """Whose code is waited for, and whether to remember them; None when nobody's is, or no longer."""
    kept = session.get(SECOND_STEP)
    if not kept:
        return None
    user_id, since, is_remembered, proof = kept
    user = db.session.get(User, user_id)
    is_late = not 0 <= clock.now().timestamp() - since <= WAITS_SECONDS
    if (
        user is None
        or is_late
        or not user.is_active
        or not second_factor.is_on(user)
        or proof != _proof(user)
    ):
        return None
    return user, bool(is_remembered)


def _proof(user: User) -> str:
    """Changes with the password and with the second factor, so that a half-open door closes with them."""
    known = f"{user.id}:{user.password_hash}:{user.totp_secret}"
    return slowdown.key_of(current_app.config["SECRET_KEY"], "second step", known)[:32]


def wanted() -> str:
    """Where who signs in wants to go on, as the address of the login names it."""
    return request.args.get("weiter", "")


def target() -> str:
    """Where to go on: a path of this portal, nothing else."""
    goal = wanted()
    if any(sign < " " or sign == "\x7f" for sign in goal):  # no header holds them
        return url_for("accounts.home")
    try:
        parts = urlsplit(goal)
    except ValueError:
        return url_for("accounts.home")
    inside = (
        goal.startswith("/") and not goal.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    )
    return languages.root() + goal if inside else url_for("accounts.home")
