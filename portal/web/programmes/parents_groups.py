"""The groups of the Elterntrainings as rows of a list: free places first, then when, where, in which languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.attendance import rules as attendance
from portal.attendance.queries import Seats
from portal.models import Offer, Run
from portal.offers import rules
from portal.vocabulary.offers import KIND_LABELS, RegistrationWay
from portal.vocabulary.terms import Scheme
from portal.web.kit import addresses, formats, languages, run_words, seat_words, wording
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.words import ngettext
from portal.web.programmes.pages_parents import GroupRow


@dataclass(frozen=True, slots=True)
class Group:
    """One run of a training that is not over. `is_open`: one can register here now. `seats`: None where nobody counts here."""

    offer: Offer
    run: Run
    is_open: bool
    has_begun: bool
    seats: Seats | None

    @property
    def has_free_places(self) -> bool:
        return self.is_open and self.seats is not None and not seat_words.is_full(self.seats)


def groups(offers: Iterable[Offer], seats: Mapping[int, Seats], now: datetime) -> tuple[Group, ...]:
    """All groups ahead: those that begin next first, those that have begun last."""
    found = [
        _group(offer, run, seats.get(run.id), now)
        for offer in offers
        for run in offer.runs
        if not run.occurrences or rules.next_date(run.occurrences, now)
    ]
    return tuple(sorted(found, key=lambda one: (one.has_begun, _begins(one.run, now), one.run.id)))


def _group(offer: Offer, run: Run, seats: Seats | None, now: datetime) -> Group:
    is_here = offer.registration_way is RegistrationWay.HERE
    return Group(
        offer,
        run,
        is_open=bool(attendance.may_register(run, offer, now)),
        has_begun=attendance.has_begun(run, now),
        seats=seats if is_here else None,
    )


def _begins(run: Run, now: datetime) -> datetime:
    return run.occurrences[0].starts_at if run.occurrences else now


def row(group: Group, now: datetime) -> GroupRow:
    """One group in words."""
    offer, run = group.offer, group.run
    number, note = places(group)
    return GroupRow(
        url=addresses.offer(offer.id, offer.slug),
        title=offer.title,
        shape=offer.kind.value,
        kind=_(KIND_LABELS[offer.kind]),
        provider=offer.institution.short_name or offer.institution.name,
        number=number,
        number_note=note,
        text=when(run, now),
        facts=facts(offer, run),
        price=wording.price(
            run.price_cents if run.price_cents is not None else offer.price_cents,
            offer.reduced_price_cents,
            is_free=offer.is_free,
        ),
        status=status(group),
        dates=tuple(run_words.date_line(day) for day in run.occurrences),
        register=register(group),
        lang=languages.of_content(),
    )


def places(group: Group) -> tuple[str, str]:
    """'4' and 'von 10 Plätzen frei'; a word where nobody counts here."""
    seats = group.seats
    if seats is not None and seats.capacity is not None:
        free = 0 if seat_words.is_full(seats) else seats.free or 0
        return str(free), ngettext("von %(num)s Platz frei", "von %(num)s Plätzen frei", seats.capacity)
    left, most = group.run.places_left, group.run.max_participants or group.offer.max_participants
    if left is not None and most:
        return str(left), ngettext("von %(num)s Platz frei", "von %(num)s Plätzen frei", most)
    return "", _("Plätze bitte erfragen")


def status(group: Group) -> p.Status | None:
    """'Plätze frei', 'Warteliste, 3 vor Ihnen', 'Hat begonnen', 'Abgesagt'."""
    if why := rules.off_status(group.run.status):
        return wording.off(why)
    if group.has_begun:
        return p.Status(_("Hat begonnen"), "plain", "clock")
    if group.seats is not None:
        return seat_words.status(group.seats) if group.is_open else _closed(group.run)
    most = group.run.max_participants or group.offer.max_participants
    return wording.places(group.run.availability, group.run.places_left, most, group.offer.registration_way)


def _closed(run: Run) -> p.Status:
    opens = run.registration_opens_on
    if opens and opens > clock.today():
        day = formats.long_date(opens, weekday=False, year=False)
        return p.Status(_("Anmelden ab %(day)s", day=day), "plain", "clock")
    return p.Status(_("Anmeldung beendet"), "plain", "clock")


def when(run: Run, now: datetime) -> str:
    """'Donnerstags, 16:00 bis 17:30 Uhr. 5 Termine ab 14. Januar 2027'."""
    today = clock.local(now).date()
    if not run.occurrences:
        return run_words.run_title(run, today)
    first = run.occurrences[0]
    shared = wording.schedule(run.occurrences, first, today)
    begins = formats.long_date(first.first_day, weekday=len(run.occurrences) < 3)
    if len(run.occurrences) == 1:
        return ", ".join(part for part in (begins, shared) if part)
    many = ngettext(
        "%(num)s Termin ab %(day)s", "%(num)s Termine ab %(day)s", len(run.occurrences), day=begins
    )
    return ". ".join(part for part in (shared[:1].upper() + shared[1:], many) if part)


def facts(offer: Offer, run: Run) -> tuple[str, ...]:
    """District, languages, childcare, access."""
    place = run.place or offer.place
    where = (place.district.name if place and place.district else "") or (place.name if place else "")
    spoken = ", ".join(wording.term(term) for term in offer.terms if term.scheme is Scheme.LANGUAGE)
    with_care = offer.childcare or (offer.childcare is None and place is not None and place.childcare)
    care = _("mit Kinderbetreuung") if with_care else ""
    step_free = _("stufenlos") if place and place.step_free else ""
    return tuple(fact for fact in (where, spoken, care, step_free) if fact)


def register(group: Group) -> p.Action | None:
    """The way to the form, with this group chosen."""
    if not group.is_open or group.seats is None:
        return None
    is_full = seat_words.is_full(group.seats)
    label = _("Auf die Warteliste") if is_full else _("Anmelden")
    return p.Action(label, addresses.registration(group.offer.id, group.run.uuid), primary=False)


def choice(group: Group, now: datetime, *, with_title: bool) -> tuple[str, str]:
    """A group as one answer of the form: its uuid, and which it is in words."""
    today = clock.local(now).date()
    title = run_words.run_title(group.run, today)
    if with_title:
        first = group.run.occurrences[0].first_day if group.run.occurrences else None
        begins = _("ab %(day)s", day=formats.long_date(first, weekday=False)) if first else title
        title = f"{group.offer.title}, {begins}"
    said = seat_words.in_words(group.seats) if group.seats is not None else ""
    return str(group.run.uuid), f"{title} ({said})" if said else title


def counted(found: Sequence[Group]) -> str:
    """'12 Gruppen, 9 mit freien Plätzen'."""
    free = sum(1 for one in found if one.has_free_places)
    all_of_them = ngettext("%(num)s Gruppe", "%(num)s Gruppen", len(found))
    return _("%(all)s, %(free)s mit freien Plätzen", all=all_of_them, free=free)
