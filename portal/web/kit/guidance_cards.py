"""B-Punkte as cards: on the home page, where nothing was found, beside guides and questions of money. What fits comes first."""

from collections.abc import Collection
from datetime import datetime

from portal import clock
from portal.guidance.queries import Point
from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.guidance import AdviceFocus
from portal.vocabulary.terms import Scheme
from portal.web.kit import formats, hours_words, languages, points, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.collections import in_language
from portal.web.kit.words import gettext as _

ABOUT_MONEY = (Facet.FUNDING, Facet.EDUCATIONAL_LEAVE)


def cards(wanted: OfferFilter | None = None, *, focuses: Collection[str] = ()) -> tuple[p.GuidanceCard, ...]:
    """All advice points; for a search or for focuses those first that fit, of equals the one where somebody is there now."""
    kept, now = points.kept(), clock.now()
    found = list(kept.points)
    if wanted or focuses:
        found.sort(key=lambda point: (-_fits(point, wanted, focuses), not kept.state(point, now).is_open))
    return tuple(card(point, now) for point in found)


def with_focus(*focuses: str) -> tuple[p.GuidanceCard, ...]:
    """The advice points that know one of these (AdviceFocus), those where somebody is there now first."""
    kept, now = points.kept(), clock.now()
    found = [point for point in kept.points if set(focuses) & set(point.focuses)]
    found.sort(key=lambda point: not kept.state(point, now).is_open)
    return tuple(card(point, now) for point in found)


def about_money(wanted: OfferFilter) -> p.Link | None:
    """The way to advice for who filters by funding; None where nobody in town advises about it."""
    asked = any(wanted.values(facet) for facet in ABOUT_MONEY)
    if not asked or not any(AdviceFocus.FUNDING in point.focuses for point in points.kept().points):
        return None
    return p.Link(_("Fragen zu Zuschüssen? Lassen Sie sich beraten."), list_url(AdviceFocus.FUNDING))


def _fits(point: Point, wanted: OfferFilter | None, focuses: Collection[str]) -> int:
    """How well a point fits: what it knows, then where it is, then the phase of life and the language."""
    known = set(focuses)
    if wanted is None:
        return 4 * bool(known & set(point.focuses))
    if any(wanted.values(facet) for facet in ABOUT_MONEY):
        known.add(AdviceFocus.FUNDING)
    near = {wanted.near, *wanted.values(Facet.DISTRICT)}
    here = point.district is not None and (
        point.district.slug in near or wanted.near in point.district.postal_codes
    )
    return (
        4 * bool(known & set(point.focuses))
        + 3 * here
        + 2 * bool(set(point.life_phases) & set(wanted.values(Facet.LIFE_PHASE)))
        + bool(set(point.languages) & set(wanted.values(Facet.LANGUAGE)))
    )


def card(point: Point, now: datetime) -> p.GuidanceCard:
    """A point in short, with whether somebody is there now."""
    focus = in_language(point.focus, point.focus_en)
    return p.GuidanceCard(
        name=point.name,
        focus=focus.text,
        focus_lang=focus.lang,
        hours=hours(point),
        languages=spoken(point),
        phone=point.phone,
        phone_link=formats.telephone_link(point.phone),
        url=url(point),
        status=hours_words.status(points.kept().state(point, now), now),
    )


def hours(point: Point) -> str:
    """'Montag und Dienstag 9 bis 15 Uhr, Mittwoch 12 bis 19 Uhr. Freitag nach Absprache'."""
    note = in_language(point.note, point.note_en).text
    return ". ".join(part for part in (", ".join(hours_words.week(point.hours)), note) if part)


def spoken(point: Point) -> str:
    """'Deutsch, Englisch'."""
    known = vocabulary.catalogue().terms.get(Scheme.LANGUAGE, {})
    here = (known[code].in_language(languages.current()) for code in point.languages if code in known)
    return ", ".join(here)


def url(point: Point) -> str:
    """The page of a point."""
    return f"{languages.root()}/b-punkte/{point.slug}"


def list_url(focus: AdviceFocus | None = None) -> str:
    """The finder, for one focus or for all."""
    return f"{languages.root()}/b-punkte" + (f"?schwerpunkt={focus.value}" if focus else "")


def anchor(point: Point) -> str:
    """Where it stands in the list; old links lead here."""
    return f"bp-{point.slug}"
