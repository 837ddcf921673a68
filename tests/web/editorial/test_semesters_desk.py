"""Writing semesters: a regular one fills itself, a compact one is chosen; two editors, hostile input."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.extensions import db
from portal.lectures.semester_actions import draft_of
from portal.models import FormDraft, JournalEntry, OfferTerm, Semester, Term
from portal.vocabulary.people import Role
from portal.vocabulary.terms import Scheme
from tests.judge import JudgingClient
from tests.web import people
from tests.web.editorial import content
from tests.web.editorial.content import complaints, fields, send
from tests.web.hall import HOSTILE, HOSTILE_MARKDOWN, Hall
from tests.web.reading import page, text_of

LIST, NEW, PUBLIC = "/redaktion/semester", "/redaktion/semester/neu", "/seniorenuniversitaet"
NAMES = (
    "kind title title_en intro intro_en first_day last_day is_public nummern woerter pick weg dazu platz-1 revision act einmal"
).split()
GIVEN = {
    "kind": "regular",
    "title": "Winter",
    "first_day": "2026-10-01",
    "last_day": "2027-03-31",
    "is_public": "y",
}
AUTUMN = {**GIVEN, "kind": "autumn", "title": "Wandel", "first_day": "2026-11-23", "last_day": "2026-11-29"}


@pytest.fixture(autouse=True)
def nothing_written(desk: Hall) -> Iterator[None]:
    yield
    with desk.app.app_context():
        for model in (Semester, JournalEntry, FormDraft):
            for row in db.session.scalars(select(model)):
                db.session.delete(row)
        db.session.commit()


@pytest.fixture
def reader(desk: Hall) -> JudgingClient:
    return JudgingClient(desk.app)


@pytest.fixture
def in_programme(desk: Hall) -> Iterator[int]:
    """The lecture of the hall belongs to the programme meanwhile."""
    number = desk.offers["lecture"]
    with desk.app.app_context():
        term = db.session.scalars(
            select(Term.id).where(Term.scheme == Scheme.PROGRAMME, Term.code == "seniorenuniversitaet")
        ).one()
        db.session.add(OfferTerm(offer_id=number, term_id=term))
        db.session.commit()
    yield number
    with desk.app.app_context():
        db.session.execute(delete(OfferTerm).where(OfferTerm.offer_id == number, OfferTerm.term_id == term))
        db.session.commit()


def rows(desk: Hall) -> list[Semester]:
    with desk.app.app_context():
        return list(db.session.scalars(select(Semester).order_by(Semester.id)))


def made(editor: JudgingClient, **changes: str) -> str:
    answer = send(editor, NEW, **{**GIVEN, **changes})
    assert answer.status_code == 303, complaints(page(answer))
    return answer.headers["Location"]


def test_a_regular_semester_fills_itself_and_is_listed(
    desk: Hall, editor: JudgingClient, reader: JudgingClient, in_programme: int
) -> None:
    empty = page(reader.get(PUBLIC))
    assert "Zurzeit ist kein Semester eingetragen" in empty.words
    made(editor, intro="## Willkommen\n\nMit *Kaffee*.")
    document = page(reader.get(PUBLIC))
    assert text_of(document.one("h2", id="programm")) == "Winter"
    assert desk.path("lecture") in set(document.links())
    assert "Willkommen" in document.words
    listed = page(editor.get(LIST))
    assert "Läuft" in listed.words
    assert "alles aus dem Programm" in listed.words
    [row] = rows(desk)
    assert send(editor, f"{LIST}/{row.id}", is_public="").status_code == 303
    with desk.app.app_context():
        acts = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id))
        assert [one.act.value for one in acts] == ["created", "withdrawn"]
    assert "Zurzeit ist kein Semester" in page(reader.get(PUBLIC)).words


def test_a_compact_semester_is_chosen_from_proposals_words_and_numbers(
    desk: Hall, editor: JudgingClient, reader: JudgingClient, in_programme: int
) -> None:
    lecture, course = str(in_programme), str(desk.offers["course"])
    looked = page(send(editor, NEW, "look", **AUTUMN))
    assert lecture in [box.get("value") for box in looked.all("input", name="dazu")], "proposed by its dates"
    found = page(send(editor, NEW, "find", **AUTUMN, woerter="keramik"))
    assert course in [box.get("value") for box in found.all("input", name="dazu")]
    data = {**fields(found), "dazu": [lecture, course], "woerter": "", "act": "add"}
    picked = page(editor.post(NEW, data=data))
    assert [one.get("value") for one in picked.all("input", name="pick")] == [lecture, course]
    assert "kein Termin in diesem Zeitraum" in picked.words, "the course begins a week later"
    moved = page(editor.post(NEW, data={**fields(picked), "pick": [lecture, course], "act": f"up-{course}"}))
    answer = editor.post(NEW, data={**fields(moved), "pick": [course, lecture], "act": "save"})
    assert answer.status_code == 303
    [row] = rows(desk)
    with desk.app.app_context():
        stored = db.session.get(Semester, row.id)
        assert stored
        assert draft_of(stored).offer_ids == (int(course), int(lecture))
    document = page(reader.get(f"{PUBLIC}?semester={row.slug}"))
    assert row.slug == "herbstuniversitaet-2026"
    assert desk.path("lecture") in set(document.links())
    assert desk.path("course") not in set(document.links()), "none of its dates is in these days"


def test_who_has_nothing_in_it_yet_is_named(desk: Hall, editor: JudgingClient, in_programme: int) -> None:
    missing = "Von diesen Einrichtungen steht noch nichts darin"
    late = made(editor, first_day="2028-10-01", last_day="2029-03-31")
    document = page(editor.get(late))
    assert missing in document.words
    assert "/anbieterbereich/?anbieter=toepferverein" in set(document.links())
    now = made(editor, title="Jetzt")
    assert missing not in page(editor.get(now)).words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "Titel"),
        ({"title": "x" * 121}, "120 Zeichen"),
        ({"kind": "quatsch"}, "Art"),
        ({"first_day": ""}, "Tag"),
        ({"first_day": "30.02.2027"}, "22.04.2027"),
        ({"last_day": "2026-09-30"}, "vor dem ersten"),
        ({"last_day": "2028-01-01"}, "höchstens ein Jahr"),
        ({"kind": "autumn"}, "31 Tage"),
        ({"kind": "autumn", "last_day": "2026-10-04"}, "wählen Sie zuerst"),
        ({"nummern": "Töpfern"}, "keine Nummer"),
        ({"intro": "x" * 3001}, "3000 Zeichen"),
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
        if name not in ("kind", "first_day"):
            assert kept[name] == value.strip(), name
    assert rows(desk) == []


def test_two_semesters_in_the_same_days_are_refused(desk: Hall, editor: JudgingClient) -> None:
    made(editor)
    answer = send(
        editor, NEW, **{**GIVEN, "title": "Sommer", "first_day": "2027-03-31", "last_day": "2027-09-30"}
    )
    assert answer.status_code == 409
    assert "schon ein anderes Semester" in complaints(page(answer))[0]


def test_of_two_editors_the_slower_sees_both_versions(desk: Hall, editor: JudgingClient) -> None:
    address = made(editor)
    other = people.signed_in(desk.app, Role.ADMINISTRATOR)
    mine = content.opened(editor, address)
    assert send(other, address, title_en="Winter term").status_code == 303
    answer = editor.post(address, data={**mine, "title": "Winterzeit", "act": "save"})
    assert answer.status_code == 409
    document = page(answer)
    assert "inzwischen jemand anders" in document.notices()[0]
    shown = [text_of(line).split(" ")[0] for line in document.all("div", class_="diff__row")]
    assert shown == ["Titel", "Titel"]
    assert editor.post(address, data={**fields(document), "act": "save"}).status_code == 303
    assert [row.title for row in rows(desk)] == ["Winterzeit"]


def test_it_is_deleted_after_a_question_and_its_calendar_goes_on(
    desk: Hall, editor: JudgingClient, reader: JudgingClient, in_programme: int
) -> None:
    address = made(editor)
    asked = page(editor.get(f"{address}/loeschen"))
    data = {one.get("name"): one.get("value") for one in asked.all("input")}
    assert editor.post(f"{address}/loeschen", data={**data, "revision": "99"}).headers["Location"] == address
    assert len(rows(desk)) == 1
    assert editor.post(f"{address}/loeschen", data=data).headers["Location"] == LIST
    assert rows(desk) == []
    assert "„winter“" in reader.get(f"{PUBLIC}.ics?semester=winter").text.replace("\r\n ", "")


def test_hostile_words_are_only_words(desk: Hall, editor: JudgingClient, reader: JudgingClient) -> None:
    texts = {"title": HOSTILE[:110], "intro": HOSTILE_MARKDOWN}
    address = made(editor, **texts, **{f"{name}_en": value for name, value in texts.items()})
    for path in (address, f"{address}/loeschen", LIST, f"/en{LIST}"):
        editor.get(path)
    for path in (PUBLIC, f"/en{PUBLIC}", f"{PUBLIC}.ics?semester={rows(desk)[0].slug}"):
        assert reader.get(path).status_code == 200
    links = [link.get("href") or "" for link in page(reader.get(PUBLIC)).all("a")]
    assert not [link for link in links if link.startswith(("javascript", "data"))]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, content.ANYTHING)), st.booleans())
def test_anything_at_all_gets_a_page_and_never_breaks(
    desk: Hall, editor: JudgingClient, given_: dict[str, str], is_new: bool
) -> None:
    stored = rows(desk)
    address = NEW if is_new or not stored else f"{LIST}/{stored[0].id}"
    answer = editor.post(address, data={**content.opened(editor, address), **GIVEN, **given_})
    assert answer.status_code in (200, 303, 400, 409)
    for row in rows(desk):
        assert row.title.strip()
        assert timedelta(0) <= row.last_day - row.first_day <= timedelta(days=366)
    assert editor.get(LIST).status_code == 200


@pytest.mark.parametrize("number", ["999999", "0", "2147483648", "-1", "x", "%00"])
def test_a_semester_that_does_not_exist_is_not_found(editor: JudgingClient, number: str) -> None:
    for path in ("", "/loeschen"):
        assert editor.get(f"{LIST}/{number}{path}").status_code == 404
