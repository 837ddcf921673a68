"""An offer as data: what the page says, for programs."""

from datetime import datetime
from typing import Any

from .hall import Hall


def test_the_data_of_an_offer_holds_its_runs_and_dates(client: Any) -> None:
    hit = client.get("/suche.json?q=computerkurs").get_json()["items"][0]
    address = hit["url"].partition("//")[2].partition("/")[2]
    data = client.get(f"/{address}.json").get_json()
    assert data["id"] == hit["id"]
    assert data["title"] == hit["title"]
    assert data["url"] == hit["url"]
    first = data["runs"][0]["dates"][0]
    assert datetime.fromisoformat(first["start"]).utcoffset() is not None
    assert first["uid"].startswith("occurrence-")
    assert {"code", "label"} == set(data["terms"]["topic"][0])


def test_the_maintenance_contact_is_not_in_the_data(client: Any) -> None:
    hit = client.get("/suche.json").get_json()["items"][0]
    assert "maintenance" not in client.get(f"/angebote/{hit['id']}-x.json", follow_redirects=True).text


def test_a_changed_slug_redirects_to_the_data(client: Any) -> None:
    hit = client.get("/suche.json").get_json()["items"][0]
    answer = client.get(f"/angebote/{hit['id']}-frueher.json")
    assert answer.status_code == 301
    assert answer.location.endswith(".json")


def test_what_is_not_public_is_no_data(hall: Hall, visitor: Any) -> None:
    assert visitor.get("/angebote/999999-x.json").status_code == 404
    assert visitor.get(hall.path("withdrawn") + ".json").status_code == 410
    assert visitor.get(hall.path("draft") + ".json").status_code == 404


def test_the_data_names_material_guests_childcare_and_insurance(hall: Hall, visitor: Any) -> None:
    data = visitor.get(hall.path("material") + ".json").get_json()
    assert data["material"] == {
        "url": "https://hefte.stadt.example/ton",
        "licence": "CC BY 4.0",
        "access": "Frei im Netz, ohne Konto",
    }
    assert data["guests"] == {"places": 8, "conditions": "Bitte in die ersten Reihen."}
    assert (data["childcare"], data["insurance_note"][:6]) == (True, "Fragen")
