"""Runs of an offer as its page shows them: places, deadline, the way in; period and dates in words: web/kit/run_words.py."""

from datetime import date, datetime
from typing import Protocol, cast

from portal import clock, text
from portal.attendance import rules as attendance
from portal.models import Offer, Run
from portal.offers import rules
from portal.offers.detail import OfferDetail, RunDetail
from portal.vocabulary.offers import Availability, OccurrenceStatus, OfferKind, RegistrationWay
from portal.web.kit import addresses, formats, wording
from portal.web.kit import parts as p
from portal.web.kit.run_words import date_line, run_title
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
    return p.RunView(
        title=run_title(run, today),
        meta=tuple(entry for entry in meta if entry),
        status=None if offer.kind is OfferKind.DEADLINE and not over else status,
        action=None if over else run_action(offer, run, now),
        dates=tuple(date_line(day) for day in run.occurrences),
        is_open=is_open and len(run.occurrences) <= 12,
        calendar_url=f"{addresses.offer(offer.id, offer.slug)}.ics?durchfuehrung={run.uuid}"
        if run.occurrences and not over
        else "",
    )


def run_action(offer: OfferDetail, run: RunDetail, now: datetime) -> p.Action | None:
    """The way to register for this run: here, or where its own address leads."""
    if registers_here(offer, run, now):
        in_line = run.availability is Availability.WAITING_LIST
        label = _("Auf die Warteliste") if in_line else _("Anmelden")
        return p.Action(label, addresses.registration(offer.id, run.uuid))
    link = text.web_link(run.registration_url)
    return p.Action(_("Anmelden"), link) if link else None


def registers_here(offer: OfferDetail, run: RunDetail, now: datetime) -> bool:
    """Whether one can register for this run here, now. The rows are named as the models, which the rule is written for."""
    return bool(attendance.may_register(cast(Run, run), cast(Offer, offer), now))


def _registration_until(run: RunDetail, today: date) -> str:
    if run.registration_opens_on and run.registration_opens_on > today:
        return _("Anmelden ab %(day)s", day=formats.long_date(run.registration_opens_on, weekday=False))
    if run.registration_closes_on:
        return _("Anmelden bis %(day)s", day=formats.long_date(run.registration_closes_on, weekday=False))
    return ""
