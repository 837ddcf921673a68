"""The small shapes that page contexts are made of: links, statuses, cards, facets, runs.

Plain frozen data without behaviour: finished words in the reader's language, finished addresses, escaped
Markup. No database objects and no flask; what a whole page holds stands in `pages.py`.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from markupsafe import Markup

Tone: TypeAlias = Literal["ok", "few", "full", "moved", "stop", "plain"]
"""Look of a status. Its usual icon: ok check, few few, full full, moved moved, stop cross, plain clock."""

Wall: TypeAlias = Literal["sun", "sky", "coral", "sage"]
"""Colour of a place: sun portal, sky Seniorenuniversität, coral Elterntrainings, sage Berufsorientierung."""

NoticeTone: TypeAlias = Literal["info", "ok", "warn", "stop"]
Answer: TypeAlias = Literal["yes", "no", "ask"]
NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last one has no url. "Start" is put in front by the template."""

    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CountedLink:
    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Action:
    """A link that looks like a button. `icon` is a symbol of icons.svg or empty."""

    label: str
    url: str
    primary: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """State of a date in a word ("Noch 2 Plätze"); `icon` is a symbol of icons.svg."""

    label: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Notice:
    title: str
    text: str = ""
    tone: NoticeTone = "info"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select."""

    value: str
    label: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class OfferCard:
    """One row of a list: with a date (`iso_date`, `weekday` "Di", `day` "12", `month` "Jan 2027") or a word."""

    id: int
    url: str
    shape: str  # name of the kind: "course", "lecture_series", ...
    kind: str
    provider: str
    title_html: Markup
    text_html: Markup  # may be empty
    provider_url: str = ""
    iso_date: str | None = None
    weekday: str = ""
    day: str = ""
    month: str = ""
    date_word: str = ""  # "laufend", "beendet": shown where there is no date
    facts: tuple[str, ...] = ()
    price: str = ""
    status: Status | None = None
    is_off: bool = False  # cancelled: the title is struck out, the text says what now
    lang: str = ""  # language of title and text ("de") where it is not the page's


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Some cards under a heading of their own ("Als Nächstes bei der Volkshochschule")."""

    title: str
    cards: tuple[OfferCard, ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One date under a day: `time` "17:30" or "", `meta` "Vortrag · Planetarium, Süd"."""

    time: str
    title: str
    url: str
    shape: str
    meta: str
    price: str = ""
    status: Status | None = None
    is_off: bool = False
    lang: str = ""  # language of the title where it is not the page's


@dataclass(frozen=True, slots=True)
class DayGroup:
    day_number: str
    weekday: str
    is_today: bool
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A transition, asked as a question, above the phase that it leads into. `is_loop` draws the way back; `lang` where the
    label is not in the page's language."""

    label: str
    url: str
    is_loop: bool = False
    lang: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PhaseLink:
    """One of the six phases of the Lebenslinie, in the order of a life."""

    code: str
    label: str
    age: str
    count: int
    url: str
    questions: tuple[Question, ...] = ()
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammePanel:
    title: str  # may hold soft hyphens
    text: str
    next_line: str
    url: str
    tone: Wall
    shape: str


@dataclass(frozen=True, slots=True)
class KindLink:
    shape: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class GuidanceCard:
    """A B-Punkt in short. `phone_link` is a whole address: "tel:+493400000101"."""

    name: str
    focus: str
    hours: str
    languages: str
    phone: str
    phone_link: str
    url: str
    status: Status | None = None  # whether somebody is there now
    focus_lang: str = ""  # where the focus is not in the page's language


class FacetOption(NamedTuple):
    """One tick of a filter; a tuple because about 200 of them are unpacked on every search page.

    `parameter` is the name in the address (`art`), so that one group may hold several parameters.
    """

    parameter: str
    value: str
    label: str
    count: int  # type: ignore[assignment]  # nobody asks a tick for tuple.count()
    checked: bool = False
    shape: str = ""  # kinds only
    is_narrower: bool = False  # second level of the topics: indented


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A foldable filter. `more` is folded once more below the first options: put checked ones into `options`.

    Where a page has many of them, the ticks come rendered by the component `facet_options` already: `options_html`,
    `more_html` and `more_count` instead of `options` and `more`; `html` is the whole group, rendered by `facet`.
    `extra` asks for fields before the options: "dates" (von, bis) or "place" (ort, umkreis).
    """

    name: str
    label: str
    is_open: bool
    options: tuple[FacetOption, ...] = ()
    more: tuple[FacetOption, ...] = ()
    extra: Literal["", "dates", "place"] = ""
    options_html: Markup = NOTHING
    more_html: Markup = NOTHING
    more_count: int = 0
    html: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class SortLink:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, in words; `remove_url` is the same search without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """`items` in order; None is a gap. `previous` and `next` are addresses or None."""

    previous: str | None
    next: str | None
    items: tuple[PageLink | None, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of "Das Wichtigste". With `url` the value is a link; with `status` it is drawn as a status. `extra` is a second
    note, on a line of its own; with `more` a link ends the row."""

    label: str
    value: str
    note: str = ""
    url: str = ""
    status: Status | None = None
    extra: str = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date of a run. `text_html` may hold <del> and <b> for a moved time; `note` a room or a reason."""

    text_html: Markup
    note: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class RunView:
    title: str
    meta: tuple[str, ...] = ()
    status: Status | None = None
    action: Action | None = None
    dates: tuple[DateLine, ...] = ()
    is_open: bool = False
    calendar_url: str = ""


@dataclass(frozen=True, slots=True)
class AccessItem:
    """A feature of a place ("Aufzug", "Eingang ohne Stufen"); the template adds no and "bitte nachfragen"."""

    label: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where it is. `map_url` is a plain link to OpenStreetMap or empty; nothing is loaded from there."""

    name: str
    address: str
    transit_stop: str = ""
    access: tuple[AccessItem, ...] = ()
    access_note: str = ""
    map_url: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    note: str = ""
    phone: str = ""
    phone_link: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alt: str
    credit: str = ""  # author and licence
    address: str = ""  # the same absolute, for other sites
    width: int = 0  # in pixels, so that the page knows its room before it comes
    height: int = 0


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    name: str
    url: str
    summary: str
    district: str
    offer_count: int


@dataclass(frozen=True, slots=True)
class LetterGroup:
    letter: str
    items: tuple[InstitutionRow, ...]


@dataclass(frozen=True, slots=True)
class TopicGroup:
    label: str
    url: str
    count: int
    narrower: tuple[CountedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class StepText:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SubscribeBox:
    """Take it home: the calendar of exactly what a page shows. `path` is for this site, other addresses are absolute.

    `qr` is an inline SVG, or `qr_url` leads to it; `hint` says beside the title what is in it ("20 Einträge").
    """

    name: str
    hint: str
    path: str
    https: str
    webcal: str
    google: str
    outlook: str
    qr: Markup = NOTHING
    qr_url: str = ""
    news_url: str = ""
    table_url: str = ""
    mail_url: str = ""  # where one asks for a digest
    title: str = ""  # instead of "Als Kalender abonnieren"
    help_html: Markup = NOTHING  # rendered by `subscribe_help`
