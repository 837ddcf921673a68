"""Writing themed pages: search or picks, both languages, publishing, two editors, versions, hostile input."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.models import Collection
from portal.pages.drafts import draft_of
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web import people
from tests.web.editorial import content
from tests.web.editorial.content import complaints, fields, send
from tests.web.hall import HOSTILE, HOSTILE_MARKDOWN, Hall
from tests.web.reading import page, text_of

LIST, NEW = "/redaktion/themenseiten", "/redaktion/themenseiten/neu"
NAMES = (
    "title slug summary body title_en summary_en body_en source query first_day last_day nummern woerter pick weg dazu platz-1 "
    "revision act picture_kept picture_alt picture_licence einmal"
).split()
GIVEN = {"title": "Kunst im Advent", "summary": "Malen und formen.", "source": "suche", "query": "keramik"}


@pytest.fixture(autouse=True)
def nothing_curated(desk: Hall) -> Iterator[None]:
    yield
    content.clean(desk)


@pytest.fixture
def reader(desk: Hall) -> JudgingClient:
    """Somebody without an account, on the same portal."""
    return JudgingClient(desk.app)


def made(editor: JudgingClient, **changes: str) -> str:
    """A new collection; its address on the desk."""
    answer = send(editor, NEW, **{**GIVEN, **changes})
    assert answer.status_code == 303, complaints(page(answer))
    return answer.headers["Location"]


def rows(desk: Hall) -> list[Collection]:
    with desk.app.app_context():
        return list(db.session.scalars(select(Collection).order_by(Collection.id)))


def publish(editor: JudgingClient, address: str, public: str = "1") -> None:
    form = page(editor.get(address)).one("form", action=f"{address}/veroeffentlichen")
    data = {one.get("name") or "": one.get("value") or "" for one in form if one.get("name")}
    assert editor.post(f"{address}/veroeffentlichen", data={**data, "public": public}).status_code == 303


def test_a_new_page_gets_its_address_from_the_title_and_is_a_draft(
    desk: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    address = made(editor)
    [row] = rows(desk)
    assert (row.slug, row.query, row.is_public) == ("kunst-im-advent", "q=keramik", False)
    assert page(editor.get(address)).notices()[0] == "„Kunst im Advent“ ist als Entwurf gespeichert."
    assert reader.get("/themen/kunst-im-advent").status_code == 404
    assert "Keramik für alle" in page(editor.get(f"{address}/vorschau")).words
    listed = page(editor.get(LIST))
    assert "Entwurf" in listed.words
    assert "Suche: keramik" in listed.words


def test_published_it_is_public_at_once_and_taken_back_it_is_gone(
    desk: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    address = made(editor, body="## So geht es\n\nMit *Ton*.")
    publish(editor, address)
    document = page(reader.get("/themen/kunst-im-advent"))
    assert document.h1 == "Kunst im Advent"
    assert desk.path("course") in document.entries()
    assert "So geht es" in document.words
    assert "/themen/kunst-im-advent" in set(page(reader.get("/")).links())
    assert "/themen/kunst-im-advent" in set(page(reader.get("/themen")).links())
    assert "/themen/kunst-im-advent</loc>" in reader.get("/sitemap.xml").text
    publish(editor, address, "0")
    assert reader.get("/themen/kunst-im-advent").status_code == 404


def test_a_pasted_address_is_read_shown_and_saved_in_its_plain_form(
    desk: Hall, editor: JudgingClient
) -> None:
    pasted = "https://stadt.example/suche?q=ton&thema=malen-zeichnen&farbe=blau&seite=3#treffer"
    looked = page(send(editor, NEW, "look", **{**GIVEN, "query": pasted}))
    assert any("farbe" in notice for notice in looked.notices())
    assert "Keramik für alle" in looked.words
    assert rows(desk) == [], "looking stores nothing"
    made(editor, query=pasted)
    assert rows(desk)[0].query == "q=ton&thema=malen-zeichnen"


def test_offers_are_found_ticked_ordered_and_taken_out(desk: Hall, editor: JudgingClient) -> None:
    course, lecture = str(desk.offers["course"]), str(desk.offers["lecture"])
    by_hand = {**GIVEN, "source": "hand", "query": ""}
    found = page(send(editor, NEW, "find", **by_hand, woerter="keramik"))
    assert course in [box.get("value") for box in found.all("input", name="dazu")]
    picked = page(
        editor.post(
            NEW,
            data={
                **fields(found),
                "dazu": course,
                "woerter": "",
                "nummern": desk.path("lecture"),
                "act": "add",
            },
        )
    )
    assert [one.get("value") for one in picked.all("input", name="pick")] == [course, lecture]
    data = {**fields(picked), "pick": [course, lecture], "act": f"up-{lecture}"}
    moved = page(editor.post(NEW, data=data))
    assert [one.get("value") for one in moved.all("input", name="pick")] == [lecture, course]
    again = page(editor.get(NEW))
    assert [one.get("value") for one in again.all("input", name="pick")] == [lecture, course], (
        "nothing is lost"
    )
    assert any("noch da" in notice for notice in again.notices())
    answer = editor.post(NEW, data={**fields(moved), "pick": [lecture, course], "act": "save"})
    assert answer.status_code == 303
    with desk.app.app_context():
        row = db.session.scalars(select(Collection)).one()
        assert draft_of(row).offer_ids == (int(lecture), int(course))
        assert row.query is None


def test_enter_in_the_field_for_words_looks_instead_of_saving(desk: Hall, editor: JudgingClient) -> None:
    answer = send(editor, NEW, "enter", **{**GIVEN, "source": "hand", "woerter": "keramik"})
    assert (answer.status_code, rows(desk)) == (200, [])
    assert send(editor, NEW, "enter", **{**GIVEN, "woerter": ""}).status_code == 303


def test_ended_and_withdrawn_offers_drop_out_and_the_editor_is_told(
    desk: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    numbers = "\n".join(str(desk.offers[fate]) for fate in ("withdrawn", "course", "ended"))
    address = made(editor, source="hand", query="", nummern=numbers)
    publish(editor, address)
    assert page(reader.get("/themen/kunst-im-advent")).entries() == [desk.path("course")]
    words = page(editor.get(address)).words
    assert "nicht öffentlich" in words
    assert "beendet" in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "Titel"),
        ({"title": "x" * 121}, "120 Zeichen"),
        ({"slug": "Über uns!"}, "ueber-uns"),
        ({"slug": "sprachen"}, "gehört einem Thema"),
        ({"summary": "x" * 301}, "300 Zeichen"),
        ({"source": ""}, "woher die Angebote"),
        ({"source": "quatsch"}, "woher die Angebote"),
        ({"query": "/suche?farbe=blau"}, "findet alles"),
        ({"first_day": "30.02.2027"}, "22.04.2027"),
        ({"first_day": "2027-05-12", "last_day": "2027-05-11"}, "vor dem ersten"),
        ({"source": "hand", "nummern": "Töpfern"}, "keine Nummer"),
    ],
)
def test_an_error_names_field_and_remedy_and_loses_nothing(
    desk: Hall, editor: JudgingClient, change: dict[str, str], words: str
) -> None:
    answer = send(editor, NEW, **{**GIVEN, **change})
    assert answer.status_code in (400, 409)
    document = page(answer)
    [complaint] = complaints(document)
    assert words in complaint
    kept = fields(document)
    for name, value in {**GIVEN, **change}.items():
        if name not in ("source", "first_day"):
            assert kept[name] == value.strip(), name
    assert rows(desk) == []


def test_of_two_editors_the_slower_sees_both_versions(desk: Hall, editor: JudgingClient) -> None:
    address = made(editor)
    other = people.signed_in(desk.app, Role.ADMINISTRATOR)
    mine = content.opened(editor, address)
    assert send(other, address, summary="Malen, formen, drucken.").status_code == 303
    answer = editor.post(address, data={**mine, "title": "Kunst im Winter", "act": "save"})
    assert answer.status_code == 409
    document = page(answer)
    assert "inzwischen jemand anders" in document.notices()[0]
    shown = [text_of(line) for line in document.all("div", class_="diff__row")]
    assert [line.split(" ")[0] for line in shown] == ["Titel", "Kurz"]
    assert editor.post(address, data={**fields(document), "act": "save"}).status_code == 303
    assert [row.title for row in rows(desk)] == ["Kunst im Winter"]


def test_earlier_versions_are_compared_and_brought_back(desk: Hall, editor: JudgingClient) -> None:
    address = made(editor)
    send(editor, address, title="Kunst im Winter")
    listed = page(editor.get(f"{address}/fassungen"))
    assert "Fassung 2 (gilt jetzt): Titel" in listed.words
    version = page(editor.get(f"{address}/fassungen/1"))
    assert "Advent" in text_of(version.one("ins"))
    form = version.one("form", method="post", action=f"{address}/fassungen/1/wiederherstellen")
    data = {one.get("name") or "": one.get("value") or "" for one in form if one.get("name")}
    assert editor.post(f"{address}/fassungen/1/wiederherstellen", data=data).status_code == 303
    assert rows(desk)[0].title == "Kunst im Advent"
    stale = editor.post(f"{address}/fassungen/2/wiederherstellen", data=data)
    assert (stale.status_code, stale.headers["Location"]) == (303, f"{address}/fassungen/2")
    for number in ("0", "99", "2147483647"):
        assert editor.get(f"{address}/fassungen/{number}").status_code == 404


def test_a_page_is_deleted_after_a_question(desk: Hall, editor: JudgingClient) -> None:
    address = made(editor)
    asked = page(editor.get(f"{address}/loeschen"))
    assert asked.h1 == "„Kunst im Advent“ löschen?"
    data = {one.get("name"): one.get("value") for one in asked.all("input")}
    assert editor.post(f"{address}/loeschen", data={**data, "revision": "99"}).headers["Location"] == address
    assert len(rows(desk)) == 1
    assert editor.post(f"{address}/loeschen", data=data).headers["Location"] == LIST
    assert rows(desk) == []


def test_a_second_click_makes_no_second_page(desk: Hall, editor: JudgingClient) -> None:
    data = {**content.opened(editor, NEW), **GIVEN, "act": "save"}
    first, second = editor.post(NEW, data=data), editor.post(NEW, data=data)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(rows(desk)) == 1


def test_hostile_words_are_only_words(desk: Hall, editor: JudgingClient, reader: JudgingClient) -> None:
    texts = {"title": HOSTILE[:110], "summary": HOSTILE[:280], "body": HOSTILE_MARKDOWN}
    english = {f"{name}_en": value for name, value in texts.items()}
    address = made(editor, **texts, **english, slug="boese")
    publish(editor, address)
    for path in (
        address,
        f"{address}/fassungen",
        f"{address}/fassungen/1",
        f"{address}/loeschen",
        LIST,
        f"/en{LIST}",
    ):
        editor.get(path)
    for path in ("/themen/boese", "/en/themen/boese", "/themen", "/"):
        links = [link.get("href") or "" for link in page(reader.get(path)).all("a")]
        assert not [link for link in links if link.startswith(("javascript", "data"))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(NAMES, content.ANYTHING),
    ),
    st.booleans(),
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    desk: Hall, editor: JudgingClient, given_: dict[str, str], is_new: bool
) -> None:
    stored = rows(desk)
    address = NEW if is_new or not stored else f"{LIST}/{stored[0].id}"
    answer = editor.post(address, data={**content.opened(editor, address), **GIVEN, **given_})
    assert answer.status_code in (200, 303, 400, 409)
    for row in rows(desk):
        assert row.title.strip()
        assert not (row.first_day and row.last_day and row.last_day < row.first_day)
    assert editor.get(LIST).status_code == 200


@pytest.mark.parametrize("number", ["999999", "0", "2147483648", "-1", "x", "%00"])
def test_a_page_that_does_not_exist_is_not_found(editor: JudgingClient, number: str) -> None:
    for path in ("", "/vorschau", "/loeschen", "/fassungen", "/fassungen/1"):
        assert editor.get(f"{LIST}/{number}{path}").status_code == 404
