"""The forms about one submission: the decision, and a word to the provider."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal import clock
from portal.web.kit.fields import DayField, DeskForm, without_controls
from portal.web.kit.words import gettext as _
from portal.workflow.editing import MOST_COMMENT

NOW, LATER, BACK, REJECT = "jetzt", "am-tag", "zurueck", "ablehnen"
DECISIONS = {
    NOW: lazy_gettext("Veröffentlichen"),
    LATER: lazy_gettext("An einem bestimmten Tag veröffentlichen"),
    BACK: lazy_gettext("Zurückgeben mit Frage"),
    REJECT: lazy_gettext("Ablehnen und archivieren"),
}
FIRST_HOUR = 6  # when something appears that is meant for a day
TOO_LONG = lazy_gettext("Bitte kürzen Sie den Text auf höchstens %(max)d Zeichen.")


class DecisionForm(DeskForm):
    """Yes, yes on a day, back with a question, or, for what is not public, no with a reason."""

    decision = RadioField(lazy_gettext("Entscheidung"), validate_choice=False)
    publish_on = DayField(
        lazy_gettext("Tag der Veröffentlichung"),
        description=lazy_gettext("Nur, wenn es nicht sofort sein soll. Es erscheint um 6 Uhr."),
    )
    text = TextAreaField(
        lazy_gettext("Nachricht an den Anbieter"),
        description=lazy_gettext(
            "Beim Zurückgeben und Ablehnen nötig. Der Anbieter liest genau diesen Text."
        ),
        filters=[without_controls],
        validators=[Length(max=MOST_COMMENT, message=TOO_LONG)],
    )

    def __init__(self, *args: Any, may_reject: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [one for one in DECISIONS.items() if may_reject or one[0] != REJECT]

    def validate_decision(self, field: RadioField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_("Bitte wählen Sie, was geschehen soll."))

    def validate_publish_on(self, field: DayField) -> None:
        if field.errors:
            return
        if self.decision.data == NOW and field.data is not None:
            raise ValidationError(
                _(
                    "Soll es gleich erscheinen? Dann löschen Sie diesen Tag. Soll es an diesem Tag erscheinen? "
                    "Dann wählen Sie „An einem bestimmten Tag veröffentlichen“."
                )
            )
        if self.decision.data != LATER:
            return
        if field.data is None:
            raise ValidationError(_("Bitte nennen Sie den Tag, an dem es erscheinen soll."))
        if field.data <= clock.today():
            raise ValidationError(_("Dieser Tag muss in der Zukunft liegen."))

    def validate_text(self, field: TextAreaField) -> None:
        if (field.data or "").strip():
            return
        if self.decision.data == BACK:
            raise ValidationError(_("Bitte schreiben Sie, was der Anbieter ändern soll."))
        if self.decision.data == REJECT:
            raise ValidationError(_("Bitte schreiben Sie dem Anbieter, warum Sie ablehnen."))

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
