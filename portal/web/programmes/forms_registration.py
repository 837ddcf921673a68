"""The form to register here. It needs no account and therefore no cookie: a signed, dated ticket and a trap keep robots out."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, Form, RadioField, SelectField, StringField, TelField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import NumberInput

from portal.accounts import emails
from portal.errors import Conflict
from portal.web.kit.fields import CountField, in_one_line
from portal.web.kit.robots import ForPeople
from portal.web.kit.words import gettext as _

MOST_PERSONS = 20
FEW_TEAMS = 5  # so many are shown at once; more fold into one line
LEAST_DIGITS = 5
_TELEPHONE = re.compile(r"[+0-9][0-9 ()/.+-]{3,58}")


class RegistrationForm(ForPeople, Form):  # type: ignore[misc]  # WTForms has no types
    """A name and one way to reach somebody. `team` is the run's uuid; the choices are set by the view."""

    team: Any = RadioField(lazy_gettext("Welche Gruppe?"), validate_choice=False)
    name = StringField(
        lazy_gettext("Ihr Name"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte sagen Sie uns, wie Sie heißen.")),
            Length(max=200, message=lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")),
        ],
    )
    email = EmailField(lazy_gettext("E-Mail"), filters=[in_one_line])
    phone = TelField(
        lazy_gettext("Telefon"),
        description=lazy_gettext("Eines von beiden genügt: E-Mail oder Telefon."),
        filters=[in_one_line],
    )
    persons = CountField(
        lazy_gettext("Wie viele Personen kommen?"),
        most=MOST_PERSONS,
        description=lazy_gettext("Sie selbst mitgezählt."),
        widget=NumberInput(min=1, max=MOST_PERSONS),
        default=1,
    )

    def offer_teams(self, teams: Sequence[tuple[str, str]]) -> None:
        """The groups to choose from: value and words."""
        self.team.choices = list(teams)
        if len(teams) == 1 and not self.team.data:
            self.team.data = teams[0][0]

    def validate_team(self, field: Any) -> None:
        if not field.data or field.data not in {value for value, _words in field.choices}:
            raise ValidationError(_("Bitte wählen Sie eine Gruppe."))

    def validate_email(self, field: EmailField) -> None:
        if not field.data:
            if not self.phone.data:
                raise ValidationError(_("Bitte geben Sie Ihre E-Mail-Adresse oder Ihre Telefonnummer ein."))
            return
        try:
            field.data = emails.normalized(field.data)
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem

    def validate_phone(self, field: TelField) -> None:
        if field.data and not is_telephone(field.data):
            raise ValidationError(
                _("Diese Telefonnummer ist unvollständig. Ein Beispiel: %(number)s", number="0340 0000-123")
            )

    def validate_persons(self, field: CountField) -> None:
        if not field.data and not field.errors:
            raise ValidationError(_("Bitte sagen Sie, wie viele Personen kommen. Ein Beispiel: 1"))


class ManyTeamsForm(RegistrationForm):
    """The same where there are too many groups to show all of them at once."""

    team = SelectField(lazy_gettext("Welche Gruppe?"), validate_choice=False)


def form_for(
    teams: Sequence[tuple[str, str]], *args: Any, is_training: bool, **kwargs: Any
) -> RegistrationForm:
    """The form that suits the number of groups, and what they are."""
    shape = RegistrationForm if len(teams) <= FEW_TEAMS else ManyTeamsForm
    choices = teams if shape is RegistrationForm else [("", _("Bitte wählen")), *teams]
    form = shape(*args, **kwargs)
    form.offer_teams(choices)
    if is_training:
        form.persons.description = _("Sie selbst mitgezählt. Kinder, die betreut werden, zählen nicht mit.")
    else:
        form.team.label.text = _("Wann möchten Sie kommen?")
    return form


def is_telephone(typed: str) -> bool:
    """What can be dialled: digits with the signs that people put between them."""
    return bool(_TELEPHONE.fullmatch(typed)) and sum(one.isdigit() for one in typed) >= LEAST_DIGITS
