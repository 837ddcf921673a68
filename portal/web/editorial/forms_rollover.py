"""The form for another day or time of a proposed date."""

from datetime import time

from flask_babel import lazy_gettext
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.careers.rollover_actions import NewDay
from portal.models import ProposedDate
from portal.web.kit.fields import DayField, DeskForm, TimeField
from portal.web.kit.rollover_words import clock_of
from portal.web.kit.words import gettext as _

_A_DAY = 24 * 60


class ProposalForm(DeskForm):
    """Days, and the time of the clock where it has one."""

    first_day = DayField(
        lazy_gettext("Erster Tag"),
        validators=[InputRequired(lazy_gettext("Bitte geben Sie den ersten Tag ein."))],
    )
    last_day = DayField(
        lazy_gettext("Letzter Tag"),
        description=lazy_gettext("Nur, wenn es mehrere Tage sind. Er gehört noch dazu."),
        validators=[Optional()],
    )
    start = TimeField(
        lazy_gettext("Beginn"),
        description=lazy_gettext("Ohne Uhrzeit gilt der ganze Tag."),
        validators=[Optional()],
    )
    end = TimeField(lazy_gettext("Ende"), validators=[Optional()])

    def validate_end(self, field: TimeField) -> None:
        if field.data and not self.start.data:
            raise ValidationError(_("Zu diesem Ende fehlt der Beginn."))

    def new_day(self) -> NewDay:
        """What was entered, once it is valid. Without an end it ends as it begins; midnight is the end of the day."""
        first = self.first_day.data
        last = self.last_day.data or first
        if self.start.data is None:
            return NewDay(first, last)
        start = _minutes(self.start.data)
        end = _minutes(self.end.data) if self.end.data else start
        if self.end.data and end == 0 and start > 0:
            end = _A_DAY
        return NewDay(first, last, start, end)


def form_of(row: ProposedDate) -> ProposalForm:
    """The form filled with what is proposed."""
    return ProposalForm(
        data={
            "first_day": row.first_day,
            "last_day": row.last_day if row.last_day > row.first_day else None,
            "start": None if row.start_minutes is None else clock_of(row.start_minutes),
            "end": None if row.end_minutes is None else clock_of(row.end_minutes),
        }
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
