"""Settings of the town: what is typed is checked, holds at once, is never overwritten unseen; colours stay readable; districts."""

import re

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.extensions import db
from portal.models import District, Setting
from portal.town import colours
from portal.town import settings as town_settings
from portal.town.registry import REGISTRY
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from tests.judge import JudgingClient
from tests.web.admin.office import journal, post, rows, said, stored
from tests.web.people import account, signed_in
from tests.web.reading import HTML, Document, page, text_of

PAGE, DISTRICTS = "/verwaltung/einstellungen", "/verwaltung/stadtteile"


def typed(document: Document) -> dict[str, list[str]]:
    """The fields of the form as the browser got them."""
    form = document.one("form", id="formular")
    found: dict[str, list[str]] = {}
    for field in form.iter(HTML + "input"):
        if field.get("type") != "checkbox" or "checked" in field.attrib:
            found.setdefault(field.get("name") or "", []).append(field.get("value") or "")
    for area in form.iter(HTML + "textarea"):
        found[area.get("name") or ""] = [(area.text or "").removeprefix("\n")]
    for choice in form.iter(HTML + "select"):
        found[choice.get("name") or ""] = [
            one.get("value") or "" for one in choice.iter(HTML + "option") if "selected" in one.attrib
        ]
    return found


def save(admin: JudgingClient, **changes: str | list[str]):
    """The form with some fields changed; '__' in a name stands for the dot."""
    fields = typed(page(admin.get(f"{PAGE}?neu=1")))
    return admin.post(
        PAGE, data={**fields, **{name.replace("__", "."): value for name, value in changes.items()}}
    )


def value(app: Flask, name: str):
    with app.app_context():
        return town_settings.read(db.session())[name]


def test_the_form_shows_every_setting_and_saving_it_as_it_is_changes_nothing(
    own_app: Flask, admin: JudgingClient
) -> None:
    names = set(typed(page(admin.get(PAGE))))
    assert {one.name for one in REGISTRY} <= names
    assert "nichts geändert" in said(admin, save(admin))
    assert journal(own_app, thing=Thing.SETTING) == []


def test_a_name_holds_at_once_on_every_page(
    own_app: Flask, admin: JudgingClient, own_client: JudgingClient
) -> None:
    offer = next(link for link in page(own_client.get("/suche")).links() if link.startswith("/angebote/"))
    own_client.get(offer)
    answer = save(
        admin, town__name="Stadt lernt", texts__welcome="Willkommen!", texts__note="Gefördert vom Land."
    )
    assert "3 Einstellungen" in said(admin, answer)
    for path in ("/", offer, "/suche"):
        html = own_client.get(path).text
        assert "Stadt lernt" in html
        assert "Agora des Lernens" not in html
        assert "Gefördert vom Land." in html
    assert "Willkommen!" in page(own_client.get("/")).words
    english = page(own_client.get("/en/"))
    [welcome] = [one for one in english.all("p", class_="lead") if text_of(one) == "Willkommen!"]
    assert welcome.get("lang") == "de", "where there is no English sentence the German one says its language"
    save(admin, texts__welcome_en="Welcome!")
    assert "Welcome!" in page(own_client.get("/en/")).words
    [first, _second] = journal(own_app, thing=Thing.SETTING)
    assert first.act is Act.CHANGED
    assert first.changes["town.name"] == ["Agora des Lernens", "Stadt lernt"]


def test_a_colour_is_served_as_a_stylesheet_that_may_be_kept(
    own_app: Flask, admin: JudgingClient, own_client: JudgingClient
) -> None:
    assert "stadt.css" not in own_client.get("/").text
    assert save(admin, colour__sun="8FE3A0").status_code == 303
    sheets = [link.get("href") or "" for link in page(own_client.get("/")).all("link", rel="stylesheet")]
    design, own = (
        next(at for at, one in enumerate(sheets) if name in one) for name in ("agora.css", "stadt.css")
    )
    assert design < own, "after the design, whose tokens it sets anew"
    answer = own_client.get(sheets[own])
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.text.startswith("@layer tokens{:root{--sun:#8fe3a0;}")
    assert own_client.get(sheets[own], headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "immutable" not in own_client.get("/stadt.css?v=alt").headers["Cache-Control"]
    save(admin, colour__sun="")
    assert "stadt.css" not in own_client.get("/").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"town__name": " "}, "Das darf nicht leer sein."),
        ({"town__name": "x" * 61}, "höchstens 60 Zeichen"),
        ({"town__email": "amt"}, "Diese Adresse ist unvollständig."),
        ({"town__land": "XX"}, "Diese Auswahl gibt es nicht."),
        ({"colour__sky": "blau"}, "Bitte geben Sie die Farbe so an"),
        ({"colour__sky": "#1b3f9c"}, "nicht gut genug zu lesen"),
        ({"colour__sky": "#fff;}body{display:none"}, "Bitte geben Sie die Farbe so an"),
        ({"freshness__ask_after_days": "2"}, "eine Zahl von 7 bis 1000"),
        ({"freshness__ask_after_days": ""}, "eine Zahl von 7 bis 1000"),
        ({"freshness__sink_after_days": "90"}, "größer sein als die darüber"),
        ({"freshness__leave_after_days": "100"}, "größer sein als die darüber"),
        ({"review__minor_changes": ["dates", "alles"]}, ""),
    ],
)
def test_what_cannot_be_is_named_at_its_field_and_stays_typed(
    own_app: Flask, admin: JudgingClient, changes: dict[str, str], words: str
) -> None:
    before = stored(own_app, Setting)
    answer = save(admin, **changes)
    if not words:
        assert answer.status_code == 303
        assert value(own_app, "review.minor_changes") == ["dates"], "what is no kind of change is left out"
        return
    assert answer.status_code == 400
    document = page(answer)
    assert words in text_of(document.one("div", class_="errorsummary"))
    [(name, given_)] = changes.items()
    assert typed(document)[name.replace("__", ".")] in ([given_.strip()], [given_], [])
    assert {one.name: one.value for one in stored(own_app, Setting)} == {
        one.name: one.value for one in before
    }


def test_two_administrators_do_not_overwrite_each_other(own_app: Flask, admin: JudgingClient) -> None:
    account(own_app, "zwei@leser.example", role=Role.ADMINISTRATOR)
    other = signed_in(own_app, "zwei@leser.example")
    mine = typed(page(admin.get(PAGE)))
    save(other, town__phone="0340 0000-199")
    answer = admin.post(PAGE, data={**mine, "town.place": "Musterstadt"})
    assert answer.status_code == 409
    document = page(answer)
    assert "Inzwischen hat jemand anders" in document.notices()[0]
    differences = [text_of(row) for row in document.all("div", class_="diff__row")]
    assert len(differences) == 2
    assert any("0340 0000-199" in row for row in differences)
    assert any("Musterstadt" in row for row in differences)
    again = typed(document)
    again["town.phone"] = ["0340 0000-199"]
    assert admin.post(PAGE, data=again).status_code == 303
    assert (value(own_app, "town.place"), value(own_app, "town.phone")) == ("Musterstadt", "0340 0000-199")


ANY = st.text(max_size=200) | st.sampled_from(
    [
        "\x00",
        "\u202etxt",
        "x" * 10_000,
        "🎈" * 30,
        "<script>",
        "' --",
        "%s{{7*7}}",
        "-1",
        "9" * 30,
        "٣",
        "#ffffff",
        "ST",
    ]
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional={one.name: ANY for one in REGISTRY} | {"stand": ANY}))
def test_anything_typed_gets_a_page_and_the_settings_stay_possible(
    own_app: Flask, admin: JudgingClient, fields: dict[str, str]
) -> None:
    whole = typed(page(admin.get(f"{PAGE}?neu=1")))
    assert admin.post(PAGE, data={**whole, **fields}).status_code in (303, 400, 409)
    with own_app.app_context():
        town_settings.check(town_settings.read(db.session()))
    assert JudgingClient(own_app).get("/").status_code == 200


@given(st.integers(0, 0xFFFFFF))
@settings(max_examples=200, deadline=None)
def test_whatever_colour_is_taken_can_be_read_in_light_and_dark(number: int) -> None:
    colour = f"#{number:06x}"
    if colours.contrast(colour, colours.ON_WALL) < colours.ENOUGH:
        return
    assert colours.contrast(colours.darkened(colour), colours.ON_WALL_DARK) >= colours.ENOUGH
    assert colours.contrast(colours.lightened(colour), colours.ON_WALL) >= colours.ENOUGH
    assert re.fullmatch(r"[@\w\s:#;{}()-]+", colours.stylesheet({"sun": colour, "sage": colour}))


def test_contrast_is_that_of_wcag() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


# -- districts


def district(admin: JudgingClient, address: str, **fields: str):
    given_ = {
        "name": "Neustadt",
        "latitude": "51,84",
        "longitude": "12.25",
        "postal_codes": "06844, 06846",
        "position": "30",
    }
    return post(admin, address, **{**given_, **fields})


def test_a_district_is_entered_found_renamed_and_removed(own_app: Flask, admin: JudgingClient) -> None:
    assert "eingetragen" in said(admin, district(admin, f"{DISTRICTS}/neu"))
    [row] = stored(own_app, District, name="Neustadt")
    assert (row.slug, row.latitude, row.postal_codes, row.position) == (
        "neustadt",
        51.84,
        ["06844", "06846"],
        30,
    )
    found = admin.get("/suche.json?stadtteil=neustadt&ort=neustadt&umkreis=5").get_json()
    assert found["notices"] == [], "filter and search by distance know it at once"
    assert district(admin, f"{DISTRICTS}/neu").status_code == 409
    address = f"{DISTRICTS}/{row.id}"
    assert "gespeichert" in said(admin, district(admin, address, name="Neustadt Ost"))
    assert stored(own_app, District, name="Neustadt Ost")[0].slug == "neustadt", "addresses stay"
    assert (
        "Neustadt Ost" in page(admin.get("/suche")).words
        or "Neustadt Ost" in admin.get("/suche?stadtteil=neustadt").text
    )
    assert "gelöscht" in said(admin, post(admin, f"{address}/loeschen"))
    assert stored(own_app, District, slug="neustadt") == []
    assert [line.act for line in journal(own_app, thing=Thing.DISTRICT)] == [
        Act.CREATED,
        Act.CHANGED,
        Act.DELETED,
    ]


def test_a_district_in_use_stays(own_app: Flask, admin: JudgingClient) -> None:
    used = next(row for row in rows(admin.get(DISTRICTS)) if "wird gebraucht" in row)
    [row] = [one for one in stored(own_app, District) if used.startswith(f"{one.name} {one.slug} ")]
    assert "wird noch gebraucht" in said(admin, post(admin, f"{DISTRICTS}/{row.id}/loeschen"))
    assert stored(own_app, District, id=row.id)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "einen Namen"),
        ({"latitude": "91"}, "eine Zahl wie"),
        ({"longitude": "zwölf"}, "eine Zahl wie"),
        ({"latitude": "nan"}, "eine Zahl wie"),
        ({"postal_codes": "06844, 684"}, "„684“ ist keine Postleitzahl."),
        ({"name": "Online"}, "gibt es schon"),
    ],
)
def test_a_refused_district_says_why(
    own_app: Flask, admin: JudgingClient, fields: dict[str, str], words: str
) -> None:
    answer = district(admin, f"{DISTRICTS}/neu", **fields)
    assert answer.status_code in (400, 409)
    assert words in text_of(page(answer).one("div", class_="errorsummary"))
    assert stored(own_app, District, name="Neustadt") == []
