"""What the tests of curated content share: clean tables, forms as they were opened, and what hostile people type."""

from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Collection, Feedback, FormDraft, JournalEntry, Letter, SlugRedirect, TextVersion
from tests.judge import JudgingClient
from tests.web.hall import Hall
from tests.web.reading import HTML, Document, page, text_of

HOSTILE_TEXTS = (
    "",
    " ",
    "\x00",
    "\u202etxt.exe",
    "x" * 10_000,
    "💥" * 200,
    "\"'`´",
    "<script>alert(1)</script></textarea>",
    "{{7*7}} %(x)s %s ${x}",
    "' OR 1=1 --",
    "javascript:alert(1)",
    "\ud7ff\ufffe\u2066",
    "2027-13-45",
    "-1",
    "9" * 30,
    "../../etc/passwd",
    "a\r\nSet-Cookie: x=1",
    "مرحبا",
    "١٢٣",
    "[x](javascript:alert(1))",
)
ANYTHING = st.text(max_size=200) | st.sampled_from(HOSTILE_TEXTS)


def clean(hall: Hall) -> None:
    """Nothing curated, nothing reported."""
    with hall.app.app_context():
        for model in (TextVersion, Collection, Feedback, JournalEntry, Letter, FormDraft):
            db.session.query(model).delete()
        db.session.query(SlugRedirect).filter_by(thing="collection").delete()
        db.session.commit()


def fields(document: Document, form_id: str = "formular") -> dict[str, str]:
    """What a form would send, but for its buttons."""
    form = document.one("form", id=form_id)
    values: dict[str, str] = {}
    for one in form.iter():
        name = one.get("name")
        if not name or one.tag == HTML + "button":
            continue
        if one.tag == HTML + "textarea":
            values[name] = (one.text or "").removeprefix("\n").replace("\r", "")
        elif one.tag == HTML + "select":
            chosen = [each for each in one.iter(HTML + "option") if "selected" in each.attrib]
            values[name] = (chosen[0].get("value") if chosen else "") or ""
        elif one.get("type") in ("radio", "checkbox"):
            if "checked" in one.attrib:
                values[name] = one.get("value") or ""
        elif one.get("type") != "file":
            values[name] = one.get("value") or ""
    return values


def opened(visitor: JudgingClient, address: str) -> dict[str, str]:
    return fields(page(visitor.get(address)))


def send(visitor: JudgingClient, address: str, act: str = "save", **changes: str) -> TestResponse:
    """Opens a form, changes some fields, and presses a button."""
    return visitor.post(address, data={**opened(visitor, address), **changes, "act": act})


def complaints(document: Document) -> list[str]:
    summary = document.one("div", class_="errorsummary")
    return [text_of(item) for tag in ("li", "p") for item in summary.iter(HTML + tag)]
