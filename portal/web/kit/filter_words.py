"""A search in words: "Deutsch · Roßlau · abends". Names calendars and news feeds, labels chips."""

from portal.offers.filters import Facet, OfferFilter
from portal.web.kit import formats, vocabulary
from portal.web.kit.words import gettext as _

SEPARATOR = " · "


def words(wanted: OfferFilter, *, without: tuple[Facet, ...] = ()) -> tuple[str, ...]:
    """What was searched and what narrows it, each in words; empty for everything. `without` leaves facets out."""
    found = [wanted.text] if wanted.text else []
    found += [
        vocabulary.label(facet, value)
        for facet in Facet
        if facet not in without
        for value in wanted.values(facet)
    ]
    if wanted.date_from:
        found.append(_("ab %(day)s", day=formats.long_date(wanted.date_from, weekday=False)))
    if wanted.date_to:
        found.append(_("bis %(day)s", day=formats.long_date(wanted.date_to, weekday=False)))
    if wanted.near:
        found.append(surroundings(wanted))
    return tuple(found)


def place(wanted: OfferFilter) -> str:
    """The place as people write it: 'Roßlau', not 'rosslau'; '' without."""
    return vocabulary.catalogue().districts.get(wanted.near, wanted.near.title())


def surroundings(wanted: OfferFilter) -> str:
    """'5 km um Roßlau', 'bei Roßlau'."""
    where = place(wanted)
    if wanted.radius_km:
        return _("%(km)s km um %(place)s", km=wanted.radius_km, place=where)
    return _("bei %(place)s", place=where)


def title(wanted: OfferFilter) -> str:
    """The same in one line, for the name of a calendar."""
    return SEPARATOR.join(words(wanted)) or _("Alle Angebote")
