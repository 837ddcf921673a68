"""The form that asks whether a statement of attendance is genuine: a code and a name, or the file."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import Form, StringField
from wtforms.validators import DataRequired, Length

from portal.web.kit.fields import in_one_line

TOO_LONG = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class CodeForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Code and name, as both are printed."""

    code = StringField(
        lazy_gettext("Prüfcode"),
        description=lazy_gettext(
            "Zwölf Zeichen. Groß oder klein, mit oder ohne Striche. Ein Beispiel: K7QF-2M9D-X4TR"
        ),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie den Code ein, der auf der Bestätigung steht.")),
            Length(max=60, message=TOO_LONG),
        ],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    name = StringField(
        lazy_gettext("Name"),
        description=lazy_gettext("Genau so, wie er auf der Bestätigung steht."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie den Namen ein, der auf der Bestätigung steht.")),
            Length(max=200, message=TOO_LONG),
        ],
    )


class FileForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The PDF itself. It is read, compared and let go of."""

    file = FileField(
        lazy_gettext("PDF-Datei"),
        description=lazy_gettext("Die Datei, wie sie aus dem Portal kam, höchstens 2 MB."),
        render_kw={"accept": "application/pdf"},
    )
