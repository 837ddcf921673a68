"""The finder of the B-Punkte and the page of each: every state in the address, words for the hours, numbers that agree."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.extensions import db
from portal.models import Holiday, Institution
from portal.vocabulary.calendar import HolidayKind
from portal.vocabulary.guidance import SealHolder
from tests.web.guidance import points_hall
from tests.web.guidance.points_hall import FAR, NORTH, SOUTH
from tests.web.hall import Hall
from tests.web.reading import HTML, Document, page, text_of


@pytest.fixture(autouse=True)
def points(hall: Hall) -> Iterator[None]:
    points_hall.forget(hall.app)
    points_hall.fill(hall.app)
    yield
    points_hall.forget(hall.app)


def names(document: Document) -> list[str]:
    return [text_of(one) for item in document.all("li", class_="point") for one in item.iter(HTML + "h3")]


def row(document: Document, slug: str) -> str:
    return text_of(document.one("li", id=f"bp-{slug}"))


def test_the_list_says_what_one_needs_to_choose_call_and_go(visitor: FlaskClient) -> None:
    document = page(visitor.get("/b-punkte"))
    assert names(document) == ["B-Punkt Nord", "B-Punkt Süd", "B-Punkt Roßlau"]
    said = row(document, NORTH)
    for words in (
        "Schule und Zuschüsse",
        "Wallstraße 1, 06842 Dessau-Roßlau, Innenstadt Nord",
        "Montag 9 bis 12 und 13 bis 15 Uhr, Freitag 9 bis 12 Uhr",
        "Deutsch, Ukrainisch",
        "Eingang ohne Stufen",
        "Jetzt geöffnet, bis 12 Uhr",
        "0340 0000-1",
    ):
        assert words in said, words
    assert "Geschlossen, morgen ab 9 Uhr" in row(document, SOUTH)
    assert "Eingang mit Stufen" in row(document, SOUTH)
    assert "Nach Absprache" in row(document, FAR)
    assert "bitte nachfragen" in row(document, FAR)
    links = {link.get("href") for link in document.all("a")}
    assert {
        "tel:+4934000001",
        "mailto:nord@stadt.example",
        f"/b-punkte/{NORTH}",
        f"/b-punkte/{NORTH}/termin",
    } <= links
    assert f"/b-punkte/{SOUTH}/termin" not in links


def test_the_sketch_bears_the_numbers_of_the_list_and_is_for_the_eye_alone(visitor: FlaskClient) -> None:
    for address, expected in (("/b-punkte", ["1", "2", "3"]), ("/b-punkte?sprache=ar", ["1"])):
        document = page(visitor.get(address))
        figure = document.one("figure", class_="sketch")
        [svg] = [one for one in figure.iter() if one.tag.endswith("}svg")]
        assert svg.get("aria-hidden") == "true"
        numbers = [text_of(one) for one in svg.iter() if one.get("class") == "sketch__num"]
        assert numbers == expected
        assert [text_of(one) for one in document.all("span", class_="point__n")] == expected
        assert not [one for one in svg.iter() if one.tag.endswith("}a")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("schwerpunkt=foerderung", ["B-Punkt Nord"]),
        ("schwerpunkt=schule&schwerpunkt=alter", ["B-Punkt Nord", "B-Punkt Süd"]),
        ("stadtteil=rosslau", ["B-Punkt Roßlau"]),
        ("sprache=ar", ["B-Punkt Süd"]),
        ("offen=jetzt", ["B-Punkt Nord"]),
        ("stufenlos=1", ["B-Punkt Nord"]),
        ("sprache=de&offen=jetzt&stufenlos=1&schwerpunkt=schule&stadtteil=innenstadt-nord", ["B-Punkt Nord"]),
        ("schwerpunkt=&stadtteil=&sprache=", ["B-Punkt Nord", "B-Punkt Süd", "B-Punkt Roßlau"]),
    ],
)
def test_every_filter_is_in_the_address(visitor: FlaskClient, query: str, expected: list[str]) -> None:
    document = page(visitor.get(f"/b-punkte?{query}"))
    assert names(document) == expected
    assert document.notices() == []


def test_the_form_shows_what_is_chosen_and_leads_back(visitor: FlaskClient) -> None:
    document = page(visitor.get("/b-punkte?sprache=uk&offen=jetzt"))
    chosen = [one.get("value") for one in document.all("option") if "selected" in one.attrib]
    assert chosen == ["uk"]
    assert "checked" in document.one("input", name="offen").attrib
    assert "checked" not in document.one("input", name="stufenlos").attrib
    assert "/b-punkte" in list(document.links())


@pytest.mark.parametrize(
    "query", ["schwerpunkt=zaubern", "stadtteil=atlantis", "sprache=xx", "offen=morgen", "worum=schule"]
)
def test_an_unknown_value_is_named_and_left_out(visitor: FlaskClient, query: str) -> None:
    document = page(visitor.get(f"/b-punkte?{query}"))
    assert len(names(document)) == 3
    assert len(document.notices()) == 1


def test_where_nothing_fits_the_nearest_of_the_best_come_first(visitor: FlaskClient) -> None:
    document = page(visitor.get("/b-punkte?stadtteil=meinsdorf"))
    assert "Kein B-Punkt erfüllt alles" in document.words
    assert names(document)[0] == "B-Punkt Roßlau", "the nearest to Meinsdorf"
    document = page(visitor.get("/b-punkte?stadtteil=meinsdorf&sprache=ar"))
    assert names(document)[0] == "B-Punkt Süd", "the only one that speaks it"


def test_open_now_follows_the_clock(hall: Hall, visitor: FlaskClient) -> None:
    for hour, minute, expected in (
        (11, 59, "bis 12 Uhr"),
        (12, 0, "heute ab 13 Uhr"),
        (15, 0, "Freitag ab 9 Uhr"),
    ):
        with time_machine.travel(clock.as_utc(date(2026, 11, 23), hour, minute), tick=False):
            assert expected in row(page(visitor.get("/b-punkte")), NORTH)


def test_a_holiday_and_an_exception_are_said(hall: Hall, visitor: FlaskClient) -> None:
    with time_machine.travel(clock.as_utc(date(2026, 12, 25), 10, 0), tick=False):
        assert "Heute geschlossen: Erster Weihnachtstag. Wieder Montag ab 9 Uhr" in row(
            page(visitor.get("/b-punkte")), NORTH
        )
        assert "Christmas Day" in row(page(visitor.get("/en/b-punkte")), NORTH)
    with time_machine.travel(clock.as_utc(date(2026, 11, 30), 10, 0), tick=False):
        assert "Heute geschlossen: Umzug. Wieder Freitag ab 10 Uhr" in row(
            page(visitor.get("/b-punkte")), NORTH
        )


def test_a_holiday_that_editors_enter_closes(hall: Hall, visitor: FlaskClient) -> None:
    with hall.app.app_context():
        day = Holiday(
            kind=HolidayKind.PUBLIC_HOLIDAY, name="Stadtfest", first_day=date(2026, 11, 23), last_day=date(2026, 11, 23), source="x"
        )  # fmt: skip
        db.session.add(day)
        db.session.commit()
        points_hall.look_again(hall.app)
        assert "Heute geschlossen: Stadtfest" in row(page(visitor.get("/b-punkte")), NORTH)
        db.session.delete(day)
        db.session.commit()


def test_each_has_a_page_with_its_weeks_and_what_is_there(hall: Hall, visitor: FlaskClient) -> None:
    document = page(visitor.get(f"/b-punkte/{NORTH}"))
    assert document.h1 == "B-Punkt Nord"
    for words in (
        "Jetzt geöffnet, bis 12 Uhr",
        "9 bis 12 und 13 bis 15 Uhr",
        "30. November bis 2. Dezember 2026geschlossen Umzug",
        "Freitag, 4. Dezember10 bis 10:30 Uhr",
        "Freitag, 25. Dezembergeschlossen Erster Weihnachtstag",
        "Zuschüsse und Förderung",
    ):
        assert words in document.words, words
    assert hall.path("course") in document.entries(), "what takes place at the same address"
    assert any("openstreetmap.org/search" in (link.get("href") or "") for link in document.all("a"))
    assert f"/b-punkte/{NORTH}/termin" in list(document.links())


@pytest.mark.parametrize("slug", ["b-punkt-geheim", "gibt-es-nicht", "%00", "a" * 300])
@pytest.mark.parametrize("suffix", ["", "/termin", "/termin/danke"])
def test_what_is_hidden_or_does_not_exist_is_not_found(visitor: FlaskClient, slug: str, suffix: str) -> None:
    assert visitor.get(f"/b-punkte/{slug}{suffix}").status_code == 404


def test_a_town_without_points_says_so_and_names_the_telephone(hall: Hall, visitor: FlaskClient) -> None:
    points_hall.forget(hall.app)
    document = page(visitor.get("/b-punkte"))
    assert "Noch kein B-Punkt eingetragen" in document.words
    assert document.all("figure", class_="sketch") == []


def test_english_pages_name_the_language_of_what_is_german(visitor: FlaskClient) -> None:
    document = page(visitor.get("/en/b-punkte"))
    heading = next(one for item in document.all("li", class_="point") for one in item.iter(HTML + "h3"))
    assert heading.get("lang") == "de"
    assert "9:00" in row(document, NORTH), "hours as one writes them there"


def test_in_english_a_point_says_what_somebody_has_translated_and_names_the_rest_german(
    visitor: FlaskClient,
) -> None:
    document = page(visitor.get(f"/en/b-punkte/{NORTH}"))
    for words in (
        "School and grants",
        "We listen.",
        "Fridays by appointment",
        "We are moving",
        "Christmas Day",
    ):
        assert words in document.words, words
    for german in ("Schule und", "hören", "Absprache", "Umzug", "Weihnacht"):
        assert german not in document.words, german
    assert document.one("div", class_="prose").get("lang") is None
    reasons = {text_of(one): one.get("lang") for one in document.all("small")}
    assert (reasons["We are moving"], reasons["Ausflug"], reasons["Christmas Day"]) == (None, "de", None)
    south = page(visitor.get(f"/en/b-punkte/{SOUTH}"))
    assert south.one("div", class_="prose").get("lang") == "de"
    assert {text_of(one) for one in south.all("p", lang="de")} >= {
        "Lernen im Alter",
        "Samstag nach Absprache",
    }


def test_in_english_the_list_cards_and_the_form_speak_english_where_it_is_there(visitor: FlaskClient) -> None:
    listed = page(visitor.get("/en/b-punkte"))
    assert "School and grants" in row(listed, NORTH)
    assert "Fridays by appointment" in row(listed, NORTH)
    assert {text_of(one) for one in listed.all("span", lang="de")} >= {"Samstag nach Absprache"}
    band = page(visitor.get("/en/")).one("section", id="b-punkte")
    assert "School and grants" in text_of(band)
    assert [one.get("lang") for one in band.iter(HTML + "p") if text_of(one) == "Lernen im Alter"] == ["de"]
    assert "Fridays by appointment" in page(visitor.get(f"/en/b-punkte/{NORTH}/termin")).words
    with time_machine.travel(clock.as_utc(date(2026, 11, 30), 10, 0), tick=False):
        assert "We are moving" in row(page(visitor.get("/en/b-punkte")), NORTH)


def test_zero_hits_name_the_fitting_point_first_and_whether_it_is_open(visitor: FlaskClient) -> None:
    for query, first in (
        ("stadtteil=rosslau", "B-Punkt Roßlau"),
        ("foerderung=bafoeg&stadtteil=online", "B-Punkt Nord"),
        ("", "B-Punkt Nord"),
    ):
        box = page(visitor.get(f"/suche?q=zzzqqq&{query}")).one("div", class_="helpbox")
        points = [text_of(one) for one in box.iter(HTML + "b")]
        assert points[0] == first, query
        assert "Jetzt geöffnet, bis 12 Uhr" in text_of(box)


def test_who_filters_by_funding_is_shown_the_way_to_advice(visitor: FlaskClient) -> None:
    advice = "/b-punkte?schwerpunkt=foerderung"
    assert advice in list(page(visitor.get("/suche?bildungsfreistellung=1")).links())
    assert advice not in list(page(visitor.get("/suche?art=kurs")).links())


def test_home_names_points_with_their_state(visitor: FlaskClient) -> None:
    band = page(visitor.get("/")).one("section", id="b-punkte")
    assert "Jetzt geöffnet, bis 12 Uhr" in text_of(band)
    assert f"/b-punkte/{NORTH}" in {one.get("href") for one in band.iter(HTML + "a")}


def test_a_seal_is_shown_with_issuer_and_validity_and_explained(hall: Hall, visitor: FlaskClient) -> None:
    points_hall.award(
        hall.app,
        SealHolder.GUIDANCE_POINT,
        points_hall.point_id(hall.app),
        date(2026, 1, 1),
        date(2027, 3, 31),
    )
    for address in ("/b-punkte", f"/b-punkte/{NORTH}"):
        words = page(visitor.get(address)).words
        assert "Gutes Siegel verliehen von: Prüfstelle, gültig bis 31. März 2027" in words
        assert "Urkunde geheim" not in words
    explained = page(visitor.get("/siegel"))
    assert "Prüft alles." in explained.words
    assert f"/b-punkte/{NORTH}" in list(explained.links())


def test_a_seal_is_gone_at_midnight_of_the_town_also_from_kept_pages(
    hall: Hall, visitor: FlaskClient
) -> None:
    course = hall.path("course")
    for kind, holder in (
        (SealHolder.GUIDANCE_POINT, points_hall.point_id(hall.app)),
        (SealHolder.OFFER, hall.offers["course"]),
    ):
        points_hall.award(hall.app, kind, holder, date(2026, 1, 1), date(2026, 11, 23))
    addresses = ("/b-punkte", f"/b-punkte/{NORTH}", course, "/siegel")
    midnight = clock.as_utc(date(2026, 11, 24), 0, 0)
    for seconds, is_shown in ((-20, True), (-10, True), (0, False), (10, False)):
        moment = midnight.timestamp() + seconds
        with time_machine.travel(moment, tick=False):
            for address in addresses:
                words = page(visitor.get(address)).words
                found = "gültig bis 23. November 2026" in words
                assert found is is_shown, (address, seconds)


def test_the_seal_of_a_provider_stands_on_its_page_and_on_its_offers(
    hall: Hall, visitor: FlaskClient
) -> None:
    with hall.app.app_context():
        club = db.session.query(Institution).filter_by(slug="toepferverein").one().id
    before = page(visitor.get(hall.path("course"))).words
    assert "Gutes Siegel" not in before
    points_hall.award(hall.app, SealHolder.INSTITUTION, club, date(2026, 1, 1), None)
    assert "Gutes Siegel verliehen von: Prüfstelle" in page(visitor.get("/anbieter/toepferverein")).words
    assert "Anbieter: Gutes Siegel" in page(visitor.get(hall.path("course"))).words


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["schwerpunkt", "stadtteil", "sprache", "offen", "stufenlos", "x"]),
            st.text(max_size=30),
        ),
        max_size=5,
    )
)
def test_no_address_breaks_the_finder(visitor: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    safe = [(name, value.encode("utf-8", "ignore").decode()) for name, value in pairs]
    assert visitor.get("/b-punkte", query_string=safe).status_code == 200
