"""What every page of the portal must keep: each rule reads a parsed page and names what is wrong.

Rules of one page, not of design: validity, headings, labels, languages, no third party, nothing inline.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

FIELDS = frozenset({"input", "select", "textarea"})
UNLABELLED_TYPES = frozenset({"hidden", "submit", "reset", "button", "image"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-errormessage", "for")
RESOURCES = ("src", "href", "srcset", "poster", "data", "action", "formaction", "background")
NAVIGATION = frozenset({"a", "area"})
DESCRIBING_LINKS = frozenset({"canonical", "alternate", "license", "author", "help"})
XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Parsed:
    """A page with what several rules need: its elements in order, its ids, its parents."""

    html: str
    host: str

    @cached_property
    def _parser(self) -> Any:
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        parser.document = parser.parse(self.html)
        return parser

    @property
    def errors(self) -> list[tuple[tuple[int, int], str, dict[str, Any]]]:
        """Every parse error, as the strict mode would raise it for the first."""
        return list(self._parser.errors)

    @cached_property
    def elements(self) -> list[Element]:
        return [one for one in self._parser.document.iter() if isinstance(one.tag, str)]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.elements for child in parent}

    @cached_property
    def by_id(self) -> dict[str, Element]:
        return {one.attrib["id"]: one for one in self.elements if "id" in one.attrib}

    def each(self, *names: str) -> list[Element]:
        return [one for one in self.elements if one.tag in names]


def words(element: Element) -> str:
    """The text inside an element, with the alternative texts of its pictures, in one line."""
    parts = ["".join(element.itertext()), *(one.get("alt", "") for one in element.iter() if one.tag == "img")]
    return " ".join(" ".join(parts).split())


def shown(element: Element) -> str:
    """An element as a message names it."""
    named = "".join(
        f' {name}="{element.attrib[name]}"'
        for name in ("id", "name", "class", "href")
        if name in element.attrib
    )
    return f"<{element.tag}{named[:80]}>"


def is_valid(page: Parsed) -> Iterator[str]:
    lines = page.html.splitlines()
    for (line, column), code, details in page.errors:
        source = lines[line - 1][max(0, column - 60) : column + 20] if 0 < line <= len(lines) else ""
        yield f"invalid HTML, line {line}: {code} {details or ''} near {source!r}"


def has_language_and_title(page: Parsed) -> Iterator[str]:
    if not page.each("html")[0].get("lang"):
        yield "no lang on <html>"
    titles = [one for one in page.each("title") if page.parents[one].tag == "head"]
    if len(titles) != 1 or not words(titles[0]):
        yield "no title, an empty one, or more than one"


def has_headings_in_order(page: Parsed) -> Iterator[str]:
    found = page.each(*HEADINGS)
    count = sum(one.tag == "h1" for one in found)
    if count != 1:
        yield f"{count} h1 instead of one"
    before = 0
    for one in found:
        level = int(one.tag[1])
        if level > before + 1:
            yield f"a heading level is skipped: h{before or '(none)'} then {shown(one)} {words(one)!r}"
        if not words(one):
            yield f"an empty heading: {shown(one)}"
        before = level


def has_unique_ids(page: Parsed) -> Iterator[str]:
    counts = Counter(one.attrib["id"] for one in page.elements if "id" in one.attrib)
    yield from (f"the id {name!r} stands {count} times" for name, count in counts.items() if count > 1)


def refers_to_what_is_there(page: Parsed) -> Iterator[str]:
    for one in page.elements:
        for name in REFERENCES:
            for target in one.get(name, "").split():
                if target not in page.by_id:
                    yield f"{shown(one)}: {name} names the id {target!r}, which is not on the page"


def labels_its_controls(page: Parsed) -> Iterator[str]:
    labelled = {one.get("for") for one in page.each("label") if words(one)}
    for one in page.elements:
        if one.tag in FIELDS and one.get("type") not in UNLABELLED_TYPES:
            if (
                one.get("id") not in labelled - {None}
                and not is_inside_label(page, one)
                and not is_named(page, one)
            ):
                yield f"a field without a label: {shown(one)}"
        elif one.tag in ("button", "summary") and not words(one) and not is_named(page, one):
            yield f"nothing to read on {shown(one)}"
        elif one.tag == "a" and "href" in one.attrib and not words(one) and not is_named(page, one):
            yield f"a link without words: {shown(one)}"


def is_inside_label(page: Parsed, element: Element) -> bool:
    around: Element | None = element
    while around is not None:
        if around.tag == "label":
            return bool(words(around))
        around = page.parents.get(around)
    return False


def is_named(page: Parsed, element: Element) -> bool:
    names = element.get("aria-labelledby", "").split()
    return bool(element.get("aria-label", "").strip()) or any(
        words(page.by_id[name]) for name in names if name in page.by_id
    )


def describes_its_pictures(page: Parsed) -> Iterator[str]:
    yield from (
        f"a picture without alt: {one.get('src')}" for one in page.each("img") if "alt" not in one.attrib
    )


def loads_nothing_from_elsewhere(page: Parsed) -> Iterator[str]:
    for one in page.elements:
        if one.tag in NAVIGATION or (one.tag == "link" and one.get("rel") in DESCRIBING_LINKS):
            continue
        values = [one.attrib[name] for name in (*RESOURCES, XLINK) if name in one.attrib]
        for address in (part.split()[0] for value in values for part in value.split(",") if part.strip()):
            host = urlsplit(address).hostname
            if host and host != page.host:
                yield f"{shown(one)} loads from {host}"


def has_nothing_inline(page: Parsed) -> Iterator[str]:
    for one in page.elements:
        if one.tag == "style":
            yield "a <style> element"
        if one.tag == "script" and "src" not in one.attrib and one.get("type") != "application/ld+json":
            yield f"an inline script: {words(one)[:60]!r}"
        for name, value in one.attrib.items():
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                yield f"{shown(one)} has the attribute {name}"
            elif name in ("href", "action", "src") and value.strip().lower().startswith("javascript:"):
                yield f"{shown(one)} runs a script from its address"


def has_readable_data(page: Parsed) -> Iterator[str]:
    for one in page.each("script"):
        if one.get("type") == "application/ld+json":
            try:
                json.loads(one.text or "")
            except ValueError as problem:
                yield f"JSON-LD that nobody can read: {problem}"


RULES: tuple[Callable[[Parsed], Iterator[str]], ...] = (
    is_valid,
    has_language_and_title,
    has_headings_in_order,
    has_unique_ids,
    refers_to_what_is_there,
    labels_its_controls,
    describes_its_pictures,
    loads_nothing_from_elsewhere,
    has_nothing_inline,
    has_readable_data,
)


def complaints(html: str, host: str) -> list[str]:
    """Everything that is wrong with a page served from `host`; empty for a good one."""
    page = Parsed(html, host)
    return [sentence for rule in RULES for sentence in rule(page)]
