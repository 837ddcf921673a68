"""B-Punkte as cards and list entries, those that fit a search first."""

from portal.extensions import db
from portal.guidance import queries
from portal.models import GuidancePoint
from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.terms import Scheme
from portal.web.kit import formats, languages, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _


def cards(wanted: OfferFilter | None = None) -> tuple[p.GuidanceCard, ...]:
    """All advice points; for a search, the one in the wanted district or for the wanted life phase first."""
    points = queries.points(db.session())
    if wanted:
        points.sort(key=lambda point: -_fits(point, wanted))
    return tuple(card(point) for point in points)


def _fits(point: GuidancePoint, wanted: OfferFilter) -> int:
    near = {wanted.near, *wanted.values(Facet.DISTRICT)}
    here = point.district is not None and (
        point.district.slug in near or wanted.near in point.district.postal_codes
    )
    return 2 * bool(here) + bool(set(point.life_phases) & set(wanted.values(Facet.LIFE_PHASE)))


def card(point: GuidancePoint) -> p.GuidanceCard:
    return p.GuidanceCard(
        name=point.name,
        focus=point.focus,
        hours=point.opening_hours or "",
        languages=spoken(point),
        phone=point.phone or "",
        phone_link=formats.telephone_link(point.phone or ""),
        url=f"{languages.root()}/b-punkte#{anchor(point)}",
    )


def place(point: GuidancePoint) -> p.GuidancePlace:
    district = point.district.name if point.district else ""
    town = f"{point.postal_code or ''} {point.town or ''}".strip()
    address = ", ".join(part for part in (point.street, town, district) if part)
    details = (point.opening_hours or "", _("Sprachen: %(languages)s", languages=spoken(point)))
    return p.GuidancePlace(
        anchor=anchor(point),
        name=point.name,
        focus=point.focus,
        address=address,
        details=tuple(detail for detail in details if detail),
        phone=point.phone or "",
        phone_link=formats.telephone_link(point.phone or ""),
    )


def spoken(point: GuidancePoint) -> str:
    """'Deutsch, Englisch'."""
    known = vocabulary.catalogue().terms.get(Scheme.LANGUAGE, {})
    return ", ".join(
        known[code].in_language(languages.current()) for code in point.languages if code in known
    )


def anchor(point: GuidancePoint) -> str:
    return f"bp-{point.slug}"
