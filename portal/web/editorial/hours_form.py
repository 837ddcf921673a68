"""The rows of opening hours in the form of a B-Punkt: for each weekday some spans, then exceptions. Without a script: there are
always empty rows left, and saving brings new ones."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, Form, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import DateInput, TimeInput

from portal.guidance.hours import OtherHours, WeekSpan
from portal.guidance.point_actions import contradicting
from portal.web.kit import hours_words
from portal.web.kit.fields import DayField, TimeField, in_one_line
from portal.web.kit.words import gettext as _

LEAST_SPANS, EMPTY_EXCEPTIONS = 2, 2
MOST_SPANS, MOST_EXCEPTIONS = 6, 60
LONGEST = 366  # days of one exception
_SPAN = re.compile(r"zeit-([0-6])-([0-9])-")
_EXCEPTION = re.compile(r"ausnahme-([0-9]{1,2})-")


class ClockField(TimeField):
    """A time in the browser's own field, which shows nothing but "18:00"."""

    widget = TimeInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data:
            self.raw_data = [f"{self.data:%H:%M}"]


def complain(field: Any, sentence: str) -> None:
    """Says what is wrong with a field that has no complaint yet."""
    field.errors = field.errors or [sentence]


class SpanRow(Form):  # type: ignore[misc]  # WTForms has no types
    """From when to when; both or neither."""

    opens = ClockField(lazy_gettext("von"), validators=[Optional()])
    closes = ClockField(lazy_gettext("bis"), validators=[Optional()])

    @property
    def is_blank(self) -> bool:
        return not any(typed(field) for field in self)

    @property
    def span(self) -> tuple[int, int] | None:
        """The minutes of both, once they are right."""
        if self.opens.data is None or self.closes.data is None:
            return None
        return minute(self.opens.data), minute(self.closes.data)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        self.check_span()
        return not any(field.errors for field in self)

    def check_span(self) -> None:
        """Both times, in their order."""
        opens, closes = self.opens, self.closes
        if opens.data is None and typed(closes):
            complain(opens, _("Wann beginnt es? Ein Beispiel: %(time)s", time="9:00"))
        if closes.data is None and typed(opens):
            complain(closes, _("Wann endet es? Ein Beispiel: %(time)s", time="15:00"))
        if self.span and self.span[1] <= self.span[0]:
            complain(
                closes,
                _(
                    "Das Ende liegt nicht nach dem Beginn: %(end)s Uhr und %(start)s Uhr.",
                    end=hours_words.minute(self.span[1]),
                    start=hours_words.minute(self.span[0]),
                ),
            )


class ExceptionRow(SpanRow):
    """Days on which something else holds; without times it is closed."""

    first_day = DayField(lazy_gettext("Erster Tag"), validators=[Optional()], widget=DateInput())
    last_day = DayField(lazy_gettext("Letzter Tag"), validators=[Optional()], widget=DateInput())
    note = StringField(
        lazy_gettext("Warum?"),
        filters=[in_one_line],
        validators=[Length(max=200, message=lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen."))],
    )
    note_en = StringField(
        lazy_gettext("Warum? Auf Englisch"),
        filters=[in_one_line],
        validators=[Length(max=200, message=lazy_gettext("Bitte kürzen Sie auf höchstens %(max)d Zeichen."))],
    )

    def check_days(self, today: date) -> None:
        """The days: there, in their order, not over."""
        if self.is_blank:
            return
        first, last = self.first_day, self.last_day
        if first.data is None:
            complain(first, _("An welchem Tag? Ein Beispiel: %(day)s", day="22.04.2027"))
            return
        end = last.data or first.data
        if end < first.data:
            complain(last, _("Der letzte Tag liegt vor dem ersten."))
        elif end < today:
            complain(last if last.data else first, _("Dieser Tag ist schon vorbei. Leeren Sie die Zeile."))
        elif (end - first.data).days > LONGEST:
            complain(last, _("Eine Ausnahme dauert höchstens ein Jahr."))

    @property
    def exception(self) -> OtherHours | None:
        if self.first_day.data is None:
            return None
        opens, closes = self.span or (None, None)
        last = self.last_day.data or self.first_day.data
        notes = (self.note.data or "", self.note_en.data or "")
        return OtherHours(self.first_day.data, last, opens, closes, *notes)


class HourRows:
    """All rows of one form, from what was posted, else from what is stored."""

    def __init__(
        self, posted: Any, hours: Iterable[WeekSpan] = (), exceptions: Iterable[OtherHours] = ()
    ) -> None:
        self.days: dict[int, list[SpanRow]] = {
            day: span_rows(posted, day, [one for one in hours if one.weekday == day]) for day in range(7)
        }
        self.exceptions: list[ExceptionRow] = exception_rows(posted, list(exceptions))

    def week(self) -> list[tuple[str, list[SpanRow]]]:
        """The weekdays by name, with their rows."""
        return [(hours_words.weekday(day), rows) for day, rows in self.days.items()]

    def fields(self) -> Iterator[Field]:
        """Every field, in the order of the page; each knows its row, for the summary of errors."""
        for day, rows in self.week():
            for number, row in enumerate(rows, start=1):
                yield from placed(row, f"{day}, {_('%(number)s. Zeit', number=number)}")
        for number, each in enumerate(self.exceptions, start=1):
            yield from placed(each, _("Ausnahme %(number)s", number=number))

    def validate(self, today: date) -> bool:
        """Each row, and what only the rows together can say."""
        for rows in self.days.values():
            for row in rows:
                row.validate()
            apart(rows)
        for each in self.exceptions:
            each.validate()
            each.check_days(today)
        if not any(field.errors for field in self.fields()):
            self._check_together()
        return not any(field.errors for field in self.fields())

    def _check_together(self) -> None:
        """Two exceptions for the very same days that do not go together; said at the later one."""
        known: list[OtherHours] = []
        for row in self.exceptions:
            one = row.exception
            if one and contradicting([*known, one]):
                complain(
                    row.first_day,
                    _("Für diese Tage steht schon eine Ausnahme da, die sich damit widerspricht."),
                )
            elif one:
                known.append(one)

    def hours(self) -> tuple[WeekSpan, ...]:
        """The weekly hours that were entered."""
        found = ((day, row.span) for day, rows in self.days.items() for row in rows)
        return tuple(WeekSpan(day, *span) for day, span in found if span)

    def other_hours(self) -> tuple[OtherHours, ...]:
        """The exceptions that were entered."""
        found = [row.exception for row in self.exceptions]
        return tuple(
            sorted(
                (one for one in found if one), key=lambda one: (one.first_day, one.last_day, one.opens or 0)
            )
        )


def placed(row: SpanRow, where: str) -> Iterator[Field]:
    """The fields of a row, told where they stand."""
    for field in row:
        field.where = where
        yield field


def span_rows(posted: Any, day: int, stored: Sequence[WeekSpan]) -> list[SpanRow]:
    """The spans of a weekday, with an empty one to add where all are taken."""
    number = min(MOST_SPANS, max(LEAST_SPANS, len(stored) + 1, *_numbers(posted, _SPAN, str(day)), 0))
    rows = []
    for at in range(number):
        here = stored[at] if at < len(stored) else None
        data = {"opens": as_time(here.opens), "closes": as_time(here.closes)} if here else None
        rows.append(SpanRow(posted, prefix=f"zeit-{day}-{at}-", data=data))
    return rows


def exception_rows(posted: Any, stored: Sequence[OtherHours]) -> list[ExceptionRow]:
    """The exceptions, with some empty ones to add."""
    number = min(MOST_EXCEPTIONS, max(len(stored) + EMPTY_EXCEPTIONS, *_numbers(posted, _EXCEPTION), 0))
    return [
        ExceptionRow(
            posted,
            prefix=f"ausnahme-{at}-",
            data=exception_data(stored[at]) if at < len(stored) else None,
        )
        for at in range(number)
    ]


def exception_data(one: OtherHours) -> Mapping[str, Any]:
    return {
        "first_day": one.first_day,
        "last_day": one.last_day if one.last_day != one.first_day else None,
        "opens": as_time(one.opens),
        "closes": as_time(one.closes),
        "note": one.note,
        "note_en": one.note_en,
    }


def apart(rows: Sequence[SpanRow]) -> None:
    """Spans of one day do not overlap; said at the later one."""
    right = [row for row in rows if row.span and not any(field.errors for field in row)]
    right.sort(key=lambda row: row.span or (0, 0))
    for first, second in pairwise(right):
        if first.span and second.span and second.span[0] < first.span[1]:
            other = hours_words.spans([first.span])
            complain(second.opens, _("Diese Zeit überschneidet sich mit: %(other)s", other=other))


def _numbers(posted: Any, pattern: re.Pattern[str], day: str = "") -> list[int]:
    """How many rows were posted, by the highest number in their names."""
    found = (pattern.match(name) for name in posted or ())
    kept = [match for match in found if match and (not day or match[1] == day)]
    return [int(match[match.lastindex or 1]) + 1 for match in kept]


def typed(field: Any) -> bool:
    """Whether anything stands in a field."""
    return any(field.raw_data) if field.raw_data else bool(field.data)


def as_time(of_day: int | None) -> time | None:
    """Minutes since midnight as a time; 24 o'clock, which no field shows, as the minute before."""
    return None if of_day is None else time(*divmod(min(of_day, 24 * 60 - 1), 60))


def minute(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
