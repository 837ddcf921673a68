"""The programs that tests borrow: a browser on a server, a PostgreSQL, and what happens without them."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from tests.fixtures.programs import require


def test_browser_opens_the_portal_without_leaving_it(page: Page, live: str) -> None:
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live)
    assert page.locator("h1").count() == 1
    assert len(asked) > 2
    assert {url for url in asked if not url.startswith((live, "data:"))} == set()
    assert page.context.cookies() == []
    assert complaints == []


def test_postgresql_gives_every_test_an_empty_database(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert (
            connection.execute(sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar()
            == 0
        )
        assert connection.execute(sql("SHOW listen_addresses")).scalar() == "127.0.0.1"
    engine.dispose()


def test_missing_program_skips_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AGORA_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="skipped: install the thing"):
        require(None, "install the thing")


def test_missing_program_fails_where_all_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGORA_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="missing: install the thing"):
        require(None, "install the thing")


def test_network_is_closed_but_for_loopback() -> None:
    import socket

    with socket.socket() as client, pytest.raises(AssertionError, match="only loopback"):
        client.connect(("192.0.2.1", 80))
