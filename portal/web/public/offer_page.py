"""Builds the context of an offer's page from the offer. Its facts: offer_facts.py; its runs: run_views.py."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from flask import current_app
from jinja2 import Environment
from markupsafe import Markup

from portal import clock, text
from portal.exports import jsonld
from portal.offers import rules
from portal.offers.detail import DateDetail, ImageDetail, OfferDetail, PlaceDetail, RunDetail
from portal.vocabulary.offers import (
    KIND_LABELS,
    Availability,
    OccurrenceStatus,
    RegistrationWay,
)
from portal.vocabulary.terms import Scheme
from portal.web.kit import (
    addresses,
    civic_hint,
    formats,
    freshness,
    languages,
    place_parts,
    seals,
    speakers,
    subscription,
)
from portal.web.kit import parts as p
from portal.web.kit.lecture_parts import ShownSpeaker
from portal.web.kit.words import gettext as _
from portal.web.public import offer_age, offer_facts
from portal.web.public.pages import OfferPage
from portal.web.public.run_views import is_off, registers_here, run_order, run_view


class Others(NamedTuple):
    """What else there is: offers that suit as well, or, where this one is over, what comes next."""

    related: tuple[p.OfferCard, ...] = ()
    alternatives: tuple[p.CardGroup, ...] = ()


def build(offer: OfferDetail, now: datetime, others: Others) -> OfferPage:
    """The whole page of an offer that is or was public."""
    today = clock.local(now).date()
    soonest = next_of(offer, now)
    upcoming = next_to_join(offer, now) or soonest
    ended = is_over(offer, now)
    path = addresses.offer(offer.id, offer.slug)
    runs = sorted(offer.runs, key=lambda run: run_order(run, now))
    aged = None if ended else offer_age.age_notice(offer, today, freshness.thresholds().warn_after_days)
    spoken = speakers.of_offer(offer)
    return OfferPage(
        id=offer.id,
        shape=offer.kind.value,
        kind=_(KIND_LABELS[offer.kind]),
        title=offer.title,
        lead=offer.summary or "",
        provider=p.Link(offer.institution.name, addresses.institution(offer.institution.slug)),
        canonical=addresses.absolute(path),
        report_url=f"{languages.root()}/feedback?angebot={offer.id}",
        next_start=offer_facts.next_start(offer, upcoming, ended, today, is_soonest=upcoming == soonest),
        facts=offer_facts.facts(offer, upcoming),
        actions=() if ended or is_full(offer, now) else tuple(actions(offer, now)),
        state_notice=state_notice(soonest, ended),
        age_notice=aged,
        ended=ended,
        lang=languages.of_content(),
        description_html=Markup(text.markdown_html(offer.description)) if offer.description else p.NOTHING,  # noqa: S704  sanitised by nh3
        plain_html=Markup(text.markdown_html(offer.plain_text)) if offer.plain_text else p.NOTHING,  # noqa: S704  sanitised by nh3
        goal=offer.goal or "",
        prerequisites=offer.prerequisites or "",
        certificate=offer.certificate or "",
        educational_leave=educational_leave(offer),
        funding=offer_facts.labels(offer, Scheme.FUNDING),
        runs=tuple(run_view(offer, run, now, is_open=index == 0) for index, run in enumerate(runs)),
        place=kept_place(offer.place, current_app.jinja_env, languages.root()) if offer.place else None,
        contact=place_parts.contact(offer),
        topics=topics(offer),
        confirmed_line="" if aged else offer_age.confirmed_line(offer),
        related=others.related,
        alternatives=others.alternatives,
        description=jsonld.description(offer),
        image=picture(offer.image) if offer.image else None,
        json_ld=structured_data(offer, path, now, spoken),
        subscribe=calendar_box(offer, path),
        seals=seals.of_offer(offer.id, offer.institution.id),
        speakers=spoken,
        civic=civic_hint.of_offer(offer, today),
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


def structured_data(offer: OfferDetail, path: str, now: datetime, spoken: Sequence[ShownSpeaker] = ()) -> str:
    """The offer in schema.org's words, for search engines. Who speaks on all dates is named."""
    institution_url = addresses.absolute(addresses.institution(offer.institution.slug))
    data = jsonld.offer(offer, url=addresses.absolute(path), institution_url=institution_url, now=now)
    return jsonld.script(jsonld.with_people(data, [one.name for one in spoken if not one.when]))


def topics(offer: OfferDetail) -> tuple[p.Link, ...]:
    return tuple(
        p.Link(offer_facts.label(term), addresses.topic(term.code)) for term in offer.terms_of(Scheme.TOPIC)
    )


def next_of(offer: OfferDetail, now: datetime) -> tuple[RunDetail, DateDetail] | None:
    """The next date and its run; a cancelled one only if there is no other."""
    ahead = [(run, day) for run in offer.runs if (day := rules.next_date(run.occurrences, now))]
    return min(ahead, key=lambda pair: (is_off(*pair), pair[1].starts_at), default=None)


def next_to_join(offer: OfferDetail, now: datetime) -> tuple[RunDetail, DateDetail] | None:
    """The next date of a run that takes people, with its run: what somebody who comes now is interested in."""
    ahead = [(run, day) for run in offer.runs if (day := rules.next_date(run.occurrences, now))]
    return min(
        (pair for pair in ahead if takes_people(offer, *pair, now)),
        key=lambda pair: pair[1].starts_at,
        default=None,
    )


def takes_people(offer: OfferDetail, run: RunDetail, day: DateDetail, now: datetime) -> bool:
    """Whether the date has room and registration is open."""
    if not all(rules.is_bookable(run.availability, status) for status in (run.status, day.status)):
        return False
    if offer.registration_way is RegistrationWay.HERE:
        return registers_here(offer, run, now)
    return run.registration_closes_on is None or run.registration_closes_on >= clock.local(now).date()


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


def actions(offer: OfferDetail, now: datetime) -> list[p.Action]:
    """How one gets at the material, and how one registers: a button each."""
    material = text.web_link(offer.material_url)
    return ([p.Action(_("Zum Material"), material, primary=True)] if material else []) + registration(
        offer, now
    )


def registration(offer: OfferDetail, now: datetime) -> list[p.Action]:
    """How one registers, as one button."""
    if found := [run for run in offer.runs if registers_here(offer, run, now)]:
        chosen = found[0].uuid if len(found) == 1 else ""
        return [p.Action(_("Anmelden"), addresses.registration(offer.id, chosen), primary=True)]
    way, name = offer.registration_way, offer.institution.short_name or offer.institution.name
    if way is RegistrationWay.LINK and (link := text.web_link(offer.registration_url)):
        return [p.Action(_("Anmelden bei: %(name)s", name=name), link, primary=True)]
    if way is RegistrationWay.MAIL and (address := offer.registration_email or offer.contact_email):
        return [p.Action(_("Per E-Mail anmelden"), f"mailto:{address}", primary=True, icon="mail")]
    number = offer.registration_phone or offer.contact_phone
    if way is RegistrationWay.PHONE and number:
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
    if upcoming and upcoming[1].status is OccurrenceStatus.TENTATIVE:
        return p.Notice(
            _("Der nächste Termin ist noch nicht bestätigt."),
            _("Bitte schauen Sie vorher noch einmal nach."),
        )
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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlace(p.PlaceView):
    """A place that brings its HTML: some hundred places stand under ten thousand offers."""

    html: Markup


@lru_cache(maxsize=1000)
def kept_place(place: PlaceDetail, jinja: Environment, _root: str) -> KeptPlace:
    """A place as a page in the present language shows it, kept for places that are the same in every value."""
    view = place_parts.place_view(place)
    html = jinja.get_template("components/place.html").module.place(view)  # type: ignore[attr-defined]  # the macro's name is the template's matter
    return KeptPlace(**{field.name: getattr(view, field.name) for field in fields(view)}, html=html)
