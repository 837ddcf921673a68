"""What the page for the half-yearly meeting of parent education shows."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.kit.charts import BarChart


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number with what it counts, and how it was before."""

    label: str
    number: str
    before: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One offer of the half year in words."""

    title: str
    institution: str
    url: str
    runs: str
    seats: str
    where: str
    for_whom: str
    placed: str
    waiting: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class MeetingBox:
    """The meetings around it: the next one, and what was agreed at the last. `body_url` is empty where there is no such body."""

    body_url: str = ""
    next_when: str = ""
    next_url: str = ""
    new_url: str = ""
    last_when: str = ""
    last_url: str = ""
    agreed_html: Markup = p.NOTHING
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ParentMeetingPage:
    """editorial/parent_meeting.html."""

    half_year: str
    years: tuple[p.SortLink, ...]
    findings: tuple[str, ...]
    figures: tuple[Figure, ...]
    districts: BarChart
    languages: BarChart
    rows: tuple[HeldRow, ...]
    districts_without: tuple[str, ...]
    languages_without: tuple[str, ...]
    missed: tuple[tuple[str, str], ...]
    missed_url: str
    csv_url: str
    meeting: MeetingBox
    notices: tuple[p.Notice, ...] = ()
