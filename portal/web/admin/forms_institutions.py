"""Forms about institutions."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from portal.institutions.directory import InstitutionFilter
from portal.vocabulary.people import INSTITUTION_KIND_LABELS, STANDING_LABELS, InstitutionKind, Standing
from portal.web.admin.filtering import FilterForm
from portal.web.kit.fields import DeskForm, Tick, in_one_line, without_controls
from portal.web.kit.words import gettext as _


class InstitutionFilterForm(FilterForm):
    """Narrows the list of institutions."""

    words = StringField(lazy_gettext("Name"), name="suche", filters=[in_one_line])
    standing = SelectField(lazy_gettext("Stand"), name="stand", validate_choice=False)

    def __init__(self) -> None:
        super().__init__(standing=[(one.value, _(STANDING_LABELS[one])) for one in Standing])

    def wanted(self) -> InstitutionFilter:
        """What the list is narrowed to; ask `ignored` before."""
        return InstitutionFilter(
            (self.words.data or "")[:200], Standing(self.standing.data) if self.standing.data else None
        )


TOO_LONG = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")


class NewInstitutionForm(DeskForm):
    """What the office knows of an institution that it enters itself; the rest is its profile."""

    name = StringField(
        lazy_gettext("Name"),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie den Namen ein.")),
            Length(max=300, message=TOO_LONG),
        ],
    )
    kind = SelectField(lazy_gettext("Art"), validate_choice=False)
    maintenance_email = EmailField(
        lazy_gettext("E-Mail für Rückfragen"),
        description=lazy_gettext(
            "Freiwillig und nicht öffentlich. Dorthin schreibt das Portal, wenn etwas zu bestätigen ist."
        ),
        filters=[in_one_line],
        validators=[
            Optional(),
            Length(max=254, message=TOO_LONG),
            Email(
                message=lazy_gettext("Diese Adresse ist unvollständig. Ein Beispiel: name@example.org"),
            ),
        ],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        labels = sorted(
            ((kind.value, _(INSTITUTION_KIND_LABELS[kind])) for kind in InstitutionKind), key=_label
        )
        self.kind.choices = [("", _("Bitte wählen")), *labels]

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in list(InstitutionKind):
            raise ValidationError(_("Bitte wählen Sie, was für ein Anbieter es ist."))


def _label(choice: tuple[str, str]) -> str:
    return choice[1]


class StandingForm(DeskForm):
    """Why an institution is suspended or refused."""

    reason = TextAreaField(
        lazy_gettext("Grund"),
        description=lazy_gettext(
            "Nur zum Ablehnen und zum Sperren nötig. Er steht im Protokoll und im Brief an den Anbieter."
        ),
        filters=[without_controls],
        validators=[
            Length(
                max=1000, message=lazy_gettext("Bitte kürzen Sie den Grund auf höchstens %(max)d Zeichen.")
            )
        ],
    )


class MergeForm(DeskForm):
    """Which institution stays."""

    kept = SelectField(
        lazy_gettext("Dieser Anbieter bleibt"),
        description=lazy_gettext("Er bekommt alle Angebote, Lernorte und Personen des anderen."),
        validate_choice=False,
    )

    def __init__(self, institutions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kept.choices = [("", _("Bitte wählen")), *((str(key), name) for key, name in institutions)]

    def validate_kept(self, field: SelectField) -> None:
        if field.data not in {value for value, _label in field.choices if value}:
            raise ValidationError(_("Bitte wählen Sie den Anbieter, der bleiben soll."))


class SureForm(DeskForm):
    """A last question before something that cannot be undone."""

    sure = Tick(lazy_gettext("Ich habe die Liste gelesen. Das lässt sich nicht rückgängig machen."))

    def validate_sure(self, field: Tick) -> None:
        if not field.data:
            raise ValidationError(_("Bitte setzen Sie den Haken, wenn Sie sicher sind."))
