"""The judge itself: it must find what is planted, and leave a good page alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, make_response
from sqlalchemy import text

from portal.extensions import db
from portal.models import Setting
from tests.fixtures.portals import make_app
from tests.html_rules import complaints
from tests.judge import JudgingClient

GOOD = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Gut</title>
<link rel="canonical" href="https://bildung.stadt.example/"><script src="/a.js"></script>
<script type="application/ld+json">{"@type": "Course"}</script></head><body>
<h1>Eins</h1><h2>Zwei</h2><h3>Drei</h3><h2>Vier</h2><a href="https://verein.example">Verein</a>
<form action="/suche"><label for="q">Suche</label><input id="q" name="q"><label>Ort <input name="ort"></label>
<input type="hidden" name="sort"><input aria-label="Datum" name="von"><button>Los</button></form>
<img src="/bild.png" alt=""></body></html>"""
HOST = "127.0.0.1"
# What is planted into the good page, by replacing the first text with the second; what the judge must say.
FAULTS = {
    "unclosed element": ("<h2>Vier</h2>", "<h2>Vier", "invalid HTML"),
    "stray end tag": ("</form>", "</form></div>", "invalid HTML"),
    "no doctype": ("<!doctype html>", "", "invalid HTML"),
    "no language": (' lang="de"', "", "no lang"),
    "no title": ("<title>Gut</title>", "<title> </title>", "no title"),
    "second h1": ("<h2>Vier</h2>", "<h1>Vier</h1>", "2 h1"),
    "no h1": ("<h1>Eins</h1>", "", "0 h1"),
    "skipped heading": ("<h2>Zwei</h2>", "", "skipped"),
    "empty heading": ("<h2>Vier</h2>", "<h2></h2>", "empty heading"),
    "same id twice": ("<h2>Vier", '<h2 id="q">Vier', "2 times"),
    "field without label": (' for="q"', "", "without a label"),
    "label without words": (">Suche<", "><", "without a label"),
    "label of nothing": ('for="q"', 'for="p"', "'p', which is not on the page"),
    "button without words": ("<button>Los<", "<button><", "nothing to read"),
    "link without words": (">Verein<", "><", "link without words"),
    "picture without alt": (' alt=""', "", "without alt"),
    "script from elsewhere": ("/a.js", "https://cdn.example/a.js", "loads from cdn.example"),
    "script without scheme": ("/a.js", "//cdn.example/a.js", "loads from cdn.example"),
    "picture from elsewhere": ("/bild.png", "https://zaehler.example/1.gif", "loads from zaehler.example"),
    "form to elsewhere": ('action="/suche"', 'action="https://mail.example"', "loads from mail.example"),
    "stylesheet from elsewhere": ('rel="canonical"', 'rel="stylesheet"', "loads from bildung.stadt.example"),
    "inline script": ("</head>", "<script>x=1</script></head>", "inline script"),
    "inline style": ("<h1>", '<h1 style="color:red">', "attribute style"),
    "style element": ("</head>", "<style>a{}</style></head>", "<style> element"),
    "event handler": ("<h1>", '<h1 onclick="x()">', "attribute onclick"),
    "script address": ("https://verein.example", "javascript:x()", "runs a script"),
    "broken data": ('{"@type"', "{@type", "JSON-LD"),
}


def test_good_page_passes() -> None:
    assert complaints(GOOD, HOST) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found_and_named(fault: str) -> None:
    before, after, words = FAULTS[fault]
    assert before in GOOD
    found = complaints(GOOD.replace(before, after, 1), HOST)
    assert any(words in sentence for sentence in found), found


@pytest.fixture
def stage(tmp_path: Path) -> Flask:
    """A portal with tables and nothing in them, on which a test may plant a view."""
    app = make_app(tmp_path)
    with app.app_context():
        db.create_all()
    return app


def planted(
    stage: Flask, view: Callable[[], object], *, budget: int | None = 9, method: str = "GET"
) -> JudgingClient:
    stage.add_url_rule("/planted", "planted", view, methods=[method])
    return JudgingClient(stage, budgets={} if budget is None else {"planted": budget})


def test_view_that_keeps_the_rules_passes(stage: Flask) -> None:
    assert planted(stage, lambda: GOOD).get("/planted").status_code == 200


def test_bad_page_fails_the_test_that_saw_it(stage: Flask) -> None:
    with pytest.raises(AssertionError, match=r"GET /planted \(200, planted\)\n  0 h1 instead of one"):
        planted(stage, lambda: GOOD.replace("<h1>Eins</h1>", "")).get("/planted")


def test_too_many_statements_are_listed(stage: Flask) -> None:
    def view() -> str:
        for number in range(3):
            db.session.execute(text(f"SELECT {number}"))
        return GOOD

    with pytest.raises(AssertionError, match=r"3 SQL statements, 2 allowed:\n    SELECT 0"):
        planted(stage, view, budget=2).get("/planted")


def test_page_without_a_budget_is_refused(stage: Flask) -> None:
    with pytest.raises(AssertionError, match="no budget for planted"):
        planted(stage, lambda: GOOD, budget=None).get("/planted")


def test_cookie_for_a_reader_is_refused(stage: Flask) -> None:
    def view() -> object:
        answer = make_response(GOOD)
        answer.set_cookie("besucher", "1")
        return answer

    with pytest.raises(AssertionError, match="a cookie for somebody who only reads: besucher=1"):
        planted(stage, view).get("/planted")


def test_reading_that_writes_is_refused(stage: Flask) -> None:
    def view() -> str:
        db.session.add(Setting(name="zaehler", value=1))
        db.session.flush()
        return GOOD

    with pytest.raises(AssertionError, match="GET writes: INSERT INTO setting"):
        planted(stage, view).get("/planted")


def test_reading_that_leaves_a_change_is_refused(stage: Flask) -> None:
    def view() -> str:
        db.session.add(Setting(name="zaehler", value=1))
        return GOOD

    with pytest.raises(AssertionError, match="GET leaves a change in the session"):
        planted(stage, view).get("/planted")


def test_writing_by_post_is_committed(stage: Flask) -> None:
    def view() -> str:
        db.session.add(Setting(name="zaehler", value=1))
        return GOOD

    stage.config["WTF_CSRF_ENABLED"] = False
    planted(stage, view, method="POST").post("/planted")
    with stage.app_context():
        assert db.session.get(Setting, "zaehler") is not None


def test_broken_view_is_refused_unless_it_is_meant(stage: Flask) -> None:
    def view() -> str:
        raise RuntimeError("broken on purpose")

    client = planted(stage, view)
    with pytest.raises(AssertionError, match="the portal broke with 500"):
        client.get("/planted")
    client.may_break = True
    assert client.get("/planted").status_code == 500
