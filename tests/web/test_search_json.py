"""/suche.json keeps its contract: names, types, times, paging, sorting, repeated parameters, notices."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from portal.offers.filters import Facet
from portal.vocabulary.offers import OfferKind

from .hall import Hall

TOP = {"total", "page", "pages", "did_you_mean", "notices", "items", "facets"}
ITEM = {
    "id": int, "title": str, "url": str, "kind": str, "institution": str, "district": str | None, "next_start": str | None,
    "status": str | None, "price_cents": int | None, "external_id": str | None,
}  # fmt: skip
SORTS = ("relevanz", "datum", "neu", "preis", "entfernung")


def ask(client: Any, query: str = "") -> Any:
    answer = client.get(f"/suche.json{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return answer.get_json()


def test_the_answer_has_exactly_the_promised_names_and_types(client: Any) -> None:
    found = ask(client, "?pro_seite=100")
    assert set(found) == TOP
    assert [type(found[name]) for name in ("total", "page", "pages", "notices", "items", "facets")] == [
        int,
        int,
        int,
        list,
        list,
        dict,
    ]
    assert found["did_you_mean"] is None
    for item in found["items"]:
        assert set(item) == set(ITEM)
        for name, kind in ITEM.items():
            assert isinstance(item[name], kind), (name, item[name])


def test_items_name_kinds_public_addresses_and_times_with_offset(client: Any) -> None:
    for item in ask(client, "?pro_seite=100")["items"]:
        assert item["kind"] in set(OfferKind)
        assert urlsplit(item["url"]).path.startswith(f"/angebote/{item['id']}-")
        assert urlsplit(item["url"]).scheme in ("http", "https")
        if item["next_start"]:
            assert datetime.fromisoformat(item["next_start"]).utcoffset() is not None


def test_facets_stand_under_their_parameter_with_value_label_and_count(client: Any) -> None:
    facets = ask(client)["facets"]
    assert set(facets) == {facet.value for facet in Facet}
    for name, options in facets.items():
        for option in options:
            assert set(option) == {"value", "label", "count"}, name
            assert [type(option[key]) for key in ("value", "label", "count")] == [str, str, int]


def test_a_facets_count_is_what_its_value_finds(client: Any) -> None:
    for name, options in ask(client, "?q=Kurs")["facets"].items():
        for option in options[:2]:
            assert ask(client, f"?q=Kurs&{name}={option['value']}")["total"] == option["count"], (
                name,
                option,
            )


def test_a_page_has_twenty_items_unless_asked_otherwise(client: Any) -> None:
    assert len(ask(client)["items"]) == 20
    assert len(ask(client, "?pro_seite=100")["items"]) == 100
    assert len(ask(client, "?pro_seite=7")["items"]) == 7


@pytest.mark.parametrize("size", ["101", "0", "-1", "viele", "1e3"])
def test_an_impossible_page_size_is_named_and_ignored(client: Any, size: str) -> None:
    found = ask(client, f"?pro_seite={size}")
    assert len(found["items"]) == 20
    [notice] = found["notices"]
    assert size in notice


@pytest.mark.parametrize(
    "query", ["", "q=Kurs&", "sort=preis&", "sort=neu&", "sort=relevanz&q=deutsch&", "art=kurs&art=vortrag&"]
)
def test_pages_neither_overlap_nor_leave_anything_out(client: Any, query: str) -> None:
    first = ask(client, f"?{query}pro_seite=50")
    seen = [item["id"] for item in first["items"]]
    for number in range(2, first["pages"] + 1):
        found = ask(client, f"?{query}pro_seite=50&seite={number}")
        assert found["page"] == number
        seen += [item["id"] for item in found["items"]]
    assert len(seen) == len(set(seen)) == first["total"]
    assert first["pages"] == -(-first["total"] // 50)


@pytest.mark.parametrize("number", ["99999", "100000"])
def test_a_page_beyond_the_last_is_the_last_with_a_notice(client: Any, number: str) -> None:
    found = ask(client, f"?seite={number}")
    assert found["page"] == found["pages"] > 1
    assert found["items"]
    assert len(found["notices"]) == 1


@pytest.mark.parametrize("order", SORTS)
def test_every_promised_order_is_known(client: Any, order: str) -> None:
    found = ask(client, f"?q=Kurs&ort=sued&sort={order}")
    assert not [notice for notice in found["notices"] if "sort" in notice.casefold()]


def test_sorting_by_date_and_by_price_sorts(client: Any) -> None:
    starts = [item["next_start"] for item in ask(client, "?sort=datum&pro_seite=100")["items"]]
    dated = [datetime.fromisoformat(start) for start in starts if start]
    assert dated == sorted(dated)
    assert len(dated) > 50
    prices = [item["price_cents"] for item in ask(client, "?sort=preis&pro_seite=100")["items"]]
    known = [price for price in prices if price is not None]
    assert known == sorted(known)


def test_a_repeated_parameter_means_either(client: Any) -> None:
    one, other = (ask(client, f"?art={kind}")["total"] for kind in ("kurs", "vortrag"))
    both = ask(client, "?art=kurs&art=vortrag&pro_seite=100")
    assert both["total"] == one + other
    assert {item["kind"] for item in both["items"]} == {"course", "lecture"}


def test_unknown_values_and_names_are_named_in_notices(client: Any) -> None:
    found = ask(client, "?thema=quantenflicken&von=31.02.2027&umkreis=5&farbe=blau")
    assert found["total"] == ask(client)["total"], "what is not understood is ignored"
    assert len(found["notices"]) == 4
    for word in ("quantenflicken", "31.02.2027", "farbe", "Umkreis"):
        assert any(word in notice for notice in found["notices"]), word


def test_did_you_mean_answers_a_typo_that_finds_nothing(client: Any) -> None:
    found = ask(client, "?q=zzzqqqxxx")
    assert found["total"] == found["pages"] == 0
    assert found["items"] == []
    assert found["page"] == 1
    assert found["did_you_mean"] is None


def test_other_sites_may_read_the_data_without_a_cookie(client: Any) -> None:
    answer = client.get("/suche.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


def test_the_english_data_have_english_labels_and_addresses(client: Any) -> None:
    german, english = ask(client), client.get("/en/suche.json").get_json()
    assert english["total"] == german["total"]
    assert all("/en/angebote/" in item["url"] for item in english["items"])
    assert {option["label"] for option in english["facets"]["thema"]} != {
        option["label"] for option in german["facets"]["thema"]
    }


def test_price_status_and_outside_id_are_as_entered(hall: Hall, visitor: FlaskClient) -> None:
    items = {item["id"]: item for item in ask(visitor, "?pro_seite=100")["items"]}
    course, lecture, off = (items[hall.offers[fate]] for fate in ("course", "lecture", "cancelled"))
    assert course["price_cents"] == 4250
    assert course["external_id"] == "K-1"
    assert course["next_start"] == "2026-12-01T10:00:00+01:00"
    assert course["url"] == f"https://bildung.stadt.example{hall.path('course')}"
    assert lecture["price_cents"] == 0
    assert off["status"] == "cancelled"
