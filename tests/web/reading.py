"""Reads answers as a browser would: a strict HTML document with what tests ask of it, and addresses within the portal."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"


class Document:
    """A page that parsed without a single error."""

    def __init__(self, html: str, path: str = "/") -> None:
        self.path = path
        self.root: Element = html5lib.HTMLParser(strict=True).parse(html)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by name and attribute values; `class_` matches one class of several."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.root.iter(HTML + tag)
            if all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
            and (wanted is None or wanted in (element.get("class") or "").split())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × <{tag} {attributes}> on {self.path}"
        return found[0]

    @property
    def lang(self) -> str:
        return self.root.get("lang") or ""

    @property
    def h1(self) -> str:
        return text_of(self.one("h1"))

    @property
    def title(self) -> str:
        return text_of(self.one("title"))

    @property
    def words(self) -> str:
        """All text of the page's matter."""
        return text_of(self.one("main")) if self.all("main") else text_of(self.root)

    def notices(self) -> list[str]:
        return [text_of(element) for element in self.all("p", class_="notice__title")]

    def links(self) -> Iterator[str]:
        """Addresses of links within the portal, as paths with query."""
        for element in self.all("a"):
            if (element.get("href") or "#").startswith("#"):
                continue
            parts = urlsplit(urljoin(f"http://agora.test{self.path}", element.get("href") or ""))
            if parts.scheme == "http" and parts.netloc == "agora.test":
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def meta(self, name: str) -> str:
        """The content of <meta name> or <meta property>."""
        found = self.all("meta", name=name) + self.all("meta", property=name)
        assert len(found) == 1, f"{len(found)} × meta {name}"
        return found[0].get("content") or ""

    def entries(self) -> list[str]:
        """The addresses of the offers listed, in their order."""
        return [
            link.get("href") or ""
            for item in self.all("li", class_="entry")
            for link in item.iter(HTML + "a")
        ]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def page(answer: Any) -> Document:
    """The document of an answer; fails with the answer's first lines when it is not valid HTML."""
    assert answer.mimetype == "text/html", answer.headers
    assert answer.charset if hasattr(answer, "charset") else "utf-8" in answer.headers["Content-Type"]
    return Document(answer.text, answer.request.full_path if answer.request else "/")
