"""The contexts of pages about guides and of the Wegweiser."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.pages import Words


@dataclass(frozen=True, slots=True)
class GuideLink:
    """A guide in the list of all."""

    title: Words
    name: Words
    lead: Words
    url: str
    plain_url: str = ""


@dataclass(frozen=True, slots=True)
class TransitionsPage:
    """guidance/transitions.html."""

    guides: tuple[GuideLink, ...]
    phases: tuple[p.PhaseLink, ...]
    wayfinder_url: str = ""


@dataclass(frozen=True, slots=True)
class PlainTransitionPage:
    """guidance/transition_plain.html: a guide in plain words."""

    title: Words
    body_html: Markup
    full_url: str
    points: tuple[p.GuidanceCard, ...]
    wayfinder_url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that was answered, and the address at which one answers it anew."""

    question: Words
    answer: Words
    change_url: str


@dataclass(frozen=True, slots=True)
class Choosable:
    """One answer to choose."""

    value: str
    text: Words


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a page: `name` is that of its field; `hidden` what was answered before."""

    name: str
    text: Words
    plain: Words
    choices: tuple[Choosable, ...]
    hidden: tuple[tuple[str, str], ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The end of the way: a search in words, how much it finds, the first offers, and who helps. `districts` are to choose
    from for advice near home."""

    words: str
    total: int
    search_url: str
    entries: tuple[p.OfferCard, ...]
    points: tuple[p.GuidanceCard, ...]
    districts: tuple[p.Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    guide_url: str = ""


@dataclass(frozen=True, slots=True)
class WayfinderPage:
    """guidance/wayfinder.html: one question, or the end. `number` counts from one."""

    title: Words
    action: str
    number: int
    taken: tuple[Taken, ...]
    back_url: str = ""
    start_url: str = ""
    asked: Asked | None = None
    arrival: Arrival | None = None
