"""What the pages of submissions and of changes that were not reviewed show."""

from dataclasses import dataclass

from portal.web.kit import parts as p
from portal.web.kit.change_parts import ChangeRow, ContentRow
from portal.web.kit.desk_parts import QueueItem


@dataclass(frozen=True, slots=True)
class QueuePage:
    """editorial/queue.html: what waits, the longest first, with a form to narrow it by kind of change and provider."""

    lead: str
    items: tuple[QueueItem, ...]
    kinds: tuple[p.Choice, ...]
    institutions: tuple[p.Choice, ...]
    is_narrowed: bool
    all_url: str
    pagination: p.Pagination
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenRow:
    """An offer that went public without review: what changed since it was last looked at, or all of it if it is new.

    `mark` is what the form sends back: number of the offer and of the latest version that is shown.
    """

    title: str
    shape: str
    kind: str
    meta: str
    mark: str
    offer_url: str
    history_url: str
    changes: tuple[ChangeRow, ...] = ()
    content: tuple[ContentRow, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """editorial/seen_later.html"""

    lead: str
    rows: tuple[SeenRow, ...]
    seen_url: str
    rest: str = ""
