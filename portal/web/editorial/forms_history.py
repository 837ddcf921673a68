"""The form to withdraw an offer: why, as the public reads it."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.kit.fields import DeskForm, without_controls


class WithdrawForm(DeskForm):
    """The reason for those who look for the offer."""

    reason = TextAreaField(
        lazy_gettext("Grund"),
        description=lazy_gettext(
            "Steht auf der Seite des Angebots, zum Beispiel: Die Kursleitung ist erkrankt."
        ),
        filters=[without_controls],
        validators=[
            DataRequired(lazy_gettext("Bitte nennen Sie einen Grund.")),
            Length(
                max=2000, message=lazy_gettext("Bitte kürzen Sie den Text auf höchstens %(max)d Zeichen.")
            ),
        ],
    )
