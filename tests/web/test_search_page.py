"""The result list and the page without hits: notices, paging, chips, sorting, filters kept, never a dead end."""

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from .reading import HTML, Document, page, text_of


def ask(client: Any, address: str) -> Document:
    answer = client.get(address)
    assert answer.status_code == 200
    return page(answer)


def query_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("thema=quantenflicken", "quantenflicken"),
        ("art=tanzbär", "tanzbär"),
        ("stadtteil=atlantis", "atlantis"),
        ("von=2027-02-30", "2027-02-30"),
        ("bis=gestern", "gestern"),
        ("von=1.1.99999999999999999999", "99999999999999999999"),
        ("umkreis=5", "Umkreis"),
        ("ort=Atlantis", "Atlantis"),
        ("sort=laune", "laune"),
        ("seite=0", "0"),
        ("seite=1000000000", "1000000000"),
        ("seite=99999", "letzte"),
        ("kosten=viel", "viel"),
        ("freie_plaetze=vielleicht", "vielleicht"),
        ("farbe=blau", "farbe"),
        ("von=2027-03-01&bis=2027-01-01", "getauscht"),
        ("q=" + "sehr " * 2000, "200"),
        ("&".join(f"thema=x{number}" for number in range(60)), "50"),
    ],
)
def test_what_is_not_understood_is_named_and_the_list_stays(client: Any, query: str, named: str) -> None:
    document = ask(client, f"/suche?{query}")
    assert any(named in notice for notice in document.notices()), document.notices()
    if not query.startswith("q="):
        assert document.entries(), "never silently an empty page"


def test_an_unknown_place_is_named_once_and_as_it_was_typed(client: Any) -> None:
    (notice,) = ask(client, "/suche?ort=Mauerstra%C3%9Fe&umkreis=3").notices()
    assert "„Mauerstraße“" in notice
    assert "Wir verstehen Stadtteile und Postleitzahlen" in notice


def test_who_sorts_by_distance_without_a_place_learns_how_the_list_is_sorted(client: Any) -> None:
    (notice,) = ask(client, "/suche?sort=entfernung").notices()
    assert "nach Datum sortiert" in notice


def test_a_known_place_stands_in_its_field_as_people_write_it_and_leaves_with_its_order(client: Any) -> None:
    document = ask(client, "/suche?ort=ro%C3%9Flau&umkreis=5&sort=entfernung")
    assert document.one("input", id="ort").get("value") == "Roßlau"
    assert document.notices() == []
    (chip,) = (item.get("href") or "" for item in document.all("a", class_="chip"))
    assert "sort" not in query_of(chip)


def test_an_understood_search_has_no_notice(client: Any) -> None:
    assert ask(client, "/suche?art=kurs&sort=datum&von=2026-01-01&kosten=kostenlos&q=").notices() == []


def test_pages_of_the_list_do_not_overlap(client: Any) -> None:
    seen: list[str] = []
    document = ask(client, "/suche?art=kurs")
    while True:
        seen += document.entries()
        later = document.all("a", rel="next")
        if not later:
            break
        document = ask(client, later[0].get("href") or "")
    assert len(seen) == len(set(seen)) == client.get("/suche.json?art=kurs").get_json()["total"] > 40


def test_paging_sorting_and_chips_keep_the_rest_of_the_search(client: Any) -> None:
    document = ask(client, "/suche?q=kurs&art=kurs&tageszeit=abends&pro_seite=5&sort=datum")
    assert query_of(document.all("a", rel="next")[0].get("href") or "") == {
        "q": ["kurs"], "art": ["kurs"], "tageszeit": ["abends"], "pro_seite": ["5"], "sort": ["datum"], "seite": ["2"],
    }  # fmt: skip
    chips = {
        text_of(chip).split(" Filter")[0]: query_of(chip.get("href") or "")
        for chip in document.all("a", class_="chip")
    }
    assert set(chips) == {"Kurs", "abends"}
    assert "art" not in chips["Kurs"]
    assert chips["Kurs"]["tageszeit"] == ["abends"]
    for option in document.all("a", class_="sort__opt"):
        assert query_of(option.get("href") or "")["art"] == ["kurs"]


def test_the_filter_form_keeps_what_it_does_not_show(client: Any) -> None:
    document = ask(client, "/suche?q=kurs&pro_seite=5&sort=datum")
    form = document.one("form", class_="facets__form")
    hidden = {
        field.get("name"): field.get("value")
        for field in form.iter(HTML + "input")
        if field.get("type") == "hidden"
    }
    assert hidden == {"q": "kurs", "sort": "datum", "pro_seite": "5"}


def test_chosen_values_are_ticked_and_sent_again(client: Any) -> None:
    document = ask(client, "/suche?thema=sprachen&wochentag=sa&barrierefrei=stufenlos&umkreis=5&ort=sued")
    ticked = [
        (tick.get("name"), tick.get("value"))
        for tick in document.all("input", type="checkbox")
        if "checked" in tick.attrib
    ]
    assert {("thema", "sprachen"), ("wochentag", "sa")} <= set(ticked)
    assert document.one("input", id="ort").get("value") == "Süd"
    [radius] = [option for option in document.all("option") if "selected" in option.attrib]
    assert radius.get("value") == "5"


def test_facet_counts_on_the_page_are_those_of_the_data(client: Any) -> None:
    document, data = ask(client, "/suche?q=kurs"), client.get("/suche.json?q=kurs").get_json()
    shown = {}
    for label in document.all("label", class_="option"):
        [tick] = label.iter(HTML + "input")
        [number] = [part for part in label.iter(HTML + "span") if part.get("class") == "option__n"]
        shown[tick.get("name"), tick.get("value")] = int(text_of(number))
    counted = {
        (name, option["value"]): option["count"]
        for name, options in data["facets"].items()
        for option in options
    }
    assert len(shown) > 50
    assert {key: counted[key] for key in shown} == shown


def test_words_searched_for_are_marked(client: Any) -> None:
    marks = {text_of(mark).casefold() for mark in ask(client, "/suche?q=computer").all("mark")}
    assert any("computer" in mark for mark in marks)


def test_no_hit_is_no_dead_end(client: Any) -> None:
    document = ask(client, "/suche?q=zzzqqqxxx&art=kurs")
    assert "zzzqqqxxx" in document.words
    assert not document.entries()
    assert document.meta("robots") == "noindex"
    drops = [
        link.get("href") or "" for item in document.all("ul", class_="drop") for link in item.iter(HTML + "a")
    ]
    assert any("q" not in query_of(address) for address in drops), "without the word"
    assert [
        link for link in document.all("a", class_="tel") if (link.get("href") or "").startswith("tel:")
    ], "a person"
    assert document.one("input", id="q").get("value") == "zzzqqqxxx"


def test_each_way_out_of_a_dead_end_leads_on(client: Any) -> None:
    document = ask(client, "/suche?q=zzzqqqxxx&art=kurs&kosten=kostenlos")
    ways = [
        (link, text_of(link)) for item in document.all("ul", class_="drop") for link in item.iter(HTML + "a")
    ]
    assert ways
    for link, words in ways:
        address = link.get("href") or ""
        assert ask(client, address).entries(), address
        total = client.get(address.replace("/suche?", "/suche.json?")).get_json()["total"]
        assert str(total) in words


def test_the_next_date_comes_first_without_a_query(client: Any) -> None:
    days = [
        moment.get("datetime") or "" for moment in ask(client, "/suche").all("time", class_="entry__date")
    ]
    assert len(days) > 10
    assert days == sorted(days)


def test_the_address_of_a_search_is_canonical(client: Any) -> None:
    document = ask(client, "/suche?seite=1&tageszeit=abend&q=&sort=&art=kurs&von=")
    later = document.all("a", rel="next")[0].get("href") or ""
    assert parse_qsl(urlsplit(later).query) == [("art", "kurs"), ("tageszeit", "abends"), ("seite", "2")]


def test_invalid_bytes_in_the_address_do_no_harm(hall: Any, visitor: FlaskClient) -> None:
    for query in (
        "q=%ff%fe",
        "%ff=%fe",
        "q=%ED%A0%80",
        "q=%00",
        "thema=%E2%80%AE",
        "q=%F0%9F%98%80",
        "&&&===",
        "q",
    ):
        answer = visitor.get(f"/suche?{query}")
        assert answer.status_code == 200, query
        page(answer)


def test_who_asks_for_free_places_sees_no_row_that_is_full(client: FlaskClient) -> None:
    found = page(client.get("/suche?freie_plaetze=1&pro_seite=100"))
    states = {text_of(one) for one in found.all("span", class_="status")}
    assert states
    assert not states & {"Ausgebucht", "Voll, Warteliste offen"}


def test_who_asks_for_sundays_sees_dates_on_sundays(client: FlaskClient) -> None:
    found = page(client.get("/suche?wochentag=so&pro_seite=100"))
    names = [text_of(one) for one in found.all("span", class_="entry__wd")]
    assert names.count("So") > len(names) * 2 / 3, "others are windows that began on another day"


def test_a_full_row_says_from_when_another_group_has_places(client: FlaskClient) -> None:
    found = page(client.get("/suche?q=Spatzenchor"))
    [row] = [one for one in found.all("li", class_="entry") if "Spatzenchor" in text_of(one)]
    assert "Ausgebucht" in text_of(row)
    assert "Plätze frei ab" in text_of(row)


def test_a_slip_that_was_put_right_is_announced_above_the_results(client: FlaskClient) -> None:
    found = ask(client, "/suche?q=Volkshochschle&art=kurs")
    assert found.entries()
    assert found.notices() == ["Gezeigt werden Treffer für „Volkshochschule“."]
    assert found.one("h1").get("aria-describedby") == "gemeint"
    [link] = found.one("div", id="gemeint").iter(HTML + "a")
    address = link.get("href") or ""
    assert query_of(address) == {"q": ["Volkshochschule"], "art": ["kurs"]}
    right = ask(client, address)
    assert right.notices() == []
    assert right.entries() == found.entries()
    assert right.one("h1").get("aria-describedby") is None


def test_a_rare_word_that_is_found_is_not_held_for_a_slip(client: FlaskClient) -> None:
    """The data name a far more frequent neighbour; the list is about the word that was typed."""
    assert client.get("/suche.json?q=Anschluss").get_json()["did_you_mean"] == "Abschluss"
    found = ask(client, "/suche?q=Anschluss")
    assert found.entries()
    assert found.notices() == []


def test_english_words_find_offers_on_english_pages(client: FlaskClient) -> None:
    for words in ("german", "sewing", "children", "first aid", "computer course", "language course", "free"):
        found = ask(client, f"/en/suche?q={words.replace(' ', '+')}")
        assert found.entries(), words
        assert found.notices() == [], words


@pytest.mark.parametrize("signs", ["🦊", "!!!", "„“"])
def test_a_query_without_a_word_says_that_all_offers_are_shown(client: FlaskClient, signs: str) -> None:
    found = page(client.get("/suche", query_string={"q": signs}))
    assert signs not in found.h1
    assert any("kein Wort, nach dem wir suchen können" in one for one in found.notices())
