"""What the page of the Seniorenuniversität shows."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.lecture_parts import LectureRow, LectureWeek


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of a month that is further away: folded until somebody wants it."""

    title: str
    count: int
    weeks: tuple[LectureWeek, ...]


@dataclass(frozen=True, slots=True)
class SemesterLink:
    """One of the semesters to choose from."""

    label: str
    period: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CompactBlock:
    """A Herbst- or Frühlingsuniversität: theme, days, hosts. `is_over`: it looks back."""

    kicker: str
    title: str
    when: str
    hosts: str
    url: str
    is_over: bool
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The semester that is shown. `facts` are lines such as '38 Veranstaltungen'; `show_all_url` takes the topic away."""

    name: str
    kicker: str
    period: str
    facts: tuple[str, ...]
    intro_html: Markup = p.NOTHING
    intro_lang: str = ""
    topic: str = ""
    show_all_url: str = ""


@dataclass(frozen=True, slots=True)
class SeniorsPage:
    """programmes/seniors.html. Without any public semester `chosen` is none, and `all_url` leads to the offers."""

    title: str
    lead: str
    steps: tuple[p.StepText, ...]
    notices: tuple[str, ...]
    chosen: Chosen | None
    semesters: tuple[SemesterLink, ...]
    topics: tuple[p.CountedLink, ...]
    weeks: tuple[LectureWeek, ...]
    months: tuple[Month, ...]
    past: tuple[LectureRow, ...]
    compact: tuple[CompactBlock, ...]
    partners: tuple[p.Link, ...]
    all_url: str
    all_calendar_url: str
    booklet_url: str = ""
    civic_url: str = ""
    guidance: p.GuidanceCard | None = None
    subscribe: p.SubscribeBox | None = None
