"""What the tests of the offers' desk share: a page's form as a browser would send it, and what is stored of an offer."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal import clock
from portal.extensions import db
from portal.models import Institution, Offer
from portal.offers.sheet import OfferSheet
from portal.workflow import queries
from portal.workflow.queries import WorkingCopy
from tests.judge import JudgingClient
from tests.web.reading import HTML, Document, page, text_of

LIST = "/anbieterbereich/"
NEW = "/anbieterbereich/angebote/neu"
Fields = MultiDict[str, str]


def one(offer_id: int) -> str:
    return f"/anbieterbereich/angebote/{offer_id}"


def fields(document: Document, form_id: str = "angebot") -> Fields:
    """Everything that a browser would send of a form, without a button."""
    found: Fields = MultiDict()
    for element in document.one("form", id=form_id).iter():
        name = element.get("name")
        if not name or element.tag == HTML + "button" or element.get("disabled") is not None:
            continue
        for value in values(element):
            found.add(name, value)
    return found


def values(element: Element) -> Iterable[str]:
    if element.tag == HTML + "textarea":
        # A browser drops the first line end after the tag and sends line ends in two characters.
        return [(element.text or "").replace("\r\n", "\n").replace("\n", "\r\n")]
    if element.tag == HTML + "select":
        options = list(element.iter(HTML + "option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [option.get("value") or "" for option in chosen]
    if element.tag != HTML + "input" or element.get("type") == "file":
        return []
    if element.get("type") in ("checkbox", "radio") and element.get("checked") is None:
        return []
    return [element.get("value") or ""]


def open_form(client: JudgingClient, address: str, form_id: str = "angebot") -> Fields:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return fields(page(answer), form_id)


def send(client: JudgingClient, address: str, given: Fields, **more: Any) -> TestResponse:
    """Posts a form; named fields are replaced (a list stands for several), `tun` is the pressed button."""
    sent = MultiDict(given)
    for name, value in more.items():
        sent.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return client.post(address, data=sent)


def errors(document: Document) -> list[str]:
    return [text_of(item) for item in document.one("div", class_="errorsummary").iter(HTML + "li")]


def copy_of(app: Flask, offer_id: int) -> WorkingCopy:
    with app.app_context():
        found = queries.working_copy(db.session(), offer_id)
        assert found is not None
        db.session.expunge_all()
        return found


def sheet_of(app: Flask, offer_id: int) -> OfferSheet:
    return copy_of(app, offer_id).sheet


def offers_of(app: Flask, slug: str = "volkshochschule") -> list[int]:
    with app.app_context():
        wanted = select(Offer.id).join(Institution).where(Institution.slug == slug).order_by(Offer.id)
        return list(db.session.scalars(wanted))


def newest(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(Offer.id).order_by(Offer.id.desc()).limit(1)).one()


def monday(weeks: int = 8) -> date:
    """The Monday so many weeks from now."""
    today = clock.today()
    return today + timedelta(days=-today.weekday(), weeks=weeks)


def complete(app: Flask, given: Fields, title: str = "Löten und Messen", **more: object) -> Fields:
    """A form filled with what an offer of the Volkshochschule needs to go to review."""
    with app.app_context():
        [place, *_others] = db.session.query(Institution).filter_by(slug="volkshochschule").one().places
    wanted: dict[str, object] = {
        "title": title,
        "kind": "workshop",
        "summary": "Sie löten eine kleine Lampe und nehmen sie mit nach Hause.",
        "topic": ["technik-handwerk"],
        "life_phase": ["beruf"],
        "price": "24,50",
        "place": str(place.id),
        "runs-0-dates-0-day": monday().isoformat(),
        "runs-0-dates-0-start": "18:00",
        "runs-0-dates-0-end": "20:00",
        **more,
    }
    for name, value in wanted.items():
        given.setlist(name, value if isinstance(value, list) else [str(value)])
    return given
