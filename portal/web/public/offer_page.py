"""Builds the context of an offer's page from the offer: the facts, where, whom to ask. Its runs: run_views.py."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from flask import current_app
from jinja2 import Environment
from markupsafe import Markup

from portal import clock, text
from portal.exports import jsonld
from portal.offers import rules
from portal.offers.detail import DateDetail, ImageDetail, OfferDetail, PlaceDetail, RunDetail, TermDetail
from portal.vocabulary.offers import (
    ATTENDANCE_LABELS,
    DATELESS_KINDS,
    KIND_LABELS,
    AttendanceMode,
    Availability,
    OccurrenceStatus,
    OfferKind,
    RegistrationWay,
)
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.vocabulary.terms import Scheme
from portal.web.kit import addresses, formats, freshness, languages, subscription, wording
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.public import offer_age
from portal.web.public.pages import OfferPage
from portal.web.public.run_views import is_off, run_order, run_status, run_view

REDUCED_WORD = "ermäßigt"  # how providers begin a price note; theirs, so never translated
ANSWERS: dict[bool | None, p.Answer] = {True: "yes", False: "no", None: "ask"}


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str: ...


class Located(Named, Protocol):
    """A place, whether a row or an object of the database, with a column for each AccessFeature."""

    @property
    def street(self) -> str | None: ...
    @property
    def postal_code(self) -> str | None: ...
    @property
    def town(self) -> str | None: ...
    @property
    def district(self) -> Named | None: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def transit_stop(self) -> str | None: ...
    @property
    def access_note(self) -> str | None: ...


def build(
    offer: OfferDetail,
    now: datetime,
    *,
    related: tuple[p.OfferCard, ...],
    alternatives: tuple[p.CardGroup, ...],
) -> OfferPage:
    """The whole page of an offer that is or was public."""
    today = clock.local(now).date()
    upcoming = next_of(offer, now)
    ended = is_over(offer, now)
    path = addresses.offer(offer.id, offer.slug)
    runs = sorted(offer.runs, key=lambda run: run_order(run, now))
    aged = None if ended else offer_age.age_notice(offer, today, freshness.thresholds().warn_after_days)
    return OfferPage(
        id=offer.id,
        shape=offer.kind.value,
        kind=_(KIND_LABELS[offer.kind]),
        title=offer.title,
        lead=offer.summary or "",
        provider=p.Link(offer.institution.name, addresses.institution(offer.institution.slug)),
        canonical=addresses.absolute(path),
        report_url=f"{languages.root()}/feedback?angebot={offer.id}",
        next_start=next_start(offer, upcoming, ended, today),
        facts=facts(offer, upcoming),
        actions=() if ended or is_full(offer, now) else tuple(actions(offer)),
        state_notice=state_notice(upcoming, ended),
        age_notice=aged,
        ended=ended,
        lang=languages.of_content(),
        description_html=Markup(text.markdown_html(offer.description)) if offer.description else p.NOTHING,  # noqa: S704  sanitised by nh3
        plain_html=Markup(text.markdown_html(offer.plain_text)) if offer.plain_text else p.NOTHING,  # noqa: S704  sanitised by nh3
        goal=offer.goal or "",
        prerequisites=offer.prerequisites or "",
        certificate=offer.certificate or "",
        educational_leave=educational_leave(offer),
        funding=labels(offer, Scheme.FUNDING),
        runs=tuple(run_view(offer, run, now, is_open=index == 0) for index, run in enumerate(runs)),
        place=kept_place(offer.place, current_app.jinja_env, languages.root()) if offer.place else None,
        contact=contact(offer),
        topics=topics(offer),
        confirmed_line="" if aged else offer_age.confirmed_line(offer),
        related=related,
        alternatives=alternatives,
        description=jsonld.description(offer),
        image=picture(offer.image) if offer.image else None,
        json_ld=structured_data(offer, path, now),
        subscribe=calendar_box(offer, path),
    )


def calendar_box(offer: OfferDetail, path: str) -> p.SubscribeBox | None:
    """The calendar of an offer that has dates; its QR code is fetched once somebody unfolds the box."""
    if not any(run.occurrences for run in offer.runs):
        return None
    return subscription.box(
        f"{path}.ics", offer.title, title=_("Termine in den Kalender"), qr_path=f"{path}.qr.svg"
    )


def picture(image: ImageDetail) -> p.Image:
    """A picture with who made it and under which licence."""
    path = addresses.picture(image.path)
    credit = f"{image.author}, {_(image.licence)}"
    return p.Image(path, image.alt, credit, addresses.absolute(path), image.width, image.height)


def structured_data(offer: OfferDetail, path: str, now: datetime) -> str:
    """The offer in schema.org's words, for search engines."""
    institution_url = addresses.absolute(addresses.institution(offer.institution.slug))
    data = jsonld.offer(offer, url=addresses.absolute(path), institution_url=institution_url, now=now)
    return jsonld.script(data)


def topics(offer: OfferDetail) -> tuple[p.Link, ...]:
    return tuple(p.Link(_label(term), addresses.topic(term.code)) for term in offer.terms_of(Scheme.TOPIC))


def labels(offer: OfferDetail, scheme: Scheme) -> tuple[str, ...]:
    return tuple(_label(term) for term in offer.terms_of(scheme))


def _label(term: TermDetail) -> str:
    return term.label_en if term.label_en and languages.current() == "en" else term.label


def next_of(offer: OfferDetail, now: datetime) -> tuple[RunDetail, DateDetail] | None:
    """The next date and its run; a cancelled one only if there is no other."""
    ahead = [(run, day) for run in offer.runs if (day := rules.next_date(run.occurrences, now))]
    return min(ahead, key=lambda pair: (is_off(*pair), pair[1].starts_at), default=None)


def is_over(offer: OfferDetail, now: datetime) -> bool:
    """All its dates have passed, or it expired."""
    today = clock.local(now).date()
    if offer.expires_on and offer.expires_on < today:
        return True
    days = [day for run in offer.runs for day in run.occurrences]
    if days:
        return all(day.ends_at <= now for day in days)
    return bool(offer.runs) and all(run.ends_on is not None and run.ends_on < today for run in offer.runs)


def is_full(offer: OfferDetail, now: datetime) -> bool:
    """Every run that is still to come is booked up, without a waiting list: registering would be in vain."""
    ahead = [run for run in offer.runs if rules.next_date(run.occurrences, now)]
    return bool(ahead) and all(run.availability is Availability.FULL for run in ahead)


def next_start(
    offer: OfferDetail, upcoming: tuple[RunDetail, DateDetail] | None, ended: bool, today: date
) -> p.Fact:
    """The row on yellow."""
    if ended:
        return p.Fact(_("Termin"), _("Zurzeit kein Termin"), _("Dieses Angebot ist beendet."))
    if upcoming is None:
        word = _("laufend") if offer.kind in DATELESS_KINDS else _("nach Absprache")
        return p.Fact(_("Termin"), word)
    _run, day = upcoming
    label = _("Frist bis") if offer.kind is OfferKind.DEADLINE else _("Nächster Termin")
    if day.all_day:
        return p.Fact(label, formats.span(day.first_day, day.last_day, today=today))
    when = _(
        "%(day)s, %(time)s Uhr", day=formats.long_date(day.first_day), time=formats.clock_time(day.starts_at)
    )
    return p.Fact(label, when)


def facts(offer: OfferDetail, upcoming: tuple[RunDetail, DateDetail] | None) -> tuple[p.Fact, ...]:
    """The rows of "Das Wichtigste" below the date, those that are known."""
    run = upcoming[0] if upcoming else (offer.runs[0] if offer.runs else None)
    found = [
        _places_fact(offer, upcoming),
        _cost_fact(offer, run),
        _where_fact(offer, run),
        _audience_fact(offer),
        p.Fact(_("Sprache"), ", ".join(labels(offer, Scheme.LANGUAGE)), _level(offer)),
        p.Fact(
            _("Klassen"),
            ", ".join(term.code for term in offer.terms_of(Scheme.GRADE)),
            ", ".join(labels(offer, Scheme.SCHOOL_FORM)),
        ),
        p.Fact(_("Berufsfeld"), ", ".join(labels(offer, Scheme.OCCUPATION_FIELD))),
        p.Fact(_("Nachweis"), offer.certificate or ""),
    ]
    return tuple(fact for fact in found if fact and (fact.value or fact.status))


def _level(offer: OfferDetail) -> str:
    return _("Niveau %(level)s", level=offer.cefr_level.label) if offer.cefr_level else ""


def _places_fact(offer: OfferDetail, upcoming: tuple[RunDetail, DateDetail] | None) -> p.Fact | None:
    if not upcoming or offer.kind is OfferKind.DEADLINE:
        return None
    return p.Fact(_("Plätze"), "", status=run_status(offer, *upcoming))


def _cost_fact(offer: OfferDetail, run: RunDetail | None) -> p.Fact:
    cents = run.price_cents if run and run.price_cents is not None else offer.price_cents
    reduced = (
        run.reduced_price_cents if run and run.reduced_price_cents is not None else offer.reduced_price_cents
    )
    shown = wording.price(cents, None, is_free=offer.is_free)
    notes = [offer.price_note or ""]
    if reduced is not None and cents and reduced < cents:
        notes.insert(0, _("ermäßigt %(price)s", price=formats.money(reduced)))
    if not shown and offer.kind is OfferKind.DEADLINE:
        return p.Fact(_("Kosten"), "")
    return p.Fact(_("Kosten"), shown or _("bitte nachfragen"), ". ".join(_unique(notes)))


def _unique(notes: Sequence[str]) -> list[str]:
    """Without empty ones; who gets the reduction joins it: 'ermäßigt 21 € mit Sozialpass', not 'ermäßigt' twice."""
    kept = [note for note in notes if note]
    if len(kept) == 2 and kept[1].lower().startswith(REDUCED_WORD):
        return [kept[0] + kept[1][len(REDUCED_WORD) :]]
    return kept


def _where_fact(offer: OfferDetail, run: RunDetail | None) -> p.Fact:
    place = (run.place if run else None) or offer.place
    if offer.attendance_mode is AttendanceMode.ONLINE or place is None:
        mode = (
            _(ATTENDANCE_LABELS[offer.attendance_mode])
            if offer.attendance_mode is AttendanceMode.ONLINE
            else ""
        )
        return p.Fact(_("Ort"), mode)
    note = ", ".join(
        part for part in (_address(place), place.district.name if place.district else "") if part
    )
    if offer.attendance_mode is AttendanceMode.HYBRID:
        note = _("%(place)s, auch online", place=note) if note else _("auch online")
    return p.Fact(_("Ort"), place.name, note)


def _address(place: Located) -> str:
    town = f"{place.postal_code or ''} {place.town or ''}".strip()
    return ", ".join(part for part in (place.street, town) if part)


def _audience_fact(offer: OfferDetail) -> p.Fact:
    ages = ""
    if offer.age_min is not None and offer.age_max is not None:
        ages = _("%(low)s bis %(high)s Jahre", low=offer.age_min, high=offer.age_max)
    elif offer.age_min is not None:
        ages = _("ab %(low)s Jahren", low=offer.age_min)
    elif offer.age_max is not None:
        ages = _("bis %(high)s Jahre", high=offer.age_max)
    return p.Fact(_("Für wen"), ", ".join(labels(offer, Scheme.TARGET_GROUP)) or ages, ages)


def actions(offer: OfferDetail) -> list[p.Action]:
    """How one registers, as one button."""
    way, name = offer.registration_way, offer.institution.short_name or offer.institution.name
    if way is RegistrationWay.LINK and (link := text.web_link(offer.registration_url)):
        return [p.Action(_("Anmelden bei: %(name)s", name=name), link, primary=True)]
    if way is RegistrationWay.MAIL and (address := offer.registration_email or offer.contact_email):
        return [p.Action(_("Per E-Mail anmelden"), f"mailto:{address}", primary=True, icon="mail")]
    number = offer.registration_phone or offer.contact_phone
    if way in (RegistrationWay.PHONE, RegistrationWay.HERE) and number:
        return [
            p.Action(
                _("Anmelden: %(number)s", number=number),
                formats.telephone_link(number),
                primary=True,
                icon="phone",
            )
        ]
    return []


def state_notice(upcoming: tuple[RunDetail, DateDetail] | None, ended: bool) -> p.Notice | None:
    if ended:
        return p.Notice(_("Dieses Angebot ist beendet."), _("Darunter steht, was es jetzt gibt."), "info")
    if upcoming and is_off(*upcoming):
        is_postponed = rules.off_status(upcoming[0].status, upcoming[1].status) is OccurrenceStatus.POSTPONED
        said = _("Der nächste Termin ist verschoben.") if is_postponed else _("Der nächste Termin fällt aus.")
        return p.Notice(said, upcoming[1].note or "", "stop")
    if upcoming and upcoming[1].status is OccurrenceStatus.MOVED:
        return p.Notice(_("Der nächste Termin wurde verlegt."), upcoming[1].note or "", "warn")
    return None


def educational_leave(offer: OfferDetail) -> str:
    """One sentence on Bildungsfreistellung; '' without."""
    if not offer.educational_leave:
        return ""
    sentence = _("Für dieses Angebot können Sie Bildungsfreistellung nehmen.")
    if offer.educational_leave_number:
        sentence += " " + _("Anerkennung %(number)s.", number=offer.educational_leave_number)
    if offer.educational_leave_until:
        sentence += " " + _(
            "Gültig bis %(day)s.", day=formats.long_date(offer.educational_leave_until, weekday=False)
        )
    return sentence


def contact(offer: OfferDetail) -> p.Contact | None:
    """The offer's public contact, else the institution's; never the maintenance contact."""
    phone = offer.contact_phone or offer.institution.phone or ""
    email = offer.contact_email or offer.institution.email or ""
    website = text.web_link(offer.website) or text.web_link(offer.institution.website)
    if not (phone or email or website):
        return None
    name = offer.contact_name or offer.institution.name
    note = offer.institution.name if offer.contact_name else ""
    return p.Contact(name, note, phone, formats.telephone_link(phone) if phone else "", email, website)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlace(p.PlaceView):
    """A place that brings its HTML: some hundred places stand under ten thousand offers."""

    html: Markup


@lru_cache(maxsize=1000)
def kept_place(place: PlaceDetail, jinja: Environment, _root: str) -> KeptPlace:
    """A place as a page in the present language shows it, kept for places that are the same in every value."""
    view = place_view(place)
    html = jinja.get_template("components/place.html").module.place(view)  # type: ignore[attr-defined]  # the macro's name is the template's matter
    return KeptPlace(**{field.name: getattr(view, field.name) for field in fields(view)}, html=html)


def place_view(place: Located) -> p.PlaceView:
    """A place with its access features, the unknown ones named."""
    map_url = ""
    if place.latitude is not None and place.longitude is not None:
        spot = f"{place.latitude:.5f}/{place.longitude:.5f}"
        pin = f"mlat={place.latitude:.5f}&mlon={place.longitude:.5f}"
        map_url = f"https://www.openstreetmap.org/?{pin}#map=17/{spot}"
    known = any(getattr(place, feature.value) is not None for feature in AccessFeature)
    return p.PlaceView(
        name=place.name,
        address=", ".join(
            part for part in (_address(place), place.district.name if place.district else "") if part
        ),
        transit_stop=place.transit_stop or "",
        access=tuple(
            p.AccessItem(_(ACCESS_LABELS[feature]), ANSWERS[getattr(place, feature.value)])
            for feature in AccessFeature
        )
        if known
        else (),
        access_note=place.access_note or "",
        map_url=map_url,
    )
