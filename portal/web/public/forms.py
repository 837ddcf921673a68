"""The feedback form. It needs no account and therefore no cookie: a signed, dated ticket and a trap keep robots out."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import EmailField, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from portal import clock, text
from portal.vocabulary.people import FEEDBACK_LABELS, FeedbackKind
from portal.web.kit.words import gettext as _

MIN_SECONDS, MAX_SECONDS = 2, 24 * 3600


def without_controls(typed: str | None) -> str | None:
    """What was typed, without characters that no page can show again."""
    return text.clean(typed) if typed else typed


class FeedbackForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Kind and message are needed, an address only for an answer. `website` is the trap, `ticket` says when it was opened."""

    kind = RadioField(
        lazy_gettext("Worum geht es?"),
        validators=[DataRequired(lazy_gettext("Bitte wählen Sie, worum es geht."))],
    )
    message = TextAreaField(
        lazy_gettext("Ihre Nachricht"),
        description=lazy_gettext(
            "Zum Beispiel: Auf welcher Seite waren Sie, was wollten Sie tun, was ist passiert?"
        ),
        validators=[
            DataRequired(lazy_gettext("Bitte schreiben Sie uns, was wir wissen sollen.")),
            Length(
                max=5000, message=lazy_gettext("Bitte kürzen Sie Ihre Nachricht auf höchstens 5000 Zeichen.")
            ),
        ],
        filters=[without_controls],
    )
    email = EmailField(
        lazy_gettext("Ihre E-Mail-Adresse"),
        description=lazy_gettext("Nur wenn Sie eine Antwort möchten."),
        validators=[
            Optional(),
            Email(message=lazy_gettext("Diese Adresse ist unvollständig. Ein Beispiel: name@example.org")),
        ],
        filters=[without_controls],
    )
    page = HiddenField(filters=[without_controls])
    offer = HiddenField(filters=[without_controls])
    ticket = HiddenField(filters=[without_controls])
    website = StringField(lazy_gettext("Bitte dieses Feld leer lassen"), filters=[without_controls])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, _(FEEDBACK_LABELS[kind])) for kind in FeedbackKind]

    def validate_website(self, field: StringField) -> None:
        if field.data:
            raise ValidationError(_("Bitte lassen Sie dieses Feld leer."))

    def validate_ticket(self, field: HiddenField) -> None:
        """A person needs a moment to write; a ticket that is no longer good is replaced and nothing typed is lost."""
        age = ticket_age(field.data or "")
        if age is None or not MIN_SECONDS <= age <= MAX_SECONDS:
            field.data = new_ticket()
            raise ValidationError(_("Bitte prüfen Sie Ihre Angaben kurz und senden Sie dann noch einmal ab."))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="feedback")


def new_ticket() -> str:
    """The present second, signed."""
    return str(_signer().dumps(int(clock.now().timestamp())))


def ticket_age(ticket: str) -> float | None:
    """Seconds since the form was opened; None for a ticket that was not ours."""
    try:
        opened = _signer().loads(ticket)
    except BadSignature:
        return None
    return clock.now().timestamp() - float(opened)
