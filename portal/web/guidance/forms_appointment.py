"""The form with which anybody asks for an appointment. Like the feedback form it needs no account and no cookie."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, Form, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.accounts import emails
from portal.errors import Conflict
from portal.guidance.appointments import UNREACHABLE, Wish
from portal.web.kit.fields import in_one_line, without_controls
from portal.web.kit.robots import ForPeople
from portal.web.kit.words import gettext as _

_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.–-]{3,38}[0-9]")


class AppointmentForm(ForPeople, Form):  # type: ignore[misc]  # WTForms has no types
    """A name and one way to answer are needed; the rest helps to prepare."""

    name = StringField(
        lazy_gettext("Ihr Name"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte sagen Sie, wie wir Sie ansprechen dürfen.")),
            Length(max=120, message=_SHORTEN),
        ],
    )
    email = EmailField(
        lazy_gettext("Ihre E-Mail-Adresse"),
        description=lazy_gettext("Oder eine Telefonnummer. Eins von beidem genügt."),
        filters=[in_one_line],
    )
    phone = TelField(lazy_gettext("Ihre Telefonnummer"), filters=[in_one_line], validators=[Optional()])
    focus = SelectField(lazy_gettext("Worum geht es?"), validate_choice=False, filters=[in_one_line])
    language = SelectField(
        lazy_gettext("In welcher Sprache möchten Sie sprechen?"), validate_choice=False, filters=[in_one_line]
    )
    wish = TextAreaField(
        lazy_gettext("Wann passt es Ihnen?"),
        description=lazy_gettext("Zum Beispiel: dienstags nach 16 Uhr, oder gleich nächste Woche."),
        filters=[without_controls],
        render_kw={"rows": 3},
        validators=[Length(max=300, message=_SHORTEN)],
    )

    def __init__(
        self, *args: Any, focuses: Mapping[str, str], languages: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.focus.choices = [("", _("Das weiß ich noch nicht")), *focuses.items()]
        self.language.choices = [("", _("Egal")), *languages.items()]

    def validate_email(self, field: EmailField) -> None:
        """An address that can be written to; without one a telephone number is needed."""
        if not field.data:
            if not self.phone.data:
                raise ValidationError(_(UNREACHABLE))
            return
        try:
            field.data = emails.normalized(field.data)
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem

    def validate_phone(self, field: TelField) -> None:
        if field.data and not _NUMBER.fullmatch(field.data):
            raise ValidationError(
                _("Diese Telefonnummer ist nicht vollständig. Ein Beispiel: %(number)s", number="0340 123456")
            )

    def validate_focus(self, field: SelectField) -> None:
        self._one_of(field)

    def validate_language(self, field: SelectField) -> None:
        self._one_of(field)

    @staticmethod
    def _one_of(field: SelectField) -> None:
        if field.data not in {value for value, _label in field.choices}:
            field.data = ""
            raise ValidationError(_("Bitte wählen Sie noch einmal."))

    def wanted(self) -> Wish:
        """What was said, once it is valid."""
        return Wish(
            self.name.data,
            self.email.data or "",
            self.phone.data or "",
            self.focus.data or "",
            self.language.data or "",
            self.wish.data or "",
        )
