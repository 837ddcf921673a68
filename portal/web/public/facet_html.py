"""Ticks of the filter form, rendered once per value and language by the component `facet_options`, then joined.

A result page has some 150 of them; only their counts change from search to search.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from flask import current_app
from markupsafe import Markup

from portal.offers.filters import Facet
from portal.search.results import FacetCount
from portal.vocabulary.offers import OfferKind
from portal.web.kit import languages, vocabulary
from portal.web.kit import parts as p

MOST = 20_000
_COUNT = "\x00count\x00"
_OPTIONS, _MORE = Markup("\x00options\x00"), Markup("\x00more\x00")
_SHAPES = {kind.slug: kind.value for kind in OfferKind}
Pieces = dict[tuple[str, bool], tuple[str, str]]
"""By value and whether it is chosen: the HTML before and after the count."""


class Tick(NamedTuple):
    """One option, ready to be joined."""

    html: str
    is_chosen: bool


class TickShelf:
    """What was rendered in this process, until the vocabulary is read again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Pieces] = {}
        self._shells: dict[tuple[str, str, bool, int], tuple[str, str, str]] = {}
        self._vocabulary: object = None
        self._size = 0

    def ticks(self, facet: Facet, counts: Iterable[FacetCount], chosen: tuple[str, ...]) -> list[Tick]:
        """The options of a facet as the component draws them."""
        if self._vocabulary is not vocabulary.catalogue() or self._size > MOST:
            self._vocabulary, self._kept, self._size = vocabulary.catalogue(), {}, 0
        kept = self._kept.setdefault((languages.root(), facet.value), {})
        ticks = []
        for value, count in counts:
            is_chosen = value in chosen
            found = kept.get((value, is_chosen)) or self._render(kept, facet, value, is_chosen)
            ticks.append(Tick(f"{found[0]}{count}{found[1]}", is_chosen))
        return ticks

    def group(self, group: p.FacetGroup) -> Markup:
        """A whole group without fields of its own, as the component `facet` draws it round its ticks."""
        key = (languages.root(), group.name, group.is_open, group.more_count)
        before, between, after = self._shells.get(key) or self._render_shell(key, group)
        return Markup(f"{before}{group.options_html}{between}{group.more_html}{after}")  # noqa: S704  rendered before

    def _render_shell(self, key: tuple[str, str, bool, int], group: p.FacetGroup) -> tuple[str, str, str]:
        component = current_app.jinja_env.get_template("components/facet.html").module
        hollow = replace(group, options_html=_OPTIONS, more_html=_MORE)
        html = str(component.facet(hollow, None))  # type: ignore[attr-defined]  # the macro's name is the template's matter
        before, _hole, rest = html.partition(_OPTIONS)
        between, _hole, after = rest.partition(_MORE)
        if len(self._shells) > MOST:
            self._shells.clear()
        self._shells[key] = (before, between, after)
        return before, between, after

    def _render(self, kept: Pieces, facet: Facet, value: str, is_chosen: bool) -> tuple[str, str]:
        component = current_app.jinja_env.get_template("components/facet_options.html").module
        options = (option(facet, value, is_chosen),)
        html = str(component.facet_options(options, current_app.extensions["agora_assets"]("img/shapes.svg")))  # type: ignore[attr-defined]  # the macro's name is the template's matter
        before, _hole, after = html.partition(_COUNT)
        kept[value, is_chosen] = (before, after)
        self._size += 1
        return before, after


def option(facet: Facet, value: str, is_chosen: bool) -> p.FacetOption:
    """One tick with its words, and the mark that stands for its count."""
    term = vocabulary.catalogue().of(facet).get(value) if facet is Facet.TOPIC else None
    return p.FacetOption(
        facet.value,
        value,
        vocabulary.label(facet, value),
        _COUNT,  # type: ignore[arg-type]  # the number goes here, page by page
        is_chosen,
        _SHAPES[value] if facet is Facet.KIND else "",
        bool(term and term.parent),
    )


def shelf() -> TickShelf:
    """This application's ticks."""
    found: TickShelf = current_app.extensions.setdefault("agora_ticks", TickShelf())
    return found
