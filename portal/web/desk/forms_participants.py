"""The trainer's forms: write somebody down, move somebody to another team, write to all of a team."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.validators import Optional
from wtforms.widgets import NumberInput

from portal.accounts import emails
from portal.attendance.rules import MOST_PERSONS
from portal.errors import Conflict
from portal.web.desk import form_fields as f
from portal.web.desk.run_form import complain
from portal.web.desk.small_forms import ReadableForm
from portal.web.kit.fields import CountField, Tick
from portal.web.kit.words import gettext as _


class ParticipantForm(ReadableForm):
    """Somebody who called or came by."""

    name = f.line(lazy_gettext("Name"), 200, needed=lazy_gettext("Bitte geben Sie den Namen ein."))
    email = f.mail(
        lazy_gettext("E-Mail"), lazy_gettext("Dorthin gehen Bestätigung und Erinnerungen. Ohne: leer lassen.")
    )
    phone = f.line(lazy_gettext("Telefon"), 60)
    persons = CountField(
        lazy_gettext("Personen"),
        most=MOST_PERSONS,
        default=1,
        validators=[Optional()],
        widget=NumberInput(min=1, max=MOST_PERSONS),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.email.data and not self.phone.data:
            complain(self.phone, _("Bitte geben Sie eine Telefonnummer oder eine E-Mail-Adresse ein."))
        if self.email.data and not self.email.errors:
            try:
                self.email.data = emails.normalized(self.email.data)
            except Conflict as problem:
                complain(self.email, _(str(problem)))
        if not self.persons.data:
            complain(self.persons, _("Für wie viele Personen? Ein Beispiel: 1"))
        return not any(field.errors for field in self)


class MoveForm(ReadableForm):
    """Another team of the same offer; `team` is the run's id."""

    team = RadioField(lazy_gettext("In welche Gruppe?"), validate_choice=False)
    may_wait = Tick(lazy_gettext("Ist dort kein Platz frei: auf die Warteliste dieser Gruppe"))

    def offer_teams(self, teams: Sequence[tuple[str, str]]) -> None:
        self.team.choices = list(teams)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.team.data not in {value for value, _words in self.team.choices}:
            complain(self.team, _("Bitte wählen Sie eine Gruppe."))
        return not any(field.errors for field in self)


class TeamLetterForm(ReadableForm):
    """Words to everybody of a team."""

    text = f.prose(
        lazy_gettext("Ihre Nachricht"),
        5000,
        lazy_gettext(
            "Anrede und Gruß setzt das Portal dazu. Wer sie bekommt, sieht die anderen Adressen nicht."
        ),
        rows=8,
    )
    to_waiting = Tick(lazy_gettext("Auch an alle auf der Warteliste"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.text.data:
            complain(self.text, _("Bitte schreiben Sie ein paar Worte."))
        return not any(field.errors for field in self)
