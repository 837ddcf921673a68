"""Writing guides: texts, steps, questions, versions, two editors, hostile input; nothing that was typed is lost."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.guidance import transition_queries, wayfinder
from portal.guidance.transition_drafts import TransitionDraft, draft_of
from portal.models import FormDraft, JournalEntry, TextVersion, Transition
from portal.vocabulary.people import Role
from portal.vocabulary.workflow import Act, Thing
from portal.web.kit import guides
from tests.judge import JudgingClient
from tests.web import people
from tests.web.editorial import content
from tests.web.editorial.content import complaints, fields, opened, send
from tests.web.hall import HOSTILE, HOSTILE_MARKDOWN, Hall
from tests.web.reading import HTML, page, text_of

LIST, NEW = "/redaktion/uebergaenge", "/redaktion/uebergaenge/neu"
GIVEN = {
    "name": "Vom Ton zum Topf", "title": "Wie wird daraus ein Topf?", "lead": "In drei Schritten.",
    "from_phase": "beruf", "to_phase": "beruf", "query": "keramik",
}  # fmt: skip
STEP = {
    "when": "Zuerst",
    "title": "Kneten",
    "documents": "Ton\n\nWasser",
    "deadlines": "art=frist",
    "query": "keramik",
}
QUESTION = {
    "text": "Was suchen Sie?", "plain": "Was brauchen Sie?",
    "answer_1_text": "Einen Kurs", "answer_1_query": "/suche?art=kurs&q=ton",
    "answer_2_text": "Rat", "answer_2_focus": "familie",
}  # fmt: skip
STEP_NAMES = (
    *"when title text body contact phone documents deadlines query".split(),
    *"when_en title_en text_en contact_en documents_en".split(),
)
QUESTION_NAMES = ["text", "plain", "text_en", "plain_en"] + [
    f"answer_{number}_{name}"
    for number in (1, 2, 3)
    for name in ("text", "next", "query", "focus", "text_en")
]


@pytest.fixture(autouse=True)
def no_guides(desk: Hall) -> Iterator[None]:
    yield
    with desk.app.app_context():
        for model in (TextVersion, JournalEntry, FormDraft):
            db.session.query(model).delete()
        for row in db.session.query(Transition):
            db.session.delete(row)
        db.session.commit()
        guides.shelf().guides = None


@pytest.fixture
def reader(desk: Hall) -> JudgingClient:
    """Somebody without an account, on the same portal."""
    return JudgingClient(desk.app)


@pytest.fixture
def address(editor: JudgingClient) -> str:
    """A guide with one step and one question; its address on the desk."""
    answer = send(editor, NEW, **GIVEN)
    assert answer.status_code == 303, complaints(page(answer))
    made = answer.headers["Location"]
    for path, data in ((f"{made}/schritte/neu", STEP), (f"{made}/fragen/neu", QUESTION)):
        answer = send(editor, path, **data)
        assert answer.status_code == 303, complaints(page(answer))
    return made


def stored(desk: Hall) -> TransitionDraft:
    """The only guide, as a draft."""
    with desk.app.app_context():
        return draft_of(db.session.scalars(select(Transition)).one())


def press(editor: JudgingClient, address: str, action: str, **data: str) -> TestResponse:
    """Sends one of the small forms of the page of a guide, to where one of its buttons leads."""
    hidden = {
        one.get("name") or "": one.get("value") or ""
        for form in page(editor.get(address)).all("form", method="post")
        if (form.get("action") or "").startswith(address)
        for one in form.iter(HTML + "input")
    }
    return editor.post(f"{address}/{action}", data={**hidden, **data})


def test_a_guide_is_written_and_made_public(
    desk: Hall, editor: JudgingClient, reader: JudgingClient, address: str
) -> None:
    assert reader.get("/uebergaenge/vom-ton-zum-topf").status_code == 404
    preview = page(editor.get(f"{address}/vorschau"))
    assert "Entwurf" in preview.notices()[0]
    assert "Keramik für alle" in preview.words
    assert press(editor, address, "veroeffentlichen", public="1").status_code == 303
    document = page(reader.get("/uebergaenge/vom-ton-zum-topf"))
    assert document.h1 == "Wie wird daraus ein Topf?"
    assert [text_of(one) for one in document.all("ul", class_="way__list")[0]] == ["Ton", "Wasser"]
    asked = page(reader.get("/")).all("li", class_="lifeline__question--loop")
    assert [text_of(one) for one in asked] == ["Wie wird daraus ein Topf?"], "public at once, on the line"
    assert "Was suchen Sie?" in page(reader.get("/uebergaenge/vom-ton-zum-topf/wegweiser")).words
    listed = page(editor.get(LIST)).words
    assert "ein Schritt, eine Frage" in listed
    assert "öffentlich" in listed
    press(editor, address, "veroeffentlichen", public="0")
    assert reader.get("/uebergaenge/vom-ton-zum-topf").status_code == 404
    assert not page(reader.get("/")).all("li", class_="lifeline__question--loop")


def test_what_is_written_in_english_is_kept_shown_and_told_apart(
    desk: Hall, editor: JudgingClient, reader: JudgingClient, address: str
) -> None:
    send(editor, address, plain_text="Sie brauchen Ton.", plain_text_en="You need clay.")
    said = {"contact": "Töpferei", "contact_en": "Pottery", "documents_en": "clay\n\nwater"}
    assert send(editor, f"{address}/schritte/1", **said).status_code == 303
    [step] = stored(desk).steps
    assert (stored(desk).plain_text_en, step.contact_en, step.documents_en) == (
        "You need clay.", "Pottery", ("clay", "water"),
    )  # fmt: skip
    preview = page(editor.get(f"/en{address}/vorschau"))
    assert [text_of(one) for one in preview.all("ul", class_="way__list")[0]] == ["clay", "water"]
    press(editor, address, "veroeffentlichen", public="1")
    assert "You need clay." in page(reader.get("/en/uebergaenge/vom-ton-zum-topf/einfach")).words
    version = page(editor.get(f"{address}/fassungen/4")).one("div", class_="diff")
    assert "Pottery" in text_of(version)
    send(editor, address, lead="Neu.")
    assert stored(desk).plain_text_en == "You need clay.", "saving the form again loses nothing"
    send(editor, f"{address}/schritte/1", title="Drehen")
    assert stored(desk).steps[0].documents_en == ("clay", "water")


def test_a_search_is_read_as_the_search_does_and_says_what_it_finds(editor: JudgingClient) -> None:
    looked = page(send(editor, NEW, "look", **{**GIVEN, "query": "https://x.example/suche?q=ton&farbe=rot"}))
    assert any("farbe" in notice for notice in looked.notices())
    assert "ton" in text_of(looked.one("form", id="formular"))
    assert "Angebot" in looked.words
    again = page(editor.get(NEW))
    assert fields(again)["name"] == GIVEN["name"], "what was typed is still there"


def test_without_a_step_a_guide_is_not_shown(editor: JudgingClient) -> None:
    made = send(editor, NEW, **GIVEN).headers["Location"]
    press(editor, made, "veroeffentlichen", public="1")
    assert "zuerst einen Schritt" in page(editor.get(made)).notices()[0]


def test_steps_are_added_put_in_order_rewritten_and_taken_out(
    desk: Hall, editor: JudgingClient, address: str
) -> None:
    send(editor, f"{address}/schritte/neu", **{**STEP, "title": "Drehen"})
    assert [step.title for step in stored(desk).steps] == ["Kneten", "Drehen"]
    press(editor, address, "schritte/2/verschieben", by="up")
    assert [step.title for step in stored(desk).steps] == ["Drehen", "Kneten"]
    send(editor, f"{address}/schritte/1", title="Formen")
    assert [step.title for step in stored(desk).steps] == ["Formen", "Kneten"]
    press(editor, address, "schritte/2/entfernen")
    assert [step.title for step in stored(desk).steps] == ["Formen"]
    assert stored(desk).steps[0].documents == ("Ton", "Wasser")
    for number in (0, 2, 100):
        assert editor.get(f"{address}/schritte/{number}").status_code == 404


def test_questions_keep_their_keys_and_lead_on(desk: Hall, editor: JudgingClient, address: str) -> None:
    before = stored(desk).wayfinder[0]
    second = {
        **QUESTION, "text": "Wie alt sind Sie?", "answer_1_text": "Jung", "answer_1_next": before.key,
        "answer_1_query": "", "answer_2_text": "Alt",
    }  # fmt: skip
    assert send(editor, f"{address}/fragen/neu", **second).status_code == 303
    assert "Keine Antwort führt hierher" in page(editor.get(address)).words
    press(editor, address, "fragen/2/verschieben", by="up")
    questions = stored(desk).wayfinder
    assert [one.text for one in questions] == ["Wie alt sind Sie?", "Was suchen Sie?"]
    assert wayfinder.unreachable(questions) == ()
    send(editor, f"{address}/fragen/2", text="Was brauchen Sie?", answer_1_text="Einen Kurs am Abend")
    after = stored(desk).wayfinder[1]
    assert (after.key, [one.key for one in after.answers]) == (
        before.key,
        [one.key for one in before.answers],
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer_2_focus": ""}, "endet die Antwort „Rat“ im Leeren"),
        ({"answer_1_next": "was-suchen-sie"}, "im Kreis"),
        ({"answer_1_next": "gibt-es-nicht"}, "die es nicht mehr gibt"),
        ({"answer_2_text": "", "answer_2_focus": ""}, "zwei bis acht Antworten"),
        ({"answer_2_text": ""}, "Antwort 2 hat noch keinen Text"),
        ({"answer_1_query": "/suche?farbe=blau"}, "findet alles"),
        ({"plain": ""}, "einfachen Worten"),
        ({"text": "x" * 201}, "200 Zeichen"),
    ],
)
def test_a_message_names_the_question_and_nothing_is_lost(
    desk: Hall, editor: JudgingClient, address: str, changes: dict[str, str], words: str
) -> None:
    before = stored(desk).wayfinder
    answer = send(editor, f"{address}/fragen/1", **changes)
    assert answer.status_code == 400
    document = page(answer)
    assert any(words in one for one in complaints(document)), complaints(document)
    kept = fields(document)
    assert all(kept[name] == value for name, value in changes.items() if not name.endswith("next"))
    assert stored(desk).wayfinder == before


def test_a_question_that_others_lead_to_stays(desk: Hall, editor: JudgingClient, address: str) -> None:
    key = stored(desk).wayfinder[0].key
    send(editor, f"{address}/fragen/neu", **{**QUESTION, "text": "Vorher?", "answer_1_next": key})
    press(editor, address, "fragen/1/entfernen")
    assert "Vorher?" in page(editor.get(address)).notices()[0]
    assert len(stored(desk).wayfinder) == 2
    press(editor, address, "fragen/2/entfernen")
    assert len(stored(desk).wayfinder) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"when": " "}, "wann dieser Schritt"),
        ({"title": "x" * 201}, "200 Zeichen"),
        ({"documents": "\n".join(["Ausweis"] * 13)}, "höchstens 12"),
        ({"documents_en": "\n".join(["passport"] * 13)}, "höchstens 12"),
        ({"deadlines": "/suche?thema=quatsch"}, "findet alles"),
    ],
)
def test_an_error_in_a_step_names_field_and_remedy(
    editor: JudgingClient, address: str, changes: dict[str, str], words: str
) -> None:
    answer = send(editor, f"{address}/schritte/1", **changes)
    assert answer.status_code == 400
    [complaint] = complaints(page(answer))
    assert words in complaint
    name, value = next(iter(changes.items()))
    assert fields(page(answer))[name] == value.strip()


def test_of_two_editors_the_slower_sees_both_versions(
    desk: Hall, editor: JudgingClient, address: str
) -> None:
    other = people.signed_in(desk.app, Role.ADMINISTRATOR)
    texts, step = opened(editor, address), opened(editor, f"{address}/schritte/1")
    assert send(other, f"{address}/schritte/1", title="Rühren").status_code == 303
    answer = editor.post(f"{address}/schritte/1", data={**step, "phone": "0340 0000-1", "act": "save"})
    assert answer.status_code == 409
    document = page(answer)
    assert "inzwischen jemand anders" in document.notices()[0]
    assert "Rühren" in text_of(document.all("div", class_="diff__row")[0])
    assert editor.post(address, data={**texts, "lead": "Neu.", "act": "save"}).status_code == 409
    data = {**fields(document), "act": "save"}
    assert editor.post(f"{address}/schritte/1", data=data).status_code == 303
    assert (stored(desk).steps[0].title, stored(desk).steps[0].phone) == ("Kneten", "0340 0000-1")


def test_what_was_typed_for_a_step_that_is_gone_may_become_a_new_one(
    desk: Hall, editor: JudgingClient, address: str
) -> None:
    other = people.signed_in(desk.app, Role.ADMINISTRATOR)
    step = opened(editor, f"{address}/schritte/1")
    press(other, address, "schritte/1/entfernen")
    answer = editor.post(f"{address}/schritte/1", data={**step, "text": "Viel Text.", "act": "save"})
    assert answer.status_code == 409
    document = page(answer)
    form = document.one("form", id="formular")
    assert form.get("action") == f"{address}/schritte/neu"
    assert editor.post(form.get("action") or "", data={**fields(document), "act": "save"}).status_code == 303
    assert [one.text for one in stored(desk).steps] == ["Viel Text."]


def test_a_former_version_comes_back_with_its_steps(desk: Hall, editor: JudgingClient, address: str) -> None:
    before = stored(desk)
    press(editor, address, "schritte/1/entfernen")
    listed = page(editor.get(f"{address}/fassungen")).words
    assert "Fassung 4 (gilt jetzt): Schritt 1" in listed
    assert "Fassung 3: Frage 1 im Wegweiser" in listed
    version = page(editor.get(f"{address}/fassungen/3"))
    assert "Kneten" in text_of(version.all("div", class_="diff__row")[0])
    form = version.one("form", action=f"{address}/fassungen/3/wiederherstellen")
    data = {one.get("name") or "": one.get("value") or "" for one in form if one.get("name")}
    assert editor.post(f"{address}/fassungen/3/wiederherstellen", data=data).status_code == 303
    assert stored(desk) == before
    stale = editor.post(f"{address}/fassungen/2/wiederherstellen", data=data)
    assert stale.headers["Location"] == f"{address}/fassungen/2"
    with desk.app.app_context():
        acts = db.session.scalars(
            select(JournalEntry.act).where(JournalEntry.thing == Thing.TRANSITION).order_by(JournalEntry.id)
        ).all()
        assert acts == [Act.CREATED, Act.CHANGED, Act.CHANGED, Act.CHANGED, Act.RESTORED]


def test_a_guide_is_deleted_after_a_question(desk: Hall, editor: JudgingClient, address: str) -> None:
    asked = page(editor.get(f"{address}/loeschen"))
    assert asked.h1 == "„Vom Ton zum Topf“ löschen?"
    data = {one.get("name"): one.get("value") for one in asked.all("input")}
    assert editor.post(f"{address}/loeschen", data={**data, "revision": "99"}).headers["Location"] == address
    assert editor.post(f"{address}/loeschen", data=data).headers["Location"] == LIST
    with desk.app.app_context():
        assert transition_queries.everything(db.session()) == ()


def test_a_second_click_makes_no_second_thing(desk: Hall, editor: JudgingClient, address: str) -> None:
    for path, typed in (
        (f"{address}/schritte/neu", STEP),
        (f"{address}/fragen/neu", {**QUESTION, "text": "Noch eine?"}),
    ):
        data = {**opened(editor, path), **typed, "act": "save"}
        assert editor.post(path, data=data).status_code == 303
        assert editor.post(path, data=data).status_code == 303
    assert (len(stored(desk).steps), len(stored(desk).wayfinder)) == (2, 2)


def test_an_address_belongs_to_one_guide_alone(editor: JudgingClient, address: str) -> None:
    answer = send(editor, NEW, **GIVEN)
    assert answer.status_code == 409
    assert "schon ein anderer Übergang" in complaints(page(answer))[0]
    odd = send(editor, NEW, **{**GIVEN, "slug": "Über uns!"})
    assert "ueber-uns" in complaints(page(odd))[0]


def test_hostile_words_are_only_words(editor: JudgingClient, reader: JudgingClient, address: str) -> None:
    send(editor, address, title=HOSTILE[:180], lead=HOSTILE[:380], plain_text=HOSTILE_MARKDOWN)
    send(editor, f"{address}/schritte/1", title=HOSTILE[:180], text=HOSTILE_MARKDOWN, contact=HOSTILE[:180])
    send(editor, f"{address}/fragen/1", text=HOSTILE[:180], answer_1_text=HOSTILE[:110])
    press(editor, address, "veroeffentlichen", public="1")
    for path in ("", "/vorschau", "/fassungen", "/fassungen/2", "/schritte/1", "/fragen/1", "/loeschen"):
        assert editor.get(f"{address}{path}").status_code == 200
    for path in (
        "/uebergaenge",
        "/uebergaenge/vom-ton-zum-topf",
        "/uebergaenge/vom-ton-zum-topf/wegweiser",
        "/",
    ):
        links = [link.get("href") or "" for link in page(reader.get(path)).all("a")]
        assert not [link for link in links if link.startswith(("javascript", "data"))]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            [*GIVEN, "slug", "focus", "plain_text", "plain_text_en", "revision"], content.ANYTHING
        ),
    ),
    st.fixed_dictionaries({}, optional=dict.fromkeys([*STEP_NAMES, "revision", "einmal"], content.ANYTHING)),
    st.fixed_dictionaries({}, optional=dict.fromkeys([*QUESTION_NAMES, "revision", "act"], content.ANYTHING)),
)
def test_whatever_is_sent_nothing_breaks_and_the_guide_stays_sound(
    desk: Hall,
    editor: JudgingClient,
    address: str,
    texts: dict[str, str],
    step: dict[str, str],
    question: dict[str, str],
) -> None:
    for path, data in (
        (address, texts), (f"{address}/schritte/1", step), (f"{address}/fragen/neu", question),
        (f"{address}/schritte/1/verschieben", {"by": "\x00"}), (f"{address}/fragen/1", question),
    ):  # fmt: skip
        token = opened(editor, address)["csrf_token"]
        answer = editor.post(path, data={"csrf_token": token, **data})
        assert answer.status_code in (200, 303, 400, 409)
    assert editor.get(address).status_code == 200
    assert wayfinder.problems(stored(desk).wayfinder) == ()
