"""What an entry of a calendar says, in every language of the portal: the words for portal.calendar, which knows none.

The description is read as plain text in calendar programs: status first, one matter a line, the link last.
"""

from portal import clock, text
from portal.calendar.ical import EventText, Pointer
from portal.calendar.ledger import Texts, Voice
from portal.offers.detail import DateDetail, OfferDetail, PlaceDetail, RunDetail
from portal.offers.entries import Entry
from portal.vocabulary.calendar import EntryKind
from portal.vocabulary.offers import (
    AVAILABILITY_LABELS,
    KIND_LABELS,
    AttendanceMode,
    Availability,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.vocabulary.terms import Scheme
from portal.web.kit import addresses, formats, languages, wording
from portal.web.kit.words import gettext as _

MOST_OF_SUMMARY = 600


def voice() -> Voice:
    """The voice of this portal; ask for it inside an application context."""
    called_off = {}
    for locale in languages.LOCALES:
        with languages.speaking(locale):
            called_off[locale] = _("Abgesagt: ")
    return Voice(tell, called_off, instead)


def instead(kept_id: int) -> dict[str, Pointer]:
    """Where to look now, in every language. The short address leads to the readable one."""
    pointers = {}
    for locale in languages.LOCALES:
        with languages.speaking(locale):
            url = addresses.absolute(addresses.offer_by_id(kept_id))
            pointers[locale] = Pointer(_("Diesen Termin finden Sie jetzt hier: %(url)s", url=url), url)
    return pointers


def tell(offer: OfferDetail, entry: Entry[RunDetail]) -> Texts:
    """The entry in every language."""
    texts = {}
    for locale in languages.LOCALES:
        with languages.speaking(locale):
            texts[locale] = event_text(offer, entry)
    return texts


def event_text(offer: OfferDetail, entry: Entry[RunDetail]) -> EventText:
    """The entry in the present language."""
    run, day = entry.run, _day(entry)
    place = (day.place if day else None) or run.place or offer.place
    is_online = _is_online(offer, run, day)
    return EventText(
        summary=summary(offer, entry),
        description=description(offer, entry, day, None if is_online else place),
        location=_location(offer, run, day, place, is_online=is_online),
        url=addresses.absolute(addresses.offer(offer.id, offer.slug)),
        categories=(
            _(KIND_LABELS[offer.kind]),
            *(wording.term(term) for term in offer.terms_of(Scheme.TOPIC)),
        ),
        contact=_contact(offer),
        organizer_name=offer.institution.name,
        organizer_email=offer.institution.email or "",
        geo=_geo(None if is_online else place),
        conference=text.web_link(day.online_url) if day else "",
        image=addresses.absolute(addresses.picture(offer.image.path)) if offer.image else "",
    )


def _day(entry: Entry[RunDetail]) -> DateDetail | None:
    assert entry.day is None or isinstance(entry.day, DateDetail)
    return entry.day


def summary(offer: OfferDetail, entry: Entry[RunDetail]) -> str:
    """'Abgesagt: Zehn Finger schreiben', 'Anmeldeschluss: …'."""
    title = text.one_line(offer.title)
    if entry.is_registration:
        title = (
            _("Anmeldung offen: %(title)s", title=title)
            if entry.kind is EntryKind.WINDOW
            else _("Anmeldeschluss: %(title)s", title=title)
        )
    if entry.status is OccurrenceStatus.CANCELLED:
        return _("Abgesagt: ") + title
    if entry.status is OccurrenceStatus.POSTPONED:
        return _("Verschoben: ") + title
    if entry.status is OccurrenceStatus.TENTATIVE:
        return _("%(title)s (noch nicht bestätigt)", title=title)
    return title


def description(
    offer: OfferDetail, entry: Entry[RunDetail], day: DateDetail | None, place: PlaceDetail | None
) -> str:
    """What, for whom, price, access, registration, contact, link; what has changed stands first."""
    run = entry.run
    lines = [
        _changed(entry, day),
        text.one_line(offer.summary or text.plain(offer.description or ""), MOST_OF_SUMMARY),
        _labelled(_("Für wen"), _audience(offer)),
        _labelled(_("Kosten"), _price(offer, run)),
        _labelled(_("Plätze"), _places(offer, run, entry)),
        _labelled(_("Zugang"), _access(place)),
        _labelled(_("Anmeldung"), _registration(offer, run)),
        _labelled(_("Kontakt"), _contact(offer)),
        _labelled(_("Mehr dazu"), addresses.absolute(addresses.offer(offer.id, offer.slug))),
    ]
    return "\n".join(line for line in lines if line)


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}" if value else ""


def _changed(entry: Entry[RunDetail], day: DateDetail | None) -> str:
    """What became of the date, with the provider's reason."""
    said = {
        OccurrenceStatus.CANCELLED: _("Dieser Termin fällt aus."),
        OccurrenceStatus.POSTPONED: _("Dieser Termin ist verschoben. Ein neuer steht noch nicht fest."),
        OccurrenceStatus.TENTATIVE: _("Termin noch nicht bestätigt."),
    }.get(entry.status, "")
    if day and entry.status is OccurrenceStatus.MOVED:
        said = _moved(day)
    note = text.one_line(day.note) if day and day.note else ""
    return " ".join(part for part in (said, note) if part)


def _moved(day: DateDetail) -> str:
    if day.moved_from and day.moved_from != day.starts_at:
        before = clock.local(day.moved_from)
        return _(
            "Verlegt. Bisher: %(day)s, %(time)s Uhr.",
            day=formats.long_date(before.date()),
            time=formats.clock_time(day.moved_from),
        )
    return _("Verlegt: findet jetzt online statt.") if day.online_url else _("Verlegt.")


def _audience(offer: OfferDetail) -> str:
    groups = [wording.term(term) for term in offer.terms_of(Scheme.TARGET_GROUP)]
    grades = [term.code for term in offer.terms_of(Scheme.GRADE)]
    if grades:
        groups.append(_("Klasse %(grades)s", grades=", ".join(grades)))
    return ", ".join(groups)


def _price(offer: OfferDetail, run: RunDetail) -> str:
    cents = run.price_cents if run.price_cents is not None else offer.price_cents
    reduced = run.reduced_price_cents if run.reduced_price_cents is not None else offer.reduced_price_cents
    if offer.kind is OfferKind.DEADLINE:
        return ""
    return wording.price(cents, reduced, is_free=offer.is_free)


def _places(offer: OfferDetail, run: RunDetail, entry: Entry[RunDetail]) -> str:
    """Only what one should know before coming: that places are few or gone."""
    if offer.kind is OfferKind.DEADLINE or run.availability is Availability.FREE or entry.is_registration:
        return ""
    return _(AVAILABILITY_LABELS[run.availability])


def _access(place: PlaceDetail | None) -> str:
    if place is None:
        return ""
    features = [_(ACCESS_LABELS[feature]) for feature in AccessFeature if getattr(place, feature.value)]
    return ", ".join(part for part in (*features, place.transit_stop) if part)


def _registration(offer: OfferDetail, run: RunDetail) -> str:
    """Where one registers, and until when."""
    where = {
        RegistrationWay.LINK: text.web_link(run.registration_url) or text.web_link(offer.registration_url),
        RegistrationWay.MAIL: offer.registration_email or offer.contact_email or "",
        RegistrationWay.PHONE: offer.registration_phone or offer.contact_phone or "",
        RegistrationWay.HERE: addresses.absolute(addresses.offer(offer.id, offer.slug)),
        RegistrationWay.NONE: "",
    }[offer.registration_way]
    until = ""
    if run.registration_closes_on:
        until = _("bis %(day)s", day=formats.long_date(run.registration_closes_on))
    return ", ".join(part for part in (where, until) if part)


def _contact(offer: OfferDetail) -> str:
    """The institution and a number: no mail address of a person, which a calendar would spread."""
    number = offer.contact_phone or offer.institution.phone or ""
    return ", ".join(part for part in (offer.institution.name, number) if part)


def _is_online(offer: OfferDetail, run: RunDetail, day: DateDetail | None) -> bool:
    if day and day.online_url and day.status is OccurrenceStatus.MOVED:
        return True
    return (run.attendance_mode or offer.attendance_mode) is AttendanceMode.ONLINE


def _location(
    offer: OfferDetail, run: RunDetail, day: DateDetail | None, place: PlaceDetail | None, *, is_online: bool
) -> str:
    if is_online:
        return _("Online")
    room = day.room if day else None
    if place is None:
        return room or ""
    town = f"{place.postal_code or ''} {place.town or ''}".strip()
    where = ", ".join(part for part in (place.name, room, place.street, town) if part)
    is_hybrid = (run.attendance_mode or offer.attendance_mode) is AttendanceMode.HYBRID
    return _("%(place)s, auch online", place=where) if is_hybrid else where


def _geo(place: PlaceDetail | None) -> tuple[float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return round(place.latitude, 6), round(place.longitude, 6)
