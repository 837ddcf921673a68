"""Looking at a page as axe does, in every view: wide and narrow, light and dark, with what can be unfolded open and closed.

Colours do not depend on the width, and whatever shows while all is closed shows while all is open: so contrast, which costs
axe most of its time on long pages, is measured with everything open, once in light and once in dark; all other rules in all views.
Of pieces that differ in nothing but their words, at the same place in the page (four hundred rows of a year), axe looks at a few.
"""

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .conftest import DESK, NARROW, PHONE
from .layout import clipped, open_all, sideways

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
CONTRAST = ("color-contrast",)
View = tuple[dict[str, int], Literal["light", "dark"], bool]
VIEWS: tuple[View, ...] = ((DESK, "light", True), (PHONE, "dark", True))
CLOSED_VIEWS: tuple[View, ...] = ((DESK, "dark", False), (PHONE, "light", False))
AT_REST: View = (DESK, "light", False)
LOOK = """async ({ options, alike }) => {
  const ROW = "li, tr, article, section, div", NAMED = "a, button, summary, h1, h2, h3, h4, svg";
  const FIELD = "label, legend, input, select, textarea"; // needs its own label to be seen
  const skeleton = (one) => one.outerHTML.replace(/>[^<]+</g, ">x<").replace(/ (?!class=)([a-z-]+)="[^"]+"/g, " $1");
  const seen = new Map(), put_by = [];
  const thin = (parent, path) => {
    for (const one of parent.children) {
      if (one.matches(NAMED)) continue;
      const kind = one.matches(ROW) && one.children.length && !one.querySelector(FIELD) ? path + skeleton(one) : "";
      const times = (seen.get(kind) || 0) + 1;
      seen.set(kind, times);
      if (kind && times > alike) put_by.push(one); else thin(one, `${path}>${one.tagName}.${one.className}`);
    }
  };
  thin(document.body, "");
  put_by.forEach((one) => one.style.setProperty("visibility", "hidden", "important"));
  try {
    return (await axe.run(document, options)).violations;
  } finally {
    put_by.forEach((one) => one.style.removeProperty("visibility"));
  }
}"""
ALIKE = 4


def findings(page: Page, *, contrast: bool = True) -> list[str]:
    """What axe found, one line per element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {} if contrast else {name: {"enabled": False} for name in CONTRAST},
    }
    violations = page.evaluate(LOOK, {"options": options, "alike": ALIKE})
    return [
        f"{found['id']}: {found['help']}: {' '.join(map(str, node['target']))} {node['html'][:120]} {node.get('failureSummary', '')[-160:]}"
        for found in violations
        for node in found["nodes"]
    ]


def in_view(page: Page, view: View) -> None:
    """Without motion: colours that are still on their way have no contrast."""
    size, scheme, is_open = view
    page.set_viewport_size(size)  # type: ignore[arg-type]  # Playwright's own dict type
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_all(page, is_open=is_open)


def look(page: Page, closed_views: tuple[View, ...] = CLOSED_VIEWS) -> dict[str, str]:
    """What axe and the layout complain about in every view, with the view. Afterwards the page is as a reader opens it."""
    found: dict[str, str] = {}
    for view in (*closed_views, *VIEWS):
        in_view(page, view)
        for finding in [*findings(page, contrast=view in VIEWS), *sideways(page)]:
            found.setdefault(finding, f"{view[0]['width']} px, {view[1]}, {'open' if view[2] else 'closed'}")
    in_view(page, (NARROW, "light", True))
    for finding in [*sideways(page), *clipped(page)]:
        found.setdefault(finding, "320 px")
    in_view(page, AT_REST)  # an open menu would lie over the page
    return found
