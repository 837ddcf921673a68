"""What the editors' pages about ideas of citizens show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """One idea of the list."""

    url: str
    title: str
    text: str
    meta: tuple[str, ...]
    iso: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class IdeasDesk:
    """editorial/ideas.html: the ideas in one state."""

    tabs: tuple[p.SortLink, ...]
    rows: tuple[IdeaLine, ...]
    total_words: str
    pagination: p.Pagination
    public_url: str


@dataclass(frozen=True, slots=True)
class IdeaDesk:
    """editorial/idea.html with `form`. What may not be done from this state is not offered."""

    title: str
    state: p.Status
    lines: tuple[tuple[str, str], ...]
    back_url: str
    revision: int
    may_publish: bool
    may_answer: bool
    may_refuse: bool
    may_link: bool
    has_found: bool = False
    found_words: str = ""
    public_url: str = ""
    new_offer_url: str = ""
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""
