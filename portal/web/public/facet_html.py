"""Ticks of the filter form, rendered once per value and language by the component `facet_options`, then joined.

A result page has some 150 of them; only their counts change from search to search.
"""

from flask import current_app
from markupsafe import Markup

from portal.offers.filters import Facet
from portal.vocabulary.offers import OfferKind
from portal.web.kit import assets, languages, vocabulary
from portal.web.kit import parts as p

MAX_KEPT = 20_000
_COUNT = "\x00count\x00"
_SHAPES = {kind.slug: kind.value for kind in OfferKind}
Counted = tuple[Facet, str, int, bool]
"""Facet, value, count, whether it is chosen."""


class OptionShelf:
    """The HTML of options before and after their count, until the vocabulary is read again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Facet, str, bool], tuple[str, str]] = {}
        self._vocabulary: object = None

    def html(self, options: list[Counted]) -> Markup:
        """The options as the component draws them."""
        if self._vocabulary is not vocabulary.catalogue() or len(self._kept) > MAX_KEPT:
            self._vocabulary, self._kept = vocabulary.catalogue(), {}
        root, kept = languages.root(), self._kept
        pieces: list[str] = []
        for facet, value, count, checked in options:
            found = kept.get((root, facet, value, checked)) or self._render(root, facet, value, checked)
            pieces += (found[0], str(count), found[1])
        return Markup("".join(pieces))  # noqa: S704  joined from what the component escaped

    def _render(self, root: str, facet: Facet, value: str, checked: bool) -> tuple[str, str]:
        component = current_app.jinja_env.get_template("components/facet_options.html").module
        options = (option(facet, value, _COUNT, checked),)
        html = str(component.facet_options(options, assets.asset("img/shapes.svg")))  # type: ignore[attr-defined]  # the macro's name is the template's matter
        before, _hole, after = html.partition(_COUNT)
        self._kept[root, facet, value, checked] = (before, after)
        return before, after


def option(facet: Facet, value: str, count: int | str, checked: bool) -> p.FacetOption:
    """One tick with its words; `count` may be the mark that stands for it."""
    term = vocabulary.catalogue().of(facet).get(value) if facet is Facet.TOPIC else None
    return p.FacetOption(
        facet.value,
        value,
        vocabulary.label(facet, value),
        count,  # type: ignore[arg-type]  # see above
        checked,
        _SHAPES[value] if facet is Facet.KIND else "",
        bool(term and term.parent),
    )


def shelf() -> OptionShelf:
    """This application's ticks."""
    found: OptionShelf = current_app.extensions.setdefault("agora_options", OptionShelf())
    return found
