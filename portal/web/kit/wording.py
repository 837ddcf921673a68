"""What the domain's values are called on a page: statuses, prices, schedules, in the reader's language."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from portal.offers import rules
from portal.offers.cards import CardRow, DateRow, RunRow
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    AVAILABILITY_LABELS,
    AttendanceMode,
    Availability,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.places import AccessFeature
from portal.web.kit import formats, languages
from portal.web.kit.parts import Status
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext

EVERY_WEEKDAY = (
    N_("montags"),
    N_("dienstags"),
    N_("mittwochs"),
    N_("donnerstags"),
    N_("freitags"),
    N_("samstags"),
    N_("sonntags"),
)
SHORT_ACCESS = {
    AccessFeature.STEP_FREE: N_("stufenlos"),
    AccessFeature.HEARING_LOOP: N_("Induktionsschleife"),
    AccessFeature.SIGN_LANGUAGE: N_("Gebärdensprache"),
    AccessFeature.CHILDCARE: N_("Kinderbetreuung"),
}


class Lasting(rules.Dated, Protocol):
    """A date with its last day, as a row or as an object of the database."""

    @property
    def last_day(self) -> date: ...


class Labelled(Protocol):
    """A term of a list, as a row or as an object of the database."""

    @property
    def label(self) -> str: ...
    @property
    def label_en(self) -> str | None: ...


def term(found: Labelled) -> str:
    """What a term is called in the present language."""
    return found.label_en if found.label_en and languages.current() == "en" else found.label


def price(cents: int | None, reduced: int | None, *, is_free: bool) -> str:
    """'42 €, ermäßigt 21 €', 'kostenlos', or '' when nobody has said."""
    if is_free or cents == 0:
        return formats.money(0)
    if cents is None:
        return ""
    if reduced is not None and reduced < cents:
        return _(
            "%(price)s, ermäßigt %(reduced)s", price=formats.money(cents), reduced=formats.money(reduced)
        )
    return formats.money(cents)


def off(why: OccurrenceStatus) -> Status:
    """Called off, or put off to a day that nobody knows yet."""
    if why is OccurrenceStatus.POSTPONED:
        return Status(_("Verschoben"), "moved", "moved")
    return Status(_("Abgesagt"), "stop", "cross")


def tentative() -> Status:
    """The day is only proposed so far."""
    return Status(_("Termin noch nicht bestätigt"), "plain", "clock")


def places(
    availability: Availability,
    left: int | None,
    most: int | None,
    way: RegistrationWay,
    *,
    small_group: bool = False,
) -> Status:
    """How it stands with places: a number where one is known."""
    if availability in (Availability.FULL, Availability.WAITING_LIST):
        return Status(_(AVAILABILITY_LABELS[availability]), "full", "full")
    if left is not None and small_group and most:
        return Status(_("%(left)s von %(most)s Plätzen frei", left=left, most=most), "ok", "check")
    if availability is Availability.FEW or (left is not None and left <= 3):
        label = ngettext("Noch %(num)s Platz", "Noch %(num)s Plätze", left) if left else _("Wenige Plätze")
        return Status(label, "few", "few")
    return Status(_("Ohne Anmeldung") if way is RegistrationWay.NONE else _("Plätze frei"), "ok", "check")


def date_status(run: RunRow, day: DateRow, offer: CardRow) -> Status | None:
    """The status shown beside one date of an offer."""
    if why := rules.off_status(run.status, day.status):
        return off(why)
    if OccurrenceStatus.FULL in (run.status, day.status):
        return places(Availability.FULL, None, None, offer.registration_way)
    if day.status is OccurrenceStatus.MOVED:
        return Status(_("Verlegt"), "moved", "moved")
    if day.status is OccurrenceStatus.TENTATIVE:
        return tentative()
    if offer.kind is OfferKind.DEADLINE:
        return None
    return places(
        run.availability,
        run.places_left,
        run.max_participants or offer.max_participants,
        offer.registration_way,
        small_group=offer.kind is OfferKind.PARENT_TRAINING,
    )


def schedule(dates: Sequence[rules.Dated], day: Lasting, today: date) -> str:
    """'dienstags, 10:00 bis 11:30 Uhr', '10:00 bis 11:30 Uhr', '8. bis 12. Februar'; '' for a single whole day."""
    if day.all_day:
        return formats.span(day.first_day, day.last_day, today=today) if day.first_day != day.last_day else ""
    shared = rules.pattern(dates)
    times = formats.time_span(day.starts_at, day.ends_at)
    if len(dates) > 2 and shared.weekday is not None:
        return f"{_(EVERY_WEEKDAY[shared.weekday])}, {times}"
    return times


def where(row: CardRow, run: RunRow | None) -> str:
    """The district, else the place; 'online' for what happens nowhere in town."""
    if row.mode is AttendanceMode.ONLINE:
        return _(ATTENDANCE_LABELS[AttendanceMode.ONLINE])
    found = (run and (run.district or run.place)) or row.district or row.place or ""
    return _("%(place)s und online", place=found) if row.mode is AttendanceMode.HYBRID and found else found


def access(features: Sequence[AccessFeature]) -> tuple[str, ...]:
    """The features worth a word in a list."""
    return tuple(_(SHORT_ACCESS[feature]) for feature in features if feature in SHORT_ACCESS)
