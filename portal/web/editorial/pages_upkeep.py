"""What the pages show on which editors keep entries true: long unconfirmed offers, words without a hit, dead links."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow


@dataclass(frozen=True, slots=True)
class StaleRow:
    """An offer that nobody has confirmed for long. `asked` says when its institution was last written to."""

    title: str
    url: str
    edit_url: str
    institution: str
    age: str
    next: str
    asked: str
    confirm_url: str
    remind_url: str


@dataclass(frozen=True, slots=True)
class StalePage:
    """editorial/stale.html. `institutions` narrow the list; `remind_all` asks the one that is chosen."""

    total_words: str
    rows: tuple[StaleRow, ...]
    institutions: tuple[p.Choice, ...]
    filter_url: str
    chosen: str
    back: str
    pagination: p.Pagination
    notices: tuple[p.Notice, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A word or topic that wishes may be joined to with one click."""

    word: str
    label: str


@dataclass(frozen=True, slots=True)
class MissedRow:
    """Words that found nothing; `hits` says that by now they do find something."""

    words: str
    url: str
    search_url: str
    asked: str
    last: str
    hits: str
    suggested: tuple[Suggested, ...] = ()


@dataclass(frozen=True, slots=True)
class LackingRow:
    """Words of which an editor said that the town lacks such an offer."""

    words: str
    asked: str
    last: str
    reopen_url: str


@dataclass(frozen=True, slots=True)
class MissedListPage:
    """editorial/missed_list.html."""

    total_words: str
    rows: tuple[MissedRow, ...]
    lacking: tuple[LackingRow, ...]


@dataclass(frozen=True, slots=True)
class MissedPage:
    """editorial/missed.html with `form`: what is to become of some words."""

    title: str
    row: MissedRow
    back_url: str
    synonym_url: str
    close_url: str
    is_done: bool = False
    done_words: str = ""
    reopen_url: str = ""


@dataclass(frozen=True, slots=True)
class LinkUse:
    """Where a link stands: an offer, or the page of an institution."""

    label: str
    url: str
    institution: str
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that leads nowhere, or that is left alone."""

    address: str
    problem: str
    checked: str
    uses: tuple[LinkUse, ...]
    again_url: str
    ignore_url: str


@dataclass(frozen=True, slots=True)
class LinksPage:
    """editorial/links.html."""

    total_words: str
    rows: tuple[LinkRow, ...]
    ignored: tuple[LinkRow, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of two offers that look the same."""

    title: str
    url: str
    institution: str
    keep_url: str
    keep_label: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair: what they differ in, and in words what is the same."""

    id: str
    likeness: str
    sides: tuple[PairSide, PairSide]
    changes: tuple[ChangeRow, ...]
    same: str
    dismiss_url: str


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    """editorial/duplicates.html."""

    total_words: str
    rows: tuple[PairRow, ...]
    names: tuple[str, str]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class MergePage:
    """editorial/duplicates_merge.html: what happens when one of two is kept."""

    title: str
    kept: PairSide
    dropped: PairSide
    lines: tuple[str, ...]
    keeps: int
    address: str
    back_url: str
    lang: str = ""
