"""What the editors' pages about new and known providers show."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit.desk_parts import JournalLine


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One institution that waits. `alike` names known ones that it resembles."""

    name: str
    url: str
    since: str
    applicant: str
    alike: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationsPage:
    """editorial/applications.html: who waits for a decision, and whose address nobody has confirmed yet."""

    waiting: tuple[ApplicationRow, ...]
    unconfirmed: tuple[ApplicationRow, ...]
    known_url: str


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One institution of the list of all."""

    name: str
    url: str
    standing: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class KnownPage:
    """editorial/institutions.html: every provider and how it stands."""

    rows: tuple[KnownRow, ...]
    back_url: str


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A known institution that may be the same."""

    name: str
    url: str
    standing: str
    reasons: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class JudgePage:
    """editorial/institution.html with `form` (JudgeForm) and `rename` (RenameForm): what it says of itself, what it
    resembles, what was done so far."""

    title: str
    state: p.Notice
    facts: tuple[tuple[str, str], ...]
    similar: tuple[SimilarRow, ...]
    journal: tuple[JournalLine, ...]
    rename_url: str
    back_url: str
    links: tuple[p.Link, ...] = ()
    lang: str = ""
