"""What the tests of the editors' desk share: who sits there, what they post, what the table then holds."""

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Holiday
from portal.vocabulary.people import Role
from tests.judge import JudgingClient
from tests.web import people
from tests.web.hall import Hall
from tests.web.reading import HTML, Document, page, text_of

LIST = "/redaktion/kalendertage"
NEW = f"{LIST}/neu"
GIVEN = {
    "kind": "action_day",
    "name": "Tag der Ausbildung",
    "name_en": "Training Day",
    "first_day": "2027-05-12",
    "last_day": "",
    "source": "Kammer",
    "checked_on": "2026-11-20",
    "note": "nur vormittags",
    "is_confirmed": "y",
}


def signed_in(desk: Hall, role: Role = Role.EDITOR) -> JudgingClient:
    return people.signed_in(desk.app, role)


def token(visitor: FlaskClient) -> str:
    return page(visitor.get(NEW)).one("input", name="csrf_token").get("value") or ""


def post(visitor: FlaskClient, address: str, **fields: str) -> TestResponse:
    return visitor.post(address, data={"csrf_token": token(visitor), **fields})


def stored(desk: Hall, **wanted: object) -> list[Holiday]:
    with desk.app.app_context():
        found = list(db.session.scalars(select(Holiday).filter_by(**wanted).order_by(Holiday.first_day)))
        db.session.expunge_all()
        return found


def one(desk: Hall, name: str = GIVEN["name"]) -> Holiday:
    [row] = stored(desk, name=name)
    return row


def summary(document: Document) -> list[str]:
    return [text_of(item) for item in document.one("div", class_="errorsummary").iter(HTML + "li")]


def typed(document: Document) -> dict[str, str]:
    """What the fields of the form hold."""
    form = document.one("form", id="formular")
    values = {}
    for field in form.iter(HTML + "input"):
        if field.get("type") not in ("radio", "checkbox") or "checked" in field.attrib:
            values[field.get("name") or ""] = field.get("value") or ""
    for area in form.iter(HTML + "textarea"):
        values[area.get("name") or ""] = (area.text or "").removeprefix("\n").replace("\r", "")
    return values


def addresses(desk: Hall) -> list[tuple[str, str]]:
    """Every address of the desk with its method."""
    number = stored(desk)[0].id
    pages = [LIST, NEW, f"{LIST}/{number}", f"{LIST}/{number}/loeschen"]
    acts = [
        NEW,
        f"{LIST}/{number}",
        f"{LIST}/{number}/bestaetigen",
        f"{LIST}/{number}/loeschen",
        f"{LIST}/vorschlaege",
    ]
    return [("GET", path) for path in pages] + [("POST", path) for path in acts]
