"""What the list of a provider's offers shows."""

from dataclasses import dataclass

from portal.web.desk.pages_form import ScoreView
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: a number, a sentence, and a button or a link. `confirms` are the offers a button speaks for."""

    number: str
    unit: str
    text: str
    label: str = ""
    url: str = ""
    post_url: str = ""
    confirms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer of the table. `icon` goes with its step."""

    title: str
    url: str
    shape: str
    kind: str
    institution: str
    next_date: str
    stand: str
    icon: str
    score: ScoreView
    views: str
    calendars: str
    actions: tuple[p.Link, ...]


@dataclass(frozen=True, slots=True)
class OffersPage:
    """desk/offers.html. `choices` are the institutions to look at; empty where there is only one."""

    title: str
    eyebrow: str
    new_url: str
    tasks: tuple[Task, ...]
    words: str
    stands: tuple[p.Choice, ...]
    choices: tuple[p.Choice, ...]
    institution: str
    rows: tuple[OfferRow, ...]
    total: int
    pagination: p.Pagination
    notices: tuple[p.Notice, ...] = ()
    is_filtered: bool = False
    all_url: str = ""
    lang: str = ""
