"""The forms about an institution: its profile, its places, who works for it."""

import re
from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, Length, Optional, ValidationError

from portal import text
from portal.accounts import emails
from portal.errors import Conflict
from portal.institutions.places import PlaceDraft
from portal.institutions.profiles import Profile
from portal.models import District, Place
from portal.vocabulary.labels import N_
from portal.vocabulary.people import (
    INSTITUTION_KIND_LABELS,
    MEMBERSHIP_LABELS,
    InstitutionKind,
    MembershipRole,
)
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.web.desk.form_fields import line, mail, prose, web
from portal.web.kit.fields import DeskForm, in_one_line
from portal.web.kit.words import gettext as _

YES, NO, UNKNOWN = "ja", "nein", ""
ANSWERS = {YES: N_("ja"), NO: N_("nein"), UNKNOWN: N_("weiß ich nicht")}
NO_CHOICE = lazy_gettext("Diese Auswahl gibt es nicht. Bitte wählen Sie noch einmal.")
_PHONE = re.compile(r"[+0-9][0-9 ()/.–-]{4,58}")
_DEGREES = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,12})?")


def check_phone(_form: Any, field: Any) -> None:
    if field.data and not _PHONE.fullmatch(field.data):
        raise ValidationError(_("Bitte schreiben Sie die Nummer mit Vorwahl, zum Beispiel: 0340 0000-100"))


def check_post_code(_form: Any, field: Any) -> None:
    if field.data and not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z -]{2,9}", field.data):
        raise ValidationError(_("Diese Postleitzahl stimmt nicht. Ein Beispiel: 06844"))


def phone(label: Any, hint: Any = "") -> Any:
    return StringField(
        label,
        description=hint,
        filters=[in_one_line],
        validators=[Optional(), check_phone],
        render_kw={"type": "tel"},
    )


def post_code() -> Any:
    return StringField(
        lazy_gettext("Postleitzahl"),
        filters=[in_one_line],
        validators=[Optional(), check_post_code],
        render_kw={"inputmode": "numeric"},
    )


class AddressFields:
    """Where it is. The districts are those of the town; mixed in before DeskForm."""

    street = line(lazy_gettext("Straße und Hausnummer"), 200)
    postal_code = post_code()
    town = line(lazy_gettext("Ort"), 120)
    district = SelectField(lazy_gettext("Stadtteil"), validate_choice=False)

    def offer_districts(self, districts: list[District]) -> None:
        self.district.choices = [("", _("keiner davon")), *((str(one.id), one.name) for one in districts)]

    def validate_district(self, field: Any) -> None:
        if (field.data or "") not in [value for value, _label in field.choices]:
            raise ValidationError(NO_CHOICE)

    @property
    def district_id(self) -> int | None:
        return int(self.district.data) if self.district.data else None


class ProfileForm(AddressFields, DeskForm):
    """What an institution says of itself."""

    name = line(lazy_gettext("Name"), 300, needed=lazy_gettext("Bitte geben Sie den Namen ein."))
    short_name = line(
        lazy_gettext("Kurzname"), 120, lazy_gettext("Für enge Stellen, zum Beispiel: VHS Dessau")
    )
    kind = SelectField(lazy_gettext("Art der Einrichtung"), validate_choice=False)
    summary = prose(
        lazy_gettext("In ein bis zwei Sätzen"),
        300,
        lazy_gettext("Steht in der Liste aller Anbieter."),
        counts=True,
        rows=3,
    )
    description = prose(
        lazy_gettext("Ausführlich"),
        10_000,
        lazy_gettext(
            "Eine leere Zeile beginnt einen Absatz, „- “ am Anfang eine Liste, „## “ eine Überschrift."
        ),
        rows=10,
    )
    phone = phone(lazy_gettext("Telefon"), lazy_gettext("Am besten eine Nummer, die immer jemand abnimmt."))
    email = mail(lazy_gettext("E-Mail"), lazy_gettext("Öffentlich. Am besten keine private Adresse."))
    website = web(lazy_gettext("Internetseite"))
    opening_hours = prose(
        lazy_gettext("Öffnungszeiten"),
        600,
        lazy_gettext("Zum Beispiel: Montag bis Freitag 9 bis 17 Uhr"),
        rows=3,
    )
    maintenance_email = mail(
        lazy_gettext("E-Mail für Post vom Portal"),
        lazy_gettext(
            "Nie öffentlich. Dorthin schreiben wir, wenn Angaben zu bestätigen sind oder jemand einen Fehler meldet."
        ),
    )

    def __init__(self, *args: Any, districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_districts(districts)
        kinds = [(kind.value, _(INSTITUTION_KIND_LABELS[kind])) for kind in InstitutionKind]
        self.kind.choices = [("", _("keine davon")), *sorted(kinds, key=lambda one: text.slugify(one[1]))]

    def validate_kind(self, field: Any) -> None:
        if (field.data or "") not in [value for value, _label in field.choices]:
            raise ValidationError(NO_CHOICE)

    def profile(self) -> Profile:
        """What was entered, once it is valid."""
        texts = "name short_name summary description street postal_code town phone email website opening_hours maintenance_email"
        return Profile(
            **{name: self[name].data or "" for name in texts.split()},
            kind=InstitutionKind(self.kind.data) if self.kind.data else None,
            district_id=self.district_id,
        )


def profile_data(profile: Profile) -> dict[str, Any]:
    """What fills the form with what is stored."""
    return {
        **{name: getattr(profile, name) for name in Profile.__slots__},
        "kind": profile.kind.value if profile.kind else "",
        "district": str(profile.district_id or ""),
    }


class DegreesField(StringField):  # type: ignore[misc]  # WTForms has no types
    """Degrees north or east, with point or comma."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [text.one_line(typed, 40) for typed in valuelist[:1]]
        self.data = None
        if not any(self.raw_data):
            return
        if not _DEGREES.fullmatch(self.raw_data[0]):
            raise ValueError(_("Bitte schreiben Sie eine Zahl in Grad, zum Beispiel: 51,8364"))
        self.data = float(self.raw_data[0].replace(",", "."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data}".replace(".", ",")


class PlaceForm(AddressFields, DeskForm):
    """A place of learning, and what there is for people with disabilities: yes, no and unknown are three answers."""

    name = line(
        lazy_gettext("Name des Lernorts"),
        300,
        lazy_gettext("So, wie man ihn sucht: „Haus der Vereine, Saal 2“."),
        needed=lazy_gettext("Bitte geben Sie dem Lernort einen Namen."),
    )
    latitude = DegreesField(lazy_gettext("Breite in Grad"), validators=[Optional()])
    longitude = DegreesField(lazy_gettext("Länge in Grad"), validators=[Optional()])
    transit_stop = line(
        lazy_gettext("Haltestelle"), 200, lazy_gettext("Zum Beispiel: Straßenbahn 1 und 3, Museum")
    )
    access_note = prose(
        lazy_gettext("Was man zum Zugang wissen muss"),
        1000,
        lazy_gettext("Zum Beispiel: Die Klingel ist links, 90 cm hoch."),
        rows=3,
    )

    def __init__(self, *args: Any, districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_districts(districts)
        for feature in AccessFeature:
            self[feature.value].choices = [(value, _(label)) for value, label in ANSWERS.items()]

    @property
    def features(self) -> list[Any]:
        return [self[feature.value] for feature in AccessFeature]

    def validate_latitude(self, field: Any) -> None:
        if field.data is not None and field.data > 90:
            raise ValidationError(_("Die Breite liegt zwischen 0 und 90 Grad."))

    def validate_longitude(self, field: Any) -> None:
        if field.data is not None and field.data > 180:
            raise ValidationError(_("Die Länge liegt zwischen 0 und 180 Grad."))

    def draft(self) -> PlaceDraft:
        """What was entered, once it is valid."""
        texts = "name street postal_code town access_note transit_stop".split()
        answers = {feature: self[feature.value].data for feature in AccessFeature}
        return PlaceDraft(
            **{name: self[name].data or "" for name in texts},
            district_id=self.district_id,
            latitude=self.latitude.data,
            longitude=self.longitude.data,
            access={feature: answer == YES for feature, answer in answers.items() if answer in (YES, NO)},
        )


for _feature in AccessFeature:
    setattr(
        PlaceForm,
        _feature.value,
        RadioField(
            lazy_gettext(ACCESS_LABELS[_feature]),
            default=UNKNOWN,
            validate_choice=False,
            validators=[Optional(), AnyOf(list(ANSWERS), message=NO_CHOICE)],
        ),
    )


def place_data(place: Place) -> dict[str, Any]:
    """What fills the form with what is stored; a position that is only the middle of the district stays open."""
    district = place.district
    is_middle = district is not None and (place.latitude, place.longitude) == (
        district.latitude,
        district.longitude,
    )
    answers = {True: YES, False: NO, None: UNKNOWN}
    texts = "name street postal_code town access_note transit_stop".split()
    return {
        **{name: getattr(place, name) for name in texts},
        "district": str(place.district_id or ""),
        "latitude": None if is_middle else place.latitude,
        "longitude": None if is_middle else place.longitude,
        **{feature.value: answers[getattr(place, feature.value)] for feature in AccessFeature},
    }


def role_field() -> Any:
    return RadioField(
        lazy_gettext("Als was?"),
        description=lazy_gettext(
            "Mitglieder pflegen Angebote. Die Leitung pflegt auch das Profil und lädt andere ein."
        ),
        default=MembershipRole.MEMBER.value,
        validate_choice=False,
        validators=[
            AnyOf(list(MembershipRole), message=lazy_gettext("Bitte wählen Sie Mitglied oder Leitung."))
        ],
    )


class InviteForm(DeskForm):
    """Whom to invite, and as what."""

    email = EmailField(
        lazy_gettext("E-Mail-Adresse"),
        description=lazy_gettext("Wir schicken einen Link dorthin. Er gilt einmal."),
        filters=[in_one_line],
        validators=[
            DataRequired(lazy_gettext("Bitte geben Sie die E-Mail-Adresse der Person ein.")),
            Length(max=254, message=lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen.")),
        ],
    )
    role = role_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, _(MEMBERSHIP_LABELS[role])) for role in MembershipRole]

    def validate_email(self, field: Any) -> None:
        try:
            emails.normalized(field.data)
        except Conflict as problem:
            raise ValidationError(_(str(problem))) from problem
