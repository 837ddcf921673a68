"""Topics and synonyms on the desk: the effect comes before the save, and is what then happens; mergers; hostile input."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Term
from portal.vocabulary.terms import Scheme
from tests.factories.offers import NOW
from tests.judge import JudgingClient
from tests.web import people
from tests.web.editorial import content
from tests.web.editorial.content import complaints, fields
from tests.web.hall import EMAIL, HOSTILE, Hall, build
from tests.web.reading import Document, page, text_of

LIST = "/redaktion/begriffe"
NEW_TOPIC, NEW_SYNONYM = f"{LIST}/neu/themen", f"{LIST}/neu/synonyme"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """A hall of these tests alone: they change its words."""
    folder: Path = tmp_path_factory.mktemp("words")
    with time_machine.travel(NOW, tick=True):
        return build(folder)


@pytest.fixture
def words(built: Hall) -> Iterator[Hall]:
    with time_machine.travel(NOW, tick=True):
        yield built
        content.clean(built)


@pytest.fixture
def editor(words: Hall) -> JudgingClient:
    return people.signed_in(words.app, EMAIL)


@pytest.fixture
def reader(words: Hall) -> JudgingClient:
    return JudgingClient(words.app)


def term(hall: Hall, code: str, scheme: Scheme = Scheme.TOPIC) -> Term | None:
    with hall.app.app_context():
        found = db.session.scalar(select(Term).where(Term.code == code, Term.scheme == scheme))
        db.session.expunge_all()
        return found


def address_of(hall: Hall, code: str, scheme: Scheme = Scheme.TOPIC) -> str:
    found = term(hall, code, scheme)
    assert found is not None
    return f"{LIST}/{found.id}"


def looked(editor: JudgingClient, address: str, **changes: str) -> Document:
    """The form with the effect of a change."""
    answer = content.send(editor, address, "preview", **changes)
    assert answer.status_code == 200, complaints(page(answer))
    return page(answer)


def saved(editor: JudgingClient, address: str, **changes: str) -> TestResponse:
    shown = looked(editor, address, **changes)
    return editor.post(address, data={**fields(shown), "act": "save"})


def total(reader: JudgingClient, query: str) -> int:
    found: int = reader.get(f"/suche.json?{query}").get_json()["total"]
    return found


def effect(document: Document, word: str) -> str:
    section = next(one for one in document.all("section") if one.get("aria-labelledby") == "wirkung")
    [found] = [text for div in section if word in (text := text_of(div))]
    return found


def test_a_synonym_shows_its_effect_and_then_has_it(
    words: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    entered = {"label": "Keramik", "synonyms": "Tonarbeiten\nTonarbeiten\n\nGefäßkunst"}
    assert total(reader, "q=Gefäßkunst") == 0
    shown = looked(editor, NEW_SYNONYM, **entered)
    said = effect(shown, "„Gefäßkunst“")
    assert "vorher 0 Treffer" in said
    assert "Dazu kommen:Keramik für alle" in said
    assert term(words, "keramik", Scheme.SYNONYM) is None, "looking stores nothing"
    assert total(reader, "q=Gefäßkunst") == 0
    assert editor.post(NEW_SYNONYM, data={**fields(shown), "act": "save"}).status_code == 303
    row = term(words, "keramik", Scheme.SYNONYM)
    assert row is not None
    assert row.synonyms == ["Tonarbeiten", "Gefäßkunst"]
    assert f"nachher {total(reader, 'q=Gefäßkunst')} Treffer" in said
    assert words.path("course") in page(reader.get("/suche", query_string={"q": "Gefäßkunst"})).entries()


def test_nothing_is_saved_whose_effect_was_not_shown(words: Hall, editor: JudgingClient) -> None:
    shown = looked(editor, NEW_SYNONYM, label="Drechseln", synonyms="Holzdrehen")
    changed = editor.post(
        NEW_SYNONYM, data={**fields(shown), "synonyms": "Holzdrehen\nAnderes", "act": "save"}
    )
    assert changed.status_code == 200
    assert "Anderes" in text_of(page(changed).one("main"))
    assert term(words, "drechseln", Scheme.SYNONYM) is None
    assert content.send(editor, NEW_SYNONYM, label="Drechseln").status_code == 200


def test_renaming_a_topic_keeps_its_address_and_shows_in_facets(
    words: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    address = address_of(words, "malen-zeichnen")
    answer = saved(editor, address, label="Zeichnen und Malen", synonyms="Skizzieren", probe="Skizzieren")
    assert answer.status_code == 303
    facets = reader.get("/suche.json").get_json()["facets"]["thema"]
    assert {"value": "malen-zeichnen", "label": "Zeichnen und Malen"}.items() <= next(
        one for one in facets if one["value"] == "malen-zeichnen"
    ).items()
    assert page(reader.get("/themen/malen-zeichnen")).h1 == "Zeichnen und Malen"
    assert total(reader, "q=Skizzieren") > 0


def test_a_new_topic_is_a_page_and_can_be_deleted_while_nothing_bears_it(
    words: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    parent = term(words, "gesundheit")
    assert parent is not None
    assert saved(editor, NEW_TOPIC, label="Atemübungen", parent_id=str(parent.id)).status_code == 303
    assert page(reader.get("/themen/atemuebungen")).h1 == "Atemübungen"
    address = address_of(words, "atemuebungen")
    asked = page(editor.get(f"{address}/loeschen"))
    data = {one.get("name"): one.get("value") for one in asked.all("input")}
    assert editor.post(f"{address}/loeschen", data=data).status_code == 303
    assert term(words, "atemuebungen") is None


def test_a_topic_that_is_used_is_put_into_another_and_its_address_leads_on(
    words: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    saved(editor, NEW_TOPIC, label="Tonkunst")
    dropped, kept = address_of(words, "malen-zeichnen"), term(words, "tonkunst")
    assert kept is not None
    refused = editor.get(f"{dropped}/loeschen")
    assert refused.headers["Location"] == f"{dropped}/zusammenlegen"
    before = total(reader, "thema=malen-zeichnen")
    assert before
    shown = looked(editor, f"{dropped}/zusammenlegen", kept=str(kept.id))
    assert total(reader, "thema=tonkunst") == 0
    answer = editor.post(f"{dropped}/zusammenlegen", data={**fields(shown), "act": "save"})
    assert answer.status_code == 303
    assert total(reader, "thema=tonkunst") == total(reader, "thema=malen-zeichnen") == before
    moved = reader.get("/en/themen/malen-zeichnen")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/en/themen/tonkunst")
    feed = reader.get("/suche.ics?thema=malen-zeichnen")
    assert "Keramik für alle" in feed.get_data(as_text=True).replace("\r\n ", "")


def test_the_slower_of_two_sees_what_stands_there_now(words: Hall, editor: JudgingClient) -> None:
    saved(editor, NEW_SYNONYM, label="Klöppeln", synonyms="Spitzenmachen")
    address = address_of(words, "kloeppeln", Scheme.SYNONYM)
    mine = fields(looked(editor, address, synonyms="Meins"))
    saved(people.signed_in(words.app, EMAIL), address, synonyms="Schneller")
    answer = editor.post(address, data={**mine, "act": "save"})
    assert answer.status_code == 409
    document = page(answer)
    assert "Schneller" in document.words
    assert fields(document)["synonyms"] == "Meins"
    again = editor.post(address, data={**fields(document), "act": "preview"})
    assert again.status_code == 200
    assert editor.post(address, data={**fields(page(again)), "act": "save"}).status_code == 303


@pytest.mark.parametrize(
    ("address", "change", "words_"),
    [
        (NEW_TOPIC, {"label": ""}, "Bezeichnung"),
        (NEW_TOPIC, {"label": "x" * 81}, "80 Zeichen"),
        (NEW_TOPIC, {"label": "Sprachen"}, "gibt es schon"),
        (NEW_TOPIC, {"label": "Neu", "parent_id": "999999"}, "aus der Liste"),
        (NEW_TOPIC, {"label": "Neu", "parent_id": "\u202e1"}, "aus der Liste"),
        (NEW_TOPIC, {"label": "Neu", "position": "-1"}, "0 bis 9999"),
        (NEW_SYNONYM, {"label": "Neu", "synonyms": "x" * 81}, "zu lang"),
        (NEW_SYNONYM, {"label": "Neu", "synonyms": "\n".join(map(str, range(61)))}, "höchstens 60"),
    ],
)
def test_an_error_names_field_and_remedy(
    editor: JudgingClient, address: str, change: dict[str, str], words_: str
) -> None:
    answer = content.send(editor, address, "preview", **change)
    assert answer.status_code in (400, 409)
    [complaint] = complaints(page(answer))
    assert words_ in complaint


def test_the_lists_can_be_searched_and_speak_english(editor: JudgingClient) -> None:
    words_ = page(editor.get(f"{LIST}?liste=synonyme&wort=rentner")).words
    assert "Senioren" in words_
    assert "Männer" not in words_
    assert page(editor.get(f"/en{LIST}?liste=quatsch&wort=%00")).lang == "en"
    assert "Kein Begriff" in page(editor.get(f"{LIST}?wort={'x' * 500}")).words


def test_only_topics_and_synonyms_are_changed_here(words: Hall, editor: JudgingClient) -> None:
    with words.app.app_context():
        grade = db.session.scalars(select(Term.id).where(Term.scheme == Scheme.GRADE)).first()
    for path in (f"{LIST}/{grade}", f"{LIST}/{grade}/loeschen", f"{LIST}/{grade}/zusammenlegen", f"{LIST}/0"):
        assert editor.get(path).status_code == 404


def test_hostile_words_are_only_words(words: Hall, editor: JudgingClient, reader: JudgingClient) -> None:
    answer = saved(
        editor,
        NEW_TOPIC,
        label=HOSTILE[:75],
        label_en=HOSTILE[:75],
        note=HOSTILE[:290],
        synonyms=HOSTILE[:75],
    )
    assert answer.status_code == 303
    for path in ("/themen", "/en/themen", "/suche", "/muster"):
        reader.get(path)
    editor.get(LIST)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            "label label_en note note_en synonyms position parent_id probe opened seen act einmal kept".split(),
            content.ANYTHING,
        ),
    ),
    st.sampled_from([NEW_TOPIC, NEW_SYNONYM, "sprachen", "sprachen/zusammenlegen"]),
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    words: Hall, editor: JudgingClient, given_: dict[str, str], where: str
) -> None:
    code, _, act = where.partition("/")
    address = where if where.startswith("/") else address_of(words, code) + (f"/{act}" if act else "")
    answer = editor.post(address, data={**content.opened(editor, address), **given_})
    assert answer.status_code in (200, 303, 400, 409)
    assert editor.get(LIST).status_code == 200
