"""What the address of the Elterntrainings asks for, the questions of its filter, and the way back to an address. Nothing here
refuses: what is not understood becomes a notice, as on the search page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.offers.filters import Facet, KnownValues, Notice, OfferFilter, Reason, parse
from portal.search.results import SearchResult
from portal.vocabulary.offers import OfferKind
from portal.vocabulary.places import AccessFeature
from portal.web.kit import languages, notices, vocabulary
from portal.web.kit import parts as p
from portal.web.kit.words import gettext as _
from portal.web.kit.year_parts import FilterPick

PICKS = (Facet.DISTRICT, Facet.LANGUAGE)
FACETS = (*PICKS, Facet.ACCESS)
CHILDCARE = AccessFeature.CHILDCARE.slug
MOST_GROUPS = 100
KIND = {Facet.KIND: (OfferKind.PARENT_TRAINING.slug,)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter for the trainings alone, and what of the address was not understood."""

    narrowed: OfferFilter
    notices: tuple[p.Notice, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.narrowed.chosen)

    @property
    def wanted(self) -> OfferFilter:
        """The same as a search among all offers."""
        return OfferFilter(chosen={**self.narrowed.chosen, **KIND}, per_page=MOST_GROUPS)

    def url(self, narrowed: OfferFilter | None = None) -> str:
        """The address of the page with this filter or another."""
        query = urlencode((self.narrowed if narrowed is None else narrowed).to_pairs())
        return f"{languages.root()}/elterntrainings" + (f"?{query}" if query else "")


def read(given: Mapping[str, Sequence[str]], known: KnownValues) -> Asked:
    """What is asked for by query parameters (name -> all its values)."""
    names = {facet.value for facet in FACETS}
    narrowed, noted = parse({name: given[name] for name in given if name in names}, known)
    others = [
        Notice(name[:60], str(next(iter(given[name]), ""))[:60], Reason.UNKNOWN_PARAMETER)
        for name in given
        if name not in names and any(given[name])
    ]
    return Asked(narrowed, tuple(p.Notice(notices.sentence(one)) for one in (*noted, *others[:5])))


def picks(asked: Asked, result: SearchResult) -> tuple[FilterPick, ...]:
    """One question for each filter with what the trainings offer; what the address chose stays among the answers."""
    return tuple(_pick(facet, asked, result) for facet in PICKS)


def _pick(facet: Facet, asked: Asked, result: SearchResult) -> FilterPick:
    chosen = asked.narrowed.values(facet)
    counts = {one.value: one.count for one in result.facets.get(facet, ())}
    return FilterPick(
        name=facet.value,
        label=_(vocabulary.FACET_LABELS[facet]),
        state=", ".join(vocabulary.label(facet, value) for value in chosen) or _("alle"),
        options=tuple(
            p.Choice(value, f"{vocabulary.label(facet, value)} ({count})", value in chosen)
            for value, count in counts.items()
            if count or value in chosen
        ),
        is_set=bool(chosen),
    )


def childcare(asked: Asked, result: SearchResult) -> p.Choice:
    """The tick for trainings with childcare."""
    counts = {one.value: one.count for one in result.facets.get(Facet.ACCESS, ())}
    label = _("mit Kinderbetreuung (%(num)s)", num=counts.get(CHILDCARE, 0))
    return p.Choice(CHILDCARE, label, asked.narrowed.has(Facet.ACCESS, CHILDCARE))


def chips(asked: Asked) -> tuple[p.Chip, ...]:
    """What narrows the list, each with the same page without it."""
    return tuple(
        p.Chip(vocabulary.label(facet, value), asked.url(asked.narrowed.without_value(facet, value)))
        for facet in FACETS
        for value in asked.narrowed.values(facet)
    )
