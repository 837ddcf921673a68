"""The form for one reusable reason."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.kit.fields import DeskForm, in_one_line, without_controls


class ReasonForm(DeskForm):
    """A short name for editors, and the text that providers read."""

    label = StringField(
        lazy_gettext("Name"),
        description=lazy_gettext("Nur für die Redaktion, zum Beispiel: Preis fehlt."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Namen ein.")),
            Length(
                max=120, message=lazy_gettext("Bitte kürzen Sie den Namen auf höchstens %(max)d Zeichen.")
            ),
        ],
    )
    text = TextAreaField(
        lazy_gettext("Text"),
        description=lazy_gettext("Den liest der Anbieter. Sagen Sie, was fehlt und was er tun kann."),
        filters=[without_controls],
        validators=[
            DataRequired(lazy_gettext("Bitte schreiben Sie den Text, den der Anbieter lesen soll.")),
            Length(
                max=2000, message=lazy_gettext("Bitte kürzen Sie den Text auf höchstens %(max)d Zeichen.")
            ),
        ],
    )
