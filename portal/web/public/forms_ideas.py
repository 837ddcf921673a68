"""The form to propose what is missing in town. Like the feedback form it needs no account and no cookie."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional, ValidationError

from portal.accounts import emails
from portal.errors import Conflict
from portal.participation.actions import IdeaDraft
from portal.vocabulary.participation import IDEA_KIND_LABELS, IdeaKind
from portal.web.kit.fields import in_one_line, without_controls
from portal.web.kit.robots import ForPeople
from portal.web.kit.words import gettext as _

ANYWHERE = ""
MOST_TITLE, MOST_TEXT = 160, 2000
_SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class IdeaForm(ForPeople, Form):  # type: ignore[misc]  # WTForms has no types
    """Kind and title are needed; an address only for the answer. `seen` says that similar ones were shown already."""

    kind = RadioField(
        lazy_gettext("Was fehlt?"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(IdeaKind), message=lazy_gettext("Bitte wählen Sie, was fehlt."))],
    )
    title = StringField(
        lazy_gettext("In wenigen Worten"),
        description=lazy_gettext("Zum Beispiel: Schwimmen lernen für Frauen."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte sagen Sie in wenigen Worten, was fehlt.")),
            Length(max=MOST_TITLE, message=_SHORTEN),
        ],
    )
    text = TextAreaField(
        lazy_gettext("Genauer"),
        description=lazy_gettext(
            "Für wen, wo, wann? Bitte schreiben Sie keine Namen und nichts Privates hinein."
        ),
        filters=[without_controls],
        render_kw={"rows": 5},
        validators=[Length(max=MOST_TEXT, message=_SHORTEN)],
    )
    district = SelectField(lazy_gettext("In welchem Stadtteil?"), validate_choice=False)
    email = EmailField(
        lazy_gettext("Ihre E-Mail-Adresse"),
        description=lazy_gettext(
            "Nur wenn Sie eine Antwort per E-Mail möchten. Danach löschen wir sie, spätestens nach 90 Tagen."
        ),
        filters=[in_one_line],
        validators=[Optional()],
    )
    seen = HiddenField(filters=[without_controls])

    def __init__(self, *args: Any, districts: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, _(IDEA_KIND_LABELS[one])) for one in IdeaKind]
        self.district.choices = [(ANYWHERE, _("egal oder in der ganzen Stadt"))]
        self.district.choices += [(str(number), name) for number, name in districts]

    def validate_district(self, field: SelectField) -> None:
        if (field.data or ANYWHERE) not in {value for value, _label in field.choices}:
            raise ValidationError(_("Bitte wählen Sie einen Stadtteil aus der Liste."))

    def validate_email(self, field: EmailField) -> None:
        if not field.data:
            return
        try:
            field.data = emails.normalized(field.data)
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem

    def draft(self) -> IdeaDraft:
        """What was entered, once it is valid."""
        return IdeaDraft(
            kind=IdeaKind(self.kind.data),
            title=self.title.data,
            text=self.text.data or "",
            district_id=int(self.district.data) if self.district.data else None,
        )
