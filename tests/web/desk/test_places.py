"""The places of an institution: entered, changed for all offers there, deleted only when nobody needs them."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import District, Offer, Place
from portal.vocabulary.places import AccessFeature
from portal.vocabulary.workflow import Act, Thing
from tests.judge import JudgingClient
from tests.web.desk.institution_desk import institution, journal, post, profile
from tests.web.hall import HOSTILE
from tests.web.people import signed_in
from tests.web.reading import HTML, page, text_of

GIVEN = {
    "name": "Haus der Vereine, Saal 2",
    "street": "Fröbelstr. 8 a",
    "postal_code": "06844",
    "town": "Dessau-Roßlau",
    "district": "",
    "latitude": "51,8364",
    "longitude": "12.2469",
    "transit_stop": "Straßenbahn 1, Museum",
    "access_note": "Klingel links.",
    "step_free": "ja",
    "lift": "nein",
    "accessible_wc": "",
}


@pytest.fixture
def manager(own_app: Flask) -> JudgingClient:
    return signed_in(own_app, "anbieter@demo.example")


@pytest.fixture
def places(own_app: Flask) -> str:
    return f"{profile(own_app)}/lernorte"


def stored(app: Flask, **wanted: Any) -> list[Place]:
    with app.app_context():
        found = list(db.session.scalars(select(Place).filter_by(**wanted).order_by(Place.id)))
        db.session.expunge_all()
        return found


def one(app: Flask) -> Place:
    [row] = stored(app, name=GIVEN["name"])
    return row


def used(app: Flask) -> Place:
    """A place of ours where offers happen."""
    with app.app_context():
        offer = db.session.scalars(
            select(Offer).where(Offer.institution_id == institution(app).id, Offer.place_id.is_not(None))
        ).first()
        assert offer and offer.place
        place = offer.place
        db.session.expunge_all()
        return place


def test_the_list_says_where_how_accessible_and_how_needed(
    own_app: Flask, manager: JudgingClient, places: str
) -> None:
    document = page(manager.get(places))
    rows = [text_of(row) for row in document.one("tbody").iter(HTML + "tr")]
    assert len(rows) == len(stored(own_app, institution_id=institution(own_app).id))
    assert any(used(own_app).name in row and "Angebot" in row for row in rows)
    assert [text_of(one) for one in document.all("a", aria_current="page")][-1] == "Lernorte"


def test_a_new_place_is_entered_once_however_often_one_clicks(
    own_app: Flask, manager: JudgingClient, places: str
) -> None:
    form = page(manager.get(f"{places}/neu"))
    assert form.one("input", name="town").get("value") == institution(own_app).town
    ticket = form.one("input", name="einmal").get("value") or ""
    assert post(manager, f"{places}/neu", **GIVEN, einmal=ticket).location == places
    said = page(manager.get(places)).notices()
    assert "Der Lernort „Haus der Vereine, Saal 2“ ist eingetragen." in said
    assert post(manager, f"{places}/neu", **GIVEN, einmal=ticket).location == places
    place = one(own_app)
    assert (
        place.latitude,
        place.longitude,
        place.step_free,
        place.lift,
        place.accessible_wc,
        place.childcare,
    ) == (51.8364, 12.2469, True, False, None, None)
    assert (journal(own_app)[-1].act, journal(own_app)[-1].thing) == (Act.CREATED, Thing.PLACE)


def test_without_a_position_it_lies_in_the_middle_of_its_district(
    own_app: Flask, manager: JudgingClient, places: str
) -> None:
    with own_app.app_context():
        first, second = db.session.scalars(select(District).order_by(District.id).limit(2))
        ids, points = (
            [str(first.id), str(second.id)],
            [(each.latitude, each.longitude) for each in (first, second)],
        )
    nowhere = {**GIVEN, "latitude": "", "longitude": ""}
    post(manager, f"{places}/neu", **{**nowhere, "district": ids[0]})
    place = one(own_app)
    assert (place.latitude, place.longitude) == points[0]
    form = page(manager.get(f"{places}/{place.id}"))
    assert not form.one("input", name="latitude").get("value"), "so that it moves along with the district"
    post(manager, f"{places}/{place.id}", **{**nowhere, "district": ids[1]}, revision="1")
    assert (one(own_app).latitude, one(own_app).longitude) == points[1]


def test_a_change_is_public_for_every_offer_there(
    own_app: Flask, manager: JudgingClient, places: str
) -> None:
    place, visitor = used(own_app), JudgingClient(own_app)
    with own_app.app_context():
        offer = db.session.scalars(select(Offer).where(Offer.place_id == place.id)).first()
        assert offer
        address = f"/angebote/{offer.id}-{offer.slug}"
    assert "Neuer Name 17" not in visitor.get(address).text
    document = page(manager.get(f"{places}/{place.id}"))
    assert any("Ihre Änderung gilt sofort für" in one for one in document.notices())
    answer = post(
        manager, f"{places}/{place.id}", **{**GIVEN, "name": "Neuer Name 17"}, revision=str(place.revision)
    )
    assert answer.status_code == 303
    assert "Neuer Name 17" in visitor.get(address).text
    assert "Neuer Name 17" in visitor.get(f"{address}.ics").text.replace("\r\n ", "")
    assert journal(own_app)[-1].changes["name"] == [place.name, "Neuer Name 17"]


def test_the_same_house_is_asked_about_once(own_app: Flask, manager: JudgingClient, places: str) -> None:
    post(manager, f"{places}/neu", **GIVEN)
    again = {**GIVEN, "name": "Saal 3", "street": "Froebelstraße 8A"}
    answer = post(manager, f"{places}/neu", **again)
    assert answer.status_code == 409
    document = page(answer)
    assert f"{places}/{one(own_app).id}" in document.links()
    assert "trotzdem speichern" in document.words
    assert not stored(own_app, name="Saal 3")
    assert document.one("input", name="name").get("value") == "Saal 3"
    assert post(manager, f"{places}/neu", **again, trotzdem="1").status_code == 303
    assert stored(own_app, name="Saal 3")
    assert post(manager, f"{places}/{one(own_app).id}", **GIVEN, revision="1").status_code == 409, (
        "it is asked for each of the two"
    )


def test_two_who_save_at_once_see_both_versions(own_app: Flask, manager: JudgingClient, places: str) -> None:
    post(manager, f"{places}/neu", **GIVEN)
    address = f"{places}/{one(own_app).id}"
    assert (
        post(manager, address, **{**GIVEN, "lift": "ja", "transit_stop": "Bus 5"}, revision="1").status_code
        == 303
    )
    answer = post(manager, address, **{**GIVEN, "transit_stop": "Bus 6"}, revision="1")
    assert answer.status_code == 409
    document = page(answer)
    assert [text_of(one) for one in document.all("p", class_="diff__field")] == ["Haltestelle", "Aufzug"]
    assert document.one("input", name="transit_stop").get("value") == "Bus 6"
    assert one(own_app).transit_stop == "Bus 5"
    assert post(manager, address, **{**GIVEN, "transit_stop": "Bus 6"}, revision="2").status_code == 303


def test_only_a_place_that_nobody_needs_is_deleted(
    own_app: Flask, manager: JudgingClient, places: str
) -> None:
    place = used(own_app)
    document = page(manager.get(f"{places}/{place.id}/loeschen"))
    assert "Das geht noch nicht" in document.words
    assert not document.all("button", class_="btn--stop")
    answer = post(manager, f"{places}/{place.id}/loeschen", revision=str(place.revision))
    assert (answer.status_code, len(stored(own_app, id=place.id))) == (409, 1)
    post(manager, f"{places}/neu", **GIVEN)
    free = one(own_app)
    assert post(manager, f"{places}/{free.id}/loeschen", revision="7").status_code == 409
    assert post(manager, f"{places}/{free.id}/loeschen", revision="1").status_code == 303
    assert not stored(own_app, id=free.id)
    assert journal(own_app)[-1].act is Act.DELETED


def test_faults_are_named_and_nothing_typed_is_lost(
    own_app: Flask, manager: JudgingClient, places: str
) -> None:
    wrong = {
        **GIVEN,
        "name": "",
        "latitude": "oben",
        "longitude": "181",
        "district": "x",
        "step_free": "vielleicht",
    }
    answer = post(manager, f"{places}/neu", **wrong)
    assert answer.status_code == 400
    document = page(answer)
    shown = [text_of(item) for item in document.one("div", class_="errorsummary").iter(HTML + "li")]
    assert set(shown) == {
        "Name des Lernorts: Bitte geben Sie dem Lernort einen Namen.",
        "Breite in Grad: Bitte schreiben Sie eine Zahl in Grad, zum Beispiel: 51,8364",
        "Länge in Grad: Die Länge liegt zwischen 0 und 180 Grad.",
        "Stadtteil: Diese Auswahl gibt es nicht. Bitte wählen Sie noch einmal.",
        "Eingang ohne Stufen: Diese Auswahl gibt es nicht. Bitte wählen Sie noch einmal.",
    }
    assert document.one("input", name="latitude").get("value") == "oben"
    half = post(manager, f"{places}/neu", **{**GIVEN, "longitude": ""})
    assert half.status_code == 400
    assert "Zu einer Lage gehören Breite und Länge" in page(half).words


def test_another_institutions_place_is_not_found(own_app: Flask, manager: JudgingClient, places: str) -> None:
    with own_app.app_context():
        other = db.session.scalars(
            select(Place).where(Place.institution_id != institution(own_app).id)
        ).first()
        assert other
        number = other.id
    for address in (f"{places}/{number}", f"{places}/{number}/loeschen", f"{places}/0", f"{places}/x"):
        assert manager.get(address).status_code == 404
        assert post(manager, address, **GIVEN, revision="1").status_code == 404
    assert not stored(own_app, name=GIVEN["name"])


ANYTHING = st.text(max_size=300) | st.sampled_from(
    ["", "\x00", "\u202etxt", HOSTILE, "x" * 10_000, "👩‍👩‍👧", "ja", "nein", "1e5", "NaN", "-1", "٣", "inf", "51,8,3", "9" * 40]
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            [*GIVEN, *AccessFeature, "revision", "trotzdem", "einmal"],
            st.lists(ANYTHING, min_size=1, max_size=2),
        ),
    )
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    own_app: Flask, manager: JudgingClient, places: str, fields: dict[str, list[str]]
) -> None:
    answer = post(manager, f"{places}/neu", **{**GIVEN, **fields})
    assert answer.status_code in (303, 400, 409)
    assert all(place.name.strip() for place in stored(own_app))
    assert manager.get(places).status_code == 200
    assert JudgingClient(own_app).get(f"/anbieter/{institution(own_app).slug}").status_code == 200
