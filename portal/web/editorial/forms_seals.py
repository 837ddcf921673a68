"""The forms about seals: what a seal is, and for which days somebody bears it on what proof."""

from datetime import date

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import DateInput

from portal.seals.actions import AwardDraft, SealDraft
from portal.web.editorial.forms_points import SHORTEN, line
from portal.web.kit.fields import DayField, DeskForm, WebField, without_controls
from portal.web.kit.words import gettext as _


class SealForm(DeskForm):
    """A seal with its issuer and what it says."""

    name = line(lazy_gettext("Name"), 120, needed=lazy_gettext("Bitte geben Sie einen Namen ein."))
    issuer = line(
        lazy_gettext("Wer es verleiht"), 200, needed=lazy_gettext("Bitte sagen Sie, wer das Siegel verleiht.")
    )
    scope = TextAreaField(
        lazy_gettext("Was es sagt"),
        description=lazy_gettext("In einem Satz: worüber, und was geprüft wird."),
        filters=[without_controls],
        render_kw={"rows": 2},
        validators=[
            DataRequired(lazy_gettext("Bitte sagen Sie in einem Satz, was das Siegel sagt.")),
            Length(max=300, message=SHORTEN),
        ],
    )
    about = TextAreaField(
        lazy_gettext("Mehr dazu"),
        description=lazy_gettext("Leerzeile: neuer Absatz. ## Zwischentitel, *betont*, [Wort](Adresse)."),
        filters=[without_controls],
        render_kw={"rows": 6},
        validators=[Length(max=4000, message=SHORTEN)],
    )
    website = WebField(lazy_gettext("Im Netz"), validators=[Optional()])

    def draft(self) -> SealDraft:
        return SealDraft(
            self.name.data,
            self.issuer.data,
            self.scope.data,
            self.about.data or "",
            self.website.data or "",
        )


class AwardForm(DeskForm):
    """From when to when, on what proof, and when it was looked at."""

    valid_from = DayField(
        lazy_gettext("Gültig ab"),
        validators=[InputRequired(lazy_gettext("Ab wann gilt es? Der Tag steht auf der Urkunde."))],
        widget=DateInput(),
    )
    valid_until = DayField(
        lazy_gettext("Gültig bis"),
        description=lazy_gettext("Der letzte Tag. Leer heißt: ohne Ende."),
        validators=[Optional()],
        widget=DateInput(),
    )
    proof = line(
        lazy_gettext("Nachweis"),
        400,
        lazy_gettext("Nummer oder Adresse der Urkunde. Besucher sehen das nicht."),
        needed=lazy_gettext("Bitte nennen Sie den Nachweis, den Sie gesehen haben."),
    )
    checked_on = DayField(
        lazy_gettext("Geprüft am"),
        validators=[InputRequired(lazy_gettext("Wann haben Sie den Nachweis geprüft?"))],
        widget=DateInput(),
    )

    def validate_valid_until(self, field: DayField) -> None:
        if field.data and isinstance(self.valid_from.data, date) and field.data < self.valid_from.data:
            raise ValidationError(_("Der letzte Tag liegt vor dem ersten."))

    def draft(self, checked_by: str) -> AwardDraft:
        return AwardDraft(
            self.valid_from.data, self.valid_until.data, self.proof.data, self.checked_on.data, checked_by
        )
