"""The filter form: which facets stand together, in which order, and which of their values are shown at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markupsafe import Markup

from portal.offers.filters import FREE, RADIUS_CHOICES, REDUCED, Facet, OfferFilter
from portal.search.results import FacetCount, SearchResult
from portal.vocabulary.labels import N_
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
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
        "schule",
        N_("Schule und Beruf"),
        (Facet.GRADE, Facet.SCHOOL_FORM, Facet.ACTION, Facet.OCCUPATION_FIELD),
        shown=10,
    ),
    Group("foerderung", N_("Förderung"), (Facet.EDUCATIONAL_LEAVE, Facet.FUNDING)),
    Group("anbieter", N_("Anbieter"), (Facet.INSTITUTION,), shown=8),
    Group("programm", N_("Programm der Stadt"), (Facet.PROGRAMME,)),
)
_COSTS = {FREE: 0, "20": 1, "50": 2, "100": 3, REDUCED: 9}


def build(wanted: OfferFilter, result: SearchResult) -> tuple[p.FacetGroup, ...]:
    """All groups that have something to offer."""
    shelf = facet_html.shelf()
    groups = (_group(group, wanted, result, shelf) for group in GROUPS)
    return tuple(group for group in groups if group)


def _group(
    group: Group, wanted: OfferFilter, result: SearchResult, shelf: facet_html.TickShelf
) -> p.FacetGroup | None:
    ticks: list[facet_html.Tick] = []
    for facet in group.facets:
        ticks += shelf.ticks(facet, _counts(facet, result), wanted.values(facet))
    if not ticks and not group.extra:
        return None
    head, rest = _divide(ticks, group.shown)
    chosen = any(tick.is_chosen for tick in ticks)
    made = p.FacetGroup(
        name=group.name,
        label=_(group.label),
        is_open=group.is_open or chosen or (bool(wanted.near) and group.extra == "place"),
        options_html=Markup("".join(tick.html for tick in head)),  # noqa: S704  the component escaped it
        more_html=Markup("".join(tick.html for tick in rest)),  # noqa: S704  the component escaped it
        more_count=len(rest),
        extra=group.extra,
    )
    return made if made.extra else replace(made, html=shelf.group(made))


def _counts(facet: Facet, result: SearchResult) -> Sequence[FacetCount]:
    counts = result.facets.get(facet, ())
    return sorted(counts, key=lambda count: _COSTS.get(count.value, 5)) if facet is Facet.COST else counts


def _divide(ticks: list[facet_html.Tick], shown: int) -> tuple[list[facet_html.Tick], list[facet_html.Tick]]:
    """The first ones and every chosen one at once, the others below 'weitere'; a rest of one is not worth folding."""
    if len(ticks) <= shown + 1:
        return ticks, []
    rest = ticks[shown:]
    return ticks[:shown] + [tick for tick in rest if tick.is_chosen], [
        tick for tick in rest if not tick.is_chosen
    ]


def radius_options(wanted: OfferFilter) -> tuple[p.Choice, ...]:
    """'ohne Grenze' and the usual distances; a distance from the address stays in the list."""
    distances = sorted({*RADIUS_CHOICES, *([wanted.radius_km] if wanted.radius_km else [])})
    return (
        p.Choice("", _("ohne Grenze"), wanted.radius_km is None),
        *(p.Choice(str(km), _("%(km)s km", km=km), km == wanted.radius_km) for km in distances),
    )
