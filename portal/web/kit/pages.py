"""Contexts of pages that several areas show: errors, a collection. Others stand in their area."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """errors/error.html for 400, 403, 404, 405, 429, 500, 503. `request_id` may be empty."""

    code: int
    title: str
    text: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """In components/collection_teaser.html: a text; `lang` where it is not in the page's language."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CollectionTeaser:
    """components/collection_teaser.html: a themed page as lists name it."""

    title: Words
    summary: Words
    url: str


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """public/collection.html. `all_url` and `subscribe` belong to a saved search; a hand-picked list has neither. After its
    period (`is_over`) the page says so, and names `others`."""

    title: Words
    summary: Words
    body: Words
    body_html: Markup
    total: int
    entries: tuple[p.OfferCard, ...]
    all_url: str = ""
    image: p.Image | None = None
    period: str = ""
    notice: p.Notice | None = None
    is_over: bool = False
    others: tuple[CollectionTeaser, ...] = ()
    subscribe: p.SubscribeBox | None = None


@dataclass(frozen=True, slots=True)
class ResponsibleLink:
    """In public/topic.html: a body or office of the town that answers for the topic."""

    name: Words
    url: str


@dataclass(frozen=True, slots=True)
class ShownTeaser:
    """components/magazine_teaser.html: `where` names magazine and issue."""

    title: str
    text: str
    url: str
    where: str
    lang: str = ""
