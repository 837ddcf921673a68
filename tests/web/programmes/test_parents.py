"""The page of the Elterntrainings: groups with free places, the line in words, filters in the address, registering on the page."""

import re

import pytest
from flask import Flask

from portal.vocabulary.offers import OfferKind
from tests.judge import JudgingClient
from tests.web.reading import HTML, Document, page, text_of

from .registering import MOTHER, Team, confirmed, letters, register, rows, states, training

PATH = "/elterntrainings"


def groups(document: Document) -> dict[str, str]:
    """Address of the form -> everything that the row of its group says."""
    found = {}
    for row in document.all("li", class_="group"):
        links = [link.get("href") or "" for link in row.iter(HTML + "a")]
        found[links[-1]] = text_of(row)
    return found


def test_free_places_stand_where_else_the_date_stands(own_app: Flask, own_client: JudgingClient) -> None:
    team = training(own_app, places=10)
    row = groups(page(own_client.get(PATH)))[team.form]
    assert row.startswith("10 von 10 Plätzen frei")
    assert "5 Termine ab" in row
    assert {"Deutsch", "Arabisch", "Russisch"} <= set(re.findall(r"\w+", row))
    assert "mit Kinderbetreuung" not in row, "the offer says no, whatever its place has"
    assert "Alle Termine" in row


def test_the_line_is_said_in_words_with_its_length(own_app: Flask, own_client: JudgingClient) -> None:
    team = training(own_app, places=2)
    confirmed(own_app, own_client, team, "Anna Beispiel", persons=2)
    assert groups(page(own_client.get(PATH)))[team.form].startswith("0 von 2 Plätzen frei")
    assert "Voll, Warteliste offen" in groups(page(own_client.get(PATH)))[team.form]
    confirmed(own_app, own_client, team, "Bela Beispiel")
    row = groups(page(own_client.get(PATH)))[team.form]
    assert "Warteliste, 1 vor Ihnen" in row
    assert "Auf die Warteliste" in row


@pytest.mark.parametrize(
    ("query", "fact"),
    [
        ("stadtteil=rosslau", "Roßlau"),
        ("sprache=ar", "Arabisch"),
        ("barrierefrei=kinderbetreuung", "mit Kinderbetreuung"),
    ],
)
def test_a_filter_in_the_address_leaves_only_what_fits(client: JudgingClient, query: str, fact: str) -> None:
    everything = groups(page(client.get(PATH)))
    document = page(client.get(f"{PATH}?{query}"))
    narrowed = groups(document)
    assert 0 < len(narrowed) < len(everything)
    assert {address for address, row in everything.items() if fact in row} == set(narrowed)
    assert PATH in document.links(), "the chip takes the filter away"
    calendar = client.get(f"/suche.ics?{query}&art={OfferKind.PARENT_TRAINING.slug}")
    assert calendar.status_code == 200


def test_filters_work_together_and_an_empty_list_leads_on(client: JudgingClient) -> None:
    document = page(client.get(f"{PATH}?stadtteil=rosslau&sprache=ar&barrierefrei=kinderbetreuung"))
    assert groups(document) == {}
    assert "Dazu gibt es gerade keine Gruppe." in document.words
    assert PATH in document.links()


def test_what_is_not_understood_is_said_and_left_out(client: JudgingClient) -> None:
    document = page(client.get(f"{PATH}?stadtteil=atlantis&quatsch=%00%F0%9F%98%80&sprache={'x' * 500}"))
    assert len(document.notices()) >= 2
    assert groups(document) == groups(page(client.get(PATH)))


def test_the_page_has_its_steps_a_number_to_call_and_its_calendar(client: JudgingClient) -> None:
    document = page(client.get(PATH))
    assert [text_of(one) for one in document.all("h2")][:3] == ["Die Gruppen", "So läuft es ab", "Anmelden"]
    assert document.one("a", class_="callbox__tel").get("href", "").startswith("tel:+49")
    assert "/elterntrainings.ics" in document.links()
    assert client.get("/elterntrainings.ics").status_code == 200
    count = re.search(r"(\d+) Gruppen, (\d+) mit freien Plätzen", document.words)
    assert count
    assert int(count[1]) == len(document.all("li", class_="group"))


def test_one_registers_on_the_page_itself(own_app: Flask, own_client: JudgingClient) -> None:
    team = training(own_app)
    answer = register(own_client, PATH, team=str(team.uuid))
    assert (answer.status_code, answer.location) == (303, "/anmeldung/gesendet")
    assert states(own_app, team) == {"Mira": "asked"}
    assert [one.recipient for one in letters(own_app)] == [MOTHER]


def test_a_mistake_there_shows_the_form_alone_with_everything_typed(
    own_client: JudgingClient, own_app: Flask
) -> None:
    team: Team = training(own_app)
    answer = register(own_client, PATH, team="", name="Mira Muster", phone="12")
    assert answer.status_code == 400
    document = page(answer)
    assert document.h1 == "Für ein Elterntraining anmelden"
    assert document.one("input", id="phone").get("value") == "12"
    assert {one.get("href") for one in document.one("div", class_="errorsummary").iter(HTML + "a")} == {
        "#team",
        "#phone",
    }
    assert rows(own_app, team) == []


def test_in_english_everything_leads_on_in_english(client: JudgingClient) -> None:
    document = page(client.get(f"/en{PATH}"))
    assert all(address.startswith("/en/angebote/") for address in groups(document))
