"""The small forms of an offer: call a date off or move it, say how many places are free, say a word to the editors, give a
reason, name a copy, confirm the dates of the next term."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, Form, FormField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from portal.vocabulary.offers import AVAILABILITY_LABELS, Availability
from portal.web.desk import form_fields as f
from portal.web.desk.run_form import MOST_ROWS, MOST_RUNS, DateForm, complain
from portal.web.kit.fields import DeskForm, Tick
from portal.web.kit.words import gettext as _


class ReadableForm(DeskForm):
    """Names of fields that no field of ours could have are not even looked at."""

    class Meta(DeskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            return f.readable(super().wrap_formdata(form, formdata))


class CancelForm(ReadableForm):
    note = f.line(
        lazy_gettext("Was sollen die Menschen wissen?"),
        500,
        lazy_gettext(
            "Steht beim Termin und im abonnierten Kalender. Zum Beispiel: „Die Dozentin ist krank, Ersatz am 4. Mai.“"
        ),
    )


class MoveForm(DateForm, ReadableForm):
    """Another day, time, room or place."""

    place = f.pick(lazy_gettext("Lernort"))
    note = f.line(
        lazy_gettext("Was sollen die Menschen wissen?"),
        500,
        lazy_gettext("Steht beim Termin und im abonnierten Kalender."),
    )

    def offer_places(self, places: list[SelectChoice]) -> None:
        self.place.choices = [SelectChoice("", _("wie bei der Durchführung")), *places]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.day.data is None:
            complain(self.day, _("An welchem Tag? Ein Beispiel: %(day)s", day="22.04.2027"))
        return not any(field.errors for field in self)


class SeatForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The places of one run."""

    uuid = HiddenField(filters=[f.in_one_line])
    availability = RadioField(lazy_gettext("Freie Plätze"), validate_choice=False)
    places_left = f.count(
        lazy_gettext("Wie viele sind frei?"), lazy_gettext("Leer heißt: ohne Zahl."), most=10_000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.availability.choices = [(one.value, _(AVAILABILITY_LABELS[one])) for one in Availability]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.availability.data not in set(Availability):
            complain(self.availability, _("Bitte wählen Sie, wie es mit den Plätzen steht."))
        return not any(field.errors for field in self)


class SeatsForm(ReadableForm):
    runs = FieldList(FormField(SeatForm), max_entries=MOST_RUNS)


class CommentForm(ReadableForm):
    text = f.prose(lazy_gettext("Ihre Nachricht an das Bildungsbüro"), 5000)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate_on_submit(extra_validators))
        if not self.text.data:
            complain(self.text, _("Bitte schreiben Sie ein paar Worte."))
        return fits and not self.text.errors


class ReasonForm(ReadableForm):
    reason = f.line(
        lazy_gettext("Warum?"),
        500,
        lazy_gettext("Zum Beispiel: „Der Kurs findet mangels Anmeldungen nicht statt.“"),
        needed=lazy_gettext("Bitte nennen Sie einen Grund. Ein Satz genügt."),
    )


class CopyForm(ReadableForm):
    title = f.line(
        lazy_gettext("Titel der Kopie"),
        300,
        needed=lazy_gettext("Geben Sie der Kopie einen Titel."),
    )


class NextDateForm(DateForm):
    """A proposed date; what is not ticked is not looked at. `uuid` is that of the date it follows."""

    takes = Tick(lazy_gettext("Übernehmen"))

    def validate(self, extra_validators: Any = None) -> bool:
        return True if not self.takes.data else super().validate(extra_validators)


class NextRunForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A proposed run; `uuid` is that of the run it follows."""

    uuid = HiddenField(filters=[f.in_one_line])
    number = f.line(lazy_gettext("Neue Nummer"), 80)
    dates = FieldList(FormField(NextDateForm), max_entries=MOST_ROWS)


class NextTermForm(ReadableForm):
    runs = FieldList(FormField(NextRunForm), max_entries=MOST_RUNS)
