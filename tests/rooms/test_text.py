"""Plain text tools: slugs, cleaning, one line, Markdown as safe HTML, links that lead to the web."""

import unicodedata

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal import text

anything = st.text(max_size=60)
calm = settings(max_examples=200, derandomize=True, deadline=None, database=None)


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("Straße & Öffentlichkeit", "strasse-oeffentlichkeit"),
        ("Ägypten, Übermorgen: ÆØŒ", "aegypten-uebermorgen-aeoeoe"),
        ("  C++ / C#  ", "c-c"),
        ("ﬁlm Ⅳ", "film-iv"),
        ("日本語", "angebot"),
        ("", "angebot"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slugs_are_readable_and_never_empty(given: str, slug: str) -> None:
    assert text.slugify(given) == slug


def test_a_long_slug_ends_at_a_word() -> None:
    slug = text.slugify("donau dampf schiff fahrt " * 10, limit=30)
    assert len(slug) <= 30
    assert slug == "donau-dampf-schiff-fahrt-donau"
    assert len(text.slugify("x" * 500)) == 80


@calm
@given(anything)
def test_a_slug_is_ascii_and_its_own_slug(given: str) -> None:
    slug = text.slugify(given)
    assert slug.isascii()
    assert not set(slug) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert text.slugify(slug) == slug


@calm
@given(st.text(st.characters(), max_size=60))
@example("a\u200e\u0308")
@example("\ud800")
def test_clean_text_is_clean_stays_so_and_can_be_stored(given: str) -> None:
    cleaned = text.clean(given)
    assert text.clean(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert "\r" not in cleaned


@pytest.mark.parametrize(
    "mark",
    [
        "\x00",
        "\x1b",
        "\x7f",
        "\x85",
        "\u202e",
        "\u2066",
        "\u200f",
        "\ufeff",
        "\uffff",
        "\ufdd0",
        "\U0010ffff",
    ],
)
def test_marks_that_no_page_may_hold_are_taken_out(mark: str) -> None:
    assert text.clean(f"a{mark}b") == "ab"


def test_what_belongs_to_text_stays() -> None:
    kept = "Zeile\n\tTab, Senioren\u00aduniversität, ab\u00a060, 👩\u200d👧, مرحبا"
    assert text.clean(kept) == kept


def test_one_line_is_cut_at_a_word() -> None:
    assert text.one_line(" a \n b\t c ") == "a b c"
    assert text.one_line("eins zwei drei vier", 12) == "eins zwei …"
    assert text.one_line("eins, zwei", 8) == "eins …"
    assert text.one_line("x" * 20, 5) == "xxxxx …"
    assert text.one_line("genau", 5) == "genau"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>1</script>)",
        "[x](vbscript:1)",
        "<img src=x onerror=alert(1)>",
        "![x](https://fremd.example/zaehler.gif)",
        "<a href='javascript:1'>x</a>",
        "[x](<javascript:alert(1)>)",
        "`<b onclick=1>`",
    ],
)
def test_markdown_brings_nothing_that_runs_or_loads(source: str) -> None:
    html = text.markdown_html(source)
    document = html5lib.parse(html, namespaceHTMLElements=False)
    tags = {element.tag for element in document.iter()}
    assert not tags & {"script", "img", "iframe", "style"}
    for element in document.iter():
        assert set(element.attrib) <= {"href", "rel"}
        assert not (element.get("href") or "").lower().startswith(("javascript", "data", "vbscript"))


@calm
@given(anything)
def test_any_text_is_markdown_and_gives_sound_html(source: str) -> None:
    document = html5lib.parse(text.markdown_html(source), namespaceHTMLElements=False)
    assert {element.tag for element in document.iter()} <= {
        "html", "head", "body", "p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "a", "blockquote", "code", "hr",
    }  # fmt: skip


def test_markdown_headings_begin_where_the_page_asks() -> None:
    assert "<h3>A</h3>" in text.markdown_html("# A")
    assert "<h3>A</h3>" in text.markdown_html("## A\n\n### B")
    assert "<h4>B</h4>" in text.markdown_html("## A\n\n### B")
    assert "<h2>A</h2>" in text.markdown_html("## A", top_heading=2)


def test_links_lend_no_reputation_and_tell_no_origin() -> None:
    assert 'rel="noopener noreferrer nofollow"' in text.markdown_html("[x](https://verein.example)")


def test_plain_text_of_markdown_has_no_signs_and_no_entities() -> None:
    assert (
        text.plain("## Titel\n\n**fett** & [Link](https://a.example) < 5\n\n- eins\n- zwei")
        == "Titel fett & Link < 5 eins zwei"
    )


@pytest.mark.parametrize(
    "address", ["https://a.example", "http://a.example/x?y#z", "HTTPS://A.example", " https://a.example "]
)
def test_addresses_of_the_web_stay(address: str) -> None:
    assert text.web_link(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        " ",
        "javascript:alert(1)",
        "\x01javascript:1",
        "data:x",
        "//a.example",
        "www.a.example",
        "mailto:a@b.de",
        "java\nscript:1",
    ],
)
def test_anything_else_is_no_link(address: str | None) -> None:
    assert text.web_link(address) == ""


PIECES = [*"aÄß1.)-+ \n\"'!?:,;(/\u2003\u2028#&", "Wort ", "– ", "1. ", "http://x.de ", "\n\n", "---\n"]


@calm
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_prose_without_markup_is_what_markdown_makes_of_it(source: str) -> None:
    """The short cut for plain paragraphs says the same as the parser."""
    cleaned = text.clean(source)
    if not text._MARKUP.search(cleaned):
        parsed = text._markdown().render(cleaned).replace("&quot;", '"').replace("<br />", "<br>")
        assert text.markdown_html(source) == parsed
