"""What each page shows: one frozen dataclass per template, filled by a view and passed as `page`.

Every field is finished: words in the reader's language, addresses, numbers, escaped Markup; templates only
lay out. The small shapes inside (cards, facets, runs) stand in `parts.py`. No flask, no database objects.
Beside `page`, a view passes `breadcrumb` (a tuple of Crumb, empty on the home page) and, where named, `form`.
"""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.lecture_parts import ShownSpeaker
from portal.web.kit.pages import CollectionTeaser, ResponsibleLink, ShownTeaser
from portal.web.kit.point_parts import ShownSeal


@dataclass(frozen=True, slots=True)
class HomePage:
    """public/home.html. `week_label` "23. bis 29. November 2026"; `week_count` counts its dates."""

    offer_count: int
    institution_count: int
    examples: tuple[p.Link, ...]
    phases: tuple[p.PhaseLink, ...]
    week_label: str
    week_days: tuple[p.DayGroup, ...]
    week_count: int
    week_url: str
    programmes: tuple[p.ProgrammePanel, ...]
    kinds: tuple[p.KindLink, ...]
    guidance: tuple[p.GuidanceCard, ...]
    collections: tuple[CollectionTeaser, ...] = ()
    magazine: tuple[ShownTeaser, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """public/search.html: at least one hit. `entries_html` holds the rows (`<li>`), rendered by `entry`.

    `hidden` is the state that the filter form does not show as a field (`sort`, `pro_seite`); the template
    adds `q`.
    """

    query: str
    heading: str  # "31 Angebote für „Computer“"
    total: int
    page: int
    pages: int
    entries_html: Markup
    pagination: p.Pagination
    groups: tuple[p.FacetGroup, ...]
    sorts: tuple[p.SortLink, ...]
    chips: tuple[p.Chip, ...] = ()
    clear_url: str = ""
    also_found: tuple[p.Link, ...] = ()
    meant: p.Link | None = None  # the words with their slips put right, which the hits are for
    notices: tuple[str, ...] = ()
    date_from: str = ""  # ISO, for input type=date
    date_to: str = ""
    place: str = ""
    radius_options: tuple[p.Choice, ...] = ()  # values of `umkreis`
    hidden: tuple[tuple[str, str], ...] = ()
    first_number: int = 1  # number of the first row of this page
    json_url: str = ""
    subscribe: p.SubscribeBox | None = None
    subscribe_html: Markup = p.NOTHING  # the same, rendered
    advice: p.Link | None = None  # where one filters by funding: who helps with it


@dataclass(frozen=True, slots=True)
class ZeroPage:
    """public/zero.html: nothing found. `sentence` says what was looked for in the reader's words."""

    query: str
    sentence: str
    did_you_mean: p.CountedLink | None
    drops: tuple[p.CountedLink, ...]  # label: "ohne „am Wochenende“"
    guidance: tuple[p.GuidanceCard, ...]
    chips: tuple[p.Chip, ...] = ()
    clear_url: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferPage:
    """public/offer.html. An ended offer has `ended`, a `state_notice` and `alternatives`, not `related`.

    `next_start` is the row on yellow: label "Nächster Beginn", or value "Zurzeit kein Termin".
    `json_ld` is JSON with `<`, `>` and `&` escaped; `canonical` and the image address are absolute.
    """

    id: int
    shape: str
    kind: str
    title: str
    lead: str
    provider: p.Link
    canonical: str
    report_url: str
    next_start: p.Fact
    facts: tuple[p.Fact, ...] = ()
    actions: tuple[p.Action, ...] = ()
    state_notice: p.Notice | None = None
    age_notice: p.Notice | None = None  # then there is no `confirmed_line`
    ended: bool = False
    description_html: Markup = p.NOTHING
    plain_html: Markup = p.NOTHING  # the text in plain language
    goal: str = ""
    prerequisites: str = ""
    certificate: str = ""
    educational_leave: str = ""  # one sentence with number and validity
    funding: tuple[str, ...] = ()
    runs: tuple[p.RunView, ...] = ()
    place: p.PlaceView | None = None
    contact: p.Contact | None = None
    topics: tuple[p.Link, ...] = ()
    confirmed_line: str = ""
    related: tuple[p.OfferCard, ...] = ()
    alternatives: tuple[p.CardGroup, ...] = ()
    image: p.Image | None = None
    description: str = ""  # for search engines; plain text
    lang: str = ""  # language of the offer's own texts ("de") where it is not the page's
    json_ld: str = ""
    subscribe: p.SubscribeBox | None = None  # of an offer with dates
    speakers: tuple[ShownSpeaker, ...] = ()
    seals: tuple[ShownSeal, ...] = ()
    civic: p.CountedLink | None = None  # fields of civic activity on its topic


@dataclass(frozen=True, slots=True)
class GonePage:
    """errors/gone.html, with status 410: a withdrawn offer and what there is instead."""

    title: str
    reason: str
    alternatives: tuple[p.OfferCard, ...] = ()
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class InstitutionsPage:
    """public/institutions.html: all of them by first letter."""

    total: int
    letters: tuple[p.LetterGroup, ...]


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """public/institution.html. `kind_line` "Anbieter, Museum"; `lead_fact` is the row on yellow."""

    name: str
    kind_line: str
    lead: str
    canonical: str
    report_url: str
    total: int
    all_url: str
    lead_fact: p.Fact | None = None
    facts: tuple[p.Fact, ...] = ()
    topics: tuple[p.CountedLink, ...] = ()
    entries: tuple[p.OfferCard, ...] = ()
    places: tuple[p.PlaceView, ...] = ()
    about_html: Markup = p.NOTHING
    confirmed_line: str = ""
    json_ld: str = ""
    subscribe: p.SubscribeBox | None = None
    seals: tuple[ShownSeal, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """public/topics.html: what editors curate at present, then two levels of topics with counts."""

    groups: tuple[p.TopicGroup, ...]
    collections: tuple[CollectionTeaser, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPage:
    """public/topic.html. `broader` is the topic above, if any."""

    title: str
    intro: str
    total: int
    all_url: str
    entries: tuple[p.OfferCard, ...]
    narrower: tuple[p.CountedLink, ...] = ()
    broader: p.Link | None = None
    subscribe: p.SubscribeBox | None = None
    responsible: tuple[ResponsibleLink, ...] = ()


@dataclass(frozen=True, slots=True)
class LifePhasesPage:
    """public/life_phases.html: the Lebenslinie alone."""

    phases: tuple[p.PhaseLink, ...]


@dataclass(frozen=True, slots=True)
class LifePhasePage:
    """public/life_phase.html. `questions` are those of the guides that lead into it; `phases` draws the line below."""

    title: str
    note: str  # "ab etwa 60 Jahren"
    questions: tuple[p.Question, ...]
    total: int
    all_url: str
    entries: tuple[p.OfferCard, ...]
    topics: tuple[p.CountedLink, ...] = ()
    phases: tuple[p.PhaseLink, ...] = ()
    subscribe: p.SubscribeBox | None = None


@dataclass(frozen=True, slots=True)
class TextPage:
    """public/text.html: Impressum, Datenschutz, Über das Portal, Leichte Sprache."""

    title: str
    body_html: Markup
    updated: str = ""  # "22. November 2026" or empty
    lead: str = ""
    plain_language: bool = False  # larger letters, short lines


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """public/accessibility.html: the declaration; `form` (the feedback form) stands below it."""

    title: str
    body_html: Markup
    updated: str


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """public/feedback.html; with `sent` it thanks instead of asking. `about` is the offer that it is about.

    `form` has the fields kind (radio), message, email, page (hidden), website (a trap for robots) and the
    CSRF token.
    """

    sent: bool = False
    about: p.Link | None = None
