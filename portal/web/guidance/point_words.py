"""B-Punkte in words: a row of the finder, and the page of one."""

from datetime import datetime
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup

from portal import clock, text
from portal.guidance.queries import Point
from portal.offers.filters import Facet
from portal.vocabulary.guidance import ADVICE_FOCUS_LABELS, AdviceFocus, SealHolder
from portal.vocabulary.places import ACCESS_LABELS, AccessFeature
from portal.web.guidance.pages_points import PointPage
from portal.web.kit import addresses, formats, guidance_cards, hours_words, languages, points, seals
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language
from portal.web.kit.pages import Words
from portal.web.kit.point_parts import GuidancePlace
from portal.web.kit.words import gettext as _

ANSWERS: dict[bool | None, p.Answer] = {True: "yes", False: "no", None: "ask"}
MAP_SEARCH = "https://www.openstreetmap.org/search?"


def place(point: Point, now: datetime) -> GuidancePlace:
    """A row of the finder: everything that one needs to choose, call and go."""
    spoken = _("Sprachen: %(languages)s", languages=guidance_cards.spoken(point)) if point.languages else ""
    details = (
        Words(", ".join(hours_words.week(point.hours))),
        in_language(point.note, point.note_en),
        Words(spoken),
        Words(step_free(point)),
    )
    return GuidancePlace(
        anchor=guidance_cards.anchor(point),
        name=point.name,
        focus=in_language(point.focus, point.focus_en),
        address=address(point),
        details=tuple(detail for detail in details if detail.text),
        phone=point.phone,
        phone_link=formats.telephone_link(point.phone),
        status=hours_words.status(points.kept().state(point, now), now),
        url=guidance_cards.url(point),
        email=point.email,
        appointment_url=appointment_url(point),
        seals=seals.of(SealHolder.GUIDANCE_POINT, point.id),
        lang=languages.of_content(),
    )


def appointment_url(point: Point) -> str:
    return url_for("guidance.ask_appointment", slug=point.slug) if point.takes_appointments else ""


def address(point: Point) -> str:
    """'Hauptstraße 11, 06862 Dessau-Roßlau, Roßlau'."""
    town = f"{point.postal_code} {point.town}".strip()
    district = point.district.name if point.district else ""
    return ", ".join(part for part in (point.street, town, district) if part)


def step_free(point: Point) -> str:
    """Whether one gets in without steps; what nobody has said is a question to ask."""
    return {
        True: _("Eingang ohne Stufen"),
        False: _("Eingang mit Stufen"),
        None: _("Stufen am Eingang: bitte nachfragen"),
    }[point.step_free]


def page(point: Point, now: datetime, entries: tuple[p.OfferCard, ...]) -> PointPage:
    """The page of a B-Punkt."""
    kept, today = points.kept(), clock.local(now).date()
    about = in_language(point.description, point.description_en)
    district = point.district
    return PointPage(
        name=point.name,
        focus=in_language(point.focus, point.focus_en),
        canonical=addresses.absolute(guidance_cards.url(point)),
        state=p.Fact(_("Jetzt"), "", status=hours_words.status(kept.state(point, now), now)),
        facts=facts(point),
        week=hours_words.week_rows(point.hours),
        exceptions=tuple(
            hours_words.other_days(one, today, is_german=kept.is_german(point, one))
            for one in kept.ahead(point, today)
        ),
        hours_note=in_language(point.note, point.note_en),
        about_html=Markup(text.markdown_html(about.text)),  # noqa: S704  sanitised by nh3
        about_lang=about.lang,
        topics=tuple(topic(focus) for focus in AdviceFocus if focus in point.focuses),
        place=where(point),
        seals=seals.of(SealHolder.GUIDANCE_POINT, point.id),
        entries=entries,
        all_url=addresses.search_for(Facet.DISTRICT, district.slug) if district else "",
        all_label=_("Alle Angebote in: %(district)s", district=district.name) if district else "",
        appointment_url=appointment_url(point),
        lang=languages.of_content(),
    )


def topic(focus: AdviceFocus) -> p.Link:
    """A focus, with the other B-Punkte that know it."""
    return p.Link(_(ADVICE_FOCUS_LABELS[focus]), guidance_cards.list_url(focus))


def facts(point: Point) -> tuple[p.Fact, ...]:
    known = (
        p.Fact(_("Telefon"), point.phone, url=formats.telephone_link(point.phone)),
        p.Fact(_("E-Mail"), point.email, url=f"mailto:{point.email}"),
        p.Fact(_("Adresse"), address(point)),
        p.Fact(_("Sprachen"), guidance_cards.spoken(point)),
    )
    return tuple(fact for fact in known if fact.value)


def where(point: Point) -> p.PlaceView:
    """How one gets there: the address, a link to a map that nobody loads unasked, and the entrance."""
    found = ", ".join(part for part in (point.street, f"{point.postal_code} {point.town}".strip()) if part)
    return p.PlaceView(
        name="",
        address=address(point),
        access=(p.AccessItem(_(ACCESS_LABELS[AccessFeature.STEP_FREE]), ANSWERS[point.step_free]),),
        map_url=MAP_SEARCH + urlencode({"query": found}) if point.street else "",
    )
