"""The forms about mail digests. Like the feedback form they need no account and no cookie."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, Form, RadioField
from wtforms.validators import AnyOf, DataRequired, ValidationError

from portal.accounts import emails
from portal.errors import Conflict
from portal.vocabulary.letters import RHYTHM_LABELS, Rhythm
from portal.web.kit.fields import in_one_line
from portal.web.kit.robots import ForPeople
from portal.web.kit.words import gettext as _


class RhythmForm(Form):  # type: ignore[misc]  # WTForms has no types
    """How often."""

    rhythm = RadioField(
        lazy_gettext("Wie oft?"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(Rhythm), message=lazy_gettext("Bitte wählen Sie, wie oft."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rhythm.choices = [(one.value, _(RHYTHM_LABELS[one])) for one in Rhythm]


class DigestForm(ForPeople, RhythmForm):
    """Where to and how often; the search stands in the address."""

    email = EmailField(
        lazy_gettext("Ihre E-Mail-Adresse"),
        filters=[in_one_line],
        validators=[DataRequired(lazy_gettext("Bitte geben Sie Ihre E-Mail-Adresse ein."))],
    )

    def validate_email(self, field: EmailField) -> None:
        try:
            field.data = emails.normalized(field.data)
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem
