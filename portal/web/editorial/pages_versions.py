"""What the editors' pages about kept versions show, and the page that asks before something is deleted."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """A field in which two versions differ; both as finished markup."""

    label: str
    before: Markup
    after: Markup


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One kept version. `what` names the fields that changed against the one before."""

    number: int
    when: str
    iso: str
    author: str
    what: str
    url: str
    is_present: bool = False


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """editorial/versions.html: the latest first."""

    title: str
    back_url: str
    rows: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """editorial/version.html: an earlier version beside the present one, and the way back to it."""

    title: str
    line: str
    back_url: str
    restore_url: str
    revision: int
    differences: tuple[TwoVersions, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SurePage:
    """editorial/sure.html: are you sure, and what it means. `opened` is the version that one has seen."""

    title: str
    text: str
    label: str
    back_url: str
    opened: str
    lines: tuple[tuple[str, str], ...] = ()
    notices: tuple[p.Notice, ...] = ()
