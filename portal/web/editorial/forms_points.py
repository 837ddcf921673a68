"""The form for a B-Punkt. Its hours are rows of their own (hours_form.py)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    EmailField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts import emails
from portal.errors import Conflict
from portal.guidance.point_actions import PointDraft
from portal.models import District
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus
from portal.web.editorial.hours_form import HourRows
from portal.web.kit.fields import CountField, DeskForm, Tick, in_one_line, without_controls
from portal.web.kit.words import gettext as _

YES, NO, UNKNOWN = "ja", "nein", "offen"
ANSWERS: Mapping[str, bool | None] = {YES: True, NO: False, UNKNOWN: None}
TEXTS = (
    *"name focus description street postal_code town phone email opening_hours".split(),
    *"focus_en description_en opening_hours_en".split(),
)
SHORTEN = lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")
AGAIN = lazy_gettext("Diese Auswahl gibt es nicht. Bitte wählen Sie noch einmal.")
_PHONE = re.compile(r"[+0-9][0-9 ()/.–-]{4,58}")


def line(label: Any, most: int, hint: Any = "", *, needed: Any = None) -> Field:
    """One line of text; `needed` is what to say when it is empty."""
    checks: list[Any] = [DataRequired(needed)] if needed else [Optional()]
    return StringField(
        label,
        description=hint,
        filters=[in_one_line],
        validators=[*checks, Length(max=most, message=SHORTEN)],
    )


def ticks(label: Any) -> Field:
    """Any of several; values that nobody offered are left out."""
    return SelectMultipleField(
        label, validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class PointForm(DeskForm):
    """Texts, address, what it knows and speaks, hours with exceptions."""

    name = line(lazy_gettext("Name"), 120, needed=lazy_gettext("Bitte geben Sie einen Namen ein."))
    focus = line(
        lazy_gettext("Wofür er da ist, in einer Zeile"),
        200,
        lazy_gettext("Zum Beispiel: Beruf, Wiedereinstieg, Zuschüsse"),
        needed=lazy_gettext("Bitte sagen Sie in einer Zeile, wofür er da ist."),
    )
    description = TextAreaField(
        lazy_gettext("Text"),
        description=lazy_gettext("Leerzeile: neuer Absatz. ## Zwischentitel, *betont*, [Wort](Adresse)."),
        filters=[without_controls],
        render_kw={"rows": 8},
        validators=[Length(max=8000, message=SHORTEN)],
    )
    focuses = ticks(lazy_gettext("Worum geht es dort?"))
    languages = ticks(lazy_gettext("Welche Sprachen werden gesprochen?"))
    life_phases = ticks(lazy_gettext("Für welche Lebensphasen?"))
    street = line(lazy_gettext("Straße und Hausnummer"), 200)
    postal_code = line(lazy_gettext("Postleitzahl"), 10)
    town = line(lazy_gettext("Ort"), 120)
    district = SelectField(lazy_gettext("Stadtteil"), validate_choice=False)
    phone = line(lazy_gettext("Telefon"), 60)
    email = EmailField(
        lazy_gettext("E-Mail-Adresse"),
        description=lazy_gettext("Sie steht auf der Seite; Terminwünsche gehen dorthin."),
        filters=[in_one_line],
        validators=[Optional(), Length(max=254, message=SHORTEN)],
    )
    step_free = RadioField(
        lazy_gettext("Ist der Eingang ohne Stufen?"),
        validate_choice=False,  # its message would be English
        validators=[AnyOf(list(ANSWERS), message=AGAIN)],
    )
    opening_hours = TextAreaField(
        lazy_gettext("Was die Zeiten nicht sagen"),
        description=lazy_gettext("Zum Beispiel: Freitag nach Absprache"),
        filters=[without_controls],
        render_kw={"rows": 2},
        validators=[Length(max=300, message=SHORTEN)],
    )
    focus_en = line(lazy_gettext("Wofür er da ist, auf Englisch"), 200)
    description_en = TextAreaField(
        lazy_gettext("Text auf Englisch"),
        filters=[without_controls],
        render_kw={"rows": 8},
        validators=[Length(max=8000, message=SHORTEN)],
    )
    opening_hours_en = TextAreaField(
        lazy_gettext("Was die Zeiten nicht sagen, auf Englisch"),
        filters=[without_controls],
        render_kw={"rows": 2},
        validators=[Length(max=300, message=SHORTEN)],
    )
    takes_appointments = Tick(lazy_gettext("Nimmt Terminwünsche über das Portal an"))
    is_public = Tick(lazy_gettext("Öffentlich zeigen"))
    position = CountField(
        lazy_gettext("Platz in der Liste"),
        most=999,
        description=lazy_gettext("Kleine Zahlen stehen oben."),
        validators=[Optional()],
    )

    def __init__(
        self,
        *args: Any,
        draft: PointDraft | None = None,
        districts: Sequence[District],
        languages: Mapping[str, str],
        life_phases: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, data=data_of(draft) if draft else None, **kwargs)
        stored = draft or PointDraft("", "")
        self.rows = HourRows(self.sent, stored.hours, stored.exceptions)
        self.focuses.choices = [(one.value, _(ADVICE_FOCUS_LABELS[one])) for one in AdviceFocus]
        self.languages.choices = list(languages.items())
        self.life_phases.choices = list(life_phases.items())
        self.district.choices = [("", _("keiner")), *((str(one.id), one.name) for one in districts)]
        self.step_free.choices = [(YES, _("ja")), (NO, _("nein")), (UNKNOWN, _("weiß ich nicht"))]

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Also remembers what was sent, for the rows."""
        self.sent = self.meta.wrap_formdata(self, formdata)
        super().process(self.sent, *args, **kwargs)

    def fields(self) -> list[Field]:
        """Every field with those of the rows, in the order of the page."""
        above = [field for field in self if field.name != "csrf_token"]
        return [*above, *self.rows.fields()]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields())

    def is_valid(self, today: date) -> bool:
        """All fields and rows, so that everything that is wrong is said at once."""
        fine = bool(self.validate_on_submit())
        return self.rows.validate(today) and fine

    def validate_email(self, field: EmailField) -> None:
        try:
            field.data = emails.normalized(field.data) if field.data else field.data
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem

    def validate_phone(self, field: Field) -> None:
        if field.data and not _PHONE.fullmatch(field.data):
            raise ValidationError(
                _("Bitte schreiben Sie die Nummer mit Vorwahl, zum Beispiel: 0340 0000-100")
            )

    def validate_district(self, field: SelectField) -> None:
        if (field.data or "") not in {value for value, _label in field.choices}:
            raise ValidationError(AGAIN)

    def draft(self) -> PointDraft:
        """What was entered, once it is valid."""
        return PointDraft(
            **{name: self[name].data or "" for name in TEXTS},
            district_id=int(self.district.data) if self.district.data else None,
            focuses=chosen(self.focuses),
            languages=chosen(self.languages),
            life_phases=chosen(self.life_phases),
            hours=self.rows.hours(),
            exceptions=self.rows.other_hours(),
            step_free=ANSWERS.get(self.step_free.data),
            takes_appointments=bool(self.takes_appointments.data),
            is_public=bool(self.is_public.data),
            position=self.position.data or 0,
        )


def chosen(field: SelectMultipleField) -> tuple[str, ...]:
    """The ticked values that were offered, in their order."""
    return tuple(value for value, _label in field.choices if value in (field.data or ()))


def data_of(draft: PointDraft) -> dict[str, Any]:
    """What the form begins with."""
    return {
        **{name: getattr(draft, name) for name in (*TEXTS, "position")},
        "focuses": list(draft.focuses),
        "languages": list(draft.languages),
        "life_phases": list(draft.life_phases),
        "district": str(draft.district_id or ""),
        "step_free": next(word for word, answer in ANSWERS.items() if answer is draft.step_free),
        "takes_appointments": draft.takes_appointments,
        "is_public": draft.is_public,
    }
