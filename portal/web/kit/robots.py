"""Keeps robots out of forms that anybody may send, without a cookie and without a riddle: a signed, dated ticket and a trap."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from portal import clock, text
from portal.web.kit.words import gettext as _

MIN_SECONDS, MAX_SECONDS = 2, 24 * 3600


def clean(typed: str | None) -> str | None:
    """What was typed, without characters that no page can show again."""
    return text.clean(typed) if typed else typed


class ForPeople:
    """Mixed into a WTForms form: `website` is the trap, `ticket` says when the form was opened. Its template holds
    `form.ticket()` and the component `trap`. A form that is shown for the first time is made with `opened()`."""

    website = StringField(lazy_gettext("Bitte dieses Feld leer lassen"), filters=[clean])
    ticket = HiddenField(filters=[clean])

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Haste is no mistake in what was entered: it is named only where nothing else is wrong, which takes its time to mend."""
        is_right: bool = super().validate(*args, **kwargs)  # type: ignore[misc]  # WTForms' own, which this is mixed into
        if any(field.errors for field in self if field is not self.ticket):  # type: ignore[attr-defined]  # as above
            self.ticket.errors = []
        return is_right

    def validate_website(self, field: StringField) -> None:
        if field.data:
            raise ValidationError(_("Bitte lassen Sie dieses Feld leer."))

    def validate_ticket(self, field: HiddenField) -> None:
        """A person needs a moment to write; a ticket that is no longer good is replaced and nothing typed is lost."""
        age = ticket_age(field.data or "")
        if age is None or not MIN_SECONDS <= age <= MAX_SECONDS:
            field.data = new_ticket()
            raise ValidationError(_("Bitte prüfen Sie Ihre Angaben kurz und senden Sie dann noch einmal ab."))


def opened(**values: Any) -> dict[str, Any]:
    """What a form for people begins with."""
    return {"ticket": new_ticket(), **values}


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="feedback")


def new_ticket() -> str:
    """The present second, signed."""
    return str(_signer().dumps(int(clock.now().timestamp())))


def ticket_age(ticket: str) -> float | None:
    """Seconds since the form was opened; None for a ticket that was not ours."""
    try:
        stamp = _signer().loads(ticket)
    except BadSignature:
        return None
    return clock.now().timestamp() - float(stamp)
