"""What the public pages of the Beteiligung show. What citizens and editors wrote is in `lang`."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One idea in the list. `meta`: what is missing, where, since when."""

    title: str
    url: str
    meta: tuple[str, ...]
    supports: str
    state: p.Status
    text: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class IdeasPage:
    """public/ideas.html."""

    total_words: str
    rows: tuple[IdeaRow, ...]
    states: tuple[p.SortLink, ...]
    sorts: tuple[p.SortLink, ...]
    pagination: p.Pagination
    propose_url: str
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """public/idea.html. `ticket` goes with the support; `has_supported`: this browser has done so already."""

    title: str
    text_html: Markup
    meta: tuple[str, ...]
    state: p.Status
    supports: str
    support_url: str = ""
    ticket: str = ""
    has_supported: bool = False
    answer_html: Markup = p.NOTHING
    answered: str = ""
    offer: p.Link | None = None
    notice: p.Notice | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class AlikePage:
    """What there is already that looks like what somebody proposes."""

    ideas: tuple[p.CountedLink, ...] = ()
    offers: tuple[p.Link, ...] = ()


@dataclass(frozen=True, slots=True)
class IdeaFormPage:
    """public/idea_form.html with `form`."""

    send_url: str
    alike: AlikePage | None = None
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class IdeaSaidPage:
    """public/idea_said.html: it has arrived, and what happens next."""

    list_url: str
