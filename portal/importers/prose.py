"""Foreign texts as our own: HTML becomes plain text, and plain text becomes Markdown that shows exactly these
words."""

import re
from html import unescape
from html.parser import HTMLParser

from portal.text import clean

_TAG = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|b|strong|i|em|u|a|h[1-6]|table|tr|td|th|tbody|font|hr|img|blockquote|script|style)"
    r"\b[^<>]*>|<!--",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_PARAGRAPHS = frozenset(
    {"p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr"}
)
_LINES = frozenset({"br", "tr"})
_SILENT = frozenset({"script", "style", "head", "template"})
_BULLET = re.compile(r"^(?:[-–•·▪*+])\s+(?=\S)")
_SPECIAL = re.compile(r"([\\`*_\[\]<~])")
_LINE_START = re.compile(r"^(#{1,6}(?=\s|$)|>|[+=-](?=[\s=-]|$))")
_LATE_CONTROL = re.compile(r"[\x80-\x9f]")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_DASHES = re.compile(r"^([-=])(?=[-=\s]*$)")
MOST = 20_000


class _Reader(HTMLParser):
    """Collects words, line breaks, bullets and the targets of links; drops everything else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.pieces)))
        else:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            href, start = self._links.pop()
            words = "".join(self.pieces[start:])
            if href.startswith(("http://", "https://")) and href.rstrip("/") not in words:
                self.pieces.append(f" ({href})")
        else:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")


def plain(source: str) -> str:
    """Words and paragraphs of a text that may be HTML, without control characters; at most one empty line in
    a row."""
    text = _LATE_CONTROL.sub("", clean(source[:MOST]))
    if _TAG.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = clean("".join(reader.pieces))
    elif _ENTITY.search(text):
        text = clean(unescape(text))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def markdown(source: str) -> str:
    """The same as Markdown: stars, brackets and numbers of the source mean themselves ("Schüler\\*innen"),
    bullets stay bullets, single line breaks become paragraphs' lines."""
    return "\n".join(_escaped(line) for line in plain(source).split("\n"))


def _escaped(line: str) -> str:
    bullet = _BULLET.match(line)
    body = line[bullet.end() :] if bullet else line
    body = _SPECIAL.sub(r"\\\1", body)
    body = _ENTITY.sub(lambda match: "\\" + match[0], body)
    body = _LINE_START.sub(r"\\\1", body)
    body = _DASHES.sub(r"\\\1", body)
    body = _NUMBERED.sub(r"\1\\\2", body)
    return f"- {body}" if bullet else body
