"""What the pages about the city magazine show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month whose calendar is printed, with how much is chosen for it."""

    label: str
    url: str
    chosen: int


@dataclass(frozen=True, slots=True)
class TeaserLine:
    """A notice in the list; `stand` says whether it is shown now."""

    title: str
    url: str
    days: str
    stand: str


@dataclass(frozen=True, slots=True)
class MagazinePage:
    """editorial/magazine.html: months on top, notices below."""

    name: str
    months: tuple[MonthLine, ...]
    teasers: tuple[TeaserLine, ...]
    new_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A date that may be printed. `line` is what the magazine gets; `text` what the editors put in its place."""

    uuid: str
    time: str
    title: str
    line: str
    text: str
    is_chosen: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceDay:
    """The dates of one day, under its name."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class MonthPage:
    """editorial/magazine_month.html. `shown` are the ids of all dates before one, joined by blanks: others stay as they are."""

    title: str
    address: str
    tabs: tuple[Tab, ...]
    days: tuple[ChoiceDay, ...]
    shown: str
    chosen: int
    downloads: tuple[p.Link, ...]
    back_url: str
    most_text: int
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class TeaserPage:
    """editorial/teaser.html with `form`: a new notice (`revision` 0) or a stored one."""

    title: str
    save_label: str
    back_url: str
    revision: int = 0
    remove_url: str = ""
    notices: tuple[p.Notice, ...] = ()
