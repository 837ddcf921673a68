"""The form of the runs of an offer: each with its dates as rows, and with a series that proposes dates."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, Form, FormField, HiddenField, RadioField
from wtforms.validators import ValidationError

from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    AVAILABILITY_LABELS,
    WEEKDAY_LABELS,
    AttendanceMode,
    Availability,
    Weekday,
)
from portal.web.desk import form_fields as f
from portal.web.kit import formats
from portal.web.kit.fields import Tick
from portal.web.kit.words import gettext as _

MOST_ROWS, MOST_RUNS = 200, 40
MOST_WEEKS = 26
MIDNIGHT = time(0)


def complain(field: Any, sentence: str) -> None:
    """Says what is wrong with a field that has no complaint yet."""
    field.errors = field.errors or [sentence]


class DateForm(Form):  # type: ignore[misc]  # WTForms has no types
    """One date: without times it takes the whole day, with `last` it goes on to a later one. `uuid` is '' for a new one."""

    uuid = HiddenField(filters=[f.in_one_line])
    day = f.day(lazy_gettext("Tag"))
    start = f.clock_time(lazy_gettext("Beginn"))
    end = f.clock_time(lazy_gettext("Ende"))
    last = f.day(lazy_gettext("Bis zum Tag"))
    room = f.line(lazy_gettext("Raum"), 120)

    @property
    def is_blank(self) -> bool:
        """A row that nobody has filled in; it is left out."""
        typed = (self.day, self.start, self.end, self.last)
        return not any((one.raw_data or [""])[0] if one.raw_data else one.data for one in typed)

    @property
    def ends_before_it_starts(self) -> bool:
        start, end, day = self.start.data, self.end.data, self.day.data
        same_day = self.last.data in (None, day)
        is_before = bool(start and end) and (end < start or (end == start and not self.uuid.data))
        return is_before and same_day and end != MIDNIGHT

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what only the fields together can say."""
        super().validate(extra_validators)
        if not self.is_blank:
            self._check_together()
        return not any(field.errors for field in self)

    def _check_together(self) -> None:
        start, end = self.start, self.end
        if self.day.data is None:
            complain(self.day, _("An welchem Tag? Ein Beispiel: %(day)s", day="22.04.2027"))
        if start.data is None and end.data is not None:
            complain(start, _("Wann beginnt es? Ganze Tage haben weder Beginn noch Ende."))
        if end.data is None and start.data is not None:
            complain(end, _("Wann endet es? Ungefähr genügt."))
        if self.ends_before_it_starts:
            complain(
                end,
                _(
                    "Das Ende liegt vor dem Beginn: %(end)s Uhr ist früher als %(start)s Uhr. Endet es am nächsten Tag? "
                    "Dann tragen Sie diesen bei „Bis zum Tag“ ein.",
                    end=formats.clock_time(end.data),
                    start=formats.clock_time(start.data),
                ),
            )

    def validate_last(self, field: Any) -> None:
        if field.data and self.day.data and field.data < self.day.data:
            raise ValidationError(_("Dieser Tag liegt vor dem ersten Tag."))
        if field.data and self.day.data and (field.data - self.day.data).days > 366:
            raise ValidationError(_("Ein einzelner Termin dauert höchstens ein Jahr."))


class SeriesForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Regular dates as one says them. Looked at only when dates are to be proposed."""

    first = f.day(lazy_gettext("Erster Tag"))
    weekdays = f.ticks(
        lazy_gettext("Wochentage"), lazy_gettext("Ohne Auswahl gilt der Wochentag des ersten Tages.")
    )
    start = f.clock_time(lazy_gettext("Beginn"))
    end = f.clock_time(lazy_gettext("Ende"))
    until = f.day(lazy_gettext("Bis zum Tag"))
    count = f.count(lazy_gettext("oder Anzahl der Termine"), most=MOST_ROWS)
    every = f.count(
        lazy_gettext("Alle wie viel Wochen?"),
        lazy_gettext("1 heißt jede Woche, 2 jede zweite."),
        most=MOST_WEEKS,
        default=1,
    )
    skips = Tick(lazy_gettext("An Feiertagen und in den Schulferien nicht"), default=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekdays.choices = [(str(number), _(WEEKDAY_LABELS[one])) for number, one in enumerate(Weekday)]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ARG002  WTForms calls it so
        """Never stands in the way of saving: `check` says what is missing once dates are wanted of it."""
        return True

    def check(self) -> bool:
        """Whether it makes a series; what is missing stands at the fields."""
        super().validate()
        for field, sentence in (
            (self.first, _("Wann ist der erste Termin? Ein Beispiel: %(day)s", day="22.04.2027")),
            (self.start, _("Wann beginnen die Termine? Ein Beispiel: %(time)s", time="18:00")),
            (self.end, _("Wann enden die Termine? Ein Beispiel: %(time)s", time="19:30")),
        ):
            if field.data is None:
                complain(field, sentence)
        if not self.until.errors and not self.count.errors:
            self._check_end()
        return not any(field.errors for field in self)

    def _check_end(self) -> None:
        if self.until.data is None and not self.count.data:
            self.until.errors = [
                _("Bis wann, oder wie viele Termine? Bitte füllen Sie eines von beiden aus.")
            ]
        elif self.until.data is not None and self.count.data:
            self.count.errors = [_("Bitte füllen Sie nur eines aus: den letzten Tag oder die Anzahl.")]
        elif self.until.data and self.first.data and self.until.data < self.first.data:
            self.until.errors = [_("Dieser Tag liegt vor dem ersten Termin.")]


class RunForm(Form):  # type: ignore[misc]  # WTForms has no types
    """One time the offer is held. `kept` names the dates that are not shown as rows and stay as they are."""

    uuid = HiddenField(filters=[f.in_one_line])
    kept = HiddenField(filters=[f.in_one_line])
    number = f.line(lazy_gettext("Nummer"), 80, lazy_gettext("Ihre Kursnummer, wenn Sie eine haben."))
    schedule_note = f.line(
        lazy_gettext("Wann, in Worten"),
        300,
        lazy_gettext("Nur wenn die Termine noch nicht feststehen, zum Beispiel „nach Absprache“."),
    )
    starts_on = f.day(lazy_gettext("Zeitraum von"))
    ends_on = f.day(lazy_gettext("Zeitraum bis"))
    note = f.prose(lazy_gettext("Hinweis zu dieser Durchführung"), 1000, rows=2)
    availability = RadioField(lazy_gettext("Freie Plätze"), validate_choice=False)
    places_left = f.count(lazy_gettext("Wie viele sind frei?"), most=10_000)
    max_participants = f.count(lazy_gettext("Plätze insgesamt"), most=10_000)
    min_participants = f.count(lazy_gettext("Findet statt ab (Personen)"), most=10_000)
    registration_opens_on = f.day(lazy_gettext("Anmeldung ab"))
    registration_closes_on = f.day(lazy_gettext("Anmeldung bis"))
    registration_url = f.web(lazy_gettext("Internetadresse zur Anmeldung für diese Durchführung"))
    price = f.euro(lazy_gettext("Preis in Euro"))
    reduced_price = f.euro(lazy_gettext("Ermäßigt"))
    price_note = f.line(lazy_gettext("Hinweis zum Preis"), 300)
    place = f.pick(lazy_gettext("Anderer Lernort"))
    attendance_mode = f.pick(lazy_gettext("Teilnahme"))
    online_url = f.web(
        lazy_gettext("Internetadresse zur Teilnahme online"),
        lazy_gettext("Sie ist öffentlich und gilt für alle Termine dieser Durchführung."),
    )
    several = Tick(lazy_gettext("Ein Termin geht über mehrere Tage"))
    dates = FieldList(FormField(DateForm), max_entries=MOST_ROWS)
    series = FormField(SeriesForm)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.availability.choices = [(one.value, _(AVAILABILITY_LABELS[one])) for one in Availability]
        self.attendance_mode.choices = [
            ("", _("wie beim Angebot")),
            *((one.value, _(ATTENDANCE_LABELS[one])) for one in AttendanceMode),
        ]
        self.place.choices = [("", _("wie beim Angebot"))]

    def validate_ends_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Dieser Tag liegt vor dem ersten Tag."))

    def validate_registration_closes_on(self, field: Any) -> None:
        opens = self.registration_opens_on.data
        if field.data and opens and field.data < opens:
            raise ValidationError(_("Die Anmeldung endet, bevor sie beginnt."))

    def validate_places_left(self, field: Any) -> None:
        most = self.max_participants.data
        if field.data is not None and most is not None and field.data > most:
            raise ValidationError(_("So viele Plätze gibt es nicht: Insgesamt sind es %(most)d.", most=most))

    def validate_min_participants(self, field: Any) -> None:
        most = self.max_participants.data
        if field.data is not None and most is not None and field.data > most:
            raise ValidationError(_("Das sind mehr Personen als Plätze."))

    def validate_reduced_price(self, field: Any) -> None:
        check_reduction(field, self.price.data)


def check_reduction(field: Any, price: int | None) -> None:
    """A reduced price is not above the full one."""
    if field.data is not None and price is not None and field.data > price:
        raise ValidationError(_("Ermäßigt ist teurer als der volle Preis. Bitte prüfen Sie beide Beträge."))
