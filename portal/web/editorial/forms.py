"""The form for one special day. What was typed comes back as it was, without characters that no page can show again."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError

from portal import clock
from portal.holidays.actions import DayDraft
from portal.holidays.queries import SpecialDay
from portal.vocabulary.calendar import HOLIDAY_LABELS, HolidayKind
from portal.web.kit.fields import DayField, DeskForm, Tick, in_one_line, without_controls
from portal.web.kit.words import gettext as _


class DayForm(DeskForm):
    """Everything that an editor may say about a day. Without a last day it is a single one."""

    kind = RadioField(
        lazy_gettext("Art"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(HolidayKind), message=lazy_gettext("Bitte wählen Sie die Art."))],
    )
    name = StringField(
        lazy_gettext("Name"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie einen Namen ein.")),
            Length(
                max=120, message=lazy_gettext("Bitte kürzen Sie den Namen auf höchstens %(max)d Zeichen.")
            ),
        ],
    )
    name_en = StringField(
        lazy_gettext("Name auf Englisch"),
        filters=[in_one_line],
        validators=[
            Length(max=120, message=lazy_gettext("Bitte kürzen Sie den Namen auf höchstens %(max)d Zeichen."))
        ],
    )
    first_day = DayField(
        lazy_gettext("Erster Tag"),
        validators=[InputRequired(lazy_gettext("Bitte geben Sie den ersten Tag ein."))],
    )
    last_day = DayField(
        lazy_gettext("Letzter Tag"),
        description=lazy_gettext("Nur, wenn es mehrere Tage sind. Er gehört noch dazu."),
        validators=[Optional()],
    )
    source = StringField(
        lazy_gettext("Quelle"),
        description=lazy_gettext("Wo es steht, zum Beispiel ein Erlass oder eine Internetseite."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte sagen Sie, woher Sie das Datum haben.")),
            Length(
                max=300, message=lazy_gettext("Bitte kürzen Sie die Quelle auf höchstens %(max)d Zeichen.")
            ),
        ],
    )
    checked_on = DayField(
        lazy_gettext("Geprüft am"),
        description=lazy_gettext("Wann Sie zuletzt in der Quelle nachgesehen haben."),
        validators=[Optional()],
    )
    note = TextAreaField(
        lazy_gettext("Anmerkung"),
        description=lazy_gettext("Nur für die Redaktion."),
        filters=[without_controls],
        validators=[
            Length(
                max=500, message=lazy_gettext("Bitte kürzen Sie die Anmerkung auf höchstens %(max)d Zeichen.")
            )
        ],
    )
    is_confirmed = Tick(lazy_gettext("Bestätigt: darf öffentlich gezeigt werden"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, _(HOLIDAY_LABELS[kind])) for kind in HolidayKind]

    def validate_checked_on(self, field: DayField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Dieser Tag liegt in der Zukunft."))

    def draft(self) -> DayDraft:
        """What was entered, once it is valid."""
        return DayDraft(
            HolidayKind(self.kind.data),
            self.name.data,
            self.first_day.data,
            self.last_day.data or self.first_day.data,
            self.source.data,
            self.name_en.data or "",
            self.checked_on.data,
            self.is_confirmed.data,
            self.note.data or "",
        )


def blank_form() -> DayForm:
    """The form for a new day: most are action days, looked up today."""
    return DayForm(
        data={"kind": HolidayKind.ACTION_DAY.value, "checked_on": clock.today(), "is_confirmed": True}
    )


def form_of(day: SpecialDay) -> DayForm:
    """The form filled with what is stored."""
    return DayForm(
        data={
            "kind": day.kind.value,
            "name": day.name,
            "name_en": day.name_en,
            "first_day": day.first_day,
            "last_day": day.last_day if day.last_day > day.first_day else None,
            "source": day.source,
            "checked_on": day.checked_on,
            "note": day.note,
            "is_confirmed": day.is_confirmed,
        }
    )
