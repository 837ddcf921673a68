"""What the tests of the administration share."""

from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Institution, JournalEntry, User
from tests.judge import JudgingClient
from tests.web.people import csrf
from tests.web.reading import HTML, page, text_of

Row = TypeVar("Row")


def post(
    client: JudgingClient, address: str, opened: str = "/verwaltung/konten/einladen", **fields: Any
) -> TestResponse:
    """A form sent with the token of a page."""
    return client.post(address, data={"csrf_token": csrf(client, opened), **fields})


def said(client: JudgingClient, answer: TestResponse) -> str:
    """What the page says that a form has led to."""
    assert answer.status_code == 303, answer.text[:2000]
    return " ".join(page(client.get(answer.location)).notices())


def stored(app: Flask, table: type[Row], **wanted: Any) -> list[Row]:
    with app.app_context():
        found = list(db.session.scalars(select(table).filter_by(**wanted)))
        db.session.expunge_all()
        return found


def user(app: Flask, email: str) -> User:
    [found] = stored(app, User, email=email)
    return found


def institution(app: Flask, slug: str) -> Institution:
    [found] = stored(app, Institution, slug=slug)
    return found


def journal(app: Flask, **wanted: Any) -> list[JournalEntry]:
    return stored(app, JournalEntry, **wanted)


def rows(answer: TestResponse) -> list[str]:
    """The rows of the page's table, as text."""
    return [text_of(row) for row in page(answer).one("tbody").iter(HTML + "tr")]
