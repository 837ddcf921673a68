"""The feedback form. It needs no account and therefore no cookie: a signed, dated ticket and a trap keep robots out."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, Form, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional

from portal.vocabulary.people import FEEDBACK_LABELS, FeedbackKind
from portal.web.kit.robots import ForPeople
from portal.web.kit.robots import clean as without_controls
from portal.web.kit.words import gettext as _


class FeedbackForm(ForPeople, Form):  # type: ignore[misc]  # WTForms has no types
    """Kind and message are needed, an address only for an answer."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, _(FEEDBACK_LABELS[kind])) for kind in FeedbackKind]
