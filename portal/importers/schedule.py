"""From the columns of a row to its period and dates: spans, timed dates, weekly series, days in a row, lists
of days and of dates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from portal.importers import dates
from portal.importers.base import RowRefused
from portal.importers.dates import Unreadable
from portal.importers.expressions import lookup
from portal.importers.mapping import ImportMapping, Schedule
from portal.offers import series
from portal.offers.series import Slot

ASSUMED_MINUTES = 60
Complain = Callable[[str, str, object], None]


@dataclass(frozen=True, slots=True)
class Fates:
    """What a file says about single dates of a series: which moved (old start -> new start), which are dropped.
    Files that do not say it leave it to be guessed from the order."""

    moved: Mapping[datetime, datetime] = field(default_factory=dict)
    dropped: frozenset[datetime] = frozenset()


NO_FATES = Fates()


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a run, and its dates."""

    first: date | None = None
    last: date | None = None
    slots: tuple[Slot, ...] = ()
    fates: Fates = NO_FATES


@dataclass(frozen=True, slots=True)
class _Span:
    first: date
    last: date | None
    starts: time | None
    ends: time | None

    @property
    def until(self) -> date:
        return self.last or self.first


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans one row after another; `complain(field, reason, value)` reports what is odd but taken."""

    mapping: ImportMapping
    today: date
    complain: Complain

    def plan(self, values: Mapping[str, object]) -> Period:
        """The period of a row. Raises RowRefused where a date is unreadable or impossible."""
        schedule = self.mapping.schedule
        if schedule is None:
            return Period()
        if "days" in schedule.parts and (listed := schedule.parts["days"](values)) is not None:
            return self._listed(schedule, values, listed if isinstance(listed, list) else [listed])
        if "dates" in schedule.parts:
            found = (lookup(values, name) for name in schedule.parts["dates"].columns)
            listed = next((value for value in found if isinstance(value, list | tuple) and value), None)
            if listed is not None:
                return self._given(schedule, listed)
        span = self._span(schedule, values)
        if span is None:
            return Period()
        self._judge(span)
        try:
            return Period(span.first, span.last, tuple(self._slots(schedule, values, span)))
        except (ValueError, OverflowError):
            raise RowRefused(
                "start",
                f"{span.first} – {span.until}",
                f"mehr als {series.MOST_DATES} Termine",
                "Zeitraum prüfen.",
            ) from None

    def _span(self, schedule: Schedule, values: Mapping[str, object]) -> _Span | None:
        start = self._moment(schedule, values, "start")
        if start is None:
            if self.mapping.checks.missing_start == "refuse":
                raise RowRefused("start", "", "Beginn fehlt", "Datum des ersten Tages eintragen.")
            self.complain("start", "Beginn fehlt: Durchführung ohne Termin", None)
            return None
        end = self._moment(schedule, values, "end")
        if end is not None and schedule.end_exclusive and not isinstance(end, datetime):
            end = max(end - timedelta(days=1), _day(start)) if end > _day(start) else end
        end = self._ordered(start, end)
        starts, ends = self._times(schedule, values)
        return _Span(
            _day(start), None if end is None else _day(end), starts or _time(start), ends or _time(end)
        )

    def _moment(self, schedule: Schedule, values: Mapping[str, object], name: str) -> date | datetime | None:
        raw = schedule.parts[name](values) if name in schedule.parts else None
        return None if raw is None else self._readable(name, raw)

    def _readable(self, name: str, raw: object) -> date | datetime:
        form = self.mapping.format
        try:
            found = dates.day_or_moment(raw, form.dates, form.zone)
        except Unreadable as problem:
            raise RowRefused(name, raw, "unlesbares Datum", f"Erwartet wird {problem}.") from None
        return found.astimezone(form.zone) if isinstance(found, datetime) else found

    def _times(self, schedule: Schedule, values: Mapping[str, object]) -> tuple[time | None, time | None]:
        """From when until when. Lists also write "18:00–20:00" into one column; an end of its own goes before that."""
        starts, until = self._clock(schedule, values, "start_time")
        ends, _later = self._clock(schedule, values, "end_time")
        return starts, ends or until

    def _clock(
        self, schedule: Schedule, values: Mapping[str, object], name: str
    ) -> tuple[time | None, time | None]:
        raw = schedule.parts[name](values) if name in schedule.parts else None
        if raw is None:
            return None, None
        try:
            return dates.clock_span(raw)
        except Unreadable as problem:
            raise RowRefused(name, raw, "unlesbare Uhrzeit", f"Erwartet wird {problem}.") from None

    def _ordered(self, start: date | datetime, end: date | datetime | None) -> date | datetime | None:
        if end is None:
            return None
        timed_both = isinstance(start, datetime) and isinstance(end, datetime)
        backwards = end < start if timed_both else _day(end) < _day(start)
        if not backwards:
            return end
        if self.mapping.checks.end_before_start == "refuse":
            raise RowRefused(
                "end", end, f"Ende vor dem Beginn ({start})", "Ende berichtigen oder leer lassen."
            )
        self.complain("end", "Ende vor dem Beginn: Ende weggelassen", end)
        return None

    def _judge(self, span: _Span) -> None:
        checks = self.mapping.checks
        self._judge_length(span)
        oldest, farthest = self._years(-checks.oldest_years), self._years(checks.farthest_years)
        self._judge_year("start", span.first, oldest, farthest)

    def _judge_length(self, span: _Span) -> None:
        checks = self.mapping.checks
        if (span.until - span.first).days > checks.longest_days:
            raise RowRefused(
                "end",
                span.until,
                f"dauert {(span.until - span.first).days} Tage, mehr als {checks.longest_days}",
                "Jahreszahl prüfen.",
            )

    def _judge_year(self, name: str, day: date, oldest: date, farthest: date) -> None:
        if oldest <= day <= farthest:
            return
        reason = "liegt auffällig weit zurück" if day < oldest else "liegt auffällig weit in der Zukunft"
        if self.mapping.checks.odd_dates == "refuse":
            raise RowRefused(name, day, reason, "Jahreszahl prüfen.")
        self.complain(name, reason, day)

    def _years(self, number: int) -> date:
        year = min(max(self.today.year + number, 1), 9998)
        return self.today.replace(year=year, day=min(self.today.day, 28))

    def _slots(self, schedule: Schedule, values: Mapping[str, object], span: _Span) -> list[Slot]:
        raw = schedule.parts["weekdays"](values) if "weekdays" in schedule.parts else None
        if raw is not None:
            return self._weekly(schedule, span, raw)
        days = (span.until - span.first).days + 1
        if schedule.daily and days > 1 and days <= schedule.longest_span:
            return [
                self._one(schedule, day, span)
                for day in series.days(span.first, span.until, skip=schedule.skip)
            ]
        if days > schedule.longest_span:
            reason = f"länger als {schedule.longest_span} Tage: Zeitraum ohne einzelne Termine"
            self.complain("occurrences", reason, f"{span.first} – {span.until}")
            return []
        if days == 1 or span.starts is None:
            return [
                self._one(schedule, span.first, span) if days == 1 else self._whole(span.first, span.until)
            ]
        zone = self.mapping.format.zone
        start = datetime.combine(span.first, span.starts, tzinfo=zone)
        return [
            series.between(start, datetime.combine(span.until, span.ends or span.starts, tzinfo=zone), zone)
        ]

    def _weekly(self, schedule: Schedule, span: _Span, raw: object) -> list[Slot]:
        try:
            weekdays = dates.weekdays(raw, schedule.weekday_numbers)
        except Unreadable as problem:
            raise RowRefused("weekdays", raw, "unlesbarer Wochentag", f"Erwartet werden {problem}.") from None
        days = series.days(span.first, span.until, weekdays, every=schedule.every, skip=schedule.skip)
        if not days and span.first == span.until:
            self.complain(
                "weekdays", "der Tag ist ein anderer Wochentag: Termin am genannten Tag", span.first
            )
            days = [span.first]
        elif not days:
            self.complain("weekdays", "kein solcher Wochentag im Zeitraum: Durchführung ohne Termin", raw)
        return [self._one(schedule, day, span) for day in days]

    def _listed(self, schedule: Schedule, values: Mapping[str, object], listed: list[object]) -> Period:
        starts, ends = self._times(schedule, values)
        slots: list[Slot] = []
        for raw in listed[: series.MOST_DATES]:
            try:
                found = dates.day_or_moment(raw, self.mapping.format.dates, self.mapping.format.zone)
            except Unreadable as problem:
                raise RowRefused("days", raw, "unlesbares Datum", f"Erwartet wird {problem}.") from None
            slots.append(
                self._one(schedule, _day(found), _Span(_day(found), None, starts or _time(found), ends))
            )
        slots.sort(key=lambda slot: slot.starts_at)
        span = _Span(slots[0].first_day, slots[-1].last_day, starts, ends)
        self._judge(span)
        return Period(span.first, span.last, tuple(dict.fromkeys(slots)))

    def _given(self, schedule: Schedule, listed: Sequence[object]) -> Period:
        """Dates that each have a start and an end of their own; the end of whole days is the last of them. With
        `instead_of` a date says which one it replaces, with `cancelled` that it does not take place."""
        slots: dict[Slot, None] = {}
        moved: dict[datetime, datetime] = {}
        dropped: set[datetime] = set()
        for entry in listed:
            if not isinstance(entry, Mapping):
                raise RowRefused("dates", entry, "kein Termin mit start und end", "Objekte angeben.")
            slot = self._entry(schedule, entry)
            if entry.get("cancelled") is True:
                dropped.add(slot.starts_at)
                continue
            slots[slot] = None
            if (old := entry.get("instead_of")) is not None:
                moved[self._entry(schedule, {"start": old, "end": old}).starts_at] = slot.starts_at
        in_order = sorted(slots, key=lambda slot: slot.starts_at)[: series.MOST_DATES]
        fates = Fates(moved, frozenset(dropped))
        if not in_order:
            return Period(fates=fates)
        first, last = in_order[0].first_day, max(slot.last_day for slot in in_order)
        self._judge(_Span(first, None, None, None))
        return Period(first, last, tuple(in_order), fates)

    def _entry(self, schedule: Schedule, entry: Mapping[str, object]) -> Slot:
        start = self._readable("start", entry.get("start"))
        end = None if entry.get("end") is None else self._readable("end", entry["end"])
        end = self._ordered(start, end)
        self._judge_length(_Span(_day(start), None if end is None else _day(end), None, None))
        if not isinstance(start, datetime):
            return self._whole(start, _day(start) if end is None else _day(end))
        if end is None:
            if schedule.minutes is None:
                self.complain("end", f"Ende fehlt: {ASSUMED_MINUTES} Minuten angenommen", None)
            end = start + timedelta(minutes=schedule.minutes or ASSUMED_MINUTES)
        elif not isinstance(end, datetime):
            end = datetime.combine(end + timedelta(days=1), time(0), start.tzinfo)
        return series.between(start, end, self.mapping.format.zone)

    def _one(self, schedule: Schedule, day: date, span: _Span) -> Slot:
        if span.starts is None:
            return self._whole(day, day)
        ends = span.ends
        if ends is None or ends == span.starts:
            minutes = schedule.minutes or ASSUMED_MINUTES
            if schedule.minutes is None:
                self.complain("end_time", f"Ende fehlt: {ASSUMED_MINUTES} Minuten angenommen", span.starts)
            zone = self.mapping.format.zone
            start = datetime.combine(day, span.starts, tzinfo=zone)
            return series.between(start, start + timedelta(minutes=minutes), zone)
        if ends < span.starts and ends != time(0):
            reason = "Uhrzeit des Endes vor der des Beginns: als Ende am nächsten Tag gelesen"
            self.complain("end_time", reason, f"{span.starts:%H:%M}–{ends:%H:%M}")
        return series.timed(day, span.starts, ends, self.mapping.format.zone)

    def _whole(self, first: date, last: date) -> Slot:
        return series.whole_days(first, last, self.mapping.format.zone)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _time(moment: date | datetime | None) -> time | None:
    return moment.time() if isinstance(moment, datetime) else None
