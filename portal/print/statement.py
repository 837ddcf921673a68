"""Statements of attendance, A4 upright, one a page. The same statements in the same words give the same bytes, so that a file
can be known again by its digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.print.careers_sheet import breakable
from portal.print.typesetting import typeset


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """One statement in words. `facts` are pairs of label and value, `qr` is an SVG with the address where it is checked."""

    name: str
    title: str
    intro: str  # "hat an diesem Angebot teilgenommen:"
    facts: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    code: str
    issued: str  # "Dessau-Roßlau, 23. November 2026"
    qr: str


@dataclass(frozen=True, slots=True)
class StatementWords:
    """The words round them. `content_language` is that of titles and institutions."""

    language: str
    title: str  # of the document: "Teilnahmebestätigung"
    issuer: str
    opening: str  # above the name: "Hiermit wird bestätigt:"
    days_heading: str
    code_heading: str
    check_text: str
    check_address: str
    check_url: str
    qr_alt: str
    machine_note: str
    demo: str
    content_language: str = "de"


def statement_sheet(
    statements: Sequence[PrintedStatement], *, words: StatementWords, issued_at: datetime
) -> bytes:
    """The PDF; `issued_at` is its date of creation, so that setting it again later changes nothing."""
    data = {
        **{name: getattr(words, name) for name in StatementWords.__slots__},
        "statements": [
            {
                "name": breakable(one.name),
                "title": breakable(one.title),
                "intro": one.intro,
                "facts": [[label, breakable(value)] for label, value in one.facts],
                "days": list(one.days),
                "code": one.code,
                "issued": one.issued,
                "feed_qr": one.qr,
                "feed_qr_alt": words.qr_alt,
            }
            for one in statements
        ],
    }
    return typeset("statement", data, now=issued_at)
