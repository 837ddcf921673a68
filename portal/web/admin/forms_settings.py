"""The form of all settings, made from their registry, and the form of one district."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    EmailField,
    Field,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput

from portal.accounts import emails
from portal.errors import Conflict
from portal.town import settings
from portal.town.districts import DistrictDraft, UsedDistrict
from portal.town.registry import REGISTRY, Kind, Known
from portal.web.kit.fields import CountField, DeskForm, in_one_line, without_controls
from portal.web.kit.words import gettext as _


def key(name: str) -> str:
    """What a setting's field is called: 'town.name' -> 'town_name'."""
    return name.replace(".", "_")


class ListField(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Several ticks; what is not among them is refused by the settings themselves, in German."""

    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """Nothing here: see above."""


class NumberField(CountField):
    """A whole number that must be there, between two others."""

    def __init__(self, label: str, *, least: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.least = least

    def pre_validate(self, _form: Any) -> None:
        if self.data is None or self.data < self.least:
            raise ValidationError(
                _(
                    "Bitte geben Sie eine Zahl von %(least)d bis %(most)d ein.",
                    least=self.least,
                    most=self.most,
                )
            )


def _length(known: Known) -> Length:
    return Length(max=known.most, message=lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen."))


def _colour(typed: str | None) -> str | None:
    """As people write it: '#F8CB46', 'f8cb46'."""
    line = (in_one_line(typed) or "").lower()
    return f"#{line}" if re.fullmatch(r"[0-9a-f]{6}", line) else line


def _email(_form: Any, field: Field) -> None:
    if not field.data:
        return
    try:
        field.data = emails.normalized(field.data)
    except Conflict as problem:
        raise ValidationError(_(str(problem))) from problem


def _field(known: Known) -> Any:
    """The unbound field of a setting."""
    words: dict[str, Any] = {"label": lazy_gettext(known.label), "name": known.name}
    if known.hint:
        words["description"] = lazy_gettext(known.hint)
    if known.kind is Kind.NUMBER:
        return NumberField(least=known.least, most=known.most, **words)
    if known.kind is Kind.CHOICES:
        return ListField(**words)
    if known.kind is Kind.CHOICE:
        return SelectField(validate_choice=False, **words)
    if known.kind is Kind.TEXT:
        return TextAreaField(filters=[without_controls], validators=[_length(known)], **words)
    if known.kind is Kind.COLOUR:
        return StringField(filters=[_colour], **words)
    if known.kind is Kind.EMAIL:
        return EmailField(filters=[in_one_line], validators=[_length(known), _email], **words)
    return StringField(filters=[in_one_line], validators=[_length(known)], **words)


class _SettingsForm(DeskForm):
    """`stand` says from which state of the settings the form was made."""

    stand = HiddenField(name="stand", filters=[in_one_line])

    def __init__(self, values: Mapping[str, Any] | None = None, stand: str = "") -> None:
        filled = {key(name): value for name, value in (values or {}).items()}
        super().__init__(data={**filled, "stand": stand} if values is not None else None)
        for known in REGISTRY:
            if known.kind in (Kind.CHOICE, Kind.CHOICES):
                nothing = [("", _("keine Angabe"))] if known.kind is Kind.CHOICE else []
                options = [(value, _(label)) for value, label in (known.options or {}).items()]
                self[key(known.name)].choices = [*nothing, *options]

    def values(self) -> dict[str, Any]:
        """What was typed, by the name of the setting."""
        return {known.name: _value(known, self[key(known.name)].data) for known in REGISTRY}

    def is_possible(self) -> bool:
        """Whether the settings would take it; else the field says what is wrong."""
        try:
            settings.check(self.values())
        except Conflict as problem:
            field = self[key(problem.field or REGISTRY[0].name)]
            field.errors = [*field.errors, _(str(problem))]
            return False
        return True


SettingsForm: type[_SettingsForm] = type(
    "SettingsForm", (_SettingsForm,), {key(known.name): _field(known) for known in REGISTRY}
)


def _value(known: Known, data: Any) -> Any:
    if known.kind is Kind.CHOICES:
        return [value for value in (known.options or ()) if value in (data or [])]
    return data if known.kind is Kind.NUMBER else data or ""


class DistrictForm(DeskForm):
    """One district. Degrees and postal codes are written as people write them."""

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
    slug = StringField(
        lazy_gettext("Kürzel in Adressen"),
        description=lazy_gettext("Leer: aus dem Namen. Es bleibt für immer, weil Kalender es benutzen."),
        filters=[in_one_line],
        validators=[Length(max=80, message=lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen."))],
    )
    latitude = StringField(
        lazy_gettext("Breite der Mitte, in Grad"),
        description=lazy_gettext(
            "Zum Beispiel 51,8345. Eine Karte zeigt die Zahl, wenn Sie die Mitte anklicken."
        ),
        filters=[in_one_line],
    )
    longitude = StringField(
        lazy_gettext("Länge der Mitte, in Grad"),
        description=lazy_gettext("Zum Beispiel 12,2465."),
        filters=[in_one_line],
    )
    postal_codes = StringField(
        lazy_gettext("Postleitzahlen"),
        description=lazy_gettext("Mit Komma getrennt, zum Beispiel 06844, 06846."),
        filters=[in_one_line],
    )
    position = CountField(lazy_gettext("Stelle in der Liste"), most=1000, validators=[Optional()])

    def validate_latitude(self, field: StringField) -> None:
        degrees(field.data, 90)

    def validate_longitude(self, field: StringField) -> None:
        degrees(field.data, 180)

    def validate_postal_codes(self, field: StringField) -> None:
        wrong = [code for code in codes(field.data) if not re.fullmatch(r"[0-9]{5}", code)]
        if wrong:
            raise ValidationError(
                _("„%(code)s“ ist keine Postleitzahl. Sie hat fünf Ziffern.", code=wrong[0][:20])
            )
        if len(codes(field.data)) > 50:
            raise ValidationError(_("Bitte nennen Sie höchstens 50 Postleitzahlen."))

    def draft(self) -> DistrictDraft:
        """What was entered, once it is valid."""
        return DistrictDraft(
            self.name.data,
            degrees(self.latitude.data, 90),
            degrees(self.longitude.data, 180),
            tuple(dict.fromkeys(codes(self.postal_codes.data))),
            self.position.data or 0,
            self.slug.data or "",
        )


def degrees(typed: str | None, most: int) -> float:
    """51,8345 or 51.8345. Raises ValidationError."""
    found = re.fullmatch(r"-?[0-9]{1,3}(?:[.,][0-9]{1,9})?", typed or "")
    if found is None or abs(float(found[0].replace(",", "."))) > most:
        raise ValidationError(_("Bitte geben Sie eine Zahl wie 51,8345 ein."))
    return float(found[0].replace(",", "."))


def codes(typed: str | None) -> list[str]:
    return [code for code in re.split(r"[,; ]+", typed or "") if code]


def form_of(district: UsedDistrict) -> DistrictForm:
    """The form filled with what is stored."""
    return DistrictForm(
        data={
            "name": district.name,
            "slug": district.slug,
            "latitude": str(district.latitude).replace(".", ","),
            "longitude": str(district.longitude).replace(".", ","),
            "postal_codes": ", ".join(district.postal_codes),
            "position": district.position,
        }
    )
