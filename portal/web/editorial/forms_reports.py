"""What editors say to a message from the public: an answer by mail where an address was left, and what was done."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.validators import AnyOf, Length

from portal.web.kit import languages
from portal.web.kit.fields import DeskForm, without_controls

MOST_ANSWER, MOST_OUTCOME = 4000, 1000
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class ReportForm(DeskForm):
    """Both texts are voluntary: some reports need no more than to be seen."""

    answer = TextAreaField(
        lazy_gettext("Antwort per E-Mail"),
        description=lazy_gettext(
            "Geht an die Adresse, die hinterlassen wurde. Anrede und Gruß kommen von selbst dazu, die Nachricht steht darunter."
        ),
        filters=[without_controls],
        render_kw={"rows": 8},
        validators=[Length(max=MOST_ANSWER, message=_SHORTEN)],
    )
    language = RadioField(
        lazy_gettext("Sprache von Anrede und Gruß"),
        validate_choice=False,
        validators=[
            AnyOf(list(languages.LOCALES), message=lazy_gettext("Bitte wählen Sie eine Sprache des Portals."))
        ],
    )
    outcome = TextAreaField(
        lazy_gettext("Was wurde getan?"),
        description=lazy_gettext(
            "Nur für die Redaktion. Zum Beispiel: Anbieter angerufen, Termin berichtigt."
        ),
        filters=[without_controls],
        render_kw={"rows": 3},
        validators=[Length(max=MOST_OUTCOME, message=_SHORTEN)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [(locale, languages.LANGUAGE_NAMES[locale]) for locale in languages.LOCALES]
        if not self.language.data:
            self.language.data = languages.DEFAULT
