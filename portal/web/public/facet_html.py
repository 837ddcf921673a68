"""Ticks of the filter form, rendered once per value and language by the component `facet_options`, then joined.

A result page has some 150 of them; only their counts change from search to search.
"""

from collections.abc import Iterable

from flask import current_app
from markupsafe import Markup

from portal.web.kit import assets, languages
from portal.web.kit import parts as p

MAX_KEPT = 20_000
_COUNT = "\x00count\x00"


class OptionShelf:
    """The HTML of options before and after their count, kept for the life of the process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[str, str]] = {}

    def html(self, options: Iterable[p.FacetOption]) -> Markup:
        """The options as the component draws them."""
        root, kept = languages.root(), self._kept
        pieces: list[str] = []
        for option in options:
            key = (root, option.parameter, option.value, option.label, option.checked)
            found = kept.get(key) or self._render(key, option)
            pieces += (found[0], str(option.count), found[1])
        return Markup("".join(pieces))  # noqa: S704  joined from what the component escaped

    def _render(self, key: tuple[object, ...], option: p.FacetOption) -> tuple[str, str]:
        component = current_app.jinja_env.get_template("components/facet_options.html").module
        hole = (option._replace(count=_COUNT),)  # type: ignore[arg-type]  # the place where the number goes
        html = str(component.facet_options(hole, assets.asset("img/shapes.svg")))  # type: ignore[attr-defined]
        before, _hole, after = html.partition(_COUNT)
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        self._kept[key] = (before, after)
        return before, after


shelf = OptionShelf()
