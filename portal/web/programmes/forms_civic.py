"""The form for somebody who would like to help. It needs no account and therefore no cookie: a signed, dated ticket and a trap
keep robots out."""

import re

from flask_babel import lazy_gettext
from wtforms import EmailField, Form, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.accounts import emails
from portal.errors import Conflict
from portal.lectures.civic_interests import UNREACHABLE
from portal.web.kit.fields import in_one_line, without_controls
from portal.web.kit.robots import ForPeople
from portal.web.kit.words import gettext as _

TOO_LONG = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
_TELEPHONE = re.compile(r"(?=(?:\D*\d){5})[+0-9][0-9 ()/.+-]{3,58}")


class InterestForm(ForPeople, Form):  # type: ignore[misc]  # WTForms has no types
    """A name, one way to reach somebody, a few words."""

    name = StringField(
        lazy_gettext("Ihr Name"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte sagen Sie, wie Sie heißen.")),
            Length(max=200, message=TOO_LONG),
        ],
    )
    email = EmailField(lazy_gettext("E-Mail"), filters=[in_one_line])
    phone = TelField(
        lazy_gettext("Telefon"),
        description=lazy_gettext("Eines von beiden genügt: E-Mail oder Telefon."),
        filters=[in_one_line],
    )
    message = TextAreaField(
        lazy_gettext("Ein paar Worte dazu"),
        description=lazy_gettext("Zum Beispiel, was Sie gern tun und wann Sie Zeit haben."),
        filters=[without_controls],
        validators=[Length(max=1000, message=TOO_LONG)],
        render_kw={"rows": 4},
    )

    def validate_email(self, field: EmailField) -> None:
        if not field.data:
            if not self.phone.data:
                raise ValidationError(_(UNREACHABLE))
            return
        try:
            field.data = emails.normalized(field.data)
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem

    def validate_phone(self, field: TelField) -> None:
        if field.data and not _TELEPHONE.fullmatch(field.data):
            raise ValidationError(
                _("Diese Telefonnummer ist unvollständig. Ein Beispiel: %(number)s", number="0340 0000-123")
            )
