"""What the editors' pages about messages from the public show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One message of the list; `age` in words. `offer` or `page` say what it is about, either may be missing."""

    url: str
    kind: str
    text: str
    when: str
    iso: str
    about: str = ""
    outcome: str = ""
    has_address: bool = False


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """editorial/reports.html: open ones, the oldest first, or those done, the latest first."""

    tabs: tuple[p.SortLink, ...]
    rows: tuple[ReportRow, ...]
    total_words: str
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """editorial/report.html with `form` while it is open. `lines` are paragraphs of the message."""

    title: str
    when: str
    message: tuple[str, ...]
    is_open: bool
    back_url: str
    offer: p.Link | None = None
    page: p.Link | None = None
    email: str = ""
    done_line: str = ""
    outcome: str = ""
    edit_url: str = ""
    reopen_url: str = ""
    notices: tuple[p.Notice, ...] = ()
