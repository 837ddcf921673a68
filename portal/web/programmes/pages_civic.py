"""What the pages about fields of civic activity show."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening of the list."""

    title: str
    url: str
    institution: str
    district: str
    summary: str
    effort: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class OpeningsPage:
    """programmes/civic_openings.html: the openings that fit, and what they can be narrowed by."""

    rows: tuple[OpeningRow, ...]
    total: int
    topics: tuple[p.Choice, ...]
    districts: tuple[p.Choice, ...]
    is_narrowed: bool
    all_url: str
    programme_url: str
    phone: str
    phone_link: str


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """programmes/civic_opening.html with `form`: one opening, and the form for who would like to help."""

    title: str
    summary: str
    provider: p.Link
    body_html: Markup
    facts: tuple[p.Fact, ...]
    topics: tuple[p.Link, ...]
    send_url: str
    privacy: str
    list_url: str
    contact: p.Contact | None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """programmes/civic_thanks.html: the message has left, and what happens next."""

    text: str
    links: tuple[p.Action, ...]
