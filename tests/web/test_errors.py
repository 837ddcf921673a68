"""Errors are pages in the visitor's language, with an id; a broken database gives its page without a second error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException, abort

from portal.app import create_app
from portal.errors import NotAllowed, NotFound
from portal.extensions import db
from portal.web.kit.errors import TEXTS
from portal.web.kit.guards import public

from .hall import EMAIL, PASSWORD, Hall, settings
from .reading import page
from .test_login import sign_in

ROOTS = [("", "de"), ("/en", "en")]
RAISED = {
    "verboten": NotAllowed("nein"), "verschwunden": NotFound("weg"), "kaputt": RuntimeError("Geheimnis: 4711"), "nichts": KeyError("x"),
}  # fmt: skip


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A portal with tables, and routes that fail on purpose."""
    folder: Path = tmp_path_factory.mktemp("faulty")
    app = create_app(settings(folder))

    @app.route("/scheitert/<name>")
    @public
    def fail(name: str) -> str:
        raise RAISED[name]

    @app.route("/bricht-ab/<int:code>")
    @public
    def give_up(code: int) -> str:
        abort(code)

    with app.app_context():
        db.create_all()
    return app


@pytest.mark.parametrize(("root", "lang"), ROOTS)
@pytest.mark.parametrize("code", sorted(TEXTS))
def test_each_error_has_its_page_in_both_languages(faulty: Flask, code: int, root: str, lang: str) -> None:
    answer = faulty.test_client().get(f"{root}/bricht-ab/{code}")
    assert answer.status_code == code
    document = page(answer)
    assert document.lang == lang
    assert document.h1
    assert document.meta("robots") == "noindex"
    assert answer.headers["X-Request-ID"] in document.words
    assert answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("code", "like"), [(401, 400), (406, 400), (418, 400), (501, 500), (504, 500)])
def test_other_codes_keep_their_number_and_borrow_a_page(faulty: Flask, code: int, like: int) -> None:
    answer = faulty.test_client().get(f"/bricht-ab/{code}")
    assert answer.status_code == code
    assert page(answer).h1 == TEXTS[like][0]


@pytest.mark.parametrize(
    ("name", "code"), [("verboten", 403), ("verschwunden", 404), ("kaputt", 500), ("nichts", 500)]
)
def test_what_a_view_raises_becomes_a_page_that_tells_no_secret(faulty: Flask, name: str, code: int) -> None:
    answer = faulty.test_client().get(f"/scheitert/{name}")
    assert answer.status_code == code
    page(answer)
    assert "4711" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("root", "lang"), ROOTS)
def test_the_way_home_from_a_broken_page_keeps_the_language(faulty: Flask, root: str, lang: str) -> None:
    document = page(faulty.test_client().get(f"{root}/scheitert/kaputt"))
    assert document.lang == lang
    assert set(document.links()) == {f"{root}/"}


@pytest.mark.parametrize("path", ["/feedback", "/konto/anmelden"])
def test_too_much_is_refused_with_a_page(visitor: FlaskClient, path: str) -> None:
    for body in ({"message": "x" * 9_000_000}, {"message": "x" * 1_500_000}):
        answer = visitor.post(path, data=body)
        assert answer.status_code in (400, 413)
        page(answer)
    assert visitor.post("/feedback", data={"message": "x" * 9_000_000}).status_code == 413


def test_a_form_that_is_no_form_is_refused(visitor: FlaskClient) -> None:
    for body, kind in (
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"x", "multipart/form-data"),
    ):
        answer = visitor.post("/feedback", data=body, content_type=kind)
        assert answer.status_code == 400
        page(answer)


@pytest.fixture
def cut_off(tmp_path: Path) -> Iterator[Flask]:
    """A portal whose database has gone away under it."""
    app = create_app(
        settings(tmp_path, database_url=f"sqlite:///{tmp_path / 'no-such-folder' / 'agora.sqlite'}")
    )
    yield app
    with app.app_context():
        db.engine.dispose()


TOUCHING = (
    "/",
    "/suche",
    "/angebote/1-x",
    "/anbieter",
    "/themen",
    "/b-punkte",
    "/impressum",
    "/sitemap.xml",
    "/barrierefreiheit",
)


@pytest.mark.parametrize(("root", "lang"), ROOTS)
@pytest.mark.parametrize("path", TOUCHING)
def test_a_broken_database_gives_its_page_without_a_second_error(
    cut_off: Flask, caplog: Any, root: str, lang: str, path: str
) -> None:
    answer = cut_off.test_client().get(root + path)
    assert answer.status_code == 503
    document = page(answer)
    assert document.lang == lang
    assert document.h1 == TEXTS[503][0] or lang == "en"
    assert answer.headers["Content-Security-Policy"]
    assert "Request finalizing failed" not in caplog.text
    assert "Exception on" not in caplog.text


def test_a_broken_database_does_not_spoil_what_needs_none(cut_off: Flask) -> None:
    visitor = cut_off.test_client()
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/robots.txt").status_code == 200
    assert visitor.get("/gibt-es-nicht").status_code == 404
    assert visitor.get("/feedback").status_code == 200


def test_a_broken_database_refuses_what_would_be_written(cut_off: Flask, caplog: Any) -> None:
    visitor = cut_off.test_client()
    token = page(visitor.get("/konto/anmelden")).one("input", name="csrf_token").get("value")
    answer = visitor.post("/konto/anmelden", data={"email": EMAIL, "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 503
    page(answer)
    assert "Exception on" not in caplog.text


def test_somebody_signed_in_gets_the_page_of_a_broken_database_too(hall: Hall, cut_off: Flask) -> None:
    visitor = hall.app.test_client()
    sign_in(visitor)
    cookie = visitor.get_cookie("agora")
    assert cookie
    other = cut_off.test_client()
    other.set_cookie("agora", cookie.value)
    for path in ("/", "/konto/", "/gibt-es-nicht"):
        answer = other.get(path)
        assert answer.status_code == 503, path
        page(answer)


def test_errors_of_http_are_all_known_to_have_a_class() -> None:
    """The codes above are real ones: a typo would be served as something else."""
    known = {kind.code for kind in HTTPException.__subclasses__()} | {
        kind.code for sub in HTTPException.__subclasses__() for kind in sub.__subclasses__()
    }
    assert set(TEXTS) <= known
