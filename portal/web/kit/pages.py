"""Contexts of pages that several areas show: errors, the entry page of a programme, a collection. Others stand in their area."""

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
class ProgrammePage:
    """public/programme.html: Seniorenuniversität and Elterntrainings."""

    tone: p.Wall
    shape: str
    title: str  # may hold soft hyphens
    lead: str
    list_title: str  # "Das Programm", "Die Gruppen"
    total: int
    all_url: str
    entries: tuple[p.OfferCard, ...]
    steps: tuple[p.StepText, ...] = ()
    partners: tuple[p.Link, ...] = ()
    guidance: p.GuidanceCard | None = None
    guidance_title: str = ""
    large_type: bool = False
    subscribe: p.SubscribeBox | None = None


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
