"""Is it you? Asks for the password again before something that protects an account changes, as slowly as the login does."""

from collections.abc import Callable

from werkzeug.wrappers import Response

from portal.accounts import profile
from portal.errors import Conflict
from portal.models import User
from portal.web.accounts import brake
from portal.web.kit.fields import DeskForm
from portal.web.kit.words import gettext as _

Answer = str | Response | tuple[str, int]


def unproven(user: User, form: DeskForm, show: Callable[..., str]) -> Answer | None:
    """The answer to a form whose `current_password` is missing or wrong; None when it is right. `show` draws the form again,
    with a message."""
    if not form.validate_on_submit():
        return show(form), 400
    if seconds := brake.begin(brake.ACCOUNT, user.email):
        return brake.refusal(show(form, brake.words(seconds)), seconds)
    try:
        profile.prove(user, form.current_password.data)
    except Conflict as problem:
        form.current_password.errors = [_(str(problem))]
        return show(form), 400
    brake.lift(user.email, brake.ACCOUNT)
    return None


def object_to(form: DeskForm, problem: Conflict, otherwise: str) -> None:
    """The room's objection stands at its field."""
    field = form[problem.field] if problem.field in form else form[otherwise]
    field.errors = [_(str(problem))]
