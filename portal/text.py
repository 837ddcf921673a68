"""Plain text tools that every floor may use: slugs, Markdown to safe HTML, one-line shortening. No linguistics."""

import re
import unicodedata
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"})
_ALLOWED_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "a",
    "blockquote",
    "code",
    "hr",
}
# Controls, direction marks and overrides, noncharacters and lone surrogates: no page and no database may hold them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


# What may mean something to Markdown, anywhere or at the edges of a line. Text without any of it is plain paragraphs.
_MARKUP = re.compile(r"[\\`*_\[\]<>&#~|=]|[^\S \n]|^[ +-]|^\d+[.)]|[ ]$", re.MULTILINE)


def slugify(text: str, limit: int = 80) -> str:
    """A readable ASCII slug: 'Straße & Öffentlichkeit' -> 'strasse-oeffentlichkeit'; never empty."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS))
    words = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode())
    slug = "-".join(words)
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug or "angebot"


def clean(text: str) -> str:
    """Text without control and direction-override characters, in NFC, with plain line ends."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str, limit: int | None = None) -> str:
    """White space folded to single blanks; cut at a word with an ellipsis when longer than `limit` characters."""
    line = " ".join(clean(text).split())
    if limit is None or len(line) <= limit:
        return line
    return (line[:limit].rpartition(" ")[0] or line[:limit]).rstrip(" ,;:–-") + " …"


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})


def markdown_html(source: str, *, top_heading: int = 3) -> str:
    """Markdown as safe HTML: no raw HTML, no images, links without referrer or ranking.

    `top_heading` is the level of the highest heading (2 or 3), as the place on the page asks; lower ones keep their distance.
    """
    cleaned = clean(source)
    if not _MARKUP.search(cleaned):
        return _paragraphs(cleaned)
    html = _markdown().render(cleaned)
    html = re.sub(
        r"<(/?)h([1-6])>", lambda tag: f"<{tag[1]}h{min(4, max(1, int(tag[2]) - 1) - 1 + top_heading)}>", html
    )
    return nh3.clean(
        html,
        tags=_ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def _paragraphs(prose: str) -> str:
    """What Markdown makes of text that holds none of its signs, in a twentieth of the time; most descriptions are such."""
    parts = [part for part in re.split(r"\n{2,}", prose.strip("\n")) if part]
    return "".join("<p>{}</p>\n".format(part.replace("\n", "<br>\n")) for part in parts)


def plain(source: str) -> str:
    """Markdown as one line of plain text, for feeds, search and descriptions of pages."""
    without_tags = nh3.clean(_markdown().render(clean(source)), tags=set())
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"), ("&nbsp;", " ")):
        without_tags = without_tags.replace(entity, character)
    return one_line(without_tags)


def web_link(address: str | None) -> str:
    """The address if it leads to the web, else '': what others entered may hold `javascript:` or nothing at all."""
    given = clean(address or "").strip()
    return given if given.casefold().startswith(("https://", "http://")) else ""
