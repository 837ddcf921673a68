"""What the pages about the journal show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One act in words."""

    url: str
    iso: str
    at: str
    person: str
    what: str  # "Angebot geändert"
    title: str
    institution: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """admin/journal.html with `form`: what the filter finds, the latest first."""

    heading: str
    rows: tuple[JournalRow, ...]
    pagination: p.Pagination
    all_url: str
    csv_url: str
    json_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """admin/entry.html: one act, with what it changed."""

    title: str
    facts: tuple[tuple[str, str], ...]
    changes: tuple[ChangedField, ...]
    back_url: str
