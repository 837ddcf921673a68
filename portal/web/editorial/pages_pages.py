"""What the editors' pages about plain pages show."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.editorial.pages_versions import TwoVersions
from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A plain page in one language; `title` is empty where it is missing, and the German page is shown instead."""

    language: str
    lang: str
    title: str
    changed: str
    edit_url: str
    history_url: str = ""


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A plain page with its address, in every language."""

    path: str
    languages: tuple[InLanguage, ...]


@dataclass(frozen=True, slots=True)
class PagesPage:
    """editorial/pages.html."""

    rows: tuple[PlainPage, ...]


@dataclass(frozen=True, slots=True)
class PageEditing:
    """editorial/page.html with `form`. `preview_html` shows what was typed; `below` says what else the page shows."""

    title: str
    lang: str
    back_url: str
    public_url: str
    revision: int
    history_url: str = ""
    preview_title: str = ""
    preview_html: Markup = p.NOTHING
    below: str = ""
    differences: tuple[TwoVersions, ...] = ()
    notices: tuple[p.Notice, ...] = ()
