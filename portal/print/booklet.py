"""The programme of a semester as a booklet in large type, A4 upright: cover, contents, week by week, by topic, the places with
their access, the institutions. All words and dates come ready from above; nothing here knows a language."""

from dataclasses import asdict, dataclass
from datetime import datetime

from portal.print.careers_sheet import breakable
from portal.print.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Prose:
    """One block of a text: a paragraph ("par"), a small heading ("heading") or an entry of a list ("item")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedLecture:
    """One date. `mark` names the offer where it is told in full ("a12"), `is_short` where it was told before. `lines` are facts
    such as place, guests, price; `status` is framed: "Fällt aus"."""

    mark: str
    is_short: bool
    day: str
    time: str
    shape: str
    kind: str
    title: str
    url: str
    is_off: bool = False
    status: str = ""
    text: str = ""
    note: str = ""
    host: str = ""
    speakers: tuple[tuple[str, str], ...] = ()  # name, and what somebody is
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedWeek:
    """A heading ("Woche vom 30. November") and its dates."""

    title: str
    lectures: tuple[PrintedLecture, ...]


@dataclass(frozen=True, slots=True)
class TopicLine:
    """An offer under its topic: when, what, who; `mark` leads to where it is told."""

    mark: str
    when: str
    title: str
    host: str
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTopic:
    title: str
    lines: tuple[TopicLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """A place: where it is, how one gets there, and its access in words, as pairs of "Vorhanden" and what."""

    name: str
    address: str
    stop: str
    access: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class PrintedHost:
    """An institution with the ways to it; `phone_link` is a whole address."""

    name: str
    address: str
    phone: str
    phone_link: str
    email: str
    website: str


@dataclass(frozen=True, slots=True)
class BookletWords:
    """The headings and sentences round the programme. `page` holds '{page}', `on_page` too: "Seite {page}"."""

    language: str
    content_language: str
    programme: str  # "Seniorenuniversität"
    kicker: str  # "Herbstuniversität 2026", or empty
    title: str  # "Wintersemester 2026/27"
    period: str
    town: str
    issuer: str
    as_of: str
    contents: str
    welcome: str
    how: str
    steps: tuple[tuple[str, str], ...]
    weeks: str
    topics: str
    topics_hint: str
    places: str
    places_hint: str
    hosts: str
    told_before: str
    on_page: str
    page: str
    help_heading: str
    help_text: str
    help_phone: str
    help_phone_link: str
    feed_text: str
    feed_address: str
    feed_url: str
    feed_qr: str
    feed_qr_alt: str
    empty: str
    demo: str
    prose_language: str = ""


@dataclass(frozen=True, slots=True)
class Booklet:
    """Everything that is printed."""

    words: BookletWords
    welcome: tuple[Prose, ...]
    weeks: tuple[PrintedWeek, ...]
    topics: tuple[PrintedTopic, ...]
    places: tuple[PrintedPlace, ...]
    hosts: tuple[PrintedHost, ...]


_AS_IT_IS = frozenset(
    {
        "feed_qr",
        "url",
        "feed_url",
        "feed_address",
        "phone_link",
        "help_phone_link",
        "website",
        "email",
        "mark",
    }
)


def booklet(content: Booklet, *, now: datetime) -> bytes:
    """The PDF. What was called off stays in, struck and named: a booklet is read beside an older one."""
    data = {
        **asdict(content.words),
        **asdict(content),
    }  # lists stand before headings of the same name: those are in `words`
    return typeset("booklet", {key: _broken(part, key) for key, part in data.items()}, now=now)


def _broken(value: object, name: str = "") -> object:
    """Texts with places to break in words that no line could hold; addresses and drawings as they are."""
    if isinstance(value, str):
        return value if name in _AS_IT_IS else breakable(value)
    if isinstance(value, dict):
        return {key: _broken(part, key) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_broken(part, name) for part in value]
    return value
