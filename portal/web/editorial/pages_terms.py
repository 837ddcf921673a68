"""What the editors' pages about topics and synonyms show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term of a list. `offers` is how many bear it, in words; `url` leads to the public page of a topic."""

    label: str
    label_en: str
    synonyms: str
    offers: str
    edit_url: str
    url: str = ""
    is_narrower: bool = False


@dataclass(frozen=True, slots=True)
class TermsPage:
    """editorial/terms.html: one of both lists. `query` narrows it."""

    title: str
    tabs: tuple[p.SortLink, ...]
    rows: tuple[TermRow, ...]
    new_url: str
    new_label: str
    search_url: str
    which: str
    query: str = ""
    has_offers: bool = True
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the search for a word: hits before and after, the first titles that come and go."""

    word: str
    before: int
    after: int
    come: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermPage:
    """editorial/term.html with `form`. `effects` are shown before it may be saved."""

    title: str
    back_url: str
    is_topic: bool
    effects: tuple[Effect, ...] = ()
    note: str = ""
    address: str = ""
    remove_url: str = ""
    merge_url: str = ""
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class MergePage:
    """editorial/term_merge.html with `form`."""

    title: str
    text: str
    back_url: str
    effects: tuple[Effect, ...] = ()
    notices: tuple[p.Notice, ...] = ()
