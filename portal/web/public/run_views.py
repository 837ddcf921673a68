"""Runs of an offer as its page shows them: period in words, places, deadline, and each date with what changed."""

from datetime import date, datetime
from typing import Protocol

from markupsafe import Markup, escape

from portal import clock, text
from portal.offers import rules
from portal.offers.detail import DateDetail, OfferDetail, RunDetail
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind, RegistrationWay
from portal.web.kit import addresses, formats, wording
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext


class HasStatus(Protocol):
    """A date, of a page of its own or of the week on the home page."""

    @property
    def status(self) -> OccurrenceStatus: ...


class Bookable(HasStatus, Protocol):
    """A run, as far as its places go."""

    @property
    def availability(self) -> Availability: ...
    @property
    def places_left(self) -> int | None: ...
    @property
    def max_participants(self) -> int | None: ...


class Registrable(Protocol):
    """An offer, as far as its places go."""

    @property
    def kind(self) -> OfferKind: ...
    @property
    def max_participants(self) -> int | None: ...
    @property
    def registration_way(self) -> RegistrationWay: ...


def is_off(run: HasStatus, day: HasStatus) -> bool:
    """The date, or its whole run, does not take place."""
    return rules.off_status(run.status, day.status) is not None


def run_status(offer: Registrable, run: Bookable, day: HasStatus | None) -> p.Status:
    if day and (why := rules.off_status(run.status, day.status)):
        return wording.off(why)
    return wording.places(
        run.availability,
        run.places_left,
        run.max_participants or offer.max_participants,
        offer.registration_way,
        small_group=offer.kind is OfferKind.PARENT_TRAINING,
    )


def run_order(run: RunDetail, now: datetime) -> tuple[bool, datetime]:
    """Runs still to come first, each by its next or else its first date."""
    upcoming = rules.next_date(run.occurrences, now)
    if upcoming:
        return False, upcoming.starts_at
    first = run.occurrences[0].starts_at if run.occurrences else now
    return bool(run.occurrences), first


def run_view(offer: OfferDetail, run: RunDetail, now: datetime, *, is_open: bool) -> p.RunView:
    """A run: its period in words, number, deadline, places and dates."""
    today = clock.local(now).date()
    upcoming = rules.next_date(run.occurrences, now)
    over = bool(run.occurrences) and upcoming is None
    meta = [
        ngettext("%(num)s Termin", "%(num)s Termine", len(run.occurrences))
        if len(run.occurrences) > 1
        else "",
        _("Nummer %(number)s", number=run.number) if run.number else "",
        _registration_until(run, today),
        formats.money(run.price_cents) if run.price_cents is not None else "",
        run.place.name if run.place and run.place is not offer.place else "",
        run.note or "",
    ]
    status = p.Status(_("Beendet"), "plain", "clock") if over else run_status(offer, run, upcoming)
    link = text.web_link(run.registration_url)
    return p.RunView(
        title=run_title(run, today),
        meta=tuple(entry for entry in meta if entry),
        status=None if offer.kind is OfferKind.DEADLINE and not over else status,
        action=p.Action(_("Anmelden"), link) if link and not over else None,
        dates=tuple(date_line(day) for day in run.occurrences),
        is_open=is_open and len(run.occurrences) <= 12,
        calendar_url=f"{addresses.offer(offer.id, offer.slug)}.ics?durchfuehrung={run.uuid}"
        if run.occurrences and not over
        else "",
    )


def _registration_until(run: RunDetail, today: date) -> str:
    if run.registration_opens_on and run.registration_opens_on > today:
        return _("Anmelden ab %(day)s", day=formats.long_date(run.registration_opens_on, weekday=False))
    if run.registration_closes_on:
        return _("Anmelden bis %(day)s", day=formats.long_date(run.registration_closes_on, weekday=False))
    return ""


def run_title(run: RunDetail, today: date) -> str:
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


def date_line(day: DateDetail) -> p.DateLine:
    """One date: struck when cancelled; the old and the new when moved."""
    shown = escape(_date_words(day))
    status = None
    if why := rules.off_status(day.status):
        shown, status = Markup("<del>{}</del>").format(shown), wording.off(why)
    elif day.status is OccurrenceStatus.MOVED:
        status = p.Status(_("Verlegt"), "moved", "moved")
        if day.moved_from:
            before = clock.local(day.moved_from)
            old = f"{formats.short_date(before.date())}, {formats.clock_time(day.moved_from)}"
            shown = Markup("<del>{}</del> <b>{}</b>").format(old, shown)
    note = ", ".join(part for part in (day.room, day.note) if part)
    return p.DateLine(shown, note, status)


def _date_words(day: DateDetail) -> str:
    if day.all_day:
        first = formats.short_date(day.first_day, year=True)
        last = formats.short_date(day.last_day, year=True)
        return first if day.first_day == day.last_day else _("%(first)s bis %(last)s", first=first, last=last)
    return f"{formats.short_date(day.first_day)}, {formats.time_span(day.starts_at, day.ends_at)}"
