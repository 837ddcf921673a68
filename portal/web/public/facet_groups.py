"""The filter form: which facets stand together, in which order, and which of their values are shown at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from portal.offers.filters import FREE, RADIUS_CHOICES, REDUCED, Facet, OfferFilter
from portal.search.results import SearchResult
from portal.vocabulary.labels import N_
from portal.vocabulary.offers import OfferKind
from portal.web.kit import vocabulary
from portal.web.public import facet_html
from portal.web.kit import parts as p


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
_SHAPES = {kind.slug: kind.value for kind in OfferKind}
_COSTS = {FREE: 0, "20": 1, "50": 2, "100": 3, REDUCED: 9}


def build(wanted: OfferFilter, result: SearchResult) -> tuple[p.FacetGroup, ...]:
    """All groups that have something to offer, chosen values first among what is shown."""
    groups = (_group(group, wanted, result) for group in GROUPS)
    return tuple(group for group in groups if group.options or group.extra)


def _group(group: Group, wanted: OfferFilter, result: SearchResult) -> p.FacetGroup:
    options = [option for facet in group.facets for option in _options(facet, wanted, result)]
    chosen = any(option.checked for option in options)
    head, rest = _divide(options, group.shown)
    return p.FacetGroup(
        name=group.name,
        label=_(group.label),
        is_open=group.is_open or chosen or (bool(wanted.near) and group.extra == "place"),
        options=tuple(head),
        more=tuple(rest),
        extra=group.extra,
        options_html=facet_html.shelf.html(head),
        more_html=facet_html.shelf.html(rest),
    )


def _options(facet: Facet, wanted: OfferFilter, result: SearchResult) -> Iterable[p.FacetOption]:
    counts = result.facets.get(facet, ())
    if facet is Facet.COST:
        counts = tuple(sorted(counts, key=lambda count: _COSTS.get(count.value, 5)))
    chosen = wanted.values(facet)
    narrower = _narrower() if facet is Facet.TOPIC else frozenset()
    labels = vocabulary.labels(facet, [count.value for count in counts])
    is_kind, name = facet is Facet.KIND, facet.value
    return [
        p.FacetOption(name, value, label, number, value in chosen, _SHAPES[value] if is_kind else "", value in narrower)
        for (value, number), label in zip(counts, labels, strict=True)
    ]


def _narrower() -> frozenset[str]:
    """The topics of the second level."""
    return frozenset(term.code for term in vocabulary.catalogue().of(Facet.TOPIC).values() if term.parent)


def _divide(options: list[p.FacetOption], shown: int) -> tuple[list[p.FacetOption], list[p.FacetOption]]:
    """The first ones and every chosen one at once, the others below 'weitere'; a rest of one is not worth folding."""
    if len(options) <= shown + 1:
        return options, []
    head = [option for index, option in enumerate(options) if index < shown or option.checked]
    return head, [option for index, option in enumerate(options) if index >= shown and not option.checked]


def radius_options(wanted: OfferFilter) -> tuple[p.Choice, ...]:
    """'ohne Grenze' and the usual distances; a distance from the address stays in the list."""
    distances = sorted({*RADIUS_CHOICES, *([wanted.radius_km] if wanted.radius_km else [])})
    return (
        p.Choice("", _("ohne Grenze"), wanted.radius_km is None),
        *(p.Choice(str(km), _("%(km)s km", km=km), km == wanted.radius_km) for km in distances),
    )
