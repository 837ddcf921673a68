"""What the pages about the past of an offer show: finding it, its versions, two compared, and the question before an act."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow, ContentRow
from portal.web.kit.desk_parts import JournalLine


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One offer of the search, of whatever step."""

    title: str
    url: str
    shape: str
    kind: str
    institution: str
    number: str
    step: str
    changed: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class FindPage:
    """editorial/find_offer.html"""

    query: str
    steps: tuple[p.Choice, ...]
    heading: str
    rows: tuple[FoundRow, ...]
    pagination: p.Pagination
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One kept version. `tags`: that it is public now (then there is no way back to it), that it is the pending one."""

    number: int
    kind: str
    iso: str
    at: str
    author: str
    restore_url: str
    note: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """editorial/history.html: `changes` between the two chosen versions; `compared` says which."""

    title: str
    shape: str
    kind: str
    byline: str
    links: tuple[p.Link, ...]
    versions: tuple[VersionRow, ...]
    older: tuple[p.Choice, ...]
    newer: tuple[p.Choice, ...]
    journal: tuple[JournalLine, ...]
    compared: str = ""
    changes: tuple[ChangeRow, ...] = ()
    withdraw_url: str = ""
    archive_url: str = ""
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class AskPage:
    """editorial/ask.html: are you sure, what it means, and what it changes. With `asks_reason` there is a form for the reason."""

    title: str
    text: str
    label: str
    stand: str
    back_url: str
    changes: tuple[ChangeRow, ...] = ()
    content: tuple[ContentRow, ...] = ()
    asks_reason: bool = False
    is_severe: bool = False
    notices: tuple[p.Notice, ...] = ()
