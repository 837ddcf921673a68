"""Runs and their dates in words, for every page that names one: the period, and each date with what changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from markupsafe import Markup, escape

from portal import clock
from portal.offers import rules
from portal.vocabulary.offers import OccurrenceStatus
from portal.web.kit import formats, wording
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _


class Told(rules.Dated, Protocol):
    """A date, as a row or as an object of the database."""

    @property
    def last_day(self) -> date: ...
    @property
    def room(self) -> str | None: ...
    @property
    def note(self) -> str | None: ...
    @property
    def moved_from(self) -> datetime | None: ...


class Held(Protocol):
    """A run, as a row or as an object of the database."""

    @property
    def occurrences(self) -> Sequence[Told]: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def schedule_note(self) -> str | None: ...


def run_title(run: Held, today: date) -> str:
    """'12. Januar bis 2. März 2027, dienstags, 10:00 bis 11:30 Uhr'."""
    days = run.occurrences
    if not days:
        if run.starts_on and run.ends_on:
            return formats.span(run.starts_on, run.ends_on, today=today)
        return run.schedule_note or _("Termine nach Absprache")
    period = formats.span(days[0].first_day, days[-1].last_day, today=today)
    shared = rules.pattern(days)
    if shared.starts is None or shared.ends is None:
        return period
    times = _(
        "%(start)s bis %(end)s Uhr",
        start=formats.clock_time(shared.starts),
        end=formats.clock_time(shared.ends),
    )
    if len(days) > 1 and shared.weekday is not None:
        return f"{period}, {_(wording.EVERY_WEEKDAY[shared.weekday])}, {times}"
    return f"{period}, {times}"


def date_line(day: Told) -> p.DateLine:
    """One date: struck when cancelled; the old and the new when moved."""
    shown = escape(date_words(day))
    status = None
    if why := rules.off_status(day.status):
        shown, status = Markup("<del>{}</del>").format(shown), wording.off(why)
    elif day.status is OccurrenceStatus.MOVED:
        status = p.Status(_("Verlegt"), "moved", "moved")
        if day.moved_from:
            before = clock.local(day.moved_from)
            old = f"{formats.short_date(before.date())}, {formats.clock_time(day.moved_from)}"
            shown = Markup("<del>{}</del> <b>{}</b>").format(old, shown)
    elif day.status is OccurrenceStatus.TENTATIVE:
        status = wording.tentative()
    note = " · ".join(part for part in (day.room, day.note) if part)
    return p.DateLine(shown, note, status)


def date_words(day: Told) -> str:
    """'Di, 12. Januar, 10:00 bis 11:30 Uhr'; a whole day without times."""
    if day.all_day:
        first = formats.short_date(day.first_day, year=True)
        last = formats.short_date(day.last_day, year=True)
        return first if day.first_day == day.last_day else _("%(first)s bis %(last)s", first=first, last=last)
    return f"{formats.short_date(day.first_day)}, {formats.time_span(day.starts_at, day.ends_at)}"
