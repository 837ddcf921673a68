"""The filter form: which facets stand together, in which order, and which of their values are shown at once."""

from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from portal.offers.filters import FREE, RADIUS_CHOICES, REDUCED, Facet, OfferFilter
from portal.search.results import SearchResult
from portal.vocabulary.labels import N_
from portal.web.kit import parts as p
from portal.web.public import facet_html


@dataclass(frozen=True, slots=True)
class Group:
    """One foldable filter: its facets, how many values it shows before "weitere", and whether it starts open."""

    name: str
    label: str
    facets: tuple[Facet, ...]
    shown: int = 8
    is_open: bool = False
    extra: Literal["", "dates", "place"] = ""


GROUPS = (
    Group("kosten", N_("Plätze und Kosten"), (Facet.FREE_PLACES, Facet.COST), is_open=True),
    Group("art", N_("Angebotsart"), (Facet.KIND,), shown=6, is_open=True),
    Group("wann", N_("Wann"), (Facet.DAYTIME, Facet.WEEKDAY), shown=10, is_open=True, extra="dates"),
    Group("thema", N_("Thema"), (Facet.TOPIC,), shown=10, is_open=True),
    Group("fuer-wen", N_("Für wen"), (Facet.TARGET_GROUP,), shown=6, is_open=True),
    Group("ort", N_("Stadtteil und Umkreis"), (Facet.DISTRICT, Facet.MODE), shown=8, extra="place"),
    Group("phase", N_("Lebensphase"), (Facet.LIFE_PHASE,)),
    Group("barrierefrei", N_("Barrierefrei"), (Facet.ACCESS,)),
    Group("sprache", N_("Sprache und Niveau"), (Facet.LANGUAGE, Facet.LEVEL), shown=12),
    Group(
        "schule", N_("Schule und Beruf"), (Facet.GRADE, Facet.SCHOOL_FORM, Facet.OCCUPATION_FIELD), shown=10
    ),
    Group("foerderung", N_("Förderung"), (Facet.EDUCATIONAL_LEAVE, Facet.FUNDING)),
    Group("anbieter", N_("Anbieter"), (Facet.INSTITUTION,), shown=8),
    Group("programm", N_("Programm der Stadt"), (Facet.PROGRAMME,)),
)
_COSTS = {FREE: 0, "20": 1, "50": 2, "100": 3, REDUCED: 9}


def build(wanted: OfferFilter, result: SearchResult) -> tuple[p.FacetGroup, ...]:
    """All groups that have something to offer."""
    groups = (_group(group, wanted, result) for group in GROUPS)
    return tuple(group for group in groups if group)


def _group(group: Group, wanted: OfferFilter, result: SearchResult) -> p.FacetGroup | None:
    options = [option for facet in group.facets for option in _counted(facet, wanted, result)]
    if not options and not group.extra:
        return None
    head, rest = _divide(options, group.shown)
    chosen = any(facet in wanted.chosen for facet in group.facets)
    return p.FacetGroup(
        name=group.name,
        label=_(group.label),
        is_open=group.is_open or chosen or (bool(wanted.near) and group.extra == "place"),
        options_html=facet_html.shelf().html(head),
        more_html=facet_html.shelf().html(rest),
        more_count=len(rest),
        extra=group.extra,
    )


def _counted(facet: Facet, wanted: OfferFilter, result: SearchResult) -> list[facet_html.Counted]:
    counts = result.facets.get(facet, ())
    if facet is Facet.COST:
        counts = tuple(sorted(counts, key=lambda count: _COSTS.get(count.value, 5)))
    chosen = wanted.values(facet)
    return [(facet, value, count, value in chosen) for value, count in counts]


def _divide(
    options: list[facet_html.Counted], shown: int
) -> tuple[list[facet_html.Counted], list[facet_html.Counted]]:
    """The first ones and every chosen one at once, the others below 'weitere'; a rest of one is not worth folding."""
    if len(options) <= shown + 1:
        return options, []
    head = [option for index, option in enumerate(options) if index < shown or option[3]]
    return head, [option for option in options[shown:] if not option[3]]


def radius_options(wanted: OfferFilter) -> tuple[p.Choice, ...]:
    """'ohne Grenze' and the usual distances; a distance from the address stays in the list."""
    distances = sorted({*RADIUS_CHOICES, *([wanted.radius_km] if wanted.radius_km else [])})
    return (
        p.Choice("", _("ohne Grenze"), wanted.radius_km is None),
        *(p.Choice(str(km), _("%(km)s km", km=km), km == wanted.radius_km) for km in distances),
    )
