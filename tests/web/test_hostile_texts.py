"""Texts of an attacker stay texts: in offers, institutions, results, suggestions, forms, addresses and notices."""

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from .hall import BAD_LINK, HOSTILE, SCRIPT, Hall
from .reading import HTML, Document, page

FOREIGN = ("alert(", "fremd.example")
PLACES = ("/anbieter", "/anbieter/boese", "/suche?q=Klöppeln", "/suche?anbieter=boese", "/suche")


def assert_nothing_of_it_runs(document: Document) -> None:
    """No element, attribute or address that an attacker wrote; the words may stand there as words."""
    for element in document.root.iter():
        if not isinstance(element.tag, str):
            continue
        assert not [name for name in element.attrib if name.lower().startswith("on")], element.attrib
        assert element.tag not in {HTML + "iframe", HTML + "object", HTML + "embed", HTML + "base"}
        for name in ("href", "src", "action", "formaction"):
            address = element.get(name) or ""
            assert not address.strip().lower().startswith(("javascript:", "data:", "vbscript:")), address
    for script in document.all("script"):
        assert script.get("src") or script.get("type") == "application/ld+json"
    assert not [image for image in document.all("img") if "fremd" in (image.get("src") or "")]


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_hostile_offer_is_shown_as_the_text_it_is(hall: Hall, visitor: FlaskClient, root: str) -> None:
    answer = visitor.get(root + hall.path("hostile"))
    assert answer.status_code == 200
    document = page(answer)
    assert_nothing_of_it_runs(document)
    assert HOSTILE in document.h1
    assert "{{7*7}}" in document.words, "templates do not read what people write"
    assert SCRIPT not in answer.text


@pytest.mark.parametrize("path", PLACES)
def test_a_hostile_offer_does_no_harm_in_lists(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert_nothing_of_it_runs(page(answer))
    assert SCRIPT not in answer.text


def test_links_to_addresses_that_run_are_left_out_of_markdown(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(hall.path("hostile")))
    assert "klick" in document.words, "the word stays"
    assert BAD_LINK not in [link.get("href") for link in document.all("a")]


def test_structured_data_cannot_close_its_script(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(hall.path("hostile")))
    source = document.one("script", type="application/ld+json").text or ""
    assert "<" not in source
    data = json.loads(source)
    assert HOSTILE in data["name"]
    assert "javascript:" not in json.dumps(
        [data.get("url"), data["offers"]["url"], data["provider"].get("sameAs")]
    )


def test_the_search_as_data_is_json_whatever_the_texts(visitor: FlaskClient) -> None:
    answer = visitor.get("/suche.json?q=Klöppeln")
    assert answer.mimetype == "application/json"
    [item] = answer.get_json()["items"]
    assert HOSTILE in item["title"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_suggestions_are_json_whatever_the_texts(visitor: FlaskClient) -> None:
    answer = visitor.get("/vorschlaege?q=Klöpp")
    assert answer.mimetype == "application/json"
    assert any(HOSTILE in item["label"] for item in answer.get_json()["items"])


@pytest.mark.parametrize(
    "words", [HOSTILE, SCRIPT, '"><svg onload=alert(1)>', "</title><script>alert(1)</script>"]
)
@pytest.mark.parametrize(
    "address", ["/suche?q={}", "/en/suche?q={}", "/suche?thema={}", "/suche?{}=1", "/feedback?seite={}"]
)
def test_a_hostile_address_is_answered_with_its_text(visitor: FlaskClient, address: str, words: str) -> None:
    answer = visitor.get(address.format(quote(words, safe="")))
    assert answer.status_code == 200
    assert_nothing_of_it_runs(page(answer))
    assert "<script>alert" not in answer.text
    assert "<svg onload" not in answer.text


@pytest.mark.parametrize(
    "path", [f"/{SCRIPT}", f"/themen/{SCRIPT}", f"/en/anbieter/{SCRIPT}", '/"onmouseover="alert(1)']
)
def test_a_hostile_path_is_not_found_and_not_repeated_raw(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(quote(path))
    assert answer.status_code == 404
    assert_nothing_of_it_runs(page(answer))
    assert SCRIPT not in answer.text


@pytest.mark.parametrize("field", ["message", "email", "kind", "page", "offer", "ticket", "website"])
def test_a_hostile_form_comes_back_escaped(visitor: FlaskClient, field: str) -> None:
    answer = visitor.post("/feedback", data={field: HOSTILE})
    assert answer.status_code == 400
    assert_nothing_of_it_runs(page(answer))
    assert SCRIPT not in answer.text


@pytest.mark.parametrize(
    "path", ["//fremd.example/x", "/en//fremd.example/x", "/\\fremd.example", "/en/%2F%2Ffremd.example"]
)
def test_the_link_to_the_other_language_never_leads_away(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get("/", environ_overrides={"PATH_INFO": path.replace("%2F", "/")})
    assert answer.status_code == 404
    for link in page(answer).all("a"):
        address = link.get("href") or ""
        assert not address.startswith(("//", "/\\", "http://fremd", "https://fremd")), address
