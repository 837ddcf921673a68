"""Plain pages on the desk: what is saved is public at once, in its language; two editors; versions; hostile input."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.extensions import db
from portal.models import Page
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web import people
from tests.web.editorial import content
from tests.web.editorial.content import complaints, fields, send
from tests.web.hall import HOSTILE_MARKDOWN, Hall
from tests.web.reading import page, text_of

LIST = "/redaktion/seiten"
IMPRINT = f"{LIST}/impressum/de"


@pytest.fixture(autouse=True)
def pages_as_they_were(desk: Hall) -> Iterator[JudgingClient]:
    with desk.app.app_context():
        kept = [(row.slug, row.locale, row.title, row.body) for row in db.session.query(Page)]
    yield
    content.clean(desk)
    with desk.app.app_context():
        db.session.query(Page).delete()
        db.session.add_all(Page(slug=a, locale=b, title=c, body=d) for a, b, c, d in kept)
        db.session.commit()


@pytest.fixture
def reader(desk: Hall) -> JudgingClient:
    return JudgingClient(desk.app)


def test_every_page_stands_in_the_list_in_both_languages(editor: JudgingClient) -> None:
    document = page(editor.get(LIST))
    links = set(document.links())
    for slug in ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache", "ueber"):
        assert {f"{LIST}/{slug}/de", f"{LIST}/{slug}/en"} <= links


def test_what_is_saved_is_public_at_once_in_its_language(
    editor: JudgingClient, reader: JudgingClient
) -> None:
    english = page(reader.get("/en/impressum")).words
    assert send(editor, IMPRINT, title="Wer wir sind", body="## Neu\n\nMit *Nachdruck*.").status_code == 303
    document = page(reader.get("/impressum"))
    assert document.h1 == "Wer wir sind"
    assert "Zuletzt geändert am 23. November 2026" in document.words
    assert page(reader.get("/en/impressum")).words == english


def test_the_statement_on_accessibility_keeps_its_form(editor: JudgingClient, reader: JudgingClient) -> None:
    address = f"{LIST}/barrierefreiheit/de"
    assert "Barriere melden" in page(editor.get(address)).words
    send(editor, address, body="Kurz.")
    assert page(reader.get("/barrierefreiheit")).one("form", id="formular").get("action") == "/feedback"


def test_a_preview_shows_the_text_and_saves_nothing(editor: JudgingClient, reader: JudgingClient) -> None:
    before = page(reader.get("/impressum")).words
    answer = send(editor, IMPRINT, "preview", body="## Zwischentitel\n\nNeu.")
    document = page(answer)
    assert "Zwischentitel" in [text_of(one) for one in document.all("h3")]
    assert page(reader.get("/impressum")).words == before
    assert "Zwischentitel" in fields(page(editor.get(IMPRINT)))["body"], "and nothing typed is lost"


def test_a_language_that_is_missing_can_be_written(
    desk: Hall, editor: JudgingClient, reader: JudgingClient
) -> None:
    with desk.app.app_context():
        db.session.query(Page).filter_by(slug="ueber", locale="en").delete()
        db.session.commit()
    assert "erscheint die deutsche Seite" in page(editor.get(LIST)).words
    assert editor.get(f"{LIST}/ueber/en/fassungen").status_code == 404
    assert send(editor, f"{LIST}/ueber/en", title="About us", body="Hello.").status_code == 303
    assert page(reader.get("/en/ueber")).h1 == "About us"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"title": " "}, "Titel"), ({"body": "\n"}, "leere Seite"), ({"title": "x" * 201}, "200 Zeichen")],
)
def test_an_empty_page_is_refused_and_nothing_is_lost(
    editor: JudgingClient, change: dict[str, str], words: str
) -> None:
    answer = send(editor, IMPRINT, **{"title": "Neu", "body": "Viel Text.", **change})
    assert answer.status_code == 400
    [complaint] = complaints(page(answer))
    assert words in complaint
    kept = fields(page(answer))
    assert kept["body"] == "Viel Text." or "body" in change


def test_of_two_editors_the_slower_sees_both_versions(desk: Hall, editor: JudgingClient) -> None:
    mine = content.opened(editor, IMPRINT)
    send(people.signed_in(desk.app, Role.ADMINISTRATOR), IMPRINT, body="Schneller.")
    answer = editor.post(IMPRINT, data={**mine, "body": "Zu spät.", "act": "save"})
    assert answer.status_code == 409
    document = page(answer)
    [line] = document.all("div", class_="diff__row")
    assert "Schneller" in text_of(line)
    assert "Zu spät" in text_of(line)
    assert editor.post(IMPRINT, data={**fields(document), "act": "save"}).status_code == 303


def test_an_earlier_version_is_public_again_with_one_button(
    editor: JudgingClient, reader: JudgingClient
) -> None:
    before = page(reader.get("/impressum")).words
    send(editor, IMPRINT, body="Ganz anders.")
    version = page(editor.get(f"{IMPRINT}/fassungen/1"))
    form = version.one("form", method="post", action=f"{IMPRINT}/fassungen/1/wiederherstellen")
    data = {one.get("name") or "": one.get("value") or "" for one in form if one.get("name")}
    assert editor.post(f"{IMPRINT}/fassungen/1/wiederherstellen", data=data).status_code == 303
    assert page(reader.get("/impressum")).words == before
    words = page(editor.get(f"{IMPRINT}/fassungen")).words
    assert "Frühere Fassung wiederhergestellt" in words
    assert "Stand vor der ersten Änderung" in words


@pytest.mark.parametrize("path", ["geheim/de", "impressum/fr", "impressum", "impressum/de/fassungen/x"])
def test_other_addresses_are_no_pages(editor: JudgingClient, path: str) -> None:
    assert editor.get(f"{LIST}/{path}").status_code == 404


def test_hostile_markdown_does_no_harm(editor: JudgingClient, reader: JudgingClient) -> None:
    send(editor, IMPRINT, body=HOSTILE_MARKDOWN)
    document = page(reader.get("/impressum"))
    assert not [link for link in document.all("a") if (link.get("href") or "").startswith("javascript")]
    for path in (IMPRINT, f"{IMPRINT}/fassungen/1", f"{IMPRINT}/fassungen/2"):
        editor.get(path)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(["title", "body", "revision", "act"], content.ANYTHING))
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    editor: JudgingClient, reader: JudgingClient, given_: dict[str, str]
) -> None:
    answer = editor.post(IMPRINT, data={**content.opened(editor, IMPRINT), **given_})
    assert answer.status_code in (200, 303, 400, 409)
    assert reader.get("/impressum").status_code == 200
