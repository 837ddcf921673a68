"""Makes the fields of the offer form, so that each is said in one line: label, hint, most characters."""

import re
from typing import Any

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import DataRequired, Email, Length, Optional
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, NumberInput, TextInput, TimeInput

from portal.web.kit.fields import CountField, DayField, EuroField, TimeField, WebField
from portal.web.kit.fields import in_one_line as kit_line
from portal.web.kit.fields import without_controls as kit_text

TOO_LONG = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
NO_ADDRESS = lazy_gettext("Diese Adresse ist unvollständig. Ein Beispiel: name@example.org")
_KEY = re.compile(r"[a-z_]{1,40}(?:-[0-9]{1,3}(?:-[a-z_]{1,40})?|-[a-z_]{1,40}){0,4}")


def in_one_line(typed: str | None) -> str | None:
    return kit_line(typed) or None


def without_controls(typed: str | None) -> str | None:
    return kit_text(typed) or None


def readable(formdata: Any) -> Any:
    """Only what could be a field of ours: WTForms makes numbers of whatever looks like one in a name."""
    if not formdata:
        return formdata
    return MultiDict(
        [(name, value) for name in formdata if _KEY.fullmatch(name) for value in formdata.getlist(name)]
    )


def line(label: Any, most: int, hint: Any = "", *, needed: Any = None) -> Field:
    """One line of text; `needed` is what to say when it is empty."""
    checks: list[Any] = [DataRequired(needed)] if needed else [Optional()]
    return StringField(
        label,
        description=hint,
        filters=[in_one_line],
        validators=[*checks, Length(max=most, message=TOO_LONG)],
    )


def prose(label: Any, most: int, hint: Any = "", *, counts: bool = False, rows: int = 4) -> Field:
    """Several lines of text; with `counts` the letters left are shown while one types."""
    words: dict[str, Any] = {"rows": rows}
    if counts:
        words |= {
            "data-most": str(most),
            "data-left": lazy_gettext("Noch {count} Zeichen"),
            "data-over": lazy_gettext("{count} Zeichen zu viel"),
        }
    return TextAreaField(
        label,
        description=hint,
        filters=[without_controls],
        validators=[Optional(), Length(max=most, message=TOO_LONG)],
        render_kw=words,
    )


def mail(label: Any, hint: Any = "") -> Field:
    return EmailField(
        label,
        description=hint,
        filters=[in_one_line],
        validators=[Optional(), Length(max=254, message=TOO_LONG), Email(message=NO_ADDRESS)],
    )


def web(label: Any, hint: Any = "") -> Field:
    return WebField(label, description=hint, validators=[Optional()], render_kw={"inputmode": "url"})


def day(label: Any, hint: Any = "") -> Field:
    return DayField(label, description=hint, validators=[Optional()], widget=DateInput())


class ClockField(TimeField):
    """A time in the browser's own field, which shows nothing but "18:00"."""

    widget = TimeInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data:
            self.raw_data = [f"{self.data:%H:%M}"]


def clock_time(label: Any, hint: Any = "") -> Field:
    return ClockField(label, description=hint, validators=[Optional()])


def euro(label: Any, hint: Any = "") -> Field:
    return EuroField(
        label,
        description=hint,
        validators=[Optional()],
        widget=TextInput(),
        render_kw={"inputmode": "decimal"},
    )


def count(label: Any, hint: Any = "", *, most: int = 100_000, default: int | None = None) -> Field:
    return CountField(
        label,
        most=most,
        description=hint,
        default=default,
        validators=[Optional()],
        widget=NumberInput(min=0),
    )


def pick(label: Any, hint: Any = "") -> Field:
    """One of several; the choices are set by the form, an unknown value is refused by the form's own sentence."""
    return SelectField(label, description=hint, validate_choice=False)


def ticks(label: Any, hint: Any = "") -> Field:
    """Any of several; unknown values are left out when the sheet is made."""
    return SelectMultipleField(
        label,
        description=hint,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
