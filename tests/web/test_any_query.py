"""Whatever stands in an address is answered with a page or data, never with a failure: a property over hostile addresses."""

import json
from typing import Any
from urllib.parse import quote_from_bytes, quote_plus

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.offers.filters import Facet, parse

from .hall import Hall
from .reading import Document

EXAMPLES = 150
KNOWN = tuple(facet.value for facet in Facet)
PLAIN = ("q", "von", "bis", "ort", "umkreis", "sort", "seite", "pro_seite")
GOOD = {
    "art": ("kurs", "vortrag", "KURS"), "thema": ("sprachen", "englisch"), "wochentag": ("sa", "wochenende"), "kosten": ("gratis", "20", "0"),
    "von": ("2026-11-23", "1.2.2027"), "bis": ("2030-01-01",), "ort": ("sued", "06842", "Roßlau"), "umkreis": ("5",), "seite": ("2", "1"),
    "sort": ("preis", "datum", "entfernung"), "pro_seite": ("100", "1"), "q": ("computer", "deutsch kurs am Wochenende", "yoga"),
}  # fmt: skip
NASTY = (
    "", " ", "\t", "0", "-1", "1e9", "1000000000", "9" * 30, "99999", "100000", "٣", "²", "NaN", "None", "null", "true", "a" * 10_000, "ä " * 5_000,
    "2026-02-31", "0000-00-00", "0001-01-01", "9999-12-31", "31.12.9999", "1.1.1", "1.1.99999999999999999999", "2026-W01-1", "20261123",
    "'", '"', "''\"\"", "((", ")", "AND", "OR", "NOT", "a AND", "* *", "?", "*", "~", "^5", "title:", "[a TO b]", "{", "\\", "/", "a/b", "%", "%%", "&", "=",
    "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "' OR 1=1 --", "; DROP TABLE offer", "../../etc/passwd", "javascript:alert(1)",
    "\x00", "\x1b[31m", "a\x00b", "\r\nSet-Cookie: x=1", "\u202eabc", "\u2066x\u2069", "\ufeff", "\u200b", "\u00ad", "a\u200e\u0308", "\uffff", "\U0010ffff",
    "😀", "👩‍👩‍👧‍👦", "🇩🇪", "שלום", "مرحبا", "ﷺ", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "ß", "ẞ", "İ", "ﬃ", "Straße", "Ⅷ",
)  # fmt: skip
RAW = (
    "%",
    "%%%",
    "%zz",
    "%f",
    "%ff",
    "%ed%a0%80",
    "%c0%af",
    "%00",
    "%u0041",
    "+",
    "%2B",
    "%26",
    ";",
    "#"[:0],
    "[]",
    "q[]",
    "q[$ne]",
)

words = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.sampled_from([value for values in GOOD.values() for value in values]),
)
names = st.one_of(
    st.sampled_from(KNOWN + PLAIN),
    st.sampled_from(KNOWN + PLAIN),
    st.sampled_from(("farbe", "Q", "q ", "")),
    st.text(max_size=8),
)


def encoded(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


good = st.sampled_from([f"{name}={encoded(value)}" for name, values in GOOD.items() for value in values])
odd = st.builds(lambda name, word: f"{encoded(name)}={encoded(word)}", names, words)
raw = st.builds(lambda name, piece: f"{name}={piece}", st.sampled_from(KNOWN + PLAIN), st.sampled_from(RAW))
loose = st.one_of(st.sampled_from(RAW), st.binary(max_size=12).map(quote_from_bytes))
queries = st.lists(st.one_of(good, odd, raw, loose), max_size=8).map("&".join)
repeated = st.builds(lambda part, times: "&".join([part] * times), st.one_of(good, odd), st.integers(2, 80))
segments = st.one_of(
    words.map(encoded),
    st.sampled_from(RAW),
    st.integers(-(10**20), 10**20).map(str),
    st.just("1-x"),
    st.just("sprachen"),
)


@pytest.fixture
def visitor(hall: Hall) -> FlaskClient:
    """Without the judge: the answers are read here, and once is enough."""
    return hall.app.test_client()


patient = settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def assert_sound(answer: Any) -> Document | None:
    """No failure, the headers, and a document or data that can be read."""
    assert answer.status_code < 500, answer.text[:2000]
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Request-ID"]
    if answer.status_code in (301, 302, 308):
        assert answer.headers["Location"].startswith(("/", "http://localhost/"))
        return None
    if answer.mimetype == "application/json":
        json.loads(answer.data)
        return None
    return Document(answer.text)


def expected_notices(app: Any, query: str) -> int:
    """How many things in this query string are not understood, by the parser that has tests of its own."""
    with app.test_request_context("/suche", query_string=query) as context:
        values = app.extensions["agora_search"].values
        return len(parse(context.request.args.to_dict(flat=False), values)[1])


@patient
@given(query=st.one_of(queries, queries, repeated), root=st.sampled_from(["", "/en"]))
def test_any_search_is_answered_with_a_page_that_names_what_it_ignored(
    hall: Hall, visitor: FlaskClient, root: str, query: str
) -> None:
    """In the small portal, whose pages are read strictly in a moment."""
    answer = visitor.get(f"{root}/suche", query_string=query)
    assert answer.status_code == 200
    document = assert_sound(answer)
    assert document is not None
    shown, expected = len(document.notices()), expected_notices(hall.app, query)
    assert expected <= shown <= expected + 1, "one more for a page beyond the last"


@patient
@given(query=st.one_of(queries, queries, repeated))
def test_any_search_is_answered_with_data_that_agree_with_the_page(client: Any, query: str) -> None:
    answer = client.get("/suche.json", query_string=query)
    assert answer.status_code == 200
    assert_sound(answer)
    found = answer.get_json()
    assert found["total"] >= len(found["items"])
    assert bool(found["items"]) == bool(found["total"]), "never silently an empty page"
    assert all(isinstance(notice, str) and notice for notice in found["notices"])


@patient
@given(query=st.one_of(queries, words.map(lambda word: f"q={encoded(word)}")))
def test_any_typing_is_answered_with_suggestions(client: Any, query: str) -> None:
    answer = client.get("/vorschlaege", query_string=query)
    assert answer.status_code == 200
    assert_sound(answer)
    assert isinstance(answer.get_json()["items"], list)


@pytest.mark.parametrize("folder", ["angebote", "themen", "anbieter", "lebensphasen", "assets/0"])
@settings(patient, max_examples=60)
@given(segment=segments, query=queries)
def test_any_name_in_a_path_is_found_moved_or_not_there(
    visitor: FlaskClient, folder: str, segment: str, query: str
) -> None:
    answer = visitor.get(f"/{folder}/{segment}", query_string=query)
    assert answer.status_code in (200, 301, 308, 404)
    assert_sound(answer)


@patient
@given(
    segment=st.binary(max_size=30).map(quote_from_bytes),
    root=st.sampled_from(["", "/en", "/en/", "//", "/en//"]),
)
def test_any_bytes_as_a_path_are_answered(visitor: FlaskClient, segment: str, root: str) -> None:
    assert_sound(visitor.get(f"{root}/{segment}"))


@patient
@given(query=queries)
def test_any_query_on_the_feedback_form_is_answered(visitor: FlaskClient, query: str) -> None:
    assert assert_sound(visitor.get("/feedback", query_string=query)) is not None
