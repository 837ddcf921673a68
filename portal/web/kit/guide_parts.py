"""What the page of a guide is made of. Plain frozen data: finished words, addresses, escaped Markup."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.pages import Words


@dataclass(frozen=True, slots=True)
class DueLine:
    """A deadline on the way. `label` says what sort of date it is ("Frist: bis"), `iso` the last day."""

    label: str
    when: str
    iso: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OfferLink:
    """An offer in one line, with its next date or a word."""

    title: str
    url: str
    shape: str
    kind: str
    when: str


@dataclass(frozen=True, slots=True)
class StepOffers:
    """The next few offers of a search, how many there are, and where all of them are."""

    links: tuple[OfferLink, ...]
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step. `body` is who is responsible; `content_lang` is the language of what has no translation."""

    anchor: str
    when: Words
    title: Words
    text_html: Markup
    text_lang: str
    body: Words
    body_url: str
    contact: Words
    phone: str
    phone_link: str
    documents: tuple[Words, ...]
    has_deadlines: bool
    due: tuple[DueLine, ...]
    offers: StepOffers | None
    content_lang: str = ""


@dataclass(frozen=True, slots=True)
class TransitionPage:
    """guidance/transition.html. `subscribe` is the calendar of the guide's search, `offers` the next of it; addresses of what
    is not there are empty."""

    title: Words
    lead: Words
    steps: tuple[GuideStep, ...]
    points: tuple[p.GuidanceCard, ...]
    phases: tuple[p.PhaseLink, ...]
    offers: tuple[p.OfferCard, ...] = ()
    offer_count: int = 0
    offers_url: str = ""
    wayfinder_url: str = ""
    plain_url: str = ""
    updated: str = ""
    notice: p.Notice | None = None
    subscribe: p.SubscribeBox | None = None
