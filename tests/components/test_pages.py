"""Every page template, rendered strictly: valid HTML, labelled fields, nothing inline or from elsewhere."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest

from .contexts import PAGES, offer, search
from .kitchen import ADDRESSES, STATIC, TEMPLATES, WatchingLoader, bare, environment, site

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
TEXT_PAGES = {"/impressum", "/datenschutz", "/ueber", "/leichte-sprache"}


@cache
def rendered(name: str) -> str:
    template, context = PAGES[name]
    around = bare() if template == "errors/broken.html" else site()
    return environment().get_template(template).render({**around, **context()})


@cache
def parsed(html: str) -> Any:
    return html5lib.HTMLParser(strict=True).parse(html)


@pytest.fixture(params=PAGES)
def html(request: pytest.FixtureRequest) -> str:
    return rendered(request.param)


def test_page_is_valid_html_with_one_h1_and_a_title(html: str) -> None:
    document = parsed(html)
    assert len(document.findall(f".//{HTML}h1")) == 1
    title = document.find(f".//{HTML}title").text.strip()
    assert title.endswith("– Agora des Lernens Dessau-Roßlau")
    assert not title.startswith("–")


def test_headings_leave_no_level_out(html: str) -> None:
    levels = [
        int(level) for level in re.findall(r"<h([1-6])[ >]", html.split("<main")[1].split("</main>")[0])
    ]
    jumps = [(a, b) for a, b in zip([1, *levels], levels, strict=False) if b > a + 1]
    assert not jumps


def test_ids_are_unique_and_references_arrive(html: str) -> None:
    document = parsed(html)
    ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
    assert not [name for name, count in ids.items() if count > 1]
    for element in document.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for wanted in (element.get(attribute) or "").split():
                assert wanted in ids, f"{attribute}={wanted}"


def test_every_field_has_a_label_and_every_button_a_word(html: str) -> None:
    document = parsed(html)
    parents = {child: parent for parent in document.iter() for child in parent}
    labelled = {label.get("for") for label in document.iter(f"{HTML}label")}
    for field in [
        *document.iter(f"{HTML}input"),
        *document.iter(f"{HTML}select"),
        *document.iter(f"{HTML}textarea"),
    ]:
        if field.get("type") == "hidden" or field.get("id") in labelled:
            continue
        assert parents[field].tag == f"{HTML}label", field.attrib
    for button in document.iter(f"{HTML}button"):
        assert "".join(button.itertext()).strip()


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(html: str) -> None:
    document = parsed(html)
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.get("style") is None
        assert not [name for name in element.attrib if str(name).startswith("on")]
        assert element.tag != f"{HTML}style"
        for attribute in ("src", "srcset", "data", "poster"):
            assert not urlsplit(element.get(attribute) or "").netloc
        if element.tag == f"{HTML}link" and element.get("rel") != "canonical":
            assert not urlsplit(element.get("href")).netloc
        if element.tag == f"{HTML}script":
            assert element.get("src") or element.get("type") == "application/ld+json"


def test_shapes_and_icons_are_in_the_sprites(html: str) -> None:
    for sprite, name in re.findall(r'<use href="/static/(img/[a-z]+\.svg)#([a-z_]+)"', html):
        assert f'id="{name}"' in (STATIC / sprite).read_text(encoding="utf-8"), name


def test_drawings_are_hidden_from_readers_or_told_to_them(html: str) -> None:
    for drawing in parsed(html).iter(f"{SVG}svg"):
        is_told = drawing.get("role") == "img" and drawing.get("aria-label")
        assert drawing.get("aria-hidden") == "true" or is_told


def test_links_of_templates_lead_to_planned_pages(html: str) -> None:
    """What is no sample address (a fragment, a query, an offer) is a page of the address map."""
    known = set(ADDRESSES.values()) | TEXT_PAGES
    for link in parsed(html).iter(f"{HTML}a"):
        url = urlsplit(link.get("href"))
        if url.scheme or url.query or url.fragment or not url.path or url.path.count("/") > 1:
            continue
        assert url.path in known | {"/en/", "/suche.json"}


def test_page_for_a_broken_portal_needs_neither_menu_nor_user() -> None:
    assert "Hier ist etwas kaputt" in rendered("fehler-500")
    seen = WatchingLoader(TEMPLATES)
    template, context = PAGES["fehler-500"]
    environment(seen).get_template(template).render({**bare(), **context()})
    assert not seen.seen & {"base.html", "components/masthead.html", "components/footer.html"}


def test_words_of_visitors_are_escaped() -> None:
    sample = "<script>alert(1)</script>\"'"
    template = environment().get_template("public/search.html")
    html = template.render({**site(), "page": replace(search(), query=sample, heading=sample, place=sample)})
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 4


def test_search_keeps_its_state_in_the_form() -> None:
    form = rendered("suche").split('class="facets__form"')[1].split("</form>")[0]
    assert '<input type="hidden" name="q" value="Computer">' in form
    assert '<input type="hidden" name="sort" value="datum">' in form
    assert 'name="von" type="date" value="2026-11-23"' in form
    assert 'value="wert-1" checked' in form


def test_facets_are_closed_for_phones() -> None:
    assert '<details class="facets">' in rendered("suche")


def test_results_count_on_over_pages() -> None:
    assert '<ol class="entries" id="ergebnisse" tabindex="-1" start="21">' in rendered("suche")


def test_ended_offer_says_so_and_shows_what_is_next() -> None:
    html = rendered("angebot-vorbei")
    assert "Dieses Angebot ist zu Ende." in html
    assert "Als Nächstes bei der Volkshochschule" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "Das könnte auch passen" not in html


def test_offer_tells_machines_what_it_is() -> None:
    html = rendered("angebot")
    assert '<link rel="canonical" href="http://127.0.0.1/angebote/412-computerkurs">' in html
    assert '<script type="application/ld+json">{"@context": "https://schema.org"' in html
    assert '<meta property="og:title" content="Computerkurs' in html


def test_offer_with_nothing_optional_has_no_empty_section() -> None:
    main = rendered("angebot-karg").split("<main")[1].split("</main>")[0]
    assert "<h2" not in main
    assert "Zurzeit kein Termin" in main


def test_sent_feedback_thanks_and_asks_no_more() -> None:
    html = rendered("feedback-danke")
    assert "Danke für Ihre Nachricht" in html
    assert "<textarea" not in html


def test_failed_feedback_says_so_in_the_title_and_on_top() -> None:
    html = rendered("feedback")
    assert "<title>Fehler: Fehler melden" in html
    assert html.index('class="errorsummary"') < html.index("<textarea")
    assert '<a href="#email">E-Mail-Adresse: Nach dem @ fehlt die Adresse' in html


def test_text_direction_and_language_come_from_the_request() -> None:
    html = (
        environment()
        .get_template("public/offer.html")
        .render({**site(), "page": offer(), "locale": "ar", "text_direction": "rtl"})
    )
    assert '<html lang="ar" dir="rtl">' in html
