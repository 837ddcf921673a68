"""What stands on every answer: the policy, no sniffing, no framing, an id; and what never does: a cookie for readers."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app

from .hall import Hall, settings

ANSWERS = (
    ("GET", "/", 200), ("GET", "/en/suche?q=kurs", 200), ("GET", "/suche.json", 200), ("GET", "/vorschlaege?q=ka", 200),
    ("GET", "/healthz", 200), ("GET", "/robots.txt", 200), ("GET", "/sitemap.xml", 200), ("GET", "/angebote/1", 301),
    ("GET", "/konto/", 303), ("GET", "/konto/anmelden", 200), ("GET", "/gibt-es-nicht", 404), ("GET", "/angebote/7-x", 410),
    ("POST", "/suche", 405), ("POST", "/konto/anmelden", 400), ("POST", "/feedback", 400), ("HEAD", "/", 200),
)  # fmt: skip
POLICY = {
    "default-src": "'self'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'",
    "connect-src": "'self'", "object-src": "'none'", "base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'",
}  # fmt: skip


def every_rule_of(app: Flask) -> list[str]:
    """Public addresses without parameters that GET can ask for."""
    rules = (
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    )
    return sorted(rule.rule for rule in rules if not rule.rule.startswith("/konto"))


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_the_security_headers(
    visitor: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = visitor.open(path, method=method)
    assert answer.status_code == status
    given = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert given == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_portal_without_tls_does_not_demand_it(tmp_path: Path) -> None:
    plain = create_app(settings(tmp_path, base_url="http://127.0.0.1:8000")).test_client()
    assert "Strict-Transport-Security" not in plain.get("/healthz").headers


def test_nobody_who_reads_gets_a_cookie(client: Any, app: Flask) -> None:
    for path in every_rule_of(app):
        for root in ("", "/en"):
            assert "Set-Cookie" not in client.get(root + path).headers, path


def test_a_cookie_of_somebody_else_is_neither_used_nor_answered(visitor: FlaskClient) -> None:
    visitor.set_cookie("agora", "eyJmYWxzZSI6dHJ1ZX0.fremd.unterschrift")
    for path in ("/", "/suche", "/feedback"):
        assert "Set-Cookie" not in visitor.get(path).headers


@pytest.mark.parametrize("given", ["abcdef12-3456.7890_x", "A" * 64])
def test_a_sensible_request_id_is_kept(visitor: FlaskClient, given: str) -> None:
    assert visitor.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["kurz", "x" * 65, "mit leerzeichen", "<script>", 'a"b"c"d"e"', "äöüäöüäöü", "abcdefgh\x7f"]
)
def test_any_other_request_id_is_replaced(visitor: FlaskClient, given: str) -> None:
    answer = visitor.get("/healthz", headers={"X-Request-ID": given.encode().decode("latin-1")})
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_the_request_id_stands_on_the_error_page(visitor: FlaskClient) -> None:
    answer = visitor.get("/gibt-es-nicht", headers={"X-Request-ID": "meine-kennung-17"})
    assert "meine-kennung-17" in answer.text


def test_files_may_be_kept_for_a_year_under_their_versioned_address(visitor: FlaskClient) -> None:
    sheet = re.search(r'href="(/assets/[0-9a-f]{12}/css/agora\.css)"', visitor.get("/").text)
    assert sheet
    answer = visitor.get(sheet[1])
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert visitor.get(sheet[1], headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_pages_of_an_account_are_never_kept(visitor: FlaskClient) -> None:
    assert visitor.get("/konto/anmelden").headers["Cache-Control"] == "no-store"


def test_a_foreign_host_name_changes_no_address(hall: Hall, visitor: FlaskClient) -> None:
    for path in ("/", hall.path("course"), "/sitemap.xml", "/suche.json", "/robots.txt", "/gibt-es-nicht"):
        assert "boese.example" not in visitor.get(path, headers={"Host": "boese.example"}).text, path


def test_other_methods_are_told_which_ones_work(visitor: FlaskClient) -> None:
    answer = visitor.post("/suche")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].replace(" ", "").split(","))
