"""The forms about one submission: the decision, and a word to the provider."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from portal import clock
from portal.web.kit.fields import DayField, DeskForm, without_controls
from portal.web.kit.words import gettext as _
from portal.workflow.editing import MOST_COMMENT

NOW, LATER, BACK = "jetzt", "am-tag", "zurueck"
DECISIONS = {
    NOW: lazy_gettext("Veröffentlichen"),
    LATER: lazy_gettext("An einem bestimmten Tag veröffentlichen"),
    BACK: lazy_gettext("Zurückgeben mit Frage"),
}
FIRST_HOUR = 6  # when something appears that is meant for a day
TOO_LONG = lazy_gettext("Bitte kürzen Sie den Text auf höchstens %(max)d Zeichen.")


class DecisionForm(DeskForm):
    """Yes, yes on a day, or back with a reason."""

    decision = RadioField(
        lazy_gettext("Entscheidung"),
        validate_choice=False,
        validators=[AnyOf(list(DECISIONS), message=lazy_gettext("Bitte wählen Sie, was geschehen soll."))],
    )
    publish_on = DayField(
        lazy_gettext("Tag der Veröffentlichung"),
        description=lazy_gettext("Nur, wenn es nicht sofort sein soll. Es erscheint um 6 Uhr."),
    )
    text = TextAreaField(
        lazy_gettext("Nachricht an den Anbieter"),
        description=lazy_gettext("Beim Zurückgeben nötig. Der Anbieter liest genau diesen Text."),
        filters=[without_controls],
        validators=[Length(max=MOST_COMMENT, message=TOO_LONG)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = list(DECISIONS.items())

    def validate_publish_on(self, field: DayField) -> None:
        if self.decision.data != LATER or field.errors:
            return
        if field.data is None:
            raise ValidationError(_("Bitte nennen Sie den Tag, an dem es erscheinen soll."))
        if field.data <= clock.today():
            raise ValidationError(_("Dieser Tag muss in der Zukunft liegen."))

    def validate_text(self, field: TextAreaField) -> None:
        if self.decision.data == BACK and not (field.data or "").strip():
            raise ValidationError(_("Bitte schreiben Sie, was der Anbieter ändern soll."))

    @property
    def publish_at(self) -> datetime | None:
        """The moment that was chosen; None for at once."""
        return moment_of(self.publish_on.data) if self.decision.data == LATER else None


def moment_of(day: date) -> datetime:
    return clock.as_utc(day, FIRST_HOUR, 0)


class CommentForm(DeskForm):
    """A word to the provider without a decision."""

    nachricht = TextAreaField(
        lazy_gettext("Nachricht"),
        description=lazy_gettext("Der Anbieter bekommt sie auch per E-Mail."),
        filters=[without_controls],
        validators=[
            DataRequired(lazy_gettext("Bitte schreiben Sie ein paar Worte.")),
            Length(max=MOST_COMMENT, message=TOO_LONG),
        ],
    )
