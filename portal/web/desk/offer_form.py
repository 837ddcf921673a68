"""The form of an offer in its sections. It knows neither database nor sheet; what it holds becomes one in sheet_of_form.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, HiddenField, RadioField
from wtforms.fields import Field
from wtforms.validators import ValidationError

from portal import clock
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    KIND_LABELS,
    REGISTRATION_LABELS,
    AttendanceMode,
    CefrLevel,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.terms import Scheme
from portal.web.desk import form_fields as f
from portal.web.desk.run_form import MOST_RUNS, RunForm, check_reduction
from portal.web.kit.fields import DeskForm, Tick
from portal.web.kit.uploads import PictureFields
from portal.web.kit.words import gettext as _

MOST_SUMMARY = 300
SCHEMES: tuple[Scheme, ...] = (
    Scheme.TOPIC,
    Scheme.LIFE_PHASE,
    Scheme.TARGET_GROUP,
    Scheme.GRADE,
    Scheme.SCHOOL_FORM,
    Scheme.OCCUPATION_FIELD,
    Scheme.ACTION,
    Scheme.PROGRAMME,
    Scheme.FUNDING,
    Scheme.LANGUAGE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the form; `fields` are its field names, which the list of sections counts errors by."""

    code: str
    title: str
    fields: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        "was",
        N_("Was bieten Sie an?"),
        tuple(
            "title kind summary description plain_text goal prerequisites certificate material_url material_licence "
            "material_access".split()
        ),
    ),
    Section(
        "wer",
        N_("Für wen?"),
        (
            *(scheme.value for scheme in SCHEMES),
            *"age_min age_max cefr_level educational_leave educational_leave_number".split(),
            *"educational_leave_until insurance_note guest_places guest_conditions".split(),
        ),
    ),
    Section("wann", N_("Wann?"), ("runs", "expires_on")),
    Section("preis", N_("Was kostet es?"), ("price", "is_free", "reduced_price", "price_note")),
    Section("wo", N_("Wo, und wie zugänglich?"), ("attendance_mode", "place", "childcare")),
    Section(
        "kontakt",
        N_("Anmeldung und Kontakt"),
        tuple(
            "registration_way registration_url registration_email registration_phone max_participants "
            "min_participants contact_name contact_phone contact_email website maintenance_name "
            "maintenance_email".split()
        ),
    ),
    Section(
        "bild",
        N_("Bild"),
        tuple("picture picture_alt picture_author picture_licence".split()),
    ),
)


class OfferForm(PictureFields, DeskForm):
    """Everything that may be said about an offer. Only the title is needed to save it."""

    class Meta(DeskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            return f.readable(super().wrap_formdata(form, formdata))

    stand = HiddenField(filters=[f.in_one_line])
    kept = HiddenField(filters=[f.in_one_line])

    title = f.line(
        lazy_gettext("Titel"),
        300,
        lazy_gettext("So, wie Menschen suchen: „Gitarre für Anfänger“ statt „Kurs 3/27“."),
        needed=lazy_gettext("Geben Sie dem Angebot einen Titel. Mehr braucht es nicht, um es zu speichern."),
    )
    kind = RadioField(lazy_gettext("Angebotsart"), validate_choice=False)
    summary = f.prose(
        lazy_gettext("Kurz gesagt"),
        MOST_SUMMARY,
        lazy_gettext("Ein bis zwei Sätze. Sie stehen in den Suchergebnissen."),
        counts=True,
        rows=3,
    )
    description = f.prose(
        lazy_gettext("Ausführlich"),
        20_000,
        lazy_gettext(
            "Eine Leerzeile beginnt einen Absatz, „- “ am Zeilenanfang eine Aufzählung, „## “ eine Zwischenüberschrift."
        ),
        rows=8,
    )
    plain_text = f.prose(
        lazy_gettext("In Leichter Sprache"),
        5_000,
        lazy_gettext("Kurze Sätze, bekannte Wörter, ein Gedanke je Satz."),
    )
    goal = f.prose(lazy_gettext("Ziel"), 1_000, lazy_gettext("Was kann man danach?"), rows=2)
    prerequisites = f.prose(
        lazy_gettext("Voraussetzungen"),
        1_000,
        lazy_gettext("Was man können oder mitbringen muss."),
        rows=2,
    )
    certificate = f.line(lazy_gettext("Nachweis"), 300, lazy_gettext("Zum Beispiel: Teilnahmebescheinigung."))
    material_url = f.web(lazy_gettext("Adresse des Materials"))
    material_licence = f.line(
        lazy_gettext("Lizenz"),
        120,
        lazy_gettext("Was man mit dem Material tun darf, zum Beispiel: CC BY 4.0."),
    )
    material_access = f.line(
        lazy_gettext("Zugang"),
        300,
        lazy_gettext("Was man braucht, zum Beispiel: ein Konto, einen Büchereiausweis, nichts."),
    )

    life_phase = f.ticks(lazy_gettext("Lebensphase"))
    target_group = f.ticks(lazy_gettext("Zielgruppe"))
    topic = f.ticks(lazy_gettext("Thema"), lazy_gettext("Eines bis drei genügen."))
    grade = f.ticks(lazy_gettext("Klasse"))
    school_form = f.ticks(lazy_gettext("Schulform"))
    occupation_field = f.ticks(lazy_gettext("Berufsfeld"))
    action = f.ticks(lazy_gettext("Art der Aktion"))
    programme = f.ticks(lazy_gettext("Programm der Stadt"))
    funding = f.ticks(lazy_gettext("Förderung"))
    language = f.ticks(lazy_gettext("Sprache"), lazy_gettext("In welcher Sprache es stattfindet."))
    cefr_level = f.pick(lazy_gettext("Sprachniveau"))
    age_min = f.count(lazy_gettext("Alter von"), most=120)
    age_max = f.count(lazy_gettext("Alter bis"), most=120)
    educational_leave = Tick(lazy_gettext("Als Bildungsfreistellung anerkannt"))
    educational_leave_number = f.line(lazy_gettext("Nummer der Anerkennung"), 80)
    educational_leave_until = f.day(lazy_gettext("Anerkannt bis"))
    insurance_note = f.line(
        lazy_gettext("Versicherung"), 300, lazy_gettext("Wie Schülerinnen und Schüler dabei versichert sind.")
    )
    guest_places = f.count(
        lazy_gettext("Plätze für Gäste"), lazy_gettext("Für Gäste der Seniorenuniversität."), most=10_000
    )
    guest_conditions = f.line(
        lazy_gettext("Hinweis für Gäste"),
        300,
        lazy_gettext("Zum Beispiel: Bitte setzen Sie sich in die ersten Reihen."),
    )

    runs = FieldList(FormField(RunForm), max_entries=MOST_RUNS)
    expires_on = f.day(
        lazy_gettext("Das Angebot gilt bis"),
        lazy_gettext("Danach verschwindet es von selbst. Nur für Angebote ohne Termine."),
    )

    price = f.euro(lazy_gettext("Preis in Euro"), lazy_gettext("0 für kostenlos"))
    is_free = Tick(lazy_gettext("Die Teilnahme ist kostenlos"))
    reduced_price = f.euro(lazy_gettext("Ermäßigt"), lazy_gettext("zum Beispiel mit Sozialpass"))
    price_note = f.line(
        lazy_gettext("Hinweis zum Preis"),
        300,
        lazy_gettext("Für wen die Ermäßigung gilt, was dazukommt: Material, Eintritt, Lehrbuch."),
    )

    attendance_mode = RadioField(lazy_gettext("Wie nimmt man teil?"), validate_choice=False)
    place = f.pick(
        lazy_gettext("Lernort"),
        lazy_gettext("Adresse und Zugang stehen am Lernort und gelten für alle Angebote dort."),
    )

    childcare = f.pick(lazy_gettext("Werden währenddessen Kinder betreut?"))

    registration_way = RadioField(
        lazy_gettext("Wie meldet man sich an?"),
        description=lazy_gettext(
            "Bei „Anmeldung hier“ nimmt das Portal Anmeldungen an, zählt die Plätze und führt die Warteliste."
        ),
        validate_choice=False,
    )
    registration_url = f.web(lazy_gettext("Internetadresse zur Anmeldung"))
    registration_email = f.mail(
        lazy_gettext("E-Mail zur Anmeldung"), lazy_gettext("Leer heißt: an die Adresse für Fragen.")
    )
    registration_phone = f.line(
        lazy_gettext("Telefon zur Anmeldung"), 60, lazy_gettext("Leer heißt: unter der Nummer für Fragen.")
    )
    max_participants = f.count(lazy_gettext("Plätze insgesamt"), most=10_000)
    min_participants = f.count(lazy_gettext("Findet statt ab (Personen)"), most=10_000)
    contact_name = f.line(lazy_gettext("Wer beantwortet Fragen?"), 200, lazy_gettext("Person oder Stelle"))
    contact_phone = f.line(lazy_gettext("Telefon"), 60, lazy_gettext("Am besten die Zentrale"))
    contact_email = f.mail(lazy_gettext("E-Mail"), lazy_gettext("Keine private Adresse"))
    website = f.web(lazy_gettext("Internetseite zum Angebot"))
    maintenance_name = f.line(lazy_gettext("Wer pflegt diesen Eintrag?"), 200)
    maintenance_email = f.mail(lazy_gettext("E-Mail für Rückfragen der Redaktion"))

    publish_on = f.day(lazy_gettext("Veröffentlichen am"), lazy_gettext("Leer heißt: sobald es geprüft ist."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, _(KIND_LABELS[one])) for one in OfferKind]
        self.attendance_mode.choices = [(one.value, _(ATTENDANCE_LABELS[one])) for one in AttendanceMode]
        self.registration_way.choices = [(one.value, _(REGISTRATION_LABELS[one])) for one in RegistrationWay]
        self.cefr_level.choices = [
            ("", _("keine Angabe")),
            *((level.value, level.label) for level in CefrLevel),
        ]
        self.childcare.choices = [("", _("keine Angabe")), ("ja", _("ja")), ("nein", _("nein"))]

    def offer_choices(
        self, terms: Mapping[Scheme, list[tuple[str, str]]], places: list[Any], places_of_runs: list[Any]
    ) -> None:
        """What the database offers to choose from."""
        for scheme in SCHEMES:
            self[scheme.value].choices = terms.get(scheme, [])
        self.place.choices = places
        for run in self.runs:
            run.form.place.choices = [("", _("wie beim Angebot")), *places_of_runs]

    def validate_kind(self, field: Field) -> None:
        if field.data not in set(OfferKind):
            raise ValidationError(_("Bitte wählen Sie die Angebotsart."))

    def validate_age_max(self, field: Field) -> None:
        if field.data is not None and self.age_min.data is not None and field.data < self.age_min.data:
            raise ValidationError(_("Dieses Alter ist niedriger als das bei „Alter von“."))

    def validate_is_free(self, field: Field) -> None:
        if field.data and self.price.data:
            raise ValidationError(
                _("Kostenlos oder %(price)s Euro? Bitte nur eines von beiden.", price=self.price._value())
            )

    def validate_reduced_price(self, field: Field) -> None:
        check_reduction(field, self.price.data)

    def validate_min_participants(self, field: Field) -> None:
        most = self.max_participants.data
        if field.data is not None and most is not None and field.data > most:
            raise ValidationError(_("Das sind mehr Personen als Plätze."))

    def validate_publish_on(self, field: Field) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_("Dieser Tag ist vorbei. Bitte wählen Sie einen kommenden."))
